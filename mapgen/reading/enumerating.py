"""Names that a text gives the parts of its layout in a row: behind the phrase, or in the next sentence."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mapgen.reading import layouts, lists
from mapgen.reading.document import Paragraph
from mapgen.reading.names import bare, is_counted, kind_of, mentions
from mapgen.reading.words import Words

_FEW, _COMMA = 2, "\uff0c"


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
        for each, role, unit in _dealt(text, lead.end(), told, words):
            kind = kind_of_part(each.name, unit, words)
            yield Named(paragraph, each.start, each.end, each.name, kind, role, "element-role", 0.8)


def _dealt(
    text: str, start: int, told: Sequence[tuple[str, str]], words: Words
) -> list[tuple[lists.Item, str, str]]:
    """Names with their parts: all in one list, or a clause for each part, which may only count them."""
    found, at = lists.items(text, start, words), 0
    dealt: list[tuple[lists.Item, str, str]] = []
    for role, unit in told:
        count = layouts.number(role, words)
        if count is None or at + count > len(found):
            break
        dealt += [(each, role, unit) for each in found[at : at + count]]
        at += count
    if len(dealt) >= _FEW and at == len(found):
        return dealt
    dealt = []
    for role, unit in told:
        count = layouts.number(role, words)
        clause = words.pattern("lists.patterns.clause").search(text, start)
        end = clause.start() if clause else len(text)
        here = lists.items(text, start, words, end, count=count)
        if count is not None and len(here) == count:
            dealt += [(each, role, unit) for each in here]
        elif not is_counted_part(text[start:end], role, words):
            break
        start = end + 1
        if clause is None or clause[0] != _COMMA:
            break
    return dealt if len(dealt) >= _FEW else []


def is_counted_part(clause: str, role: str, words: Words) -> bool:
    """Whether a clause says no more than how many a part of a layout counts.

    Parameters
    ----------
    clause : str
    role : str
        Such as the four districts.
    words : Words
    """
    count = layouts.number(role, words)
    return count is not None and layouts.number(clause, words) == count and is_counted(clause, words)


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


def called_so(text: str, start: int, unit: str, count: int, words: Words) -> list[lists.Item]:
    """Return the names of a part of the layout that sentences behind it make, by what they end in.

    Parameters
    ----------
    text : str
    start : int
        Where they begin.
    unit : str
        What the part is called.
    count : int
        How many they are.
    words : Words
    """
    ends = tuple(words["layouts.kin"].get(unit, [unit]))
    named = {
        bare(each.name): lists.Item(each.start, each.end, each.name)
        for each in reversed(mentions(text, words))
        if each.start >= start and bare(each.name).endswith(ends)
    }
    build = words.pattern("layouts.patterns.build")
    made = [each for each in named.values() if build.search(text[start : each.start])]
    return sorted(next((some for some in (list(named.values()), made) if len(some) == count), []))
