"""Lines of one name as a small map draws them: one for two carriageways, and every branch."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import shapely

from geo.chain import ACROSS_M, chains
from geo.flat import flat, middle, unflat

#: What is shorter than this beside a line is a ramp or a platform, m.
SHORT_M = 250.0
#: By so much a line may move before it is put together, m.
_PLAIN_M = 2.0
#: A road has no more branches of branches than this.
_ROUNDS = 6


def strands(pieces: Sequence[shapely.LineString], gap_m: float) -> list[shapely.LineString]:
    """Put pieces of one name together, and leave out what runs beside them.

    Parameters
    ----------
    pieces : sequence of shapely.LineString
        (lon, lat) degrees, in any order and direction.
    gap_m : float
        Pieces no further apart than this belong together, m.

    Returns
    -------
    list of shapely.LineString
        The longest first, then their branches.

    Raises
    ------
    GeoError
        If the pieces lie outside the CGCS2000 3-degree belts.
    """
    found: list[shapely.LineString] = []
    rest = _plain(pieces)
    for _ in range(_ROUNDS):
        new = [chain.line for chain in chains(rest, gap_m, step_m=ACROSS_M)]
        if not new:
            break
        found += new
        rest = beyond(rest, new)
    return found


def _plain(pieces: Sequence[shapely.LineString]) -> list[shapely.LineString]:
    """Pieces with fewer vertices, and with the same ends: what is put together takes time by the vertex."""
    if not len(pieces):
        return []
    given = np.array(pieces, dtype=object)
    lat = middle(given)
    return list(unflat(shapely.simplify(flat(given, lat), _PLAIN_M), lat))


def beyond(
    lines: Sequence[shapely.LineString],
    others: Sequence[shapely.Geometry],
    across_m: float = ACROSS_M,
    least_m: float = SHORT_M,
    *,
    cap: Literal["round", "flat"] = "round",
) -> list[shapely.LineString]:
    """Return what of lines lies further from others than a distance and is not short.

    Parameters
    ----------
    lines : sequence of shapely.LineString
        (lon, lat) degrees.
    others : sequence of shapely.Geometry
        (lon, lat) degrees; of areas what lies inside them is not beyond them.
    across_m, least_m : float
    cap : {"round", "flat"}
        Whether the others reach beyond their ends as well.

    Returns
    -------
    list of shapely.LineString
        Pieces of the lines; one that a distance cut off begins where its line meets the other's reach.
    """
    if not len(lines) or not len(others):
        return list(lines)
    given = np.array(lines, dtype=object)
    lat = middle(given)
    near = shapely.buffer(flat(np.array(others, dtype=object), lat), across_m, quad_segs=4, cap_style=cap)
    tree = shapely.STRtree(near)
    plain = flat(given, lat)
    cut = []
    for line in plain:
        about = near[tree.query(line)]
        cut.append(shapely.difference(line, shapely.union_all(about)) if len(about) else line)
    merged = shapely.line_merge(shapely.union_all([each for each in cut if not shapely.is_empty(each)]))
    parts = shapely.get_parts([merged])
    kept = parts[(shapely.length(parts) >= least_m) & (shapely.get_dimensions(parts) == 1)]
    return list(unflat(kept, lat))
