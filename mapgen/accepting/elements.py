"""Records of the elements that were accepted: zones, axes, nodes, and places that are only listed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import shapely

from geo.place import DECIMALS, rounded
from layers.messages import Message
from layers.schema import KEYS
from mapgen.accepting.baselines import Baselines
from mapgen.accepting.chosen import Chosen
from mapgen.accepting.closing import closed
from mapgen.accepting.decisions import DRAWN_M
from mapgen.accepting.draft import StatedSide
from mapgen.accepting.found import Located
from mapgen.accepting.naming import romanised, slug
from mapgen.accepting.parts import parts_of
from mapgen.accepting.wording import is_sound, noted

State = Literal["closed", "pending", "group", "node", "axis", "listed"]
#: Layer of each state.
LAYER = {
    "closed": "zones",
    "pending": "zones",
    "group": "zones",
    "node": "nodes",
    "axis": "axes",
    "listed": "places",
}
#: A group of one is that one.
_FEWEST = 2
#: Letters of a path of headings.
_HEADING = 120
_SMALLEST_KM2 = 0.0001


@dataclass
class Elements:
    """Elements of a plan.

    Attributes
    ----------
    states : dict of Chosen to State
    ids : dict of Chosen to str
    records : dict of str to list of (dict, shapely.Geometry or None)
        By layer, in the order of the text.
    """

    states: dict[Chosen, State]
    ids: dict[Chosen, str]
    records: dict[str, list[tuple[dict[str, Any], shapely.Geometry | None]]] = field(default_factory=dict)

    def above(self, one: Chosen) -> Chosen | None:
        """The nearest whole of an element that is more than listed."""
        whole = one.whole
        while whole is not None and self.states[whole] == "listed":
            whole = whole.whole
        return whole


def elements(
    chosen: Sequence[Chosen],
    located: Located,
    lines: Baselines,
    plan: str,
    document: str,
    roles: Mapping[Chosen, str],
) -> Elements:
    """Make the records of elements.

    Parameters
    ----------
    chosen : sequence of Chosen
    located : Located
    lines : Baselines
    plan : str
        Its id.
    document : str
        What citations call the document.
    roles : mapping of Chosen to str

    Returns
    -------
    Elements
    """
    insides = _insides(chosen, located, lines)
    states = _states(chosen, insides)
    taken: set[str] = set()
    ids = {}
    for one in chosen:
        own = slug(one.name, taken)
        taken.add(own)
        ids[one] = f"{plan}.{own}"
    made = Elements(states, ids, {layer: [] for layer in dict.fromkeys(LAYER.values())})
    for one in chosen:
        layer = LAYER[states[one]]
        record, shape = _record(one, made, layer, lines, insides)
        record |= {"role": roles[one], "cite": cited(document, one.read.cite.heading)}
        made.records[layer].append(({key: record.get(key) for key in KEYS[layer]}, shape))
    return made


def cited(document: str, heading: str) -> str:
    """Return a citation: the document and its heading, no sentence."""
    heading = heading.removeprefix(document).strip()
    text = f"{document} {heading[:_HEADING]}".strip()
    return text if is_sound(text) else document


def _insides(
    chosen: Sequence[Chosen], located: Located, lines: Baselines
) -> dict[Chosen, list[tuple[float, float]] | None]:
    """Points inside the parts of each element with sides; None if one of them is not closed."""
    parts = [part for part, _ in parts_of(chosen, located, lines)]
    owners = [one for one in chosen for _ in {side.part for side in one.sides}]
    found: dict[Chosen, list[tuple[float, float]] | None] = {}
    for one, part in zip(owners, closed(parts, lines.shapes), strict=True):
        have = found.setdefault(one, [])
        if part.inside is None or have is None:
            found[one] = None
        else:
            have.append(part.inside)
    return found


def _states(
    chosen: Sequence[Chosen], insides: Mapping[Chosen, list[tuple[float, float]] | None]
) -> dict[Chosen, State]:
    parts: dict[Chosen, list[Chosen]] = defaultdict(list)
    for one in chosen:
        if one.whole is not None:
            parts[one.whole].append(one)
    states: dict[Chosen, State] = {}

    def state(one: Chosen) -> State:
        if one not in states:
            states[one] = _state(one)
        return states[one]

    def _state(one: Chosen) -> State:
        if one.sides:
            return "pending" if insides[one] is None else "closed"
        if one.decision is not None and one.read.kind == "axis" and one.decision.line:
            return "axis"
        if one.decision is not None and one.decision.point:
            return "node"
        whole = one.read.kind == "zone" and one.complete and len(parts[one]) >= _FEWEST
        return "group" if whole and all(LAYER[state(part)] == "zones" for part in parts[one]) else "listed"

    return {one: state(one) for one in chosen}


def _record(
    one: Chosen, made: Elements, layer: str, lines: Baselines,
    insides: Mapping[Chosen, list[tuple[float, float]] | None],
) -> tuple[dict[str, Any], shapely.Geometry | None]:  # fmt: skip
    state, decision = made.states[one], one.decision
    above = made.above(one)
    areas = {area.figure_km2: area.qualifier for area in one.stated if area.km2 >= _SMALLEST_KM2}
    km2, qualifier = next(iter(areas.items())) if len(areas) == 1 else (None, None)
    record: dict[str, Any] = {
        "id": made.ids[one], "name": one.name, "name_en": romanised(one.name),
        "stated_km2": km2, "qualifier": qualifier or None, "note": _note(one, made, list(areas)),
    }  # fmt: skip
    place = None if above is None else made.ids[above]
    record["holder" if layer == "places" else "parent"] = place
    shape: shapely.Geometry | None = None
    if state == "node" and decision is not None and decision.point:
        shape = shapely.Point(decision.point)
        record |= {"basis": "sketched", "accuracy_m": decision.accuracy_m or DRAWN_M}
    elif state == "axis" and decision is not None and decision.line:
        shape = shapely.transform(shapely.LineString(decision.line), lambda places: rounded(places, DECIMALS))
        passed = [made.ids[each] for each in passed_by(one, made)]
        record |= {
            "basis": "sketched",
            "accuracy_m": decision.accuracy_m or DRAWN_M,
            "passes": passed or None,
        }
    elif state == "group":
        record["basis"] = "members"
    elif state == "listed":
        record["basis"] = "listed"
    else:
        several = len({side.part for side in one.sides}) > 1
        record["sides"] = [
            {"side": side.stated.side, "stated": _stated(side.stated),
             "baseline": lines.of_side.get(id(side)), **({"part": side.part} if several else {})}
            for side in sorted(one.sides, key=lambda side: side.part)
        ]  # fmt: skip
        inside = insides[one]
        points = None if inside is None else [list(point) for point in inside]
        record["inside"] = points and (points if several else points[0])
        record["basis"] = "pending" if points is None else "stated sides"
    return record, shape


def passed_by(one: Chosen, made: Elements) -> list[Chosen]:
    """Return the elements that an axis passes, as far as they are more than listed, each once."""
    found = [each for each in one.passes if isinstance(each, Chosen) and made.states[each] != "listed"]
    return [each for each in dict.fromkeys(found) if each is not one]


def _stated(side: StatedSide) -> str:
    if side.offset_m and side.words != side.name and is_sound(side.words):
        return f"{side.name}\uff08{side.words[:60]}\uff09"
    return side.name


def _note(one: Chosen, made: Elements, areas: Sequence[float]) -> str:
    told = [Message("accept-note-reviewed" if one.seen else "accept-note-unseen")]
    if not one.seen and one.read.doubts:
        told.append(Message("accept-note-doubted"))
    if made.states[one] == "pending":
        told.append(Message("accept-note-pending"))
    if len(areas) > 1:
        told.append(Message("accept-note-areas", values={"areas": ", ".join(f"{each:g}" for each in areas)}))
    if one.whole is not None and one.whole is not made.above(one):
        values = {"name": one.whole.name, "name_en": romanised(one.whole.name)}
        told.append(Message("accept-note-whole", values=values))
    return noted(*told, Message("accept-note-pinyin"))
