"""The layout phrase part by part, and the roles of the elements."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from layers.messages import Message
from mapgen.accepting.chosen import Chosen
from mapgen.accepting.naming import romanised
from mapgen.accepting.wording import is_sound, pair
from mapgen.reading.layouts import number, parts, role_name
from mapgen.reading.words import Words
from mapgen.text.loading import table

#: Colours that can be told apart, also by people who confuse red and green; dark enough for a line.
COLOURS = (
    "#2a4fe0", "#e08314", "#742d85", "#057d4c", "#990023",
    "#0a86b8", "#886000", "#309090", "#483048", "#600090",
)  # fmt: skip
_OTHER = {"zone": "accept-role-zone", "axis": "accept-role-axis", "node": "accept-role-node"}


@dataclass(frozen=True)
class Told:
    """A part of the layout phrase.

    Attributes
    ----------
    part, part_en : str
    name, name_en : str or None
        What the part is, where the phrase gives only its number.
    role : str or None
        The role whose elements it is, if there are any.
    count : int or None
        How many it counts; None for "many".
    """

    part: str
    part_en: str
    role: str | None
    count: int | None
    name: str | None = None
    name_en: str | None = None


def roles_of(elements: Sequence[Chosen]) -> dict[Chosen, str]:
    """Return the role of each element: its own, else that of its kind.

    Parameters
    ----------
    elements : sequence of Chosen
    """
    return {
        one: one.role if one.role and is_sound(one.role) else pair(Message(_OTHER[one.read.kind]))[0]
        for one in elements
    }


def told(phrase: str, roles: Sequence[str], words: Words) -> list[Told]:
    """Return the parts of a layout phrase.

    Parameters
    ----------
    phrase : str
    roles : sequence of str
        Of all elements.
    words : Words
        What reading knows.
    """
    known = set(roles)
    found = []
    for part, unit in parts(phrase, words):
        named = role_name(part, words)
        role = next((name for name in (part, named and named[0]) if name in known), None)
        count = number(part, words)
        found.append(Told(part, _english(part, unit, count), role, count))
    return found or _numbered(phrase, list(dict.fromkeys(roles)), words)


def _numbered(phrase: str, roles: Sequence[str], words: Words) -> list[Told]:
    """Parts of a phrase of numbers alone: roles with these numbers, in their order, if there are as many."""
    if not re.fullmatch(r"[0-9N][0-9N+\uff0b]*", phrase):
        return []
    numbers = [None if each == "N" else int(each) for each in re.findall("[0-9N]", phrase)]
    counted = [(number(role, words), role) for role in roles if role_name(role, words) is not None]
    by_number: dict[int | None, list[str]] = defaultdict(list)
    for count, role in counted:
        by_number[count].append(role)
    if any(len(by_number[count]) != numbers.count(count) for count in numbers):
        return []
    found = []
    for count in numbers:
        role = by_number[count].pop(0)
        unit = (role_name(role, words) or ("", role))[1]
        part = "N" if count is None else str(count)
        found.append(Told(part, part, role, count, role, _english(role, unit, count)))
    return found


def english(phrase: str, every: Sequence[Told]) -> str:
    """Return a phrase in English: its parts, else its pinyin.

    Parameters
    ----------
    phrase : str
    every : sequence of Told
    """
    if not every or every[0].name is not None:
        return romanised(phrase)
    return ", ".join(one.part_en for one in every)


def _english(part: str, unit: str, count: int | None) -> str:
    """A part by its number and unit; what describes it in pinyin."""
    names, numbers = table("accepting")["units"], table("accepting")["numbers"]
    many = "Many" if count is None else numbers[count] if count < len(numbers) else str(count)
    noun = names.get(unit, [romanised(unit)] * 2)[0 if count == 1 else 1]
    what = re.sub("^[\u4e00-\u9fff0-9N]", "", part).removesuffix(unit)
    described = romanised(re.sub("^[\u5927\u4e2a\u6761\u7c7b\u5ea7]", "", what))
    return " ".join(word for word in (many, described, noun) if word)


def role_english(role: str, every: Sequence[Told]) -> str:
    """Return a role in English.

    Parameters
    ----------
    role : str
    every : sequence of Told
    """
    for code in _OTHER.values():
        chinese, own = pair(Message(code))
        if role == chinese:
            return own
    return next((one.name_en or one.part_en for one in every if one.role == role), romanised(role))
