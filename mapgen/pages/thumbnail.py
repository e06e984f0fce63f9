"""Small pictures of a plan: its layers as SVG path data, numbers only."""

from typing import Any

import numpy as np
import shapely

from layers.assemble import Atlas

WIDTH, HEIGHT, MARGIN = 320, 200, 10


def thumbnail(atlas: Atlas, plan: str) -> dict[str, Any]:
    """Draw a plan small.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.

    Returns
    -------
    dict
        ``width`` and ``height`` of the picture, and ``shapes``: for each a ``kind`` (water, zone,
        axis, node), the ``color`` of its role or None, ``d``, SVG path data, and for zones and axes
        the ``basis``, which decides how the line is dashed.
    """
    elements = [element for element in atlas.of_plan(plan) if element.kind != "group"]
    colours = {role.name: role.color for role in atlas.catalog.plans[plan].roles}
    to_picture, view = _projection([element.geometry for element in elements])
    shapes = []
    for item in atlas.catalog.context:
        if item.record.kind == "water" and item.geometry.intersects(view):
            clipped = shapely.intersection(item.geometry, view)
            shapes.append(
                {
                    "kind": "water",
                    "color": None,
                    "basis": None,
                    "d": _path(shapely.transform(clipped, to_picture)),
                }
            )
    shapes += [
        {
            "kind": element.kind,
            "color": colours[element.entry.record.role],
            "basis": element.basis if element.kind != "node" else None,
            "d": _path(shapely.transform(element.geometry, to_picture)),
        }
        for element in sorted(elements, key=lambda element: ("zone", "axis", "node").index(element.kind))
    ]
    return {"width": WIDTH, "height": HEIGHT, "shapes": [shape for shape in shapes if shape["d"]]}


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
    if geometry.geom_type == "Point":
        return f"M{geometry.x:.1f},{geometry.y:.1f}h0"
    simple = shapely.simplify(geometry, 0.4)
    runs = []
    for part in shapely.get_parts([simple]):
        areal = part.geom_type == "Polygon"
        for line in [part.exterior, *part.interiors] if areal else [part]:
            points = shapely.get_coordinates(line)[: -1 if areal else None]
            if len(points) > 1:
                runs.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + ("Z" if areal else ""))
    return "".join(runs)
