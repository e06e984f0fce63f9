"""GCJ-02 and BD-09 there and back, against a library by other hands."""

import eviltransform
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.area import distance_m
from geo.gcj02 import SHIFTS, to_wgs84, unshifted

places = st.tuples(st.floats(75, 134), st.floats(18.5, 53))


def metres(one: np.ndarray, other: np.ndarray) -> float:
    return distance_m(tuple(one), tuple(other))


@pytest.mark.parametrize("system", SHIFTS)
@given(place=places)
def test_there_and_back(system: str, place: tuple[float, float]) -> None:
    there = SHIFTS[system](np.array([place]))
    assert metres(to_wgs84(there, SHIFTS[system])[0], np.array(place)) < 0.001


@pytest.mark.parametrize(
    ("system", "other"), [("gcj02", eviltransform.wgs2gcj), ("bd09", eviltransform.wgs2bd)]
)
@given(place=places)
def test_another_library_shifts_alike(system: str, other: object, place: tuple[float, float]) -> None:
    # It takes WGS 84's radius where others take Krasovsky's: a thousandth of a per cent of the shift.
    lat, lon = other(place[1], place[0])  # type: ignore[operator]
    assert metres(SHIFTS[system](np.array([place]))[0], np.array([lon, lat])) < 0.05


@pytest.mark.parametrize(
    ("system", "other"), [("gcj02", eviltransform.wgs2gcj), ("bd09", eviltransform.wgs2bd)]
)
def test_shapes_come_back_within_half_a_metre(system: str, other: object) -> None:
    square = shapely.box(113.5, 22.7, 113.6, 22.8)
    shifted = shapely.transform(
        square,
        lambda xy: np.array([other(lat, lon)[::-1] for lon, lat in xy]),  # type: ignore[operator]
    )
    (back,) = unshifted(np.array([shifted]), SHIFTS[system])
    assert shapely.hausdorff_distance(back, square) * 111_000 < 0.5
