"""Names of places in a text: what ends as such names end, back to the last word that no name has."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mapgen.reading.known import Known
from mapgen.reading.words import Words

#: Letters of a name, at least and at most; shorter than a strong name is a name only where it is listed.
SHORTEST, LONGEST = 2, 32
#: Letters of the end of a name at most.
_LONGEST_END = 8
#: Letters between the end of a name and that of a longer one, at most.
_AHEAD = 6
_OPEN, _CLOSE = "\uff08", "\uff09"
_BRACKETS = re.compile(f"{_OPEN}[^{_CLOSE}]*{_CLOSE}$")
_KEEP = "\ue000"
_QUOTES = "\u201c\u201d\"'\u2018\u2019\u300a\u300b"


class Mention(NamedTuple):
    """A name where it stands in a paragraph.

    Attributes
    ----------
    start, end : int
        In letters of the paragraph.
    name : str
    kind : str
        ``zone``, ``axis`` or ``node``, by how the name ends.
    known : bool
        Whether the name was found by structure elsewhere in the document.
    """

    start: int
    end: int
    name: str
    kind: str
    known: bool = False


@lru_cache(maxsize=8)
def _kinds(words: Words) -> dict[str, str]:
    return {end: kind for kind in ("node", "axis", "zone") for end in words[f"names.{kind}"]}


@lru_cache(maxsize=8)
def _first_letters(words: Words) -> frozenset[str]:
    return frozenset(end[0] for end in _kinds(words))


def kind_of(name: str, words: Words) -> str:
    """Return what a place is by how its name ends; ``zone`` if that says nothing.

    Parameters
    ----------
    name : str
    words : Words
    """
    plain = bare(name)
    ends = _kinds(words)
    for length in range(min(_LONGEST_END, len(plain)), 0, -1):
        if (kind := ends.get(plain[-length:])) is not None:
            return kind
    return "zone"


def ends_as_known(name: str, words: Words) -> bool:
    """Whether a name ends with one of the ends of names that are listed, and is longer than it.

    Parameters
    ----------
    name : str
    words : Words
    """
    ends = _kinds(words)
    return any(name[-length:] in ends for length in range(1, min(_LONGEST_END, len(name) - 1) + 1))


def bare(name: str) -> str:
    """Return a name without what stands in brackets behind it, and without quotation marks.

    Parameters
    ----------
    name : str
    """
    return _BRACKETS.sub("", name.strip(_QUOTES)).strip(_QUOTES)


def label_at(text: str, words: Words) -> re.Match[str] | None:
    """Return a label such as that of the first of several blocks, if a text begins with one.

    Parameters
    ----------
    text : str
    words : Words
    """
    found = words.pattern("names.patterns.label").match(text)
    return found if found and len(found[0]) > 1 else None


def is_label(name: str, words: Words) -> bool:
    """Whether a name is no more than a label.

    Parameters
    ----------
    name : str
    words : Words
    """
    found = label_at(name, words)
    return found is not None and found.end() == len(name)


_NONE = Known()


def mentions(text: str, words: Words, known: Known = _NONE) -> list[Mention]:
    """Find names in a text.

    Parameters
    ----------
    text : str
        As the rules read it.
    words : Words
    known : Known

    Returns
    -------
    list of Mention
        In the order of the text; none overlaps another.
    """
    found = [
        *_known(text, known, words),
        *_labels(text, words),
        *_ended(text, words),
        *_subjects(text, words),
    ]
    kept: list[Mention] = []
    taken = bytearray(len(text))
    for each in sorted(found, key=lambda each: (each.end - each.start, each.known), reverse=True):
        if not any(taken[each.start : each.end]):
            kept.append(each)
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
    return sorted(kept)


def _known(text: str, known: Known, words: Words) -> Iterator[Mention]:
    for at, name in known.places(text):
        yield Mention(at, at + len(name), name, kind_of(name, words), known=True)


def _labels(text: str, words: Words) -> Iterator[Mention]:
    for found in words.pattern("names.patterns.label").finditer(text):
        if len(found[0]) > 1:
            yield Mention(found.start(), found.end(), found[0], "zone")


def _subjects(text: str, words: Words) -> Iterator[Mention]:
    """Names, whatever they end in, of which a sentence says where they lie."""
    for found in words.pattern("names.patterns.subject").finditer(text):
        name = found["name"]
        masked = masked_text(name, words)
        if words.pattern("subjects.patterns.anaphora").search(name):
            continue
        if not words.pattern("names.patterns.all_stops").search(masked) and not is_counted(name, words):
            yield Mention(found.start("name"), found.end("name"), name, kind_of(name, words))


def is_counted(name: str, words: Words) -> bool:
    """Whether words say how many of a kind there are, as in the eight large districts, and name none.

    Parameters
    ----------
    name : str
    words : Words
    """
    return words.pattern("names.patterns.counted").match(name) is not None and not is_label(name, words)


def _ended(text: str, words: Words) -> Iterator[Mention]:
    masked = masked_text(text, words)
    done = 0
    for found in _endings(text, words):
        end = found.end()
        # A longer name ends later.
        if end < len(text) and _goes_on(text, masked, end, words):
            continue
        if (more := words.pattern("names.patterns.more").match(text, end)) is not None:
            end = more.end()
        start = begin_of(text, masked, found.start(), done, words)
        if start == 0 and (number := words.pattern("lists.patterns.numbering").match(text)) is not None:
            start = min(number.end(), found.start())
        half = (end - start) // 2
        if half >= SHORTEST and text[start : start + half] == text[start + half : end]:
            start += half  # a title, and the sentence that begins with it
        name = text[start:end]
        if not SHORTEST <= len(name) <= LONGEST or bare(name) in words.set("names.generic"):
            continue
        counted = words.pattern("names.patterns.several").search(text, max(0, start - 3), start)
        if counted or is_counted(name, words) or words.pattern("names.patterns.phrase").match(name):
            continue
        done = end
        yield Mention(start, end, name, kind_of(name, words))


def _beyond(text: str, words: Words) -> list[tuple[int, int]]:
    """Where words stand in which the end of a name is none."""
    return [found.span() for found in words.pattern("names.patterns.inside").finditer(text)]


def _endings(text: str, words: Words) -> list[re.Match[str]]:
    """Ends of names, without those that a longer end or another word runs over."""
    ends = words.pattern("names.patterns.ends")
    first = _first_letters(words)
    others = _beyond(text, words)
    all_ends = [
        found
        for at, char in enumerate(text)
        if char in first
        and (found := ends.match(text, at)) is not None
        and not any(start < found.end() < end for start, end in others)
    ]
    return [
        each
        for index, each in enumerate(all_ends)
        if not any(other.start() < each.end() < other.end() for other in all_ends[index + 1 : index + 9])
        and not any(other.end() >= each.end() for other in all_ends[max(0, index - 8) : index])
    ]


def _goes_on(text: str, masked: str, end: int, words: Words) -> bool:
    """Whether the name that would end here is the beginning of a longer one."""
    ends = words.pattern("names.patterns.ends")
    part = words.pattern("names.patterns.part")
    upto = end
    while upto < min(len(text), end + 10) and part.match(text[upto]) and text[upto] not in _OPEN + _CLOSE:
        upto += 1
    ahead = masked[end:upto]
    stop = words.pattern("names.patterns.all_stops").search(ahead)
    if stop:
        ahead = ahead[: stop.start()]
    if not ahead or words.pattern("names.patterns.counted_ahead").match(ahead):
        return False
    others = _beyond(text[end : end + len(ahead) + 1], words)
    return any(
        found.start() <= _AHEAD and not any(first < found.end() < last for first, last in others)
        for found in ends.finditer(text[end : end + len(ahead)])
    )


@lru_cache(maxsize=4096)
def masked_text(text: str, words: Words) -> str:
    """Return a text with those words hidden that hold the letters of stops and yet stand inside of names.

    Parameters
    ----------
    text : str
    words : Words
    """
    return words.pattern("names.patterns.kept").sub(lambda found: _KEEP * len(found[0]), text)


def begin_of(text: str, masked: str, at: int, least: int, words: Words) -> int:
    """Return where a name begins that holds a letter.

    Parameters
    ----------
    text, masked : str
        A text, and what `masked_text` makes of it.
    at : int
        Where the end of the name begins, such as the word for park.
    least : int
        Where it begins at the earliest.
    words : Words
    """
    start, depth, part = at, 0, words.pattern("names.patterns.part")
    while start > max(least, at - LONGEST):
        char = text[start - 1]
        if char == _CLOSE:
            opened = text.rfind(_OPEN, least, start)
            if words.pattern("names.patterns.aside").match(text, opened + 1, start):
                break
            depth += 1
        elif char == _OPEN:
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and not part.match(char):
            break
        start -= 1
    if depth > 0:
        start = text.rfind(_CLOSE, start, at) + 1
    for found in words.pattern("names.patterns.all_stops").finditer(masked, start, at):
        start = max(start, found.end()) if found.end() <= at else start
    return _trimmed(text, start, at, words)


def _trimmed(text: str, start: int, at: int, words: Words) -> int:
    """Without signs and figures of measures that stand before a name."""
    if start and text[start - 1] in _QUOTES and text[start : start + 1] in words["names.after_quote"]:
        start += 1
    for name in ("blank", "measured"):
        found = words.pattern(f"names.patterns.{name}").match(text, start, at)
        start = found.end() if found else start
    return start
