"""Counts of a reader's own points are those of shapely's `covers`, points on edges and corners included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sample_page as sample
import shapely
from opened import Open
from owned import begun
from playwright.sync_api import Page
from pyproj import Transformer
from shapely.geometry import shape

from geo.area import distance_m
from geo.gcj02 import SHIFTS
from layers.assemble import Atlas
from mapgen.pages.payload import payload as payload_of

COVERS = """([names, points]) => {
    const find = ZM.inside(names.map(name => ZM.payload.geometries[name])), some = [];
    return points.map(([x, y]) => { const { count, isOnBorder } = find(x, y, some);
        return [some.slice(0, count).sort((a, b) => a - b), isOnBorder]; });
}"""


def tricky(areas: list[shapely.Geometry], rng: np.random.Generator) -> np.ndarray:
    """Points at random, on corners, on edges as far as numbers allow, and a hair beside them."""
    west, south, east, north = shapely.total_bounds(areas)
    anywhere = rng.uniform([west, south], [east, north], (3000, 2))
    corners = shapely.get_coordinates(areas)
    corners = corners[rng.permutation(len(corners))[:1500]]
    starts, ends = [], []
    for ring in shapely.get_rings(areas):
        line = shapely.get_coordinates(ring)
        starts.append(line[:-1])
        ends.append(line[1:])
    a, b = np.vstack(starts), np.vstack(ends)
    some = rng.permutation(len(a))[:1500]
    a, b = a[some], b[some]
    on_edges = a + (b - a) * rng.choice([0.25, 0.5, 0.75, 0.3], (len(a), 1))
    level = np.column_stack([a[:, 0] + rng.uniform(-0.01, 0.01, len(a)), a[:, 1]])
    beside = np.nextafter(on_edges, on_edges + rng.choice([-1, 1], on_edges.shape))
    return np.vstack([anywhere, corners, on_edges, level, beside, np.round(on_edges, 5)])


def compare(page: Page, names: list[str], areas: list[shapely.Geometry], points: np.ndarray) -> int:
    found = page.evaluate(COVERS, [names, points.tolist()])
    places = shapely.points(points)
    inside = np.array([shapely.covers(area, places) for area in areas])
    for i, (own, is_on_border) in enumerate(found):
        assert own == np.flatnonzero(inside[:, i]).tolist(), points[i].tolist()
        # A boundary crosses itself in no zone: what is covered and not contained lies upon it, exactly.
        assert is_on_border == any(inside[k, i] and not shapely.contains(areas[k], places[i]) for k in own), (
            points[i].tolist()
        )
    return int(inside.sum())


@pytest.mark.parametrize("plan", ["guangzhou", "nansha"])
def test_zones_of_a_plan_cover_what_shapely_says(open_page: Open, own_atlas: Atlas, plan: str) -> None:
    payload = payload_of(own_atlas, [plan], plan, None, None)
    names = [name for name, geometry in payload["geometries"].items() if geometry["type"].endswith("Polygon")]
    # The numbers of the page: those of the layers to five decimals, and not a bit otherwise.
    areas = [shape(payload["geometries"][name]) for name in names]
    for name, area in zip(names, areas, strict=True):
        assert shapely.hausdorff_distance(area, own_atlas.elements[name].geometry) < 0.75e-5, name
    page = begun(open_page(payload).page)
    assert compare(page, names, areas, tricky(areas, np.random.default_rng(7))) > 3000


def test_holes_and_parts_that_touch(open_page: Open) -> None:
    payload: Any = sample.payload()
    shapes = {
        # Two parts that meet in a corner, a hole that touches the outline, an edge that is level.
        "nansha.core": shapely.MultiPolygon(
            [shapely.box(113, 22, 113.1, 22.1), shapely.box(113.1, 22.1, 113.3, 22.2)]
        ),
        "nansha.dagang": shapely.Polygon(
            [(113.2, 22), (113.4, 22), (113.4, 22.1), (113.3, 22.05), (113.2, 22.1)],
            [[(113.2, 22.05), (113.25, 22.03), (113.25, 22.07)]],
        ),
    }
    for name, area in shapes.items():
        payload["geometries"][name] = shapely.geometry.mapping(area)
    page = begun(open_page(payload).page)
    compare(
        page, list(shapes), list(shapes.values()), tricky(list(shapes.values()), np.random.default_rng(3))
    )


def test_the_sign_beside_an_edge_is_worked_out_exactly(open_page: Open) -> None:
    # Places on slanting edges as well as numbers allow: of one in three, decimals alone give the wrong side.
    rng = np.random.default_rng(11)
    area = shapely.Polygon(rng.uniform([113, 22], [114, 23], (3, 2)))
    payload: Any = sample.payload()
    payload["geometries"]["nansha.dagang"] = shapely.geometry.mapping(area)
    corners = shapely.get_coordinates(area)
    at = rng.integers(0, 3, 20_000)
    points = corners[at] + (corners[at + 1] - corners[at]) * rng.uniform(0, 1, (len(at), 1))
    page = begun(open_page(payload).page)
    assert 1000 < compare(page, ["nansha.dagang"], [area], points) < 19_000


def test_degrees_of_map_services_come_back_as_those_of_the_command(open_page: Open) -> None:
    page = begun(open_page(sample.payload()).page)
    places = np.random.default_rng(1).uniform([75, 18.5], [134, 53], (300, 2))
    for name, shift in SHIFTS.items():
        given = shift(places)
        back = page.evaluate(
            "([name, places]) => places.map(place => ZM.datum.toWgs84(name, ...place))",
            [name, given.tolist()],
        )
        assert (
            max(distance_m(tuple(one), tuple(other)) for one, other in zip(back, places, strict=True)) < 0.001
        )


@pytest.mark.parametrize(("code", "meridian", "prefix"), [(4547, 114, 0), (4526, 114, 38), (4498, 117, 20)])
def test_belts_come_back_as_pyproj_has_them(open_page: Open, code: int, meridian: int, prefix: int) -> None:
    page = begun(open_page(sample.payload()).page)
    places = np.random.default_rng(2).uniform([meridian - 2, 18], [meridian + 2, 53], (200, 2))
    east, north = Transformer.from_crs(4490, code, always_xy=True).transform(*places.T)
    assert page.evaluate("east => ZM.belt.meridianOf(east)", float(east[0])) == (meridian if prefix else None)
    back = page.evaluate(
        "([rows, meridian]) => rows.map(([east, north]) => ZM.belt.toDegrees(east % 1e6, north, meridian))",
        [np.column_stack([east, north]).tolist(), meridian],
    )
    assert np.abs(np.array(back) - places).max() < 1e-9


def test_distances_from_axes_are_those_on_the_ellipsoid(open_page: Open) -> None:
    page = begun(open_page(sample.payload()).page)
    line = sample.payload()["geometries"]["nansha.corridor"]
    places = np.random.default_rng(5).uniform([113.4, 22.6], [113.7, 22.9], (2000, 2))
    # Metres of the belt of the plan, in which the line is a kilometre or two long and hardly stretched.
    plane = Transformer.from_crs(4490, 4547, always_xy=True)
    flat = shapely.LineString([plane.transform(*place) for place in line["coordinates"]])
    away = shapely.distance(flat, shapely.points(np.column_stack(plane.transform(*places.T))))
    for metres in (200, 1000, 5000):
        near = page.evaluate(
            """([line, metres, places]) => { const find = ZM.beside([line], metres), some = [];
                return places.map(place => find(...place, some)); }""",
            [line, metres, places.tolist()],
        )
        unclear = np.abs(away - metres) < metres / 1000
        assert (np.array(near)[~unclear] == (away <= metres)[~unclear]).all()
