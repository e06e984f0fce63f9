"""Stations, towns, hills and airports, each once."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from geo.flat import flat, middle
from layers.geometry import oriented
from mapgen.grounding.kinds import table
from mapgen.grounding.taking import Taken, Thing


def spots(taken: Taken) -> list[Thing]:
    """Gather what is a place or a hill.

    Parameters
    ----------
    taken : Taken

    Returns
    -------
    list of Thing
        Stations of one name that lie together are one, in their middle, and a railway's before a metro's;
        hills of one name are one area.
    """
    near_m = float(table()["stations"]["one_m"])
    stations = _together(sorted(taken.stations, key=lambda each: each.rank), near_m)
    hills: dict[str | None, list[Thing]] = defaultdict(list)
    for each in taken.hills:
        hills[each.name].append(each)
    made = [
        Thing("hill", group[0].rank, name, group[0].name_en, whole)
        for name, group in hills.items()
        if not (whole := oriented(shapely.union_all([each.shape for each in group]))).is_empty
    ]
    peaks = [
        each for each in _together(taken.places, near_m) if each.kind != "place" or each.name not in hills
    ]
    return [*made, *stations, *peaks]


def _together(things: Sequence[Thing], near_m: float) -> list[Thing]:
    """One thing for those of one name and kind that lie no further apart than a distance: the first."""
    groups: dict[tuple[str, str | None], list[Thing]] = defaultdict(list)
    for each in things:
        groups[each.kind, each.name].append(each)
    made = []
    for group in groups.values():
        points = np.array([each.shape for each in group], dtype=object)
        plain = flat(points, middle(points))
        left = list(range(len(group)))
        while left:
            first = left[0]
            one = [at for at in left if plain[at].distance(plain[first]) <= near_m]
            own = [at for at in one if group[at].rank == group[first].rank]
            middle_of = shapely.MultiPoint(points[own]).centroid
            thing = group[first]
            made.append(Thing(thing.kind, thing.rank, thing.name, thing.name_en, middle_of))
            left = [at for at in left if at not in one]
    return made
