"""Boundaries from sides on made-up lines whose answer is known, and what cannot be built."""

from itertools import permutations

import numpy as np
import pytest
import shapely
import shapely.ops
from drawn import CENTRE, METRE, SQUARE, compass, edge_of, line, problems, ring, square

from geo.area import geodesic_km2
from geo.boundary import (
    BoundaryError,
    Sides,
    build,
    merged,
)


def test_a_square() -> None:
    (built,) = build([square()], SQUARE)
    assert built.zone == "z"
    assert built.polygon.equals(shapely.box(113.5, 22.8, 113.6, 22.9))
    assert built.polygon.exterior.is_ccw
    assert [(edge.compass, edge.baseline, edge.inferred) for edge in built.edges] == [
        ("N", "north", False),
        ("E", "east", False),
        ("S", "south", False),
        ("W", "west", False),
    ]
    # Trimmed where the lines meet, not where they end.
    assert edge_of(built, "north").line.equals(line((113.5, 22.9), (113.6, 22.9)))
    assert edge_of(built, "west").line.equals(line((113.5, 22.8), (113.5, 22.9)))


@pytest.mark.parametrize("order", list(permutations(("north", "east", "south", "west")))[::5])
def test_a_ring_in_any_order_is_the_same(order: tuple[str, ...]) -> None:
    (built,) = build([ring("z", CENTRE, " ".join(order))], SQUARE)
    assert built.polygon.equals(shapely.box(113.5, 22.8, 113.6, 22.9))
    assert [edge.baseline for edge in built.edges] == list(order)
    assert {edge.compass for edge in built.edges} == {"ring"}


def test_lines_that_no_zone_follows_do_not_matter() -> None:
    alone = {name: SQUARE[name] for name in ("north", "east", "south", "west")}
    crossed = {**SQUARE, "rail": line((113.52, 22.7), (113.58, 23.0))}
    one, other = build([square()], alone), build([square()], crossed)
    assert one[0].polygon.wkb == other[0].polygon.wkb


def test_direction_of_the_lines_does_not_matter() -> None:
    turned = {name: shapely.reverse(each) for name, each in SQUARE.items()}
    assert build([square()], turned)[0].polygon.equals(shapely.box(113.5, 22.8, 113.6, 22.9))


def test_without_a_point_inside() -> None:
    (built,) = build([compass("z", N="north", E="east", S="south", W="west")], SQUARE)
    assert built.polygon.equals(shapely.box(113.5, 22.8, 113.6, 22.9))


def test_neighbours_share_the_very_same_vertices() -> None:
    # The shared line winds, and the outer lines cross it between its vertices.
    winding = line((113.4, 22.85), (113.47, 22.851), (113.55, 22.847), (113.63, 22.853), (113.7, 22.85))
    lines = {**SQUARE, "middle": winding}
    upper = compass("upper", (113.55, 22.87), N="north", E="east", S="middle", W="west")
    lower = compass("lower", (113.55, 22.82), N="middle", E="east", S="south", W="west")
    one, other = build([upper, lower], lines)
    above = shapely.get_coordinates(edge_of(one, "middle").line)
    below = shapely.get_coordinates(edge_of(other, "middle").line)
    assert len(above) == 3
    assert {*map(tuple, above)} == {*map(tuple, below)}
    assert {*map(tuple, above)} <= {*one.polygon.exterior.coords} & {*other.polygon.exterior.coords}
    whole = shapely.union(one.polygon, other.polygon)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(one.polygon.area + other.polygon.area, rel=1e-12)


def test_a_t_junction_is_a_vertex_of_all_three_neighbours() -> None:
    lines = {**SQUARE, "spur": line((113.55, 22.85), (113.55, 22.75))}
    north = compass("north", (113.55, 22.87), N="north", E="east", S="middle", W="west")
    west = compass("west", (113.52, 22.82), N="middle", E="spur", S="south", W="west")
    east = compass("east", (113.58, 22.82), N="middle", E="east", S="south", W="spur")
    built = build([north, west, east], lines)
    for each in built:
        assert (113.55, 22.85) in each.polygon.exterior.coords
    whole = shapely.union_all([each.polygon for each in built])
    assert whole.equals(shapely.box(113.5, 22.8, 113.6, 22.9))


