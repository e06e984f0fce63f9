"""Small pictures of a plan: its layers as SVG path data and attributes, drawn as the map draws them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
import shapely

from layers.assemble import Atlas
from mapgen import look
from mapgen.pages.contract import PictureInfo
from mapgen.pages.thumbnail_names import main_names
from mapgen.text.loading import LANGUAGES

WIDTH, HEIGHT, MARGIN = look.thumbnail()
#: Square px of an overlap that one sees.
SEEN = 1


def thumbnail(atlas: Atlas, plan: str) -> PictureInfo:
    """Draw a plan small.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.

    Returns
    -------
    PictureInfo
        A circle for each node, a path for all else; nothing where nothing has a geometry.
    """
    hidden = {role.name for role in atlas.catalog.plans[plan].roles if not role.shown}
    shown = [element for element in atlas.of_plan(plan) if element.entry.record.role not in hidden]
    groups = [element for element in shown if element.kind == "group"]
    elements = [element for element in shown if element.kind != "group"]
    if not elements:
        nothing: dict[str, Any] = {"shapes": [], "names": {language: [] for language in LANGUAGES}}
        return cast("PictureInfo", {"width": WIDTH, "height": HEIGHT, **nothing})
    colours = {role.name: role.color for role in atlas.catalog.plans[plan].roles}
    to_picture, view = _projection([element.geometry for element in elements])
    shapes = []
    for item in atlas.catalog.context:
        if item.record.kind == "water" and item.geometry.intersects(view):
            areal = item.geometry.geom_type.endswith("Polygon")
            clipped = shapely.transform(shapely.intersection(item.geometry, view), to_picture)
            shapes.append(_shape(clipped, look.context("water", is_area=areal)))
    elements.sort(key=lambda element: ("zone", "axis", "node").index(element.kind))
    places = [shapely.transform(element.geometry, to_picture) for element in elements]
    for element, place, inside in zip(elements, places, _insides(places), strict=True):
        color = colours[element.entry.record.role]
        indicative = bool(element.shape_is_indicative)
        drawn = look.element(element.kind, color, element.basis, element.accuracy_m, indicative=indicative)
        if inside is place:
            shapes.append(_shape(place, drawn))
        else:
            shapes += [
                _shape(inside, replace(drawn, width=0, dash=())),
                _shape(place, replace(drawn, fill=None)),
            ]
    names = main_names(atlas, plan, [*elements, *groups], to_picture, (WIDTH, HEIGHT))
    kept = [shape for shape in shapes if shape.get("d") != ""]
    return cast("PictureInfo", {"width": WIDTH, "height": HEIGHT, "shapes": kept, "names": names})


def _insides(places: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Each place less what smaller ones take of it; itself where none does, as on the map."""
    sizes = shapely.area(places)
    above = defaultdict(list)
    for at, other in shapely.STRtree(places).query(places, predicate="intersects").T:
        is_smaller = (sizes[other], other) < (sizes[at], at)
        if is_smaller and shapely.intersection(places[at], places[other]).area > SEEN:
            above[at].append(places[other])
    return [
        shapely.difference(place, shapely.union_all(above[at])) if at in above else place
        for at, place in enumerate(places)
    ]


def _shape(geometry: shapely.Geometry, drawn: look.Look) -> dict[str, Any]:
    """Attributes of the SVG element that shows a geometry in picture coordinates."""
    where = (
        {"cx": round(geometry.x, 1), "cy": round(geometry.y, 1), "r": drawn.radius}
        if geometry.geom_type == "Point"
        else {"d": _path(geometry)}
    )
    dashes = " ".join(f"{length:g}" for length in drawn.dash)
    attributes = {
        "stroke": drawn.color,
        "stroke-width": drawn.width,
        "stroke-opacity": drawn.opacity,
        "stroke-linecap": drawn.cap,
        "stroke-dasharray": dashes or "none",
        "fill": drawn.fill or "none",
        "fill-opacity": drawn.fill_opacity,
    }
    usual = {"stroke-opacity": 1, "fill-opacity": 1, "stroke-dasharray": "none"}
    return where | {key: value for key, value in attributes.items() if value != usual.get(key)}


def _projection(geometries: list[shapely.Geometry]) -> tuple[Any, shapely.Polygon]:
    """Degrees to picture, and the view in degrees: equirectangular, true to shape in its middle."""
    west, south, east, north = shapely.total_bounds(geometries)
    across = np.cos(np.radians((south + north) / 2))
    # A single point has no extent of its own; a hundredth of a degree is about a kilometre.
    scale = min(
        (WIDTH - 2 * MARGIN) / max((east - west) * across, 0.01),
        (HEIGHT - 2 * MARGIN) / max(north - south, 0.01),
    )
    x0, y0 = (west + east) / 2, (south + north) / 2

    def to_picture(positions: np.ndarray) -> np.ndarray:
        x = WIDTH / 2 + (positions[:, 0] - x0) * across * scale
        y = HEIGHT / 2 - (positions[:, 1] - y0) * scale
        return np.column_stack([x, y])

    half = WIDTH / scale / across / 2, HEIGHT / scale / 2
    return to_picture, shapely.box(x0 - half[0], y0 - half[1], x0 + half[0], y0 + half[1])


def _path(geometry: shapely.Geometry) -> str:
    """SVG path data of a geometry in picture coordinates, to a tenth of a pixel."""
    simple = shapely.simplify(geometry, 0.7)
    runs = []
    for part in shapely.get_parts([simple]):
        areal = part.geom_type == "Polygon"
        for line in [part.exterior, *part.interiors] if areal else [part]:
            points = shapely.get_coordinates(line)[: -1 if areal else None]
            if len(points) > 1:
                runs.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + ("Z" if areal else ""))
    return "".join(runs)
