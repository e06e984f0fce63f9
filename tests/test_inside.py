"""The face that sides mean where nobody has said a point inside."""

import numpy as np
import pytest
import shapely
from drawn import SQUARE, compass, line, ring, shortened
from hypothesis import given
from hypothesis import strategies as st

from geo.inside import enclosed
from geo.side import Unbuildable

WHOLE = shapely.box(113.5, 22.8, 113.6, 22.9)
ALL = {"N": "north", "E": "east", "S": "south", "W": "west"}


def test_the_face_between_four_sides() -> None:
    found = enclosed(compass("z", **ALL), SQUARE, 300)
    assert [face.equals(WHOLE) for face in found.faces] == [True]
    assert found.bridged_m == 0


def test_sides_stated_from_other_directions_enclose_nothing() -> None:
    with pytest.raises(Unbuildable, match="wrong-side"):
        enclosed(compass("z", N="south", S="north", E="east", W="west"), SQUARE, 300)


def test_a_side_that_lies_elsewhere_bounds_nothing() -> None:
    away = {**SQUARE, "east": line((114.6, 22.7), (114.6, 23.0))}
    with pytest.raises(Unbuildable) as caught:
        enclosed(compass("z", **ALL), away, 300)
    assert (caught.value.code, caught.value.values["baseline"]) == ("gap", "east")


@pytest.mark.parametrize("metres", [100, 299])
def test_a_gap_is_closed_and_told(metres: float) -> None:
    found = enclosed(compass("z", **ALL), shortened(metres), 300)
    assert found.bridged_m == pytest.approx(metres, abs=1)
    assert [face.equals(WHOLE) for face in found.faces] == [True]


def test_a_gap_over_the_limit() -> None:
    with pytest.raises(Unbuildable, match="gap"):
        enclosed(compass("z", **ALL), shortened(301), 300)


def test_every_face_that_may_be_meant_is_told() -> None:
    # A river that comes back encloses two faces with the road south of it.
    river = line((113.4, 22.8), (113.45, 22.9), (113.5, 22.8), (113.56, 22.93), (113.62, 22.78))
    found = enclosed(compass("z", N="river", S="south"), {"river": river, "south": SQUARE["south"]}, 300)
    assert len(found.faces) == 2
    assert found.faces[0].area > found.faces[1].area


def test_both_banks_of_a_ring_and_no_water() -> None:
    # The outline of a river, from bank to bank: a zone south of it is bounded by the southern bank.
    water = shapely.LineString(shapely.box(113.3, 22.9, 113.8, 22.91).exterior.coords)
    found = enclosed(compass("z", **{**ALL, "N": "water"}), {**SQUARE, "water": water}, 300)
    assert [face.equals(WHOLE) for face in found.faces] == [True]


@given(st.integers(0, 2**32 - 1), st.floats(-25, 25), st.integers(1, 4), st.integers(1, 4))
def test_any_cell_of_a_winding_net(seed: int, turn: float, column: int, row: int) -> None:
    """Roads that wind and are turned about: the face between four of them is found without a point."""
    random = np.random.default_rng(seed)
    steps = np.arange(0, 61) / 10
    lines = {}
    for number in range(6):
        for name, along in (("x", 0), ("y", 1)):
            bent = number + random.normal(0, 0.03, steps.size)
            places = np.column_stack([steps - 0.5, bent] if along else [bent, steps - 0.5])
            angle = np.radians(turn)
            turned = places @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
            lines[f"{name}{number}"] = shapely.LineString(turned * 0.02 + [113.5, 22.8])
    sides = {"W": f"x{column - 1}", "E": f"x{column}", "S": f"y{row - 1}", "N": f"y{row}"}
    net = shapely.get_parts(shapely.polygonize([shapely.node(shapely.MultiLineString(list(lines.values())))]))
    angle = np.radians(turn)
    middle = np.array([column - 0.5, row - 0.5]) @ np.array(
        [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    )
    (cell,) = [face for face in net if face.contains(shapely.Point(middle * 0.02 + [113.5, 22.8]))]
    found = enclosed(compass("z", **sides), lines, 300)
    best = found.faces[0]
    assert best.intersection(cell).area / best.union(cell).area > 0.999


def test_a_ring_has_no_directions() -> None:
    found = enclosed(ring("z", None, "north east south west"), SQUARE, 300)
    assert [face.equals(WHOLE) for face in found.faces] == [True]
