"""Sets of lines, one for each side of a zone: those that lie nearest to each other first."""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

import numpy as np
import shapely

from geo.boundary import MAX_GAP_M
from mapgen.locating.candidates import Candidate
from mapgen.locating.wanted import WantedSide

#: Sets that are ranked.
_SETS = 20_000
#: So many lines of one name are tried for a side; how far one may lie from another side's box, degrees.
_NAMESAKES, _REACH = 12, 0.005
_METRES = 111_200.0

Lines = tuple[Candidate, ...]


def nearest(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> list[list[Candidate]]:
    """Of each side the longest lines among those that may meet another side: each town has its namesakes.

    Parameters
    ----------
    sides : sequence of WantedSide
    options : list of list of Candidate
        The lines that each may follow.
    """
    boxes: list[np.ndarray] = [
        np.array([shapely.box(*line.line.bounds) for line in lines], dtype=object) for lines in options
    ]
    kept = []
    for at, (side, lines) in enumerate(zip(sides, options, strict=True)):
        others = [boxes[other] for other, each in enumerate(sides) if other != at and _may_meet(side, each)]
        chosen = lines
        if len(lines) > _NAMESAKES and any(each.size for each in others):
            tree = shapely.STRtree(np.concatenate(others))
            near, _ = tree.query(shapely.buffer(boxes[at], _REACH), predicate="intersects")
            chosen = [lines[number] for number in np.unique(near)] or lines
        kept.append(chosen[:_NAMESAKES])
    return kept


def _may_meet(one: WantedSide, other: WantedSide) -> bool:
    return {one.side, other.side} not in ({"N", "S"}, {"E", "W"})


def _apart(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> dict[tuple[int, int], np.ndarray]:
    """Distances between the lines of each two sides that should meet, in about metres."""
    found: dict[tuple[int, int], np.ndarray] = {}
    every = [line.line for lines in options for line in lines]
    if not every:
        return found
    south, north = shapely.total_bounds(every)[[1, 3]]
    shrink = np.array([np.cos(np.radians((south + north) / 2)), 1.0]) * _METRES
    flat = [
        [shapely.transform(line.line, lambda places: places * shrink) for line in lines] for lines in options
    ]
    for one, other in combinations(range(len(sides)), 2):
        if _may_meet(sides[one], sides[other]):
            found[one, other] = np.array([[a.distance(b) for b in flat[other]] for a in flat[one]])
    return found


def sets(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> Iterator[Lines]:
    """Choices of a line for each side, those that lie nearest to each other first.

    Parameters
    ----------
    sides : sequence of WantedSide
    options : list of list of Candidate
        The lines that each may follow.

    Yields
    ------
    tuple of Candidate
    """
    apart = _apart(sides, options)
    # Of namesakes far away from every line of the other sides nothing can come.
    kept = [list(range(len(lines))) for lines in options]
    for at, numbers in enumerate(kept):
        metres = np.full(len(numbers), np.inf)
        for pair, table in apart.items():
            if at in pair and table.size:
                metres = np.minimum(metres, table.min(axis=1 if pair[0] == at else 0))
        kept[at] = [number for number in numbers if metres[number] <= MAX_GAP_M] or numbers
    ranked = sorted(
        islice(product(*kept), _SETS),
        key=lambda chosen: sum(float(table[chosen[i], chosen[j]]) for (i, j), table in apart.items()),
    )
    for chosen in ranked:
        yield tuple(lines[number] for lines, number in zip(options, chosen, strict=True))


def likeliest(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> list[Candidate | None]:
    """For each side that has any the line that lies nearest to those of the others.

    Parameters
    ----------
    sides : sequence of WantedSide
    options : list of list of Candidate
        The lines that each may follow.

    Returns
    -------
    list of Candidate or None
    """
    have = [at for at, lines in enumerate(options) if lines]
    best = next(sets([sides[at] for at in have], [options[at] for at in have]), ()) if have else ()
    by_side = dict(zip(have, best, strict=True))
    return [by_side.get(at) for at in range(len(sides))]
