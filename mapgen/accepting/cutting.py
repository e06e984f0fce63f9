"""Lines of zones that are closed only now, by a line that a reviewer has drawn, cut to what bounds the zones.

A zone that was pending when it was located has whole lines: a road through the city, both banks of a river.
"""

from collections.abc import Sequence

import shapely

from geo.boundary import BoundaryError, build
from geo.stretch import stretch
from mapgen.accepting.baselines import Baselines, line_of
from mapgen.accepting.chosen import Chosen
from mapgen.accepting.closing import closed, sides_of
from mapgen.accepting.found import Located
from mapgen.accepting.parts import parts_of

#: Lines go on so far beyond the zone, m, as those of a zone that was located do.
_BEYOND_M = 500.0


def cut(chosen: Sequence[Chosen], located: Located, lines: Baselines) -> dict[int, shapely.LineString]:
    """Cut whole lines to the stretches that zones follow.

    Parameters
    ----------
    chosen : sequence of Chosen
    located : Located
    lines : Baselines
        Made of whole lines.

    Returns
    -------
    dict of int to shapely.LineString
        By the identity of the side, of zones that are closed and were not located as such.
    """
    found: dict[int, shapely.LineString] = {}
    parts = parts_of(chosen, located, lines)
    for (_, sides), part in zip(parts, closed([part for part, _ in parts], lines.shapes), strict=True):
        if part.inside is None or part.located is not None:
            continue
        try:
            (boundary,) = build([sides_of(part, part.zone)], lines.shapes)
        except BoundaryError:  # by itself a zone has not the nodes that it has with others
            continue
        edges = {(edge.compass, edge.baseline): edge.line for edge in boundary.edges if not edge.inferred}
        for side in sides:
            whole = line_of(side, located)
            edge = edges.get((side.stated.side, lines.of_side.get(id(side))))
            if side.drawn is None and whole is not None and edge is not None:
                water = shapely.Polygon(whole.shape) if whole.shape.is_closed else None
                found[id(side)] = stretch(whole.shape, edge, _BEYOND_M, water)
    return found
