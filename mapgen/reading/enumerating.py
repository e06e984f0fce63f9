"""Names that a text gives the parts of its layout in a row: behind the phrase, or in the next sentence."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mapgen.reading import layouts, lists
from mapgen.reading.document import Paragraph
from mapgen.reading.names import kind_of
from mapgen.reading.words import Words

_FEW = 2


class Named(NamedTuple):
    """A name that structure gives, where it stands.

    Attributes
    ----------
    paragraph : Paragraph
    start, end : int
    name : str
    kind : str
    role : str or None
    rule : str
    score : float
    short : str or None
        What stands there, if the text writes the name whole elsewhere.
    """

    paragraph: Paragraph
    start: int
    end: int
    name: str
    kind: str
    role: str | None
    rule: str
    score: float
    short: str | None = None


def kind_of_part(name: str, unit: str, words: Words) -> str:
    """Return what a part of a layout is: an axis by what the phrase calls it, a zone if it is no axis.

    Parameters
    ----------
    name, unit : str
    words : Words
    """
    if unit in words.set("layouts.axes"):
        return "axis"
    kind = kind_of(name, words)
    return "zone" if kind == "node" else kind


def enumerated(paragraph: Paragraph, phrases: Sequence[layouts.Phrase], words: Words) -> Iterator[Named]:
    """Deal the names behind a phrase out to its parts, in their order and by what each of them counts.

    Parameters
    ----------
    paragraph : Paragraph
    phrases : sequence of Phrase
        Those of the paragraph.
    words : Words

    Yields
    ------
    Named
        None if the names do not come out even with the parts.
    """
    text = paragraph.text
    for phrase in phrases:
        told = layouts.parts(phrase.phrase, words)
        lead = words.pattern("layouts.patterns.enumerated").match(text, phrase.end)
        if len(told) < _FEW or lead is None:
            continue
        found, at = lists.items(text, lead.end(), words), 0
        dealt: list[tuple[lists.Item, str, str]] = []
        for role, unit in told:
            count = layouts.number(role, words)
            if count is None or at + count > len(found):
                break
            dealt += [(each, role, unit) for each in found[at : at + count]]
            at += count
        if len(dealt) >= _FEW and at == len(found):
            for each, role, unit in dealt:
                kind = kind_of_part(each.name, unit, words)
                yield Named(paragraph, each.start, each.end, each.name, kind, role, "element-role", 0.8)


def continued(text: str, start: int, count: int | None, words: Words) -> list[lists.Item]:
    """Return the names of a part of the layout where the clause behind it only counts them.

    Parameters
    ----------
    text : str
    start : int
        Where that clause begins.
    count : int or None
        How many they are; None for "many".
    words : Words
    """
    lead = words.pattern("layouts.patterns.continued").match(text, start)
    at = start if lead is None else lead.end()
    found: list[lists.Item] = []
    while True:
        some = lists.items(text, at, words)
        found += some
        more = words.pattern("layouts.patterns.more").match(text, some[-1].end) if some else None
        if more is None:
            break
        at = more.end()
    return found if found and len(found) == (count or len(found)) else []
