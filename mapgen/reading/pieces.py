"""The words of a side taken apart: each line that it names, what kind of line, and how far from it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mapgen.reading.words import Words

_BRACKET = re.compile("\uff08[^\uff08\uff09]*\uff09?")
_EDGES = re.compile("[\u201c\u201d\\s\u3001\uff0c\uff1a:]+")
_METRES = 1000.0
#: A name of a line has at least two letters.
_SHORTEST = 2
#: Letters of the end of a line's name at most.
_LONGEST_END = 8
_HIDDEN = "\ue000"


class Piece(NamedTuple):
    """One line that a side names.

    Attributes
    ----------
    start, end : int
        In letters of the paragraph.
    words : str
        What the text says of it.
    name : str
        Its name alone.
    of : str
        ``road``, ``water``, ``rail``, ``bridge``, ``hill``, ``limit`` or ``place``.
    offset_m : float or None
        How far beyond it the side lies, in metres.
    """

    start: int
    end: int
    words: str
    name: str
    of: str
    offset_m: float | None


def pieces(text: str, start: int, end: int, words: Words) -> tuple[Piece, ...]:
    """Take the words of a side apart.

    Parameters
    ----------
    text : str
        Of the paragraph.
    start, end : int
        Where the words stand in it.
    words : Words
    """
    return tuple(each for a, b in _cut(text, start, end, words) if (each := _piece(text, a, b, words)))


def _cut(text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int]]:
    """Between the words that join lines, but not inside of brackets and of words that hold their letters."""
    hidden = words.pattern("sides.patterns.whole").sub(lambda found: _HIDDEN * len(found[0]), text[start:end])
    hidden = _BRACKET.sub(lambda found: _HIDDEN * len(found[0]), hidden)
    at = 0
    for found in words.pattern("sides.patterns.between").finditer(hidden):
        left, right = hidden[at : found.start()], hidden[found.end() :]
        sure = found[0] in "\u3001/\u2014\u2014-\uff5e~\u2192\uff0d"
        if len(left) < _SHORTEST or len(right) < _SHORTEST:
            if not left and sure:
                at = found.end()
            continue
        if not sure and kind_of_line(left, words) == "place" and len(left) <= 4:
            continue
        yield start + at, start + found.start()
        at = found.end()
    yield start + at, end


def _piece(text: str, start: int, end: int, words: Words) -> Piece | None:
    edge = _EDGES.match(text, start, end)
    start = edge.end() if edge else start
    while end > start and _EDGES.match(text[end - 1]):
        end -= 1
    name = _BRACKET.sub("", text[start:end])
    offset = None
    if (far := words.pattern("sides.patterns.offset").match(name)) is not None:
        unit = _METRES if words.pattern("sides.patterns.kilometres").match(far["unit"]) else 1.0
        name, offset = far["name"], float(far["number"]) * unit
    elif (limit := words.pattern("sides.patterns.limit").match(name)) is not None:
        name = limit["name"]
    name = words.pattern("sides.patterns.planned").sub("", name)
    while (more := words.pattern("sides.patterns.trailing").search(name)) and more.start() >= _SHORTEST:
        name = name[: more.start()]
    if len(name) < _SHORTEST:
        return None
    return Piece(start, end, text[start:end], name, kind_of_line(name, words), offset)


def kind_of_line(name: str, words: Words) -> str:
    """Return what kind of line a name is that of, by how it ends.

    Parameters
    ----------
    name : str
    words : Words
    """
    ends = _kinds(words)
    found = (ends.get(name[-length:]) for length in range(min(_LONGEST_END, len(name)), 0, -1))
    return next((kind for kind in found if kind is not None), "place")


@lru_cache(maxsize=8)
def _kinds(words: Words) -> dict[str, str]:
    """Kinds of lines by the ends of their names; of two kinds with one end, the first."""
    return {end: kind for kind, ends in reversed(words["sides.of"].items()) for end in ends}
