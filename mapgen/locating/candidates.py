"""Lines that a side may mean: those of its name, or of a name like it, each with how it was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import shapely

from geo.area import lengths_m
from geo.bank import bank
from geo.chain import chains
from geo.errors import GeoError
from geo.follow import follow
from geo.shore import outlines, shores
from mapgen.locating.extract import Found, Known, Nature
from mapgen.locating.lists import lists
from mapgen.locating.names import RULES, Matcher, Rule
from mapgen.locating.wanted import WantedSide

#: Pieces of one name no further apart than this belong together, m: a bridge has a name of its own.
GAP_M = 250.0
#: Of so many lines of one name no more are looked at.
MOST = 20_000

#: A line so near to a bridge, degrees (about 60 m), goes over it, on either carriageway.
_NEAR = 6e-4
#: What lies so near a line lies on it, degrees (about 1 m).
_ON = 1e-5

Lack = Literal["offset", "point", "missing"]
How = Literal["line", "bank", "middle", "outline"]

#: What may have two carriageways or tracks, and what has not.
_WAYS: frozenset[Nature] = frozenset(("road", "rail"))
_OTHERS: frozenset[Nature] = frozenset(("limit", "hill", "unsaid"))

#: What a side of each kind may be in an extract.
_FITS: dict[str, frozenset[Nature]] = {
    "road": frozenset(("road", "unsaid")),
    "bridge": frozenset(("road", "unsaid")),
    "rail": frozenset(("rail", "unsaid")),
    "water": frozenset(("water", "bank", "unsaid")),
    "hill": frozenset(("hill", "unsaid")),
    "limit": frozenset(("limit", "hill", "water", "bank", "unsaid")),
    "place": frozenset(("road", "rail", "water", "bank", "limit", "hill", "unsaid")),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that a side may mean.

    Attributes
    ----------
    label : str
        What the extract calls it.
    rule : str
        How its name was recognised.
    how : {"line", "bank", "middle", "outline"}
        What was made of it; the middle of a water stands for its bank where the extract has no area of it.
    accuracy_m : float
        Assumed from how it was found, m.
    line : shapely.LineString
        (lon, lat) degrees; simple.
    water : shapely.Polygon or None
        What a bank is the bank of.
    bridged_m : float
        Length of the longest straight stretch across a gap in it, m.
    followed_m : float
        Length of its reaches that have no name in the extract, m.
    is_route : bool
        Whether a relation bears the name, and not its ways.
    """

    label: str
    rule: Rule
    how: How
    accuracy_m: float
    line: shapely.LineString
    water: shapely.Polygon | None = None
    bridged_m: float = 0.0
    followed_m: float = 0.0
    is_route: bool = False


def candidates(side: WantedSide, matcher: Matcher, found: Found) -> list[Candidate]:
    """Return the lines that a side may mean: all of the surest rule by which there are any.

    Parameters
    ----------
    side : WantedSide
    matcher : Matcher
        Of its name.
    found : Found

    Returns
    -------
    list of Candidate
        The longest first; empty if there is none, or if the side lies beside its line and the words do not
        say in which direction.
    """
    fits = _FITS[side.of]
    named = [(rule, each) for each in found.named if (rule := matcher.rule(each.keys, each.refs)) is not None]
    # What ends like the name of a road may be a railway: its whole name says more than its ending.
    ruled = [(rule, each) for rule, each in named if each.nature in fits] or [
        (rule, each) for rule, each in named if rule in ("name", "alias")
    ]
    if not ruled:
        return []
    best = min((rule for rule, _ in ruled), key=RULES.index)
    known = [each for rule, each in ruled if rule == best]
    if side.of == "bridge" and (onto := _onto(known, matcher, found)):
        return _over(best, known, onto)
    made = _lines(best, known, found)
    # A road is called by its whole name where it begins and by those of its stretches further on.
    if best != "section" and any(rule == "section" for rule, _ in ruled):
        longer = _lines(best, [each for rule, each in ruled if rule in (best, "section")], found)
        have = {each.line.wkb for each in made}
        made += [each for each in longer if each.line.wkb not in have]
    if side.offset_m:
        made = [moved for each in made if (moved := _moved(each, side)) is not None]
    is_route = any(each.is_route for each in known)
    simple = [replace(each, is_route=is_route) for each in made if each.line.is_simple]
    return sorted(simple, key=lambda each: -each.line.length)[:MOST]


def lacking(side: WantedSide, matcher: Matcher, found: Found) -> Lack:
    """Return why a side has no line.

    Parameters
    ----------
    side : WantedSide
        For which there are no candidates.
    matcher : Matcher
        Of its name.
    found : Found

    Returns
    -------
    {"offset", "point", "missing"}
        The words do not say in which direction it lies beside its line; its name is that of a point only;
        or the extract has no such name.
    """
    if side.offset_m and side.towards is None:
        plain = side.model_copy(update={"offset_m": None})
        if candidates(plain, matcher, found):
            return "offset"
    return "point" if any(matcher.rule(keys) for keys in found.points) else "missing"


