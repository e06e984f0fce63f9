"""Baselines of the sides that were accepted: each line once, with how it is known, and an id of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from geo.place import DECIMALS, rounded
from layers.messages import Message
from mapgen.accepting.chosen import Chosen, ChosenSide
from mapgen.accepting.closing import noded
from mapgen.accepting.decisions import DRAWN_M
from mapgen.accepting.found import FoundLine, Located
from mapgen.accepting.joining import joined
from mapgen.accepting.naming import romanised, slug
from mapgen.accepting.trimming import trimmed
from mapgen.accepting.wording import is_sound, noted, pair

#: Kinds of baselines by what a side is said to be, and by what was made of its line.
_KINDS = {
    "road": "road",
    "rail": "rail",
    "bridge": "bridge",
    "hill": "hill",
    "limit": "limit",
    "water": "river",
}
#: What rounding moves a vertex by at most, degrees.
_ROUNDING = 2 * 10.0**-DECIMALS
_OPPOSITE = {"N": "S", "S": "N", "E": "W", "W": "E"}
RULES = {
    "name": "accept-rule-name",
    "ordinal": "accept-rule-ordinal",
    "alias": "accept-rule-alias",
    "ref": "accept-rule-ref",
    "section": "accept-rule-section",
    "ending": "accept-rule-ending",
}
HOW = {
    "line": "accept-how-line",
    "bank": "accept-how-bank",
    "middle": "accept-how-middle",
    "outline": "accept-how-outline",
}


@dataclass(frozen=True)
class _Use:
    """A side with its line."""

    side: ChosenSide
    shape: shapely.LineString
    found: FoundLine | None


@dataclass
class Baselines:
    """Lines that zones follow.

    Attributes
    ----------
    records : list of (dict, shapely.LineString)
        New ones: attributes, and geometry as layers round it.
    of_side : dict of int to str
        Id of the line of each side, by the identity of the side.
    shapes : dict of str to shapely.LineString
        By id, those that are there already and are followed among them.
    """

    records: list[tuple[dict[str, Any], shapely.LineString]] = field(default_factory=list)
    of_side: dict[int, str] = field(default_factory=dict)
    shapes: dict[str, shapely.LineString] = field(default_factory=dict)


def line_of(side: ChosenSide, located: Located) -> FoundLine | None:
    """Return what was located for a side."""
    stated = side.stated
    return located.lines.get((side.read_of, stated.part, stated.side, stated.name))


def baselines(
    elements: Sequence[Chosen],
    located: Located,
    there: Mapping[str, shapely.LineString],
    cut: Mapping[int, shapely.LineString] = MappingProxyType({}),
) -> Baselines:
    """Make the lines that the sides of elements follow.

    Parameters
    ----------
    elements : sequence of Chosen
    located : Located
    there : mapping of str to shapely.LineString
        Baselines that the layers have already: a line that lies on one of them is that one, and none is
        given its id.
    cut : mapping of int to shapely.LineString, optional
        What is taken of a line in place of the whole, by the identity of the side.

    Returns
    -------
    Baselines
    """
    uses = [use for one in elements for use in _uses(one, located, cut)]
    made = Baselines()
    lines = joined([use.shape for use in uses])
    shapes = noded({str(number): shape for number, (shape, _) in enumerate(lines)})
    for number, (plain, numbers) in enumerate(lines):
        own = [uses[each] for each in numbers]
        shape = shapes[str(number)]
        name = next((name for name, other in there.items() if _lies_on(plain, other)), None)
        if name is None:
            record = _record(own, located, {*there, *made.shapes})
            name = record["id"]
            made.records.append((record, shape))
            made.shapes[name] = shape
        else:
            made.shapes[name] = there[name]
        made.of_side.update({id(use.side): name for use in own})
    return made


def _uses(one: Chosen, located: Located, cut: Mapping[int, shapely.LineString]) -> list[_Use]:
    """Sides of an element that have lines; where one has none the others are not kept from end to end."""
    found = []
    for part in sorted({side.part for side in one.sides}):
        own = [_use(side, located, cut) for side in one.sides if side.part == part]
        uses = [use for use in own if use is not None]
        if len(uses) < len(own):
            shapes = trimmed([use.shape for use in uses])
            uses = [replace(use, shape=shape) for use, shape in zip(uses, shapes, strict=True)]
        found += uses
    return found


def _use(side: ChosenSide, located: Located, cut: Mapping[int, shapely.LineString]) -> _Use | None:
    if side.drawn is not None:
        shape = shapely.transform(side.drawn, lambda places: rounded(places, DECIMALS))
        return _Use(side, shape, None)
    found = line_of(side, located)
    return None if found is None else _Use(side, cut.get(id(side), found.shape), found)


def _lies_on(shape: shapely.LineString, other: shapely.LineString) -> bool:
    """Whether a line's vertices are those of another, but for what the other got where it meets lines."""
    own = list(map(tuple, rounded(shapely.get_coordinates(shape), DECIMALS).tolist()))
    theirs = shapely.get_coordinates(other)
    number = {place: at for at, place in enumerate(map(tuple, theirs.tolist()))}
    found = np.array([number.get(place, -1) for place in own])
    steps = np.diff(found)
    if (found < 0).any() or not ((steps >= 0).all() or (steps <= 0).all()):
        return False
    between = shapely.points(theirs[found.min() : found.max() + 1])
    return bool((shapely.distance(shape, between) <= _ROUNDING).all())


