"""Everything that a build makes, as names and bytes; the same layers give the same bytes."""

from collections.abc import Iterator, Mapping

from layers.assemble import Atlas
from layers.verdicts import Tested
from mapgen.pages.index import index_payload, render_index
from mapgen.pages.map import render
from mapgen.pages.payload import payload, retitled
from mapgen.pages.siblings import ATLAS, FIRST
from mapgen.tables import geojson, sheet
from mapgen.tables.area_check import COLUMNS as AREA_COLUMNS
from mapgen.tables.area_check import area_rows
from mapgen.tables.frames import layers_of, parts
from mapgen.tables.indicators import COLUMNS as INDICATOR_COLUMNS
from mapgen.tables.indicators import flat, indicator_rows

#: What a page is known to bear: 2,000 zones with 20,000 points move smoothly (tests/browser/test_many.py),
#: 12,000 elements with 40,000 edges still open (docs/benchmarks.md). Memory of a build ends here as well.
MAX_ELEMENTS = 25_000


def too_large(atlas: Atlas, plans: list[str]) -> dict[str, int]:
    """Pages that a build leaves out because no browser would bear them.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans to build.

    Returns
    -------
    dict of str to int
        Number of elements by page: a plan's id, or "atlas".
    """
    sizes = {plan: len(atlas.of_plan(plan)) for plan in plans}
    if plans == list(atlas.catalog.plans):
        sizes["atlas"] = sum(sizes.values())
    return {page: size for page, size in sizes.items() if size > MAX_ELEMENTS}


def products(
    atlas: Atlas,
    plans: list[str],
    keys: Mapping[str, str] | None = None,
    tested: Tested | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Make the files of a build, one after the other.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans to build.
    keys : mapping of str to str, optional
        Keys of tile sources, by the source's id; they stand in the pages as they are.
    tested : Tested, optional
        Claims of accuracy against lines from elsewhere, for a layer of the maps.

    Yields
    ------
    (str, bytes)
        Name relative to the output folder, and content; without the pages that are `too_large`.
    """
    omitted = too_large(atlas, plans)
    every = list(atlas.catalog.plans)
    pages = _pages(atlas, omitted) if plans == every else []
    for plan in plans:
        record = atlas.catalog.plans[plan]
        if plan not in omitted:
            page = payload(atlas, [plan], plan, record.title, record.title_en, tested, pages)
            yield f"{plan}.html", render(page, keys=keys).encode("utf-8")
            if every == [plan]:  # that page and the one of all plans show the same
                whole = retitled(page, atlas, "atlas", *_title(atlas))
                yield "atlas.html", render(whole, keys=keys).encode("utf-8")
        for layer in layers_of(atlas, plan):
            yield f"geojson/{plan}/{layer}.geojson", geojson.joined(parts(atlas, plan, layer), layer)
    if plans == every:
        # Both link to every plan's page, so they are made where every page is.
        if len(every) > 1 and "atlas" not in omitted:
            whole = payload(atlas, every, "atlas", *_title(atlas), tested, pages)
            yield "atlas.html", render(whole, keys=keys).encode("utf-8")
        shown = [plan for plan in every if plan not in omitted]
        yield "index.html", render_index(index_payload(atlas, shown)).encode("utf-8")
    # Both tables are whole, whichever plans were chosen: half a table would mislead.
    yield "area-check.csv", sheet.dumps(AREA_COLUMNS, area_rows(atlas, every))
    if atlas.catalog.indicators:
        rows = map(flat, indicator_rows(atlas.catalog, every))
        yield "indicators.csv", sheet.dumps(INDICATOR_COLUMNS, rows)


def _pages(atlas: Atlas, omitted: Mapping[str, int]) -> list[str]:
    """Ids of the pages of a whole build, in the order in which a page offers them."""
    shown = [plan for plan in atlas.catalog.plans if plan not in omitted]
    return [FIRST, *([ATLAS] if ATLAS not in omitted else []), *shown]


def _title(atlas: Atlas) -> tuple[str | None, str | None]:
    """Title of the page of all plans: what atlas.toml says, else that of the only plan."""
    told, plans = atlas.catalog.description, list(atlas.catalog.plans.values())
    if told.title is None and len(plans) == 1:
        return plans[0].title, plans[0].title_en
    return told.title, told.title_en