def onward(side: WantedSide, matcher: Matcher, found: Found) -> frozenset[str]:
    """Return what else the road on a bridge is called, and its numbers: to look up where it leads.

    Parameters
    ----------
    side : WantedSide
    matcher : Matcher
        Of its name.
    found : Found

    Returns
    -------
    frozenset of str
        As `layers.evidence.name_keys` has them; empty for what is no bridge.
    """
    if side.of != "bridge":
        return frozenset()
    return frozenset().union(*(
        each.keys | each.refs
        for each in found.named
        if each.nature == "road" and matcher.rule(each.keys) is not None
    ))  # fmt: skip


def _onto(bridges: Sequence[Known], matcher: Matcher, found: Found) -> list[Known]:
    """The road that goes over bridges, beyond them: by its other name, else by its number."""
    names = frozenset().union(*(each.keys for each in bridges))
    others = {key for key in names if matcher.rule([key]) is None}
    numbers = frozenset().union(*(each.refs for each in bridges))
    roads = [each for each in found.named if each.nature == "road" and each.shape.geom_type == "LineString"]
    return [each for each in roads if each.keys & others] or [each for each in roads if each.refs & numbers]


def _over(rule: Rule, bridges: Sequence[Known], roads: Sequence[Known]) -> list[Candidate]:
    """Lines of the road that goes over bridges, those that do go over one."""
    assumed = lists()["accuracy"]["line"]
    spans = shapely.union_all([each.shape for each in bridges])
    whole = {each.shape: each for each in (*bridges, *roads) if each.shape.geom_type == "LineString"}
    return [
        Candidate(
            bridges[0].label,
            rule,
            "line",
            max(assumed, round(chain.beside_m), round(chain.bridged_m / 2)),
            chain.line,
            bridged_m=chain.bridged_m,
        )
        for chain in chains(list(whole), GAP_M, road=True)
        if chain.line.distance(spans) <= _NEAR
    ]


def _lines(rule: Rule, known: Sequence[Known], found: Found) -> list[Candidate]:
    assumed = lists()["accuracy"]
    made: list[Candidate] = []
    areas = [each for each in known if each.shape.geom_type == "Polygon"]
    waters = [each for each in areas if each.nature == "water"]
    label = known[0].label
    shapes = [each.shape for each in waters]
    banks = outlines(shapes) if shapes else []
    made += [Candidate(label, rule, "bank", assumed["bank"], each.line, each.water) for each in banks]
    for each in areas:
        if each.nature != "water":
            outline = shapely.LineString(each.shape.exterior.coords)
            made.append(Candidate(each.label, rule, "outline", assumed["outline"], outline))
    lines = [each for each in known if each.shape.geom_type == "LineString"]
    middles = [each for each in lines if each.nature == "water"]
    made += _banks(rule, middles, found, has_bank=bool(waters))
    for natures in (_WAYS, frozenset(("bank",)), _OTHERS):
        own = [each.shape for each in lines if each.nature in natures]
        how: How = "bank" if "bank" in natures else "line"
        for chain in chains(own, GAP_M, road=natures == _WAYS):
            off = max(assumed[how], round(chain.beside_m), round(chain.bridged_m / 2))
            made.append(Candidate(label, rule, how, off, chain.line, bridged_m=chain.bridged_m))
    return made


def _banks(rule: Rule, middles: Sequence[Known], found: Found, *, has_bank: bool) -> list[Candidate]:
    """Banks of the waters that middles run through; the middles where there is no area of water."""
    assumed = lists()["accuracy"]
    made: list[Candidate] = []
    own = [each.shape for each in middles]
    label = middles[0].label if middles else ""
    reaches = follow(own, found.nameless, GAP_M)
    for chain in chains([*own, *reaches], GAP_M):
        banks = shores([chain.line], found.waters)
        followed = _followed(chain.line, reaches)
        made += [
            Candidate(label, rule, "bank", assumed["bank"], each.line, each.water, followed_m=followed)
            for each in banks
        ]
        if not banks and not has_bank:
            narrow = all(each.is_narrow for each in middles)
            off = max(assumed["canal" if narrow else "river"], round(chain.bridged_m / 2))
            made.append(Candidate(label, rule, "middle", off, chain.line, None, chain.bridged_m, followed))
    return made


def _followed(line: shapely.LineString, reaches: Sequence[shapely.LineString]) -> float:
    """Length of those reaches that a line runs along, m."""
    middles = [shapely.line_interpolate_point(each, 0.5, normalized=True) for each in reaches]
    on = [each for each, middle in zip(reaches, middles, strict=True) if middle.distance(line) <= _ON]
    return float(lengths_m(on).sum()) if on else 0.0


def _moved(one: Candidate, side: WantedSide) -> Candidate | None:
    """A line beside its own, in the direction that the words say."""
    if side.towards is None or side.offset_m is None:
        return None
    axis, sign = {"N": (1, 1), "S": (1, -1), "E": (0, 1), "W": (0, -1)}[side.towards]
    here = one.line.centroid.coords[0][axis]
    for hand in ("left", "right"):
        try:
            line = bank(one.line, side.offset_m, hand)
        except GeoError:
            continue
        if (line.centroid.coords[0][axis] - here) * sign > 0:
            return replace(one, line=line, water=None)
    return None
