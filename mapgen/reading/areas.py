"""Areas of land that a text states: number, unit and qualifier, and whether the zone's name follows."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from mapgen.reading.names import Mention
from mapgen.reading.words import Words

#: Letters before a number in which a text says that land is meant.
_NEAR = 16
_DIGITS = 8
#: Letters from the name of one area in a row to that of the next, at most.
_ROW = 24
_NUMBER = re.compile(r"\d[\d.]*")
_COMMA = "\uff0c"


class Area(NamedTuple):
    """A stated area.

    Attributes
    ----------
    start, end : int
        From the qualifier to the unit, in letters of the paragraph.
    value : float
    unit : str
    km2 : float
    qualifier : str or None
    """

    start: int
    end: int
    value: float
    unit: str
    km2: float
    qualifier: str | None


def areas(text: str, words: Words) -> list[Area]:
    """Find the areas in a paragraph that are those of land.

    Parameters
    ----------
    text : str
        As the rules read it.
    words : Words
    """
    factors = words["areas.units"]
    found: list[Area] = []
    for match in words.pattern("areas.patterns.area").finditer(text):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        clause = words.pattern("areas.patterns.clause").split(before)[-1]
        after = text[match.end() : match.end() + 8]
        if words.pattern("areas.patterns.foreign").search(clause) or words.pattern(
            "areas.patterns.foreign_after"
        ).match(after):
            continue
        aside = words.pattern("areas.patterns.part_of").search(
            text, match.start() - len(before), match.start()
        )
        if aside and found and aside.start() == found[-1].end:
            continue
        if words.pattern("areas.patterns.former").match(text, match.end()):
            continue
        land = words.pattern("areas.patterns.land_before").search(before)
        converted = (match["qualifier"] or "").startswith(words["areas.converted"])
        row = bool(found) and text[found[-1].end : match.start()] in words.set("lists.apart")
        if match["unit"] in words["areas.patterns.small"] and not (land or row or converted):
            continue
        value = float(match["number"].replace(",", "").replace(" ", ""))
        if value <= 0:
            continue
        km2 = round(value * factors[match["unit"]], _DIGITS)
        found.append(Area(match.start(), match.end(), value, match["unit"], km2, match["qualifier"] or None))
    return found


def respective(text: str, names: Sequence[Mention], words: Words) -> dict[int, Mention]:
    """Return the names that several areas have in their order, by where each area stands.

    Parameters
    ----------
    text : str
    names : sequence of Mention
        Those of the paragraph.
    words : Words
    """
    found: dict[int, Mention] = {}
    joins = words.set("lists.apart")
    for match in words.pattern("areas.patterns.respective").finditer(text):
        starts = [each.start() + match.start("list") for each in _NUMBER.finditer(match["list"])]
        before = [each for each in names if each.end <= match.start()]
        row = before[-1:]
        while row and len(row) < len(starts) and len(before) > len(row):
            one = before[-len(row) - 1]
            if text[one.end : row[0].start] not in joins:
                break
            row.insert(0, one)
        if len(row) == len(starts):
            found |= dict(zip(starts, row, strict=True))
    return found


def rows(text: str, words: Words) -> dict[int, tuple[int, int]]:
    """Return where the names of areas in a row stand, by where each of them ends.

    Parameters
    ----------
    text : str
    words : Words
    """
    found = [match.span("name") for match in words.pattern("areas.patterns.row").finditer(text)]
    alike: dict[int, tuple[int, int]] = {}
    for before, after in pairwise(found):
        if after[0] - before[1] <= _ROW:
            alike |= {before[1]: before, after[1]: after}
    return alike


def named_behind(text: str, area: Area, names: list[Mention], words: Words) -> Mention | None:
    """Return the zone whose name follows an area, as in "the park of 3 km²" in Chinese order.

    Parameters
    ----------
    text : str
    area : Area
    names : list of Mention
        Those of the paragraph.
    words : Words
    """
    link = words.pattern("areas.patterns.link").match(text, area.end)
    at = link.end() if link else area.end
    full_stop = words.pattern("subjects.patterns.full_stop")
    if (area.start == 0 or full_stop.match(text[area.start - 1])) and text[at : at + 1] == _COMMA:
        at += 1
    for each in names:
        if each.start == at or (each.start > at and not text[at : each.start].strip("\u201c")):
            return each
    land = words.pattern("areas.patterns.on_land").match(text, area.end)
    if land is not None:
        # "On a land of so much, … is built": what is built stands in the next clause.
        stop = words.pattern("areas.patterns.clause_end").search(text, land.end() + 1)
        end = stop.start() if stop else len(text)
        inside = [each for each in names if land.end() <= each.start and each.end <= end]
        composed = [
            each for each in inside if words.pattern("areas.patterns.composed").search(text[: each.start])
        ]
        built = composed or inside
        return built[0] if built else None
    return None
