"""Where lines meet: the nodes at which they are cut."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import shapely

#: Nodes are rounded to this many decimals of a degree: 1e-7° is about a centimetre.
DECIMALS = 7
#: An end this close to another line lies on it, in degrees (2 cm): a decimal that was written
#: as lying on a slanting line seldom does so in binary.
TOUCH = 2e-7
#: Longer lines are looked at in stretches of so many segments. The box of a river that winds through the
#: whole map holds every other line; those of its stretches hold few, so that each meeting costs little.
STRETCH = 200

Position = tuple[float, float]


def rounded(position: Iterable[float]) -> Position:
    """Round an (x, y) position to the grid that nodes lie on."""
    x, y = position
    # Adding zero turns -0.0 into 0.0: the two would be one place under two names.
    return round(float(x), DECIMALS) + 0.0, round(float(y), DECIMALS) + 0.0


def crossings(lines: Mapping[str, shapely.LineString]) -> dict[str, set[Position]]:
    """Find where lines meet.

    Parameters
    ----------
    lines : mapping of str to shapely.LineString
        (lon, lat) degrees.

    Returns
    -------
    dict of str to set of (float, float)
        Per line, the rounded positions where another line crosses or touches it;
        for stretches that two lines share, the ends of the stretch.
    """
    names = list(lines)
    nodes: dict[str, set[Position]] = defaultdict(set)
    if len(names) < 2:
        return nodes
    shapes = np.array([lines[name] for name in names], dtype=object)
    stretches, owner = _stretches(shapes)
    tree = shapely.STRtree(stretches)
    first, second = tree.query(stretches, predicate="intersects")
    once = owner[first] < owner[second]
    first, second = first[once], second[once]
    meetings = shapely.intersection(stretches[first], stretches[second])
    for i, j, meeting in zip(owner[first], owner[second], meetings, strict=True):
        for part in shapely.get_parts([meeting]):
            ends = part if part.geom_type == "Point" else part.boundary
            for position in shapely.get_coordinates(ends):
                node = rounded(position)
                nodes[names[i]].add(node)
                nodes[names[j]].add(node)
    for i, j, end in _touching_ends(shapes, tree, owner):
        known = [node for node in nodes[names[i]] if np.hypot(*np.subtract(node, end)) <= 2 * TOUCH]
        if not nodes[names[j]].intersection(known):
            nodes[names[i]].add(min(known, default=end))
            nodes[names[j]].add(min(known, default=end))
    return nodes


def _stretches(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lines, the long ones in stretches; and for each the index of its line."""
    found, owner = [], []
    for i, (line, count) in enumerate(zip(lines, shapely.get_num_coordinates(lines), strict=True)):
        if count <= STRETCH + 1:
            parts = [line]
        else:
            vertices = shapely.get_coordinates(line)
            parts = [
                shapely.LineString(vertices[at : at + STRETCH + 1]) for at in range(0, count - 1, STRETCH)
            ]
        found += parts
        owner += [i] * len(parts)
    return np.array(found, dtype=object), np.array(owner)


def _touching_ends(
    lines: np.ndarray, tree: shapely.STRtree, owner: np.ndarray
) -> Iterator[tuple[int, int, Position]]:
    """Ends of line i that lie on line j to within `TOUCH`, as (i, j, end)."""
    for which in (0, -1):
        ends = shapely.get_point(lines, which)
        near, stretch = tree.query(ends, predicate="dwithin", distance=TOUCH)
        for i, j in zip(near, owner[stretch], strict=True):
            if i != j:
                yield int(i), int(j), rounded(shapely.get_coordinates(ends[i])[0])
