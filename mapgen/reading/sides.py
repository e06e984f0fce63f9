"""Sides of zones as texts state them: by direction, by what lies on either hand, by what encloses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from mapgen.reading.pieces import Piece, pieces
from mapgen.reading.words import Words

_OPPOSITE = {"N": "S", "S": "N", "E": "W", "W": "E"}
#: Letters between two sides of one zone, at most.
_APART = 45
#: Letters of the words of a side, at most.
_LONGEST = 60
_SEMICOLON, _FULL_STOP = "\uff1b", "\u3002"
_STOPS = re.compile("[\uff0c\uff1b\u3002\uff01\uff1f]")
_EDGE = re.compile("[\u3001\uff0c\uff1b\u3002]|$")
_FULL_STOPS = re.compile("[\uff1b\u3002\uff01\uff1f]")
#: Forms beside which a side in another form is of the same zone.
_JOINING = {"side-respective", "side-beyond"}


class Side(NamedTuple):
    """A side: N, E, S, W or ring, from where to where it stands, and what it names."""

    side: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    rule: str
    doubts: tuple[str, ...] = ()


@dataclass
class Run:
    """Sides that are stated together, of one zone."""

    sides: list[Side] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the first of them begins."""
        return self.sides[0].start

    @property
    def end(self) -> int:
        """Where the last of them ends."""
        return max(each.end for each in self.sides)


class _Head(NamedTuple):
    """The beginning of a side: its direction and verb."""

    start: int
    end: int
    sides: tuple[str, ...]
    soft: bool
    bounded: re.Match[str] | None
    diagonal: bool


def runs(text: str, words: Words) -> list[Run]:
    """Find the sides in a paragraph, each group of one zone together.

    Parameters
    ----------
    text : str
        As the rules read it.
    words : Words

    Returns
    -------
    list of Run
        In the order of the text.
    """
    found = [
        each for ways in (_directed, _respective, _beyond, _borders, _rings) for each in ways(text, words)
    ]
    together = _together(text, sorted(found, key=lambda run: run.start))
    return [run for run in together if _plausible(text, run, words)]


def _together(text: str, found: list[Run]) -> list[Run]:
    """Runs of which one goes on with the other sides of a zone, in another form."""
    kept: list[Run] = []
    for run in found:
        last = kept[-1] if kept else None
        forms = {each.rule for each in (*run.sides, *(last.sides if last else []))}
        if last and forms & _JOINING and len(forms) > 1 and _follows(text, last, run):
            last.sides.extend(run.sides)
        else:
            kept.append(run)
    return kept


def _follows(text: str, last: Run, run: Run) -> bool:
    near = last.end <= run.start and _goes_with(last, run.sides, run.start)
    return near and not _FULL_STOPS.search(text, last.end, run.start)


def _goes_with(run: Run, sides: list[Side], start: int) -> bool:
    """Whether sides that begin somewhere may be of the zone of a run: near, and none stated twice."""
    again = {each.side for each in run.sides} & {each.side for each in sides}
    return not again and start - run.end <= _APART


def _heads(text: str, words: Words) -> list[_Head]:
    found: list[_Head] = []
    at = 0
    head, bounded = words.pattern("sides.patterns.head"), words.pattern("sides.patterns.bounded")
    single = words.pattern("sides.patterns.direction")
    while (match := head.search(text, at)) is not None:
        at = match.end()
        if _EDGE.match(text, at):  # the east border, and no verb of it
            continue
        if words.pattern("sides.patterns.going").search(text, max(0, match.start() - 1), match.start()):
            continue
        whole = bounded.match(text, match.start())
        if match["soft"] and whole is None and match["soft"] in words.set("sides.opening"):
            continue
        names = [each[0] for each in single.finditer(match["dirs"])]
        letters = [max((key for key in words.compass if name.startswith(key)), key=len) for name in names]
        diagonal = any(len(key) > 1 for key in letters)
        sides = tuple(dict.fromkeys(words.compass[key] for key in letters))
        found.append(_Head(match.start(), match.end(), sides, bool(match["soft"]), whole, diagonal))
    return found


def _directed(text: str, words: Words) -> Iterator[Run]:
    run = Run()
    heads = _heads(text, words)
    for index, head in enumerate(heads):
        following = heads[index + 1].start if index + 1 < len(heads) else len(text)
        sides = list(_sides_of(text, head, following, words))
        if not sides:
            continue
        if run.sides and not _continues(text, run, sides, head):
            yield run
            run = Run()
        run.sides.extend(sides)
    if run.sides:
        yield run


def _continues(text: str, run: Run, sides: list[Side], head: _Head) -> bool:
    """Whether a side is of the zone of those before it: no full stop between, and none stated twice."""
    between = text[run.end : head.start]
    again = {each.side for each in run.sides} & {each.side for each in sides}
    # What a semicolon ends and a direction follows goes on, however much was said of the side before.
    if not again and len(between) <= _LONGEST and between[-1:] == _SEMICOLON and _FULL_STOP not in between:
        return True
    if not _goes_with(run, sides, head.start):
        return False
    stated = {each.side for each in run.sides}
    return (
        not _FULL_STOPS.search(between)
        or (len(stated) == 1 and not re.search("[\u3002]", between))
        or (not re.search("[\u3002]", between) and len(between) <= 2)
    )


