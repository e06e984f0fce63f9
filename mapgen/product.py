"""Everything that a build makes, as names and bytes; the same layers give the same bytes."""

from collections.abc import Iterator

from layers.assemble import Atlas
from mapgen import geojson, sheet
from mapgen.areas import COLUMNS as AREA_COLUMNS
from mapgen.areas import area_rows
from mapgen.indexpage import index_payload, render_index
from mapgen.payload import payload
from mapgen.tables import COLUMNS, table
from mapgen.webmap import render

ATLAS_TITLE = {"zh": "科技创新空间布局总图", "en": "Atlas of Innovation Layouts"}


def products(atlas: Atlas, plans: list[str]) -> Iterator[tuple[str, bytes]]:
    """Make the files of a build, one after the other.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans to build.

    Yields
    ------
    (str, bytes)
        Name relative to the output folder, and content.
    """
    for plan in plans:
        told = atlas.catalog.plans[plan]
        page = payload(atlas, [plan], plan, told.title, told.title_en)
        yield f"{plan}.html", render(page).encode("utf-8")
        for layer in COLUMNS:
            yield f"geojson/{plan}/{layer}.geojson", geojson.dumps(table(atlas, plan, layer), layer)
    every = list(atlas.catalog.plans)
    if plans == every:
        # Both link to every plan's page, so they are made where every page is.
        whole = payload(atlas, every, "atlas", ATLAS_TITLE["zh"], ATLAS_TITLE["en"])
        yield "atlas.html", render(whole).encode("utf-8")
        yield "index.html", render_index(index_payload(atlas, every)).encode("utf-8")
    # The area check is whole, whichever plans were chosen: half a table would mislead.
    yield "area-check.csv", sheet.dumps(AREA_COLUMNS, area_rows(atlas, every))
