"""Half the width of an area against how far its boundary may be off."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from support import atlas_of, copy_of_grid, draw, put

from geo.width import wider_than

GEOD = Geod(ellps="WGS84")


def oblong(lon: float, lat: float, width_m: float, height_m: float) -> shapely.Polygon:
    """A rectangle whose sides have these lengths on the ground."""
    east = GEOD.fwd(lon, lat, 90, width_m)[0] - lon
    north = GEOD.fwd(lon, lat, 0, height_m)[1] - lat
    return shapely.box(lon, lat, lon + east, lat + north)


@given(
    st.floats(74, 135), st.floats(4, 50), st.floats(200, 20_000), st.floats(200, 20_000), st.floats(0.5, 1.5)
)
def test_half_the_width_of_a_rectangle_is_half_its_shorter_side(
    lon: float, lat: float, width: float, height: float, share: float
) -> None:
    half = min(width, height) / 2
    if abs(share - 1) > 0.01:  # the parallel is shorter in the north of it
        assert wider_than([oblong(lon, lat, width, height)], [share * half]).tolist() == [share < 1]


def test_of_several_pieces_the_widest_counts_and_a_hole_takes_from_it() -> None:
    small, large = oblong(113.5, 22.8, 400, 400), oblong(113.6, 22.8, 2000, 2000)
    ring = shapely.difference(large, shapely.buffer(shapely.centroid(large), 0.004))
    shapes = [small, shapely.MultiPolygon([small, large]), large, ring]
    assert wider_than(shapes, [300] * 4).tolist() == [False, True, True, True]
    assert wider_than(shapes, [700] * 4).tolist() == [False, True, True, False]
    assert wider_than([], []).shape == (0,)
    assert wider_than(np.array(shapes, dtype=object), [0] * 4).all()


@pytest.mark.parametrize(("metres", "indicative"), [(2000, False), (2400, True)])
def test_a_zone_is_indicative_if_its_accuracy_is_worse_than_half_its_width(
    tmp_path: Path, metres: float, indicative: bool
) -> None:
    grid = copy_of_grid(tmp_path / "layers")
    draw(grid, "town.south", shapely.box(113.5, 22.8, 113.6, 22.84))  # 4.4 km from north to south
    put(grid, "town/zones", "town.south", accuracy_m=metres)
    elements = atlas_of(grid).elements
    assert elements["town.south"].shape_is_indicative is indicative
    assert elements["town.north"].shape_is_indicative is False
    assert elements["town.north-point"].shape_is_indicative is None
