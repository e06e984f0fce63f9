"""Zones that a sentence does not name: those of what stands before, and names of no known end."""

import re

from mapgen.reading.context import Context, Subject, is_free, named, sentence_of
from mapgen.reading.names import LONGEST, is_counted, masked_text
from mapgen.reading.words import Words


def inherited(context: Context, at: int) -> Subject | None:
    """Return the zone at the head of the paragraph, of the sentence before, or of what stands above.

    Parameters
    ----------
    context : Context
    at : int
        Where the statement stands that names none.
    """
    start = sentence_of(context, at)
    if context.head is not None and context.head.end <= start:
        earlier = _topic_before(context, start)
        if earlier is not None and earlier.start > context.head.end:
            return earlier._replace(doubts=("zone-inferred",), score=0.6)
        return context.head._replace(rule="subject-head", score=0.9)
    earlier = _topic_before(context, start)
    if earlier is not None:
        return earlier
    if context.before is not None:
        doubts = tuple(dict.fromkeys((*context.before.doubts, "zone-inferred")))
        return context.before._replace(start=-1, end=-1, rule="subject-above", score=0.5, doubts=doubts)
    if context.seen and not any(each.kind == "zone" and each.end <= at for each in context.names):
        return Subject(context.seen[-1], -1, -1, "subject-seen", 0.3, ("zone-inferred",))
    return None


def _topic_before(context: Context, start: int) -> Subject | None:
    """Subject of the nearest sentence before that has one."""
    last = start - 1
    while start > 0:
        end = start - 1
        start = sentence_of(context, end)
        topic = topic_of(context, start, end)
        if topic is not None:
            # Sure right behind a sentence with no other zone.
            sure = end == last and not _others(context, topic.name, start, end)
            doubts = () if sure else ("zone-inferred",)
            return topic._replace(rule="subject-sentence-before", score=0.75, doubts=doubts)
        zones = [
            each for each in context.names if start <= each.start and each.end <= end and each.kind == "zone"
        ]
        built = context.words.pattern("subjects.patterns.after_verb")
        made = [each for each in zones if built.search(context.text[start : each.start])]
        if made or len(zones) == 1:
            return named((made or zones)[-1], "subject-sentence-before", 0.6, "zone-inferred")
    return None


def _others(context: Context, name: str, start: int, end: int) -> bool:
    """Whether a sentence names another zone."""
    return any(
        start <= each.start and each.end <= end and each.kind == "zone" and each.name != name
        for each in context.names
    )


def topic_of(context: Context, start: int, end: int) -> Subject | None:
    """The zone that a sentence begins with.

    Parameters
    ----------
    context : Context
    start, end : int
    """
    lead = context.words.pattern("subjects.patterns.lead")
    for each in context.names:
        if start <= each.start and each.end <= end and is_free(context, each):
            if lead.match(context.text[start : each.start]) and (each.kind != "node" or each.known):
                return named(each, "subject-topic", 0.85)
            return None
    return None


def called(context: Context, start: int, at: int) -> Subject | None:
    """Return a word such as "the park", where no name stands before it.

    Parameters
    ----------
    context : Context
    start, at : int
        The sentence up to the statement.
    """
    words = context.words
    generic = sorted(words["names.generic"], key=len, reverse=True)
    piece = next(
        (each for each in generic if context.text.startswith(each, start) and start + len(each) <= at), None
    )
    if piece is None:
        return None
    return Subject(piece, start, start + len(piece), "subject-called", 0.4, ("name-unsure",))


def _short_for(context: Context, piece: str, start: int) -> Subject | None:
    """The zone before whose name ends as the word that stands for it: the last of them."""
    here = [each.name for each in context.names if each.end <= start]
    full = [name for name in (*context.seen, *here) if name.endswith(piece) and name != piece]
    if not full:
        return None
    doubts = ("zone-inferred",) if len(set(full)) > 1 else ()
    return Subject(full[-1], -1, -1, "subject-short", 0.7, doubts)


def stands_for(context: Context, start: int, at: int) -> Subject | None:
    """Return the zone that a word such as "the park" stands for, with which a clause begins.

    Parameters
    ----------
    context : Context
    start, at : int
        The sentence up to the statement.
    """
    for match in context.words.pattern("subjects.patterns.short_for").finditer(context.text[:at], start):
        found = _short_for(context, match["name"], start)
        if found is not None:
            return found
    return None


def unnamed(context: Context, start: int, at: int) -> Subject | None:
    """Return what a sentence begins with up to its marker, though it ends as no name does.

    Parameters
    ----------
    context : Context
    start, at : int
        The sentence up to the statement.
    """
    text, words = context.text, context.words
    marker = words.pattern("subjects.patterns.marker").search(text, start, at)
    end = marker.start() if marker else at
    piece = text[start:end]
    for lead in sorted(words["subjects.lead_in"], key=len, reverse=True):
        piece = piece.removeprefix(lead).lstrip("\uff0c\uff1a\u3001")
    piece = re.split("[\uff0c\uff1a]", piece)[0].strip("\u201c\u201d\u3001\uff08 ")
    if words.pattern("subjects.patterns.anaphora").search(piece) or is_counted(piece, words):
        return None
    place = text.find(piece, start) if piece else -1
    if piece in words.set("names.generic"):
        # What a colon sets off is called so, if nothing with a longer name is.
        alone = place >= 0 and text.startswith("\uff1a", place + len(piece))
        called_so = Subject(piece, place, place + len(piece), "subject-called", 0.5, ("name-unsure",))
        return _short_for(context, piece, start) or (called_so if alone else None)
    if words.pattern("areas.patterns.area").search(piece):
        return None
    if not 2 <= len(piece) <= LONGEST // 2 or words.pattern("names.patterns.stops").search(piece):
        return None
    if not words.pattern("names.patterns.part").match(piece):
        return None
    return Subject(piece, place, place + len(piece), "subject-unnamed", 0.6, ("name-unsure",))


def is_name_of_part(text: str, words: Words) -> bool:
    """Whether words may be the name of a part of a zone: they are few, and hold nothing that names do not.

    Parameters
    ----------
    text : str
    words : Words
    """
    few = 1 < len(text) <= LONGEST // 2
    return few and not words.pattern("names.patterns.all_stops").search(masked_text(text, words))
