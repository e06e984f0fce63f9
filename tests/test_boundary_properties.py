"""Boundaries on random grids and quadrilaterals: valid, seamless, and made of nothing but their lines."""

import numpy as np
import pytest
import shapely
import shapely.ops
from drawn import METRE, Lines, edge_of, ring
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.area import distance_m
from geo.boundary import (
    MAX_GAP_M,
    Boundary,
    Compass,
    Side,
    Sides,
    build,
)

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