def test_a_curved_side() -> None:
    angles = np.linspace(np.pi, 0, 60)
    arc = shapely.LineString(np.column_stack([113.55 + 0.05 * np.cos(angles), 22.8 + 0.05 * np.sin(angles)]))
    lines = {"arc": arc, "south": SQUARE["south"]}
    (built,) = build([compass("z", (113.55, 22.81), N="arc", S="south")], lines)
    # A polygon with 59 chords of a half circle.
    assert built.polygon.area == pytest.approx(59 / 2 * 0.05**2 * np.sin(np.pi / 59), rel=1e-6)
    assert len(edge_of(built, "arc").line.coords) == 60


def test_two_lines_make_one_side() -> None:
    lines = {
        **SQUARE,
        "n1": line((113.4, 22.9), (113.55, 22.9)),
        "n2": line((113.55, 22.9), (113.7, 22.9)),
    }
    (built,) = build([compass("z", CENTRE, N="n1 n2", E="east", S="south", W="west")], lines)
    assert built.polygon.equals(shapely.box(113.5, 22.8, 113.6, 22.9))
    assert [edge.baseline for edge in built.edges if edge.compass == "N"] == ["n1", "n2"]


def test_two_lines_along_the_same_place() -> None:
    # A road on a dyke: both lines have the stretch, with other vertices, and both bound the zone.
    dyke = line((113.48, 22.95), (113.5, 22.88), (113.5, 22.86), (113.5, 22.82), (113.48, 22.75))
    lines = {**SQUARE, "dyke": dyke}
    (built,) = build([compass("z", CENTRE, N="north", E="east", S="south", W="west dyke")], lines)
    assert built.polygon.equals(shapely.box(113.5, 22.8, 113.6, 22.9))
    assert edge_of(built, "dyke").line.equals(line((113.5, 22.88), (113.5, 22.82)))


def test_a_side_that_bounds_in_two_stretches() -> None:
    # The river leaves the northern road and comes back: the side has two edges in one.
    lines = {**SQUARE, "bow": line((113.53, 22.95), (113.53, 22.88), (113.57, 22.88), (113.57, 22.95))}
    (built,) = build([compass("z", CENTRE, N="north bow", E="east", S="south", W="west")], lines)
    assert edge_of(built, "north").line.geom_type == "MultiLineString"
    assert built.polygon.area == pytest.approx(0.1 * 0.1 - 0.04 * 0.02)


# ---------------------------------------------------------------- what cannot be built


def test_a_side_that_does_not_bound() -> None:
    lines = {**SQUARE, "idle": line((113.62, 22.7), (113.62, 23.0))}
    (problem,) = problems([compass("z", CENTRE, N="north", E="east idle", S="south", W="west")], lines)
    assert problem.code == "side-idle"
    assert problem.values == {"side": "E", "baseline": "idle"}


def test_a_side_on_the_wrong_side() -> None:
    (problem,) = problems([compass("z", CENTRE, N="south", E="east", S="north", W="west")], SQUARE)
    assert problem.code == "wrong-side"
    assert problem.values["side"] == "N"
    assert problem.values["baseline"] == "south"
    assert problem.values["distance_m"] == pytest.approx(0.05 / METRE, rel=0.01)


@pytest.mark.parametrize(
    ("sides", "wrong"),
    [
        ({"N": "north", "E": "west", "S": "south", "W": "east"}, "E"),
        ({"N": "east", "E": "north", "S": "south", "W": "west"}, "N"),
        ({"N": "north", "E": "south", "S": "east", "W": "west"}, "E"),
    ],
)
def test_turned_by_a_quarter_is_wrong_as_well(sides: dict[str, str], wrong: str) -> None:
    (problem,) = problems([compass("z", CENTRE, **sides)], SQUARE)
    assert (problem.code, problem.values["side"]) == ("wrong-side", wrong)


