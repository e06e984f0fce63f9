"""Gaps between sides: closed up to a limit by a connector that says so, and named beyond it."""

import numpy as np
import pytest
import shapely
import shapely.ops
from drawn import METRE, SQUARE, compass, edge_of, line, problems, ring, shortened, square

from geo.area import distance_m
from geo.boundary import (
    build,
)
from geo.gap import gaps
from layers.messages import Message
from mapgen.text.texts import sentence


def test_a_gap_is_closed_by_a_connector_that_says_so() -> None:
    (built,) = build([square()], shortened(100))
    (connector,) = [edge for edge in built.edges if edge.inferred]
    assert (connector.compass, connector.baseline) == (None, None)
    start, end = connector.line.coords
    assert distance_m(start, end) == pytest.approx(100, abs=0.5)
    assert built.polygon.equals(shapely.box(113.5, 22.8, 113.6, 22.9))
    assert sum(edge.inferred for edge in built.edges) == 1


@pytest.mark.parametrize(("metres", "closed"), [(299, True), (301, False), (1, True), (0.05, True)])
def test_the_limit(metres: float, *, closed: bool) -> None:
    if closed:
        assert any(edge.inferred for edge in build([square()], shortened(metres))[0].edges)
    else:
        assert [problem.code for problem in problems([square()], shortened(metres))] == ["gap"]


def test_a_gap_over_the_limit_is_named() -> None:
    (problem,) = problems([square("town.z")], shortened(500))
    assert problem.zone == "town.z"
    assert problem.values == {
        "side": "E",
        "baseline": "east",
        "other_side": "S",
        "other": "south",
        "distance_m": 500,
        "limit_m": 300,
    }
    said = sentence(Message(f"boundary-{problem.code}", values=problem.values), "en")
    assert "side E (east) and side S (south)" in said
    assert "500 m" in said
    assert len(said.splitlines()) == 1


def test_the_limit_is_the_callers() -> None:
    assert build([square()], shortened(500), 501)[0].edges[-1].inferred
    assert problems([square()], shortened(100), 99)[0].values["limit_m"] == 99


def test_the_nearest_place_means_metres() -> None:
    # At 50° N a degree of longitude is 0.64 of one of latitude: on a slanting road the nearest
    # place in degrees is not the nearest in metres.
    lines = {
        "road": line((112.9, 49.95), (113.1, 50.15)),
        "left": line((112.95, 49.99), (112.95, 50.2)),
        "right": line((113.05, 50.102), (113.05, 50.2)),
        "top": line((112.9, 50.15), (113.1, 50.15)),
    }
    (built,) = build([ring("z", (113.0, 50.1), "road left right top")], lines)
    (connector,) = [edge for edge in built.edges if edge.inferred]
    places = lines["road"].interpolate(np.linspace(0, 1, 100_001), normalized=True)
    near = places[shapely.distance(places, shapely.Point(113.05, 50.102)) < 0.004]
    least = min(distance_m((113.05, 50.102), (place.x, place.y)) for place in near)
    assert distance_m(*connector.line.coords) == pytest.approx(least, abs=0.05)


def test_two_gaps_are_both_closed() -> None:
    lines = {**SQUARE, "east": line((113.6, 22.8 + 60 * METRE), (113.6, 22.9 - 80 * METRE))}
    (built,) = build([square()], lines)
    lengths = sorted(distance_m(*edge.line.coords) for edge in built.edges if edge.inferred)
    assert lengths == pytest.approx([60, 80], abs=0.5)


def test_a_neighbour_without_a_gap_takes_the_connectors_end() -> None:
    # "east" ends short of the road; the zone south of the road has no gap and must share the vertex.
    lines = {**shortened(100), "far-south": line((113.4, 22.7), (113.7, 22.7))}
    lines["shore"] = line((113.65, 22.65), (113.65, 22.95))
    below = compass("below", (113.55, 22.75), N="south", E="shore", S="far-south", W="west")
    upper, lower = build([square(), below], lines)
    foot = edge_of(upper, None).line.coords
    assert set(foot) & set(lower.polygon.exterior.coords) == {(113.6, 22.8)}
    assert shapely.intersection(upper.polygon, lower.polygon).area == 0


def test_a_bottleneck_is_no_gap() -> None:
    # Top and bottom come within 50 m of each other in the middle, and both are sides; the ring is open
    # in the east by 200 m, 152 m to the nearest point. What must be closed is the east, not the waist.
    lines = {
        "top": line((113.5, 22.86), (113.55, 22.82), (113.6, 22.86)),
        "bottom": line((113.5, 22.78), (113.55, 22.82 - 50 * METRE), (113.6, 22.78)),
        "left": line((113.5, 22.7), (113.5, 22.9)),
        "right": line((113.6, 22.78 + 200 * METRE), (113.6, 22.9)),
    }
    for inside in [(113.51, 22.82), (113.59, 22.82), (113.55, 22.82 - 25 * METRE)]:
        (built,) = build([ring("z", inside, "top bottom left right")], lines)
        (connector,) = [edge for edge in built.edges if edge.inferred]
        assert distance_m(*connector.line.coords) == pytest.approx(152, abs=1)
        assert built.polygon.covers(shapely.Point(113.55, 22.82 - 25 * METRE))


def test_across_a_third_side_lies_no_gap() -> None:
    # Left and right come near each other on both sides of the wall, and both meet it elsewhere.
    lines = {
        "left": line((113.5, 22.9), (113.5995, 22.9), (113.59, 22.95), (113.61, 22.95)),
        "wall": line((113.6, 22.7), (113.6, 23.0)),
        "right": line((113.7, 22.9), (113.6005, 22.9), (113.61, 22.85), (113.59, 22.85)),
    }
    zone = ring("z", (113.55, 22.92), "left wall right")
    assert list(gaps(zone, lines)) == []
    assert [gap.between for gap in gaps(ring("z", None, "left right"), lines)] == [("left", "right")]


def test_a_corner_that_two_lines_miss_is_cut_straight() -> None:
    lines = {
        "north": line((113.5, 22.9), (113.5985, 22.9)),
        "east": line((113.6, 22.8985), (113.6, 22.8)),
        "south": SQUARE["south"],
        "west": SQUARE["west"],
    }
    (built,) = build([square()], lines)
    assert built.polygon.is_valid
    assert built.polygon.area == pytest.approx(0.1 * 0.1 - 0.0015 * 0.0015 / 2)
    (connector,) = [edge for edge in built.edges if edge.inferred]
    assert connector.line.equals(line((113.5985, 22.9), (113.6, 22.8985)))
