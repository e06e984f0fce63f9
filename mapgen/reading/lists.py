"""Lists of names: what a whole consists of, the items of a role, the heads of paragraphs."""

import re
from functools import lru_cache
from typing import NamedTuple

from mapgen.reading.names import LONGEST, bare, ends_as_known, is_counted, is_label, label_at, masked_text
from mapgen.reading.pieces import kind_of_line
from mapgen.reading.words import Words

_BRACKET = re.compile("\uff08[^\uff08\uff09]*\uff09")
_HIDDEN = "\ue000"
_QUOTES = "\u201c\u201d"
_EDGES = _QUOTES + "\uff1a\uff0c "
_SHORTEST = 2
#: Letters of a list at most.
LONGEST_LIST = 400


class Item(NamedTuple):
    """A name in a list: in letters of the paragraph."""

    start: int
    end: int
    name: str


def items(
    text: str,
    start: int,
    words: Words,
    end: int | None = None,
    *,
    described: bool = False,
    count: int | None = None,
) -> list[Item]:
    """Read a list of names.

    Parameters
    ----------
    text : str
    start : int
        Where it begins.
    words : Words
    end : int, optional
        Where it ends; by default where a clause does.
    described : bool
        Whether a name may have a description before it, which is left out.
    count : int, optional
        How many names the text says that there are: it tells whether an "and" belongs to a name.

    Returns
    -------
    list of Item
        Names alone: what begins with a verb, counts, or describes is left out.
    """
    if count is not None:
        return _so_many(text, start, words, end, count, described=described)
    if end is None:
        stop = words.pattern("lists.patterns.list_end").search(text, start)
        end = min(stop.start() if stop else len(text), start + LONGEST_LIST)
    return _split(text, start, words, end, described=described)


def _so_many(
    text: str, start: int, words: Words, end: int | None, count: int, *, described: bool
) -> list[Item]:
    """A list of so many names: cut at every "and", at none, or at commas, as makes them so many."""
    first = items(text, start, words, end, described=described)
    if len(first) == count or count < 2:
        return first
    sentence = words.pattern("lists.patterns.sentence").search(text, start)
    upto = min(sentence.start() if sentence else len(text), start + LONGEST_LIST)
    clause = words.pattern("lists.patterns.clause").search(text, start)
    near = end or min(clause.start() if clause else len(text), upto)
    for until, cut in ((near, "lists.patterns.split_apart"), (end or upto, "lists.patterns.split_comma")):
        found = _split(text, start, words, until, described=described, cut=cut)
        if len(found) == count:
            return found
    return first


def _split(
    text: str, start: int, words: Words, end: int, *, described: bool, cut: str | None = None
) -> list[Item]:
    piece = _BRACKET.sub(lambda found: _HIDDEN * len(found[0]), text[start:end])
    piece = words.pattern("sides.patterns.whole").sub(lambda found: _HIDDEN * len(found[0]), piece)
    if (over := words.pattern("lists.patterns.end").search(piece, 2)) is not None:
        piece = piece[: over.start()]
    cuts = list(words.pattern(cut).finditer(piece)) if cut else _cuts(text, start, piece, words)
    found, at = [], 0
    for each in [*cuts, None]:
        upto = each.start() if each else len(piece)
        described_by = text.rfind(words["lists.of"], start + at, start + upto) + 1 if described else 0
        made = _item(text, max(start + at, described_by), start + upto, words)
        if made is not None:
            found.append(made)
        at = each.end() if each else upto
    return found


def _cuts(text: str, start: int, piece: str, words: Words) -> list[re.Match[str]]:
    """Where a list is cut: at "and" only if what stands before it ends as the other names do."""
    cuts = list(words.pattern("lists.patterns.split").finditer(piece))
    edges = [0, *(each.end() for each in cuts)]
    ends = [*(each.start() for each in cuts), len(piece)]
    names = [text[start + a : start + b].strip(_QUOTES) for a, b in zip(edges, ends, strict=True)]
    places = [ends_as_place(name, words) or kind_of_line(name, words) == "road" for name in names]
    return [
        each
        for index, each in enumerate(cuts)
        if each[0] == "\u3001"
        or (places[index] and names[index + 1] not in words.set("names.generic"))
        or not (places[index + 1] or names[index + 1] in words.set("names.generic"))
        or not (any(places[:index]) or any(places[index + 2 :]))
    ]


