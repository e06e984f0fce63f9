"""Which zone a statement is of: the name beside it, the subject of its sentence, or what stands above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mapgen.reading.names import LONGEST, Mention, is_counted, is_label, kind_of, masked_text
from mapgen.reading.words import Words

_BRACKETS = re.compile("^\uff08[^\uff08\uff09]*\uff09")
_OPEN, _CLOSE = "\uff08", "\uff09"
_COMMA = "\uff0c"


class Subject(NamedTuple):
    """A zone that something is said of: its name, how it was found, how sure that is, and what is not.

    Attributes
    ----------
    name : str
    start, end : int
        Where the name stands in the paragraph; -1 if it stands in another one.
    rule : str
    score : float
    doubts : tuple of str
    """

    name: str
    start: int
    end: int
    rule: str
    score: float
    doubts: tuple[str, ...] = ()


@dataclass
class Context:
    """What is known of a paragraph when its statements are read.

    Attributes
    ----------
    text : str
    names : list of Mention
        Those of the paragraph.
    head : Subject or None
        The zone at its head, such as an item of a list.
    before : Subject or None
        What the paragraphs before were about.
    taken : list of (int, int)
        Where the names of lines stand that sides follow.
    seen : sequence of str
        Zones named in the paragraphs before.
    """

    text: str
    names: list[Mention]
    words: Words
    head: Subject | None = None
    before: Subject | None = None
    taken: list[tuple[int, int]] = field(default_factory=list)
    seen: Sequence[str] = ()


def subject_of(context: Context, at: int) -> Subject | None:
    """Find the zone that a statement is of.

    Parameters
    ----------
    context : Context
    at : int
        Where the statement begins.

    Returns
    -------
    Subject or None
        None if there is none in the document before it.
    """
    text = context.text
    start = _sentence(context, at)
    open_at = _open_bracket(text, start, at)
    if open_at is not None:
        inside = _found(context, open_at + 1, at)
        if inside is None:
            before = _last_before(context, start, open_at)
            if before is not None:
                return _of(before, "subject-bracket", 0.9)
    return _found(context, start, at) or inherited(context, at) or _called(context, start, at)


def _sentence(context: Context, at: int) -> int:
    """Where the sentence of a statement begins: behind the last full stop outside of brackets."""
    depth = 0
    for index in range(at - 1, -1, -1):
        char = context.text[index]
        if char == _CLOSE:
            depth += 1
        elif char == _OPEN:
            depth = max(0, depth - 1)
        elif depth == 0 and context.words.pattern("subjects.patterns.full_stop").match(char):
            return index + 1
    return 0


def _open_bracket(text: str, start: int, at: int) -> int | None:
    depth = 0
    for index in range(at - 1, start - 1, -1):
        if text[index] == _CLOSE:
            depth += 1
        elif text[index] == _OPEN:
            if depth == 0:
                return index
            depth -= 1
    return None


def _found(context: Context, start: int, at: int) -> Subject | None:
    """The name in the same sentence, the surest way first."""
    names = [
        each
        for each in context.names
        if start <= each.start and each.end <= at and _free(context, each, start)
    ]
    among = context.text.rfind(context.words["lists.of_which"], start, at)
    if not names or (among >= 0 and all(each.end <= among for each in names)):
        # Of several parts, the one of the last clause is meant.
        comma = context.text.rfind(_COMMA, max(start, among), at) + 1
        last = comma if comma and is_name_of_part(context.text[comma:at], context.words) else 0
        unnamed = _unnamed(context, max(start, among, last), at)
        if unnamed is not None or not names:
            return unnamed
    for way in (_beside, _among, _label, _marked, _topic, _built, _near):
        found = way(context, names, start, at)
        if found is not None:
            return found
    return None


def _beside(context: Context, names: list[Mention], start: int, at: int) -> Subject | None:
    """The name right before a statement, but for words such as "its area"."""
    lead = context.words.pattern("subjects.patterns.lead")
    marker = context.words.pattern("subjects.patterns.marker")
    for each in reversed(names):
        between = _BRACKETS.sub("", context.text[each.end : at].strip("\u201d\u201c"))
        if _placed(context, each, start) or (between and _in_list(context, each, start)):
            continue
        if not between or lead.match(between) or marker.fullmatch(between.strip("\uff1a\uff0c")):
            return _compound(context, each, start) or _of(each, "subject-beside", 0.95)
    return None


def _among(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """The last name behind "of which"."""
    among = context.words.pattern("lists.patterns.among")
    later = [each for each in names if among.search(context.text, start, each.start)]
    if not later:
        return None
    joined = [each for each in names if each.start == later[-1].end + 1]
    whole = _compound(context, joined[0], start) if joined else None
    return whole or _of(later[-1], "subject-among", 0.85)


def is_name_of_part(text: str, words: Words) -> bool:
    """Whether words may be the name of a part of a zone: they are few, and hold nothing that names do not.

    Parameters
    ----------
    text : str
    words : Words
    """
    few = 1 < len(text) <= LONGEST // 2
    return few and not words.pattern("names.patterns.all_stops").search(masked_text(text, words))


def _label(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """The last label of a block, unless the sentence begins with another name behind it."""
    words = context.words
    labels = [each for each in names if is_label(each.name, words) and not _placed(context, each, start)]
    topic = _leading(context, names, start)
    if labels and (topic is None or labels[-1].start > topic.start):
        return _of(labels[-1], "subject-label", 0.9)
    return None


def _marked(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """The last name that a clause begins with, and whose area or extent is spoken of."""
    text, words = context.text, context.words
    marked = [
        each
        for each in names
        if words.pattern("subjects.patterns.marker").match(text, each.end)
        and not _placed(context, each, start)
        and (each.start == start or words.pattern("subjects.patterns.clause").match(text[each.start - 1]))
    ]
    topic = _leading(context, names, start)
    if not marked or (topic is not None and marked[-1].start < topic.start):
        return None
    return _compound(context, marked[-1], start) or _of(marked[-1], "subject-marked", 0.9)


def _topic(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """The name that a sentence begins with."""
    topic = _leading(context, names, start)
    if topic is None:
        return None
    joined = [each for each in names if each.start == topic.end + 1]
    whole = _compound(context, joined[0], start) if joined else None
    if whole is not None:
        return whole
    rivals = [each for each in names if each is not topic and _rival(context, each, start)]
    return _of(topic, "subject-topic", 0.85, *(["zone-unsure"] if rivals else []))


def _leading(context: Context, names: list[Mention], start: int) -> Mention | None:
    lead = context.words.pattern("subjects.patterns.lead")
    return next((each for each in names if lead.match(context.text[start : each.start])), None)


def _built(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """What is to be built."""
    built = context.words.pattern("subjects.patterns.after_verb")
    found = [each for each in names if built.search(context.text[start : each.start])]
    if not found:
        return None
    return _of(found[-1], "subject-built", 0.75, *(["zone-unsure"] if len(names) > 1 else []))


def _near(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    rest = [each for each in names if not _placed(context, each, start)]
    return _of(rest[-1], "subject-near", 0.5, "zone-unsure") if rest else None


def _free(context: Context, name: Mention, start: int = 0) -> bool:
    """Whether a name is neither part of a side nor what something is made."""
    aims = context.words.pattern("subjects.patterns.aim").finditer(context.text, start)
    if any(each.start() <= name.start and name.end <= each.end() for each in aims):
        return False
    return all(name.end <= start or end <= name.start for start, end in context.taken)


def _placed(context: Context, name: Mention, start: int) -> bool:
    """Whether a name says where something lies, and is not what lies there."""
    text, words = context.text, context.words
    if words.pattern("subjects.patterns.placed").search(text[start : name.start]):
        return True
    return bool(words.pattern("subjects.patterns.region").match(text[name.end : name.end + 6]))


def _in_list(context: Context, name: Mention, start: int) -> bool:
    """Whether a name is one of those that a zone is said to include."""
    return bool(context.words.pattern("subjects.patterns.in_list").search(context.text, start, name.start))


def _rival(context: Context, name: Mention, start: int) -> bool:
    """Whether a name could be the subject as well: of a zone, and it says not where something lies."""
    if name.kind != "zone" or _placed(context, name, start):
        return False
    return context.words.pattern("subjects.patterns.list_around").search(context.text[: name.start]) is None


def _compound(context: Context, name: Mention, start: int) -> Subject | None:
    """Two names with "and" between, of which something is said together."""
    text = context.text
    earlier = [each for each in context.names if start <= each.start and each.end == name.start - 1]
    joins = context.words.set("lists.apart")
    sign = text[name.start - 1 : name.start]
    if not earlier or sign not in joins or sign in context.words["lists.apart"][-2:]:
        return None
    first = earlier[-1]
    if first.start and text[first.start - 1] in context.words["lists.apart"][-2:-1]:
        return None
    if name.kind != "zone" and first.kind != "zone":
        return None
    return Subject(
        text[first.start : name.end], first.start, name.end, "subject-together", 0.8, ("zone-several",)
    )


def _last_before(context: Context, start: int, at: int) -> Mention | None:
    names = [each for each in context.names if start <= each.start and at - 1 <= each.end <= at]
    return names[-1] if names else None


def _unnamed(context: Context, start: int, at: int) -> Subject | None:
    """What a sentence begins with up to its marker, though it ends as no name does."""
    text, words = context.text, context.words
    marker = words.pattern("subjects.patterns.marker").search(text, start, at)
    end = marker.start() if marker else at
    piece = text[start:end]
    for lead in sorted(words["subjects.lead_in"], key=len, reverse=True):
        piece = piece.removeprefix(lead).lstrip("\uff0c\uff1a\u3001")
    piece = re.split("[\uff0c\uff1a]", piece)[0].strip("\u201c\u201d\u3001\uff08 ")
    if words.pattern("subjects.patterns.anaphora").search(piece) or is_counted(piece, words):
        return None
    if piece in words.set("names.generic"):
        return _short_for(context, piece, start)
    place = text.find(piece, start) if piece else -1
    if not 2 <= len(piece) <= LONGEST // 2 or words.pattern("names.patterns.stops").search(piece):
        return None
    if not words.pattern("names.patterns.part").match(piece):
        return None
    return Subject(piece, place, place + len(piece), "subject-unnamed", 0.6, ("name-unsure",))


def _called(context: Context, start: int, at: int) -> Subject | None:
    """A word such as "the park", where no name stands before it."""
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


def inherited(context: Context, at: int) -> Subject | None:
    """Return the zone at the head of the paragraph, of the sentence before, or of what stands above.

    Parameters
    ----------
    context : Context
    at : int
        Where the statement stands that names none.
    """
    start = _sentence(context, at)
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
    return None


def _topic_before(context: Context, start: int) -> Subject | None:
    """Subject of the nearest sentence before that has one."""
    while start > 0:
        end = start - 1
        start = _sentence(context, end)
        topic = topic_of(context, start, end)
        if topic is not None:
            return topic._replace(rule="subject-sentence-before", score=0.75)
        zones = [
            each for each in context.names if start <= each.start and each.end <= end and each.kind == "zone"
        ]
        built = context.words.pattern("subjects.patterns.after_verb")
        made = [each for each in zones if built.search(context.text[start : each.start])]
        if made or len(zones) == 1:
            return _of((made or zones)[-1], "subject-sentence-before", 0.6, "zone-inferred")
    return None


def topic_of(context: Context, start: int, end: int) -> Subject | None:
    """The zone that a sentence begins with.

    Parameters
    ----------
    context : Context
    start, end : int
    """
    lead = context.words.pattern("subjects.patterns.lead")
    for each in context.names:
        if start <= each.start and each.end <= end and _free(context, each):
            if lead.match(context.text[start : each.start]) and (each.kind != "node" or each.known):
                return _of(each, "subject-topic", 0.85)
            return None
    return None


def _of(name: Mention, rule: str, score: float, *doubts: str) -> Subject:
    return Subject(name.name, name.start, name.end, rule, score, doubts)


def kind_of_subject(subject: Subject, words: Words) -> str:
    """Return what a subject is, by its name.

    Parameters
    ----------
    subject : Subject
    words : Words
    """
    return kind_of(subject.name, words)