def test_a_missing_baseline() -> None:
    (problem,) = problems([compass("z", CENTRE, N="nowhere", E="east", S="south", W="west")], SQUARE)
    assert problem.code == "baseline-missing"
    assert problem.values == {"side": "N", "baseline": "nowhere"}


def test_a_baseline_that_crosses_itself() -> None:
    knot = line((113.4, 22.9), (113.56, 22.9), (113.54, 22.92), (113.54, 22.88), (113.7, 22.9))
    (problem,) = problems([square()], {**SQUARE, "north": knot})
    assert problem.code == "baseline-crosses-itself"
    assert problem.values == {"side": "N", "baseline": "north"}


def test_a_baseline_that_crosses_itself_and_is_not_used_does_not_matter() -> None:
    knot = line((0, 0), (1, 1), (1, 0), (0, 1))
    assert build([square()], {**SQUARE, "knot": knot})[0].polygon.is_valid


def test_no_sides() -> None:
    assert [problem.code for problem in problems([Sides("z", ())], SQUARE)] == ["no-sides"]


def test_a_point_outside() -> None:
    (problem,) = problems([compass("z", (113.7, 22.85), N="north", E="east", S="south", W="west")], SQUARE)
    assert problem.code == "open"
    assert "north" in str(problem.values["sides"])


def test_baselines_that_never_meet() -> None:
    lines = {"a": line((113, 22), (113, 22.1)), "b": line((113.5, 22), (113.5, 22.1))}
    (problem,) = problems([ring("z", (113.2, 22.05), "a b")], lines)
    assert problem.code == "gap"
    assert problem.values["distance_m"] == pytest.approx(51_600, rel=0.01)


def test_several_faces_without_a_point() -> None:
    lines = {
        "wave": line((113.5, 22.8), (113.52, 22.82), (113.54, 22.8), (113.56, 22.78), (113.58, 22.8)),
        "base": line((113.49, 22.8), (113.59, 22.8)),
    }
    assert [p.code for p in problems([ring("z", None, "wave base")], lines)] == ["ambiguous"]
    assert build([ring("z", (113.52, 22.81), "wave base")], lines)[0].polygon.area == pytest.approx(4e-4)


def test_several_problems_at_once() -> None:
    found = problems(
        [
            square("sound"),
            compass("missing", CENTRE, N="nowhere", E="east", S="south", W="west"),
            compass("turned", CENTRE, N="south", E="east", S="north", W="west"),
            compass("open", (113.0, 22.0), N="north", E="east", S="south", W="west"),
        ],
        SQUARE,
    )
    assert {problem.zone: problem.code for problem in found} == {
        "missing": "baseline-missing",
        "turned": "wrong-side",
        "open": "open",
    }


def test_the_error_says_it_all() -> None:
    with pytest.raises(BoundaryError, match=r"a: baseline-missing; b: no-sides"):
        build([compass("a", CENTRE, N="nowhere", E="east", S="south", W="west"), Sides("b", ())], SQUARE)


# ---------------------------------------------------------------- parts


def test_parts_of_one_zone() -> None:
    lines = {**SQUARE, "spur": line((113.55, 22.95), (113.55, 22.75))}
    west = compass("z", (113.52, 22.87), N="north", E="spur", S="middle", W="west")
    east = compass("z", (113.58, 22.82), N="middle", E="east", S="south", W="spur")
    whole = merged(build([west, east], lines))
    assert whole.polygon.geom_type == "MultiPolygon"
    assert whole.polygon.is_valid
    assert geodesic_km2(whole.polygon) == pytest.approx(56.83, abs=0.05)
    assert len(whole.edges) == 8
    assert merged(build([square()], SQUARE)).polygon.geom_type == "Polygon"