def _plausible(text: str, run: Run, words: Words) -> bool:
    """Whether a run is one of sides: two directions, or one and words that speak of boundaries."""
    if len({each.side for each in run.sides}) > 1 or run.sides[0].rule != "side-directed":
        return True
    before = text[max(0, run.start - 12) : run.start]
    return words.pattern("sides.patterns.scope").search(before) is not None


def _sides_of(text: str, head: _Head, following: int, words: Words) -> Iterator[Side]:
    doubts = ("side-diagonal",) if head.diagonal else ()
    if head.bounded is not None:
        start, end = head.bounded.span("name")
        rule, done = "side-bounded", head.bounded.end()
    else:
        start, rule = head.end, "side-directed"
        stop = _STOPS.search(text, start)
        end = min(stop.start() if stop else len(text), following, start + _LONGEST)
        cut = words.pattern("sides.patterns.ends").search(text, start, end)
        end = done = cut.start() if cut else end
        # A bracket that was opened before the side closes behind it.
        if text.count("\uff08", start, end) < text.count("\uff09", start, end):
            end = done = text.index("\uff09", start)
    named = pieces(text, start, end, words)
    further = words.pattern("sides.patterns.further").match(text, done)
    if further is not None and further.end() <= following:
        named = (*named, *pieces(text, *further.span("name"), words))
        done = further.end()
    if named:
        for side in head.sides:
            yield Side(side, head.start, done, named, rule, doubts)


def _beyond(text: str, words: Words) -> Iterator[Run]:
    """What lies west of one road and east of another; or the land east of one."""
    run = Run()
    for match in words.pattern("sides.patterns.beyond").finditer(text):
        direction = words.compass[match["dir"]] if len(match["dir"]) == 1 else None
        start, end = match.span("name")
        lead = words.pattern("sides.patterns.beyond_lead").match(text[start:end])
        named = pieces(text, start + (lead.end() if lead else 0), end, words)
        if direction is None or not named:
            continue
        side = Side(_OPPOSITE[direction], named[0].start, match.end(), named, "side-beyond")
        near = run.sides and match.start() - run.end <= 3
        if not near or side.side in {each.side for each in run.sides}:
            yield from _of_land(text, run, words)
            run = Run()
        run.sides.append(side)
    yield from _of_land(text, run, words)


def _of_land(text: str, run: Run, words: Words) -> Iterator[Run]:
    if len(run.sides) > 1 or (run.sides and words.pattern("sides.patterns.land").match(text, run.end)):
        yield run


def _respective(text: str, words: Words) -> Iterator[Run]:
    """Several directions, and behind them as many names in the same order."""
    single = words.pattern("sides.patterns.direction")
    for match in words.pattern("sides.patterns.respective").finditer(text):
        letters = [each[0][0] for each in single.finditer(match["dirs"])]
        named = pieces(text, *match.span("list"), words)
        if len(letters) == len(named) == len(set(letters)):
            yield Run([
                Side(words.compass[letter], piece.start, piece.end, (piece,), "side-respective")
                for letter, piece in zip(letters, named, strict=True)
            ])  # fmt: skip


def _borders(text: str, words: Words) -> Iterator[Run]:
    """What is called the east border, the west border."""
    run = Run()
    for match in words.pattern("sides.patterns.border").finditer(text):
        named = pieces(text, *match.span("name"), words)
        if len(match["dir"]) != 1 or not named:
            continue
        side = Side(words.compass[match["dir"]], match.start(), match.end(), named, "side-border")
        if run.sides and (match.start() - run.end > 2 or side.side in {each.side for each in run.sides}):
            if len(run.sides) > 1:
                yield run
            run = Run()
        run.sides.append(side)
    if len(run.sides) > 1:
        yield run


def _rings(text: str, words: Words) -> Iterator[Run]:
    """What several lines enclose."""
    for match in words.pattern("sides.patterns.ring").finditer(text):
        start, end = match.span("list")
        lead = words.pattern("sides.patterns.ring_lead").match(text[start:end])
        start += lead.end() if lead else 0
        named = pieces(text, start, end, words)
        if sum(each.of != "place" for each in named) > 1:
            yield Run([Side("ring", start, match.end(), named, "side-ring")])


def parts(found: list[Run]) -> dict[int, int]:
    """Number the pieces of one zone: a second group that states a side again is of a second piece.

    Parameters
    ----------
    found : list of Run
        Those of one zone, in the order of the text.

    Returns
    -------
    dict of int to int
        Number of the piece, from 1, by the place in the list.
    """
    numbers, told = {0: 1}, {_told(found[0]): 1} if found else {}
    for index, (before, after) in enumerate(pairwise(found), start=1):
        again = {each.side for each in before.sides} & {each.side for each in after.sides}
        # What is said twice in the same words is one piece.
        numbers[index] = told.get(_told(after), numbers[index - 1] + bool(again))
        told.setdefault(_told(after), numbers[index])
    return numbers


def _told(run: Run) -> tuple[tuple[str, str], ...]:
    return tuple((each.side, piece.name) for each in run.sides for piece in each.pieces)