def _item(text: str, start: int, end: int, words: Words) -> Item | None:
    piece = text[start:end]
    start, end = end - len(piece.lstrip(_EDGES)), start + len(piece.rstrip(_EDGES))
    name = text[start:end]
    if (tail := words.pattern("lists.patterns.tail").search(name)) is not None:
        name = name[: tail.start()]
        end = start + len(name)
    if (area := words.pattern("lists.patterns.measured").search(name)) is not None:
        name = name[: area.start()]
        end = start + len(name)
    for ahead in ("names.patterns.measured", "lists.patterns.of_county"):
        if (lead := words.pattern(ahead).match(name)) is not None:
            start, name = start + lead.end(), name[lead.end() :]
    if words.pattern("lists.patterns.along").match(name):
        start, name = start + 1, name[1:]
    if (aside := words.pattern("lists.patterns.aside").search(name)) is not None:
        name = name[: aside.start()]
        end = start + len(name)
    # Where a list was not cut at an "and", it belongs to the name.
    whole = words.pattern("names.patterns.joins").sub("", name)
    if words.pattern("lists.patterns.measure").search(name):
        return None
    if not _SHORTEST <= len(name) <= LONGEST or not is_namelike(whole, words):
        return None
    return Item(start, end, name)


def is_head(name: str, words: Words) -> bool:
    """Whether the words that a paragraph begins with, and that a full stop ends, may be a name.

    Parameters
    ----------
    name : str
    words : Words
    """
    if words.pattern("lists.patterns.verb").match(name) or words.pattern("names.patterns.head_stops").search(
        name
    ):
        return False
    if is_counted(name, words):
        return False
    return ends_as_place(name, words) and all(
        words.pattern("names.patterns.part").match(char) for char in name
    )


@lru_cache(maxsize=4096)
def is_namelike(name: str, words: Words) -> bool:
    """Whether words may be a name: they begin with no verb, and hold none of the words that names do not.

    Parameters
    ----------
    name : str
    words : Words
    """
    if is_label(name, words):
        return True
    if name in words.set("subjects.markers"):
        return False
    if words.pattern("lists.patterns.verb").match(name) or words.pattern("lists.patterns.counted").match(
        name
    ):
        return False
    if is_counted(name, words) or words.pattern("names.patterns.stops").search(
        masked_text(bare(name), words)
    ):
        return False
    return all(words.pattern("names.patterns.part").match(char) for char in name)


@lru_cache(maxsize=4096)
def ends_as_place(name: str, words: Words) -> bool:
    """Whether a name ends as those of places do.

    Parameters
    ----------
    name : str
    words : Words
    """
    plain = bare(name)
    known = plain not in words.set("names.generic") and ends_as_known(plain, words)
    return known or is_label(name, words)


class Head(NamedTuple):
    """The name at the head of a paragraph, what else it is called, and how it is set off."""

    start: int
    end: int
    name: str
    alias: str | None
    listed: bool
    colon: bool


def head_of(text: str, words: Words) -> Head | None:
    """Return the name that a paragraph begins with as a heading of its own.

    Parameters
    ----------
    text : str
    words : Words
    """
    match = words.pattern("lists.patterns.head").match(text)
    if match is None:
        return _title(text, words)
    start, end = match.span("name")
    colon = match["sign"] == "\uff1a"
    name = match["name"].strip(_QUOTES)
    listed = bool(words.pattern("lists.patterns.dash").match(text)) or text[end : end + 1] == "\u3002"
    label = label_at(name, words)
    if label is not None and label.end() == len(name) and colon:
        stop = words.pattern("lists.patterns.clause").search(text, match.end())
        behind = text[match.end() : stop.start() if stop else len(text)]
        if ends_as_place(behind, words) and is_namelike(behind, words):
            return Head(match.end(), match.end() + len(behind), behind, name, listed, colon)
    if not (is_head(name, words) or is_namelike(name, words)):
        return None
    start = text.index(name, start)
    return Head(start, start + len(name), name, None, listed, colon)


def _title(text: str, words: Words) -> Head | None:
    """A heading that is a name and no more."""
    number = words.pattern("lists.patterns.numbering").match(text)
    at = number.end() if number else 0
    name = text[at:].strip(_QUOTES)
    if len(name) > LONGEST or not is_head(name, words):
        return None
    at = text.index(name, at)
    return Head(at, at + len(name), name, None, listed=False, colon=False)