def _record(uses: Sequence[_Use], located: Located, taken: set[str]) -> dict[str, Any]:
    """Attributes of a line that some sides follow."""
    first = uses[0]
    stated = first.side.stated
    label = first.found.label if first.found else stated.name
    if not is_sound(label):
        label = stated.name
    name, name_en = _named(uses, label)
    # What lies beside a line has a name too long for an id: how far says enough.
    short = f"{label} {stated.offset_m:g}" if stated.offset_m else name
    drawn = all(use.found is None for use in uses)
    accuracy = max((use.found.accuracy_m if use.found else use.side.accuracy_m or DRAWN_M) for use in uses)
    record: dict[str, Any] = {
        "id": slug(short, taken), "name": name, "name_en": name_en, "kind": _kind(first),
        "accuracy_m": accuracy, "basis": "sketched" if drawn else "traced",
    }  # fmt: skip
    if not drawn:
        record["source"] = record["source_en"] = "OpenStreetMap" if located.is_osm else located.extract
        if located.is_osm:
            record["source_licence"] = "ODbL-1.0"
        if all(use.side.stated.offset_m is None for use in uses):
            record["method"] = ["traced"]
    record["note"] = _note(uses)
    return record


def _named(uses: Sequence[_Use], label: str) -> tuple[str, str]:
    stated = uses[0].side.stated
    values = {"name": label, "name_en": romanised(label)}
    if stated.offset_m and stated.words != label and is_sound(stated.words):
        values |= {"words": stated.words[:60], "words_en": romanised(stated.words[:60])}
        return pair(Message("accept-line-beside", values=values))
    if uses[0].found is None or uses[0].found.how != "bank":
        return label, values["name_en"]
    ways = {use.side.stated.side for use in uses}
    way = _OPPOSITE.get(ways.pop(), "") if len(ways) == 1 else ""
    # A zone to whose north a river lies follows its southern bank.
    return pair(Message(f"accept-bank-{way}" if way else "accept-bank", values=values))


def _kind(use: _Use) -> str:
    how = use.found.how if use.found else ""
    of = use.side.stated.of
    if use.side.stated.offset_m:
        return "limit"
    if how == "bank":
        return "bank"
    if how == "middle":
        return "river"
    if how == "outline":
        return "hill" if of == "hill" else "limit"
    return _KINDS.get(of, "road" if how == "line" else "limit")


def _note(uses: Sequence[_Use]) -> str:
    first = uses[0].found
    if first is None:
        return noted(Message("accept-note-drawn"), Message("accept-note-pinyin"))
    rule = Message(RULES.get(first.rule, "accept-rule-other"))
    how = Message(HOW.get(first.how, "accept-how-other"))
    return noted(
        Message("accept-note-line", values={"rule": rule, "how": how}), Message("accept-note-pinyin")
    )
