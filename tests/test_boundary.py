"""Boundaries from sides on made-up lines whose answer is known, and on random ones."""

from collections.abc import Mapping
from itertools import permutations

import numpy as np
import pytest
import shapely
import shapely.ops
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.area import distance_m, geodesic_km2
from geo.boundary import (
    MAX_GAP_M,
    Boundary,
    BoundaryError,
    BoundaryProblem,
    Compass,
    Edge,
    Side,
    Sides,
    build,
    merged,
    share_by_edge,
)
from geo.gap import _gaps

METRE = 1 / 110_750  # degrees of latitude here
Lines = Mapping[str, shapely.LineString]


def line(*positions: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(positions)


def compass(zone: str, inside: tuple[float, float] | None = None, **sides: str) -> Sides:
    """A zone with the sides N, E, S, W; several lines of one side are separated by blanks."""
    return Sides(
        zone, tuple(Side(way, name) for way, names in sides.items() for name in names.split()), inside
    )


def ring(zone: str, inside: tuple[float, float] | None, names: str) -> Sides:
    return Sides(zone, tuple(Side("ring", name) for name in names.split()), inside)


def problems(zones: list[Sides], lines: Lines, limit: float = MAX_GAP_M) -> list[BoundaryProblem]:
    with pytest.raises(BoundaryError) as caught:
        build(zones, lines, limit)
    return caught.value.problems


def edge_of(built: Boundary, baseline: str | None) -> Edge:
    (found,) = [edge for edge in built.edges if edge.baseline == baseline]
    return found


#: A square of 0.1 degrees whose lines run on beyond its corners, but for the eastern one.
SQUARE = {
    "north": line((113.4, 22.9), (113.7, 22.9)),
    "south": line((113.4, 22.8), (113.7, 22.8)),
    "west": line((113.5, 22.7), (113.5, 23.0)),
    "east": line((113.6, 22.8), (113.6, 22.9)),
    "middle": line((113.4, 22.85), (113.7, 22.85)),
}
CENTRE = (113.55, 22.85)


def square(zone: str = "z") -> Sides:
    return compass(zone, CENTRE, N="north", E="east", S="south", W="west")


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


# ---------------------------------------------------------------- gaps


def shortened(metres: float) -> dict[str, shapely.LineString]:
    """The square whose eastern line ends so many metres before the southern one."""
    return {**SQUARE, "east": line((113.6, 22.8 + metres * METRE), (113.6, 22.9))}


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
    assert "side E (east) and side S (south) stay 500 m apart, more than 300 m" in problem.message
    assert len(problem.message.splitlines()) == 1


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
    assert list(_gaps(zone, lines)) == []
    assert [gap.between for gap in _gaps(ring("z", None, "left right"), lines)] == [("left", "right")]


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
    with pytest.raises(BoundaryError, match=r"a: side N .*; b: has no sides"):
        build([compass("a", CENTRE, N="nowhere", E="east", S="south", W="west"), Sides("b", ())], SQUARE)


# ---------------------------------------------------------------- parts and shares


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


def test_shares_of_the_perimeter() -> None:
    (built,) = build([square()], shortened(100))
    shares = share_by_edge(built)
    assert shares[""] == pytest.approx(100, abs=0.5)
    assert shares["north"] == pytest.approx(10_260, rel=0.001)
    assert set(shares) == {"north", "east", "south", "west", ""}


# ---------------------------------------------------------------- properties

STEP = 0.02


@st.composite
def grids(draw: st.DrawFn, size: int = 3) -> dict[str, shapely.LineString]:
    """Lines h0…, v0… that wind by up to a sixth of their distance, five decimals as in the files."""
    wobble = st.integers(-300, 300)

    def winding(place: int, *, upright: bool) -> shapely.LineString:
        along = np.linspace(-0.5, size + 0.5, 3 * size + 2) * STEP
        across = [place * STEP + draw(wobble) * 1e-5 for _ in along]
        x, y = (across, along) if upright else (along, across)
        return shapely.LineString(np.round(np.column_stack([113 + np.array(x), 22 + np.array(y)]), 5))

    lines = {f"h{i}": winding(i, upright=False) for i in range(size + 1)}
    return lines | {f"v{i}": winding(i, upright=True) for i in range(size + 1)}


def cells(size: int = 3, *, directed: bool = True) -> list[Sides]:
    told = []
    for row in range(size):
        for column in range(size):
            middle = (113 + (column + 0.5) * STEP, 22 + (row + 0.5) * STEP)
            ways: tuple[Compass, ...] = ("N", "E", "S", "W") if directed else ("ring",) * 4
            names = (f"h{row + 1}", f"v{column + 1}", f"h{row}", f"v{column}")
            sides = tuple(Side(way, name) for way, name in zip(ways, names, strict=True))
            told.append(Sides(f"{row}.{column}", sides, middle))
    return told


def assert_sound(zone: Sides, built: Boundary, lines: Lines) -> None:
    """Valid, holds its point, and consists of baselines and declared connectors only."""
    assert built.polygon.is_valid
    assert zone.inside is not None
    assert built.polygon.contains(shapely.Point(zone.inside))
    assert built.polygon.exterior.is_ccw
    declared = shapely.union_all([edge.line for edge in built.edges])
    rim = built.polygon.exterior
    assert shapely.hausdorff_distance(declared, rim) < 1e-9
    assert declared.length == pytest.approx(rim.length, rel=1e-9)
    for edge in built.edges:
        if not edge.inferred:
            assert edge.baseline is not None
            assert edge.line.difference(shapely.buffer(lines[edge.baseline], 1e-6)).is_empty
    assert {edge.baseline for edge in built.edges if not edge.inferred} == {s.baseline for s in zone.sides}


def assert_seamless(built: list[Boundary]) -> None:
    """Neighbours neither overlap nor leave a gap."""
    whole = shapely.union_all([each.polygon for each in built])
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(sum(each.polygon.area for each in built), rel=1e-12)


@given(grids(), st.booleans())
def test_winding_grids(lines: Lines, directed: bool) -> None:
    zones = cells(directed=directed)
    built = build(zones, lines)
    for zone, each in zip(zones, built, strict=True):
        assert_sound(zone, each, lines)
        assert not any(edge.inferred for edge in each.edges)
    assert_seamless(built)


@given(grids(2), st.data())
def test_winding_grids_with_gaps(lines: dict[str, shapely.LineString], data: st.DataObject) -> None:
    # The outer vertical line is cut off somewhere short of the outer horizontal ones.
    metres = data.draw(st.lists(st.floats(1, 280), min_size=2, max_size=2))
    for name, short in zip(("v2", "v0"), metres, strict=True):
        whole = lines[name]
        crossing = whole.intersection(lines["h2"])
        assume(crossing.geom_type == "Point")
        end = shapely.line_locate_point(whole, crossing) - short * METRE
        lines[name] = shapely.set_precision(shapely.ops.substring(whole, 0, end), 1e-7, mode="pointwise")
    zones = cells(2)
    built = build(zones, lines)
    for zone, each in zip(zones, built, strict=True):
        assert_sound(zone, each, lines)
        for edge in each.edges:
            if edge.inferred:
                assert distance_m(*edge.line.coords) <= MAX_GAP_M
    assert {each.zone for each in built if any(edge.inferred for edge in each.edges)} == {"1.0", "1.1"}
    assert_seamless(built)


@given(st.lists(st.floats(0.2, 1.0), min_size=4, max_size=4), st.floats(0.01, 0.2), st.randoms())
def test_quadrilaterals(reach: list[float], over: float, chance: object) -> None:
    # Corners in the four quarters; each side runs on beyond its corners by a share of its length.
    corners = [
        (113 + dx * r * 0.05, 22 + dy * r * 0.05)
        for (dx, dy), r in zip([(1, 1), (1, -1), (-1, -1), (-1, 1)], reach, strict=True)
    ]
    lines = {}
    for i, name in enumerate("abcd"):
        one, other = np.array(corners[i]), np.array(corners[(i + 1) % 4])
        lines[name] = shapely.LineString([one - over * (other - one), other + over * (other - one)])
    expected = shapely.Polygon(corners)
    assume(expected.is_valid)
    assume(all(lines[x].intersects(lines[y]) for x, y in ("ab", "bc", "cd", "da")))
    names = list("abcd")
    chance.shuffle(names)  # type: ignore[attr-defined]
    zone = ring("z", (expected.representative_point().x, expected.representative_point().y), " ".join(names))
    (built,) = build([zone], lines)
    assert_sound(zone, built, lines)
    assert built.polygon.symmetric_difference(expected).area < 1e-7 * expected.length


@given(grids(), st.sampled_from(["h0", "h1", "h2", "h3", "v1", "v3"]), st.booleans())
def test_a_moved_baseline_moves_every_zone_along_it(
    lines: dict[str, shapely.LineString], name: str, back: bool
) -> None:
    zones = cells()
    before = build(zones, lines)
    metres = -200 if back else 200
    dx, dy = (metres * METRE / np.cos(np.radians(22)), 0) if name[0] == "v" else (0, metres * METRE)
    moved = {**lines, name: shapely.transform(lines[name], lambda c: np.round(c + np.array([dx, dy]), 5))}
    after = build(zones, moved)
    assert_seamless(after)
    for zone, one, other in zip(zones, before, after, strict=True):
        assert_sound(zone, other, moved)
        along = name in {side.baseline for side in zone.sides}
        if along:
            followed = edge_of(other, name).line
            assert followed.difference(shapely.buffer(moved[name], 1e-6)).is_empty
            assert not one.polygon.equals(other.polygon)
        else:
            assert one.polygon.equals(other.polygon)


@given(grids(2))
def test_building_twice_gives_the_same_bytes(lines: Lines) -> None:
    once, twice = build(cells(2), lines), build(cells(2), dict(reversed(lines.items())))
    assert [each.polygon.wkb for each in once] == [each.polygon.wkb for each in twice]
