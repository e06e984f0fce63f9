"""The bank of a river, half a width beside its centreline."""

from typing import Literal

import shapely

from geo.crs import CGCS2000, belt, transform
from geo.errors import GeoError
from geo.place import rounded

#: Decimals of a degree: a centimetre, the grid that built boundaries lie on.
_DECIMALS = 7


def bank(
    centreline: shapely.LineString, half_width_m: float, side: Literal["left", "right"]
) -> shapely.LineString:
    """Move a centreline by half a width.

    Parameters
    ----------
    centreline : shapely.LineString
        (lon, lat) degrees.
    half_width_m : float
        Distance, m, in the plane of the CGCS2000 3-degree belt of the line's middle, where a metre is at most
        0.06 % off.
    side : {"left", "right"}
        On which side, looking the way that the centreline runs.

    Returns
    -------
    shapely.LineString
        (lon, lat) degrees to seven decimals, running the same way; sharp at bends.

    Raises
    ------
    GeoError
        If the line bends so sharply that no single line lies at that distance.
    """
    west, _, east, _ = centreline.bounds
    plane = belt((west + east) / 2)
    distance = half_width_m if side == "left" else -half_width_m
    # Where legs hardly turn GEOS may return the parts that they make, end to end.
    moved = shapely.line_merge(
        transform(centreline, CGCS2000, plane).offset_curve(distance, join_style="mitre"), directed=True
    )
    if moved.geom_type != "LineString" or moved.is_empty:
        raise GeoError("bank-broken", metres=half_width_m)
    return shapely.transform(transform(moved, plane, CGCS2000), lambda places: rounded(places, _DECIMALS))
