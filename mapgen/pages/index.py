"""The page that opens first: a card for each plan, with a small picture of its layers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from layers.assemble import Atlas
from layers.claims import breaches
from mapgen import look
from mapgen.pages.blocks import Data, Notices, Script, Style
from mapgen.pages.contract import AreaInfo, CardInfo, IndexPayload
from mapgen.pages.html import fill
from mapgen.pages.indicators import indicators_info
from mapgen.pages.packing import table
from mapgen.pages.payload import credits_of
from mapgen.pages.scripts import program, styles
from mapgen.pages.siblings import findable
from mapgen.pages.thumbnail import thumbnail
from mapgen.tables.area_check import area_rows
from mapgen.tables.findings import untested_statements
from mapgen.tables.frames import layers_of
from mapgen.text.words import INDEX, without_scripts, words

SCRIPT = "index/index.js"
STYLES = ("index/index.css", "indicators.css")


def index_payload(atlas: Atlas, plans: Sequence[str]) -> IndexPayload:
    """Gather what the first page shows.

    Parameters
    ----------
    atlas : Atlas
    plans : sequence of str
        Ids of the plans that have a map.

    Returns
    -------
    IndexPayload
        JSON values only; every string in it is to be treated as hostile.
    """
    about = atlas.catalog.description
    areas = {plan: area_rows(atlas, [plan]) for plan in plans}
    return {
        "title": about.title,
        "title_en": about.title_en,
        "license": about.licence,
        "license_en": about.licence_en,
        "layers_version": atlas.catalog.version,
        "credits": credits_of(atlas.catalog)["credits"],
        "credits_en": credits_of(atlas.catalog)["credits_en"],
        "plans": [_card(atlas, plan, areas[plan]) for plan in plans],
        "finds": findable(atlas, plans),
        "areas": [_area(atlas, row) for rows in areas.values() for row in rows],
        "indicators": indicators_info(atlas.catalog, plans),
    }


def _area(atlas: Atlas, row: dict[str, Any]) -> AreaInfo:
    told = row | {"name_en": atlas.elements[row["id"]].entry.record.name_en}
    return cast("AreaInfo", {key: told[key] for key in AreaInfo.__annotations__})


def _card(atlas: Atlas, plan: str, areas: list[dict[str, Any]]) -> CardInfo:
    record = atlas.catalog.plans[plan]
    elements = atlas.of_plan(plan)
    tested = breaches(atlas, plan)
    card = {
        **{key: getattr(record, key) for key in ("id", "title", "title_en", "layout", "layout_en")},
        "counts": Counter([element.kind for element in elements] + ["pending"] * len(atlas.pending_of(plan))),
        "bases": Counter(element.basis for element in elements if element.kind == "zone"),
        "grades": Counter(
            # What the plan states goes before what others give.
            row["grade"] or row["reference_grade"]
            for row in areas
            if row["id"] in atlas.elements
        ),
        "claims": {
            "held": sum(not broken for _, broken in tested),
            "tested": len(tested),
            "untested": len(untested_statements(atlas, plan)),
        },
        "picture": thumbnail(atlas, plan),
        "layers": layers_of(atlas, plan),
    }
    return cast("CardInfo", card)


def render_index(payload: IndexPayload) -> str:
    """Return the first page as one HTML file that opens from disk with no network.

    Parameters
    ----------
    payload : IndexPayload
        From `index_payload`. Its strings may be hostile.

    Returns
    -------
    str
        HTML, UTF-8 when written.
    """
    blocks = [
        Notices("zonemap"),
        Style(styles(*STYLES)),
        Data("zm-payload", {**payload, "finds": table(payload["finds"])}),
        Data("zm-texts", words(*INDEX)),
        Data("zm-config", {"look": look.page()}),
        Script(program(SCRIPT)),
    ]
    return fill("index/index.html", blocks, noscript=without_scripts("index"))
