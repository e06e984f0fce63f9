"""Layout phrases such as one corridor, one core, many parks; and what a text says each part of them is."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mapgen.reading.words import Words

_AROUND = 24
_QUOTES = "\u201c\u201d"


class Phrase(NamedTuple):
    """A layout phrase where it stands, and how sure it is that it is one of space."""

    start: int
    end: int
    phrase: str
    score: float


class Role(NamedTuple):
    """A part of a layout where a text says what it is.

    Attributes
    ----------
    role, unit : str
    quoted : bool
        Whether the part stands in quotation marks.
    start : int
        Where its names begin.
    end : int or None
        Where they end; by default with the clause.
    at : int
        Where the part stands itself.
    """

    role: str
    unit: str
    quoted: bool
    start: int
    end: int | None = None
    at: int = -1


def phrases(text: str, words: Words, *, heading: bool) -> list[Phrase]:
    """Find layout phrases in a paragraph.

    Parameters
    ----------
    text : str
        As the rules read it.
    words : Words
    heading : bool
        Whether the paragraph is a heading.
    """
    found: dict[tuple[int, int], Phrase] = {}
    for kind, base in (
        ("quoted", 0.45),
        ("digits", 0.3),
        ("verse", 0.35),
        ("built", 0.3),
        ("plain", 0.3),
        ("platforms", 0.15),
    ):
        for match in words.pattern(f"layouts.patterns.{kind}").finditer(text):
            start, end = match.span("phrase")
            phrase = text[start:end].strip("\u3001\uff0c\u00b7+")
            score = base + _score(text, start, end, words, heading=heading)
            taken = any(start < b and a < end for a, b in found)
            if score > 0 and len(phrase) > 1 and not taken:
                found[start, end] = Phrase(start, start + len(phrase), phrase, round(min(score, 1.0), 2))
    return sorted(found.values())


def _score(text: str, start: int, end: int, words: Words, *, heading: bool) -> float:
    behind, before = text[end : end + _AROUND], text[max(0, start - _AROUND) : start].rstrip(_QUOTES)
    clause = re.split("[\uff0c\u3002\uff1b]", behind)[0]
    score = 0.1 if heading else 0.0
    if words.pattern("layouts.patterns.space").search(clause) or words.pattern(
        "layouts.patterns.space"
    ).search(before[-8:]):
        score += 0.35
    elif words.pattern("layouts.patterns.spatial").search(clause):
        score += 0.25
    if words.pattern("layouts.patterns.build").search(before):
        score += 0.1
    if words.pattern("layouts.patterns.earlier").search(before):
        score -= 0.25
    if words.pattern("layouts.patterns.nonspatial").match(clause.lstrip(_QUOTES)):
        score -= 0.25
    return score


def parts(phrase: str, words: Words) -> list[tuple[str, str]]:
    """Return the parts of a layout phrase: each as it stands there, and its unit.

    Parameters
    ----------
    phrase : str
    words : Words
    """
    return [(match[0], match["unit"]) for match in words.pattern("layouts.patterns.part").finditer(phrase)]


def role_name(text: str, words: Words) -> tuple[str, str] | None:
    """Return a role by its number and unit, without what counts and describes, and the unit.

    Parameters
    ----------
    text : str
        Such as the three large nodes of innovation.
    words : Words
    """
    match = words.pattern("layouts.patterns.part").fullmatch(text.strip(_QUOTES))
    return (match["number"] + match["unit"], match["unit"]) if match else None


def role_alone(text: str, words: Words) -> tuple[str, str] | None:
    """Return the part of the layout that a line names, if it says no more.

    Parameters
    ----------
    text : str
    words : Words
    """
    found = words.pattern("layouts.patterns.role_alone").match(text)
    return role_name(found["role"], words) if found else None


def roles(text: str, words: Words) -> Iterator[Role]:
    """Find where a paragraph says what a part of the layout is.

    Parameters
    ----------
    text : str
    words : Words
    """
    for match in words.pattern("layouts.patterns.role").finditer(text):
        if (named := role_name(match["role"], words)) is not None:
            quoted = _QUOTES[0] in text[max(0, match.start() - 1) : match.start() + 1]
            yield Role(*named, quoted, match.end(), at=match.start("role"))
    head = words.pattern("layouts.patterns.role_head").match(text)
    if head is not None and (named := role_name(head["role"], words)) is not None:
        yield Role(*named, False, head.end())
    for kind in ("role_behind", "role_numbered"):
        for match in words.pattern(f"layouts.patterns.{kind}").finditer(text):
            if (named := role_name(match["role"], words)) is not None:
                quoted = text[match.start("role") - 1] == _QUOTES[0]
                yield Role(*named, quoted, *match.span("list"), at=match.start("role"))


def clause_roles(text: str, units: Mapping[str, str], words: Words) -> Iterator[Role]:
    """Find where a clause says what a part is, as in "with the park as the core".

    Parameters
    ----------
    text : str
    units : mapping of str to str
        Units of the parts of the layout, by part.
    words : Words
    """
    for match in words.pattern("layouts.patterns.clause").finditer(text):
        meant = words["layouts.clause"].get(match["as"], [])
        known = [part for part, unit in units.items() if unit in meant]
        if len(known) == 1:
            yield Role(known[0], units[known[0]], True, *match.span("list"))
    for match in words.pattern("layouts.patterns.serves").finditer(text):
        known = [part for part, unit in units.items() if unit == match["as"] and number(part, words)]
        if len(known) == 1:
            yield Role(known[0], units[known[0]], True, *match.span("list"))


def role_of_heading(heading: str, known: frozenset[str], words: Words) -> tuple[str, str] | None:
    """Return the part of the layout that a heading speaks of.

    Parameters
    ----------
    heading : str
    known : frozenset of str
        Parts of the phrases of the document.
    words : Words
    """
    for match in words.pattern("layouts.patterns.in_heading").finditer(heading):
        named = role_name(match["role"], words)
        if named is not None and named[0] in known:
            return named
    return None


def number(text: str, words: Words) -> int | None:
    """Return how many a part of a layout counts; None for "many".

    Parameters
    ----------
    text : str
        Such as the two axes.
    words : Words
    """
    digits = words["lists.digits"]
    if text[:1].isdigit():
        return int(text[0])
    if text[:1] in words["layouts.pair"]:
        return 2
    return digits.index(text[0]) + 1 if text[:1] in digits else None
