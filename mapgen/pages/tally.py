"""A page that shows counts: zones shaded by what they hold, with a step for each year."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geo.area import geodesic_km2
from layers.assemble import Atlas
from mapgen import look
from mapgen.pages import inline
from mapgen.pages.blocks import Data, Notices, Script, Style
from mapgen.pages.html import fill
from mapgen.pages.payload import credits_of
from mapgen.pages.scripts import program, styles
from mapgen.tallying.result import Result
from mapgen.text.words import TALLY, without_scripts, words

SCRIPT = "tally/tally.js"
STYLES = ("tally/tally.css",)
#: Decimals of a degree on a page: a metre.
_DECIMALS = 5
#: Width of an outline, px: how sure it is shows in its dashes, as on every map.
_LINE = 1.0
#: Decimals of points per km².
_DENSITY_DIGITS = 2
#: Shades of zones that hold something.
_SHADES = 5


def render_tally(atlas: Atlas, plans: Sequence[str], result: Result) -> str:
    """Return the page as one HTML file that opens from disk with no network.

    Parameters
    ----------
    atlas : Atlas
    plans : sequence of str
        Ids of the plans that were counted in.
    result : Result
        Its strings may be hostile.

    Returns
    -------
    str
        HTML, UTF-8 when written.
    """
    script, style = inline.leaflet()
    blocks = [
        Notices("zonemap", "leaflet"),
        Style(style),
        Style(styles(*STYLES)),
        Data("zm-payload", tally_payload(atlas, plans, result)),
        Data("zm-texts", words(*TALLY)),
        Data("zm-config", {}),
        Script(program("namespaces.js") + script),
        Script(program(SCRIPT)),
    ]
    return fill("tally/tally.html", blocks, noscript=without_scripts("map"))


def tally_payload(atlas: Atlas, plans: Sequence[str], result: Result) -> dict[str, Any]:
    """Gather what the page shows: JSON values only.

    Parameters are those of `render_tally`.
    """
    total = next((column for column in result.columns[4:] if column.startswith("sum_")), None)
    has_years = "year" in result.columns
    years = sorted({row["year"] for row in result.rows if row["year"] is not None}) if has_years else []
    steps: list[int | None] = [None, *years]
    zones = _zones(atlas, plans, result, steps, total)
    found = result.counted
    titles = [atlas.catalog.plans[plan] for plan in plans]
    return {
        "plans": [{"title": plan.title, "title_en": plan.title_en} for plan in titles],
        "steps": steps,
        "total": total.removeprefix("sum_") if total else None,
        "zones": zones,
        "line": _LINE,
        "measures": [_measure(kind, zones) for kind in ("count", *(["sum"] if total else []), "density")],
        "water": _water(atlas, result),
        "told": {name: getattr(found, name) for name in ("rows", "outside", "rejected", "several")},
        **credits_of(atlas.catalog),
    }


def _zones(
    atlas: Atlas, plans: Sequence[str], result: Result, steps: Sequence[int | None], total: str | None
) -> list[dict[str, Any]]:
    """Zones with their counts at each step, the largest first: smaller ones lie upon them."""
    at = {name: place for place, name in enumerate(result.zones.names)}
    counts, sums = np.zeros((len(at), len(steps)), dtype=int), np.zeros((len(at), len(steps)))
    for row in result.rows:
        zone = at[row["plan"], row["zone"], row["name"]]
        for step, year in enumerate(steps):
            if year is None or row["year"] == year:
                counts[zone, step] += row["count"]
                sums[zone, step] += row[total] if total else 0
    shapes = result.zones.geometries
    found = []
    for zone in np.argsort(-shapely.area(shapes), kind="stable").tolist():
        plan, id_, name = result.zones.names[zone]
        element = atlas.elements[id_]
        found.append({
            "plan": plans.index(plan),
            "name": name,
            "name_en": element.entry.record.name_en,
            "outline": element.kind == "group",
            "dash": look.dash(element.basis, _LINE),
            "accuracy_m": element.accuracy_m,
            "places": _places(shapes[zone]),
            "count": counts[zone].tolist(),
            "sum": sums[zone].tolist(),
            "density": (counts[zone] / geodesic_km2(shapes[zone])).round(_DENSITY_DIGITS).tolist(),
        })  # fmt: skip
    return found


def _places(shape: shapely.Geometry) -> list[Any]:
    parts = shapely.get_parts(shape)
    return [
        [np.round(shapely.get_coordinates(ring), _DECIMALS).tolist() for ring in shapely.get_rings(part)]
        for part in parts
    ]


def _water(atlas: Atlas, result: Result) -> list[Any]:
    """Water about the zones, for the eye to find its way."""
    west, south, east, north = shapely.total_bounds(result.zones.geometries).tolist()
    about = shapely.box(west, south, east, north)
    wet = [item.geometry for item in atlas.catalog.context if item.record.kind in ("water", "river")]
    areas = [
        shape for shape in wet if shapely.get_dimensions(shape) == 2 and shapely.intersects(shape, about)
    ]
    return [_places(shape) for shape in areas]


def _measure(kind: str, zones: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What zones can be shaded by, with a scale for all years together and one that each of them has."""
    filled = [zone[kind] for zone in zones if not zone["outline"]]
    years = [value for values in filled for value in values[1:]]
    return {"kind": kind, "scales": [_scale([values[0] for values in filled]), _scale(years)]}


def _scale(values: Sequence[float]) -> dict[str, Any]:
    """The least value, and the greatest of each shade but the last; 0 has none of them.

    As many zones and years have each shade, as far as that goes.
    """
    some = np.array([value for value in values if value])
    if not len(some):
        return {"least": 0, "breaks": []}
    limits = np.unique(np.quantile(some, np.arange(1, _SHADES) / _SHADES, method="lower")).tolist()
    return {"least": some.min().item(), "breaks": [limit for limit in limits if limit < some.max()]}
