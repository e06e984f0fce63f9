"""Roads, metro lines and railways as a small map shows them: one line for each, along one carriageway."""

from collections import defaultdict

import shapely

from geo.strands import beyond, strands
from mapgen.grounding.kinds import table
from mapgen.grounding.taking import Taken, Thing

#: Pieces of one road no further apart than this belong together, m.
_GAP_M = 150.0
#: Of what has no name only what has this rank or a weightier one is drawn.
_NAMELESS_RANK = 2


def ways(taken: Taken) -> list[Thing]:
    """Put pieces together by name, kind and rank.

    Parameters
    ----------
    taken : Taken

    Returns
    -------
    list of Thing
        The weightiest first; what has no name comes last of its kind, where nothing named runs.
    """
    groups: dict[tuple[str, int, str], list[Thing]] = defaultdict(list)
    for each in taken.lines:
        if each.name is not None or each.rank <= _NAMELESS_RANK:
            groups[each.kind, each.rank, each.name or ""].append(each)
    made: list[Thing] = []
    drawn: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for kind, rank, name in sorted(groups, key=lambda key: (key[0], key[2] == "", key[1], key[2])):
        group = groups[kind, rank, name]
        pieces = [part for each in group for part in shapely.get_parts([each.shape])]
        found = strands(pieces if name else beyond(pieces, drawn[kind]), _GAP_M)
        if not found:
            continue
        drawn[kind] += found
        whole = found[0] if len(found) == 1 else shapely.MultiLineString(found)
        own, own_en = (name, group[0].name_en) if name else table()["nameless"][kind]
        made.append(Thing(kind, rank, own, own_en, whole))
    return sorted(made, key=lambda each: (each.kind, each.rank, str(each.name)))
