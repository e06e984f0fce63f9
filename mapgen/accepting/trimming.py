"""Lines of a zone that is pending for want of one of them: only what lies about the others is kept."""

from collections.abc import Sequence

import shapely
from shapely.ops import substring

from geo.stretch import stretch

#: A line that is missing may yet meet the others so far beyond where they meet each other, m.
_ABOUT_M = 5000.0


def trimmed(lines: Sequence[shapely.LineString]) -> list[shapely.LineString]:
    """Cut lines to where they lie near each other.

    Parameters
    ----------
    lines : sequence of shapely.LineString
        Of the sides of one zone, (lon, lat) degrees; whole, such as a road through a province.

    Returns
    -------
    list of shapely.LineString
        In the same order, each on its own vertices: from where it comes nearest to one of the others to where
        it comes nearest to another, and 5 km on. A closed line, and one without others, stays as it is.
    """
    return [_about(line, [other for other in lines if other is not line]) for line in lines]


def _about(line: shapely.LineString, others: Sequence[shapely.LineString]) -> shapely.LineString:
    if line.is_closed or not others:
        return line
    near = shapely.get_point([shapely.shortest_line(line, other) for other in others], 0)
    along = shapely.line_locate_point(line, near)
    first, last = float(along.min()), float(along.max())
    least = line.length * 1e-6  # of a place, a stretch of some length
    piece = substring(line, max(first - least, 0.0), min(last + least, line.length))
    return stretch(line, piece, _ABOUT_M)
