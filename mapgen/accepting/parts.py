"""Zones as parts to be closed: each with its lines, what was located of it, and what says which is meant."""

from collections.abc import Sequence

import shapely

from mapgen.accepting.baselines import Baselines
from mapgen.accepting.chosen import Chosen, ChosenSide
from mapgen.accepting.closing import Part
from mapgen.accepting.found import Located


def parts_of(
    chosen: Sequence[Chosen], located: Located, lines: Baselines
) -> list[tuple[Part, list[ChosenSide]]]:
    """Return the parts of all elements with sides, in their order.

    Parameters
    ----------
    chosen : sequence of Chosen
    located : Located
    lines : Baselines

    Returns
    -------
    list of (Part, list of ChosenSide)
        Each part with its sides.
    """
    found = []
    for one in chosen:
        numbers = sorted({side.part for side in one.sides})
        point = one.decision.point if one.decision and len(numbers) == 1 else None
        stated = {area.km2 for area in one.stated} if len(numbers) == 1 else set()
        for number in numbers:
            own = [side for side in one.sides if side.part == number]
            part = Part(
                f"{one.name}#{number}",
                number,
                tuple((side.stated.side, lines.of_side.get(id(side))) for side in own),
                _located(own, located),
                (point[0], point[1]) if point else None,
                next(iter(stated)) if len(stated) == 1 else None,
            )
            found.append((part, own))
    return found


def _located(own: Sequence[ChosenSide], located: Located) -> shapely.Polygon | None:
    """What was located between the very sides of a part, none of them drawn anew."""
    keys = {(side.read_of, side.stated.part) for side in own}
    if len(keys) != 1 or any(side.drawn is not None for side in own):
        return None
    (key,) = keys
    return located.polygons.get(key) if located.sides.get(key) == len(own) else None
