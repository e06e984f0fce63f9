"""Lines as a small map draws them: one for two carriageways, with branches; few vertices, no small areas."""

import numpy as np
import shapely
from known import DEGREE_M

from geo.flat import flat, unflat
from geo.strands import beyond, strands
from geo.thin import thinned, without_small

LAT = 22.0


def placed(*places: tuple[float, float]) -> shapely.LineString:
    """A line in metres about a place."""
    there = unflat(np.array([shapely.LineString(places)], dtype=object), LAT)[0]
    return shapely.transform(there, lambda degrees: degrees + np.array([113.0, LAT]))


def metres(line: shapely.Geometry) -> float:
    return float(shapely.length(flat(np.array([line], dtype=object), LAT))[0])


def test_one_line_for_two_carriageways() -> None:
    there, back = placed((0, 0), (1000, 0), (2000, 0)), placed((2000, 30), (1000, 30), (0, 30))
    (found,) = strands([there, back], 150)
    assert abs(metres(found) - 2000) < 40


def test_a_branch_is_kept_and_a_ramp_is_not() -> None:
    trunk, branch = placed((0, 0), (3000, 0)), placed((1500, 0), (1500, 1200))
    ramp = placed((500, 0), (600, 150))
    found = strands([trunk, branch, ramp], 150)
    assert len(found) == 2
    assert abs(metres(found[0]) - 3000) < 5
    assert 1100 < metres(found[1]) < 1205


def test_beyond_cuts_at_the_reach_and_leaves_out_what_is_short() -> None:
    main = placed((0, 0), (3000, 0))
    (left,) = beyond([placed((0, 20), (1000, 20), (1000, 1000))], [main])
    assert abs(metres(left) - 940) < 5
    assert beyond([placed((0, 20), (1000, 20), (1000, 200))], [main]) == []
    assert beyond([main], []) == [main]


def test_no_vertex_is_kept_that_a_tolerance_allows_to_leave_out() -> None:
    wave = placed(*((x, 8 * (x // 100 % 2)) for x in range(0, 2001, 100)))
    (coarse,) = thinned([wave], 10, 5)
    (fine,) = thinned([wave], 2, 5)
    assert shapely.get_num_coordinates(coarse) == 2
    assert shapely.get_num_coordinates(fine) > 15
    assert shapely.hausdorff_distance(wave, coarse) * DEGREE_M < 12


def test_small_parts_and_holes_go() -> None:
    lake = shapely.Polygon(placed((0, 0), (2000, 0), (2000, 2000), (0, 2000), (0, 0)).coords)
    islet = shapely.Polygon(placed((100, 100), (200, 100), (200, 200), (100, 200), (100, 100)).coords)
    isle = shapely.Polygon(placed((500, 500), (1500, 500), (1500, 1500), (500, 1500), (500, 500)).coords)
    found = without_small(lake.difference(islet).difference(isle), 0.5)
    assert found is not None
    assert len(found.interiors) == 1
    assert without_small(islet, 0.5) is None
    assert without_small(shapely.MultiPolygon([isle, islet]), 0.5).equals(isle)  # type: ignore[union-attr]
