"""Everything that a build makes, as names and bytes; the same layers give the same bytes."""

from collections.abc import Iterator

from layers.assemble import Atlas
from mapgen import geojson, sheet
from mapgen.areas import COLUMNS as AREA_COLUMNS
from mapgen.areas import area_rows
from mapgen.payload import payload
from mapgen.tables import COLUMNS, table
from mapgen.webmap import render


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
    # The check covers every plan, whichever were built: half a table would mislead.
    yield "area-check.csv", sheet.dumps(AREA_COLUMNS, area_rows(atlas, list(atlas.catalog.plans)))
