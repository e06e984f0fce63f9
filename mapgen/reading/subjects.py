"""Which zone a statement is of: the name beside it, the subject of its sentence, or what stands above it."""

import re

from mapgen.reading.context import Context, Subject, is_free, named, sentence_of
from mapgen.reading.inheriting import called, inherited, is_name_of_part, stands_for, unnamed
from mapgen.reading.lists import ends_as_place
from mapgen.reading.names import Mention, is_label

_BRACKETS = re.compile("^\uff08[^\uff08\uff09]*\uff09")
_OPEN, _CLOSE = "\uff08", "\uff09"
_COMMA = "\uff0c"
#: Letters between a name and what is said of it, or of how it lies, at most.
_NEAR = 160


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
    start = sentence_of(context, at)
    open_at = _open_bracket(text, start, at)
    if open_at is not None:
        inside = _found(context, open_at + 1, at)
        if inside is None:
            before = _last_before(context, start, open_at)
            if before is not None:
                return named(before, "subject-bracket", 0.9)
    return _found(context, start, at) or inherited(context, at) or called(context, start, at)


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
        if start <= each.start and each.end <= at and is_free(context, each, start)
    ]
    among = context.text.rfind(context.words["lists.of_which"], start, at)
    if not names or (among >= 0 and all(each.end <= among for each in names)):
        # Of several parts, the one of the last clause is meant.
        comma = context.text.rfind(_COMMA, max(start, among), at) + 1
        last = comma if comma and is_name_of_part(context.text[comma:at], context.words) else 0
        part = stands_for(context, max(start, among, last), at)
        part = part or unnamed(context, max(start, among, last), at)
        if part is not None and context.head is not None and not ends_as_place(part.name, context.words):
            part = None
        if part is not None or not names:
            return part
    for way in (_beside, _among, _label, _marked, _topic, _short, _built, _near):
        found = way(context, names, start, at)
        if found is not None and found.end <= among:
            return found._replace(doubts=(*dict.fromkeys((*found.doubts, "zone-unsure")),))
        if found is not None:
            return found
    return None


def _beside(context: Context, names: list[Mention], start: int, at: int) -> Subject | None:
    """The name right before a statement, but for words such as "its area"."""
    lead = context.words.pattern("subjects.patterns.lead")
    marker = context.words.pattern("subjects.patterns.marker")
    for each in reversed(names):
        if at - each.end > _NEAR:
            break
        between = _BRACKETS.sub("", context.text[each.end : at].strip("\u201d\u201c"))
        if _placed(context, each, start) or (between and _in_list(context, each, start)):
            continue
        if not between or lead.match(between) or marker.fullmatch(between.strip("\uff1a\uff0c")):
            return _compound(context, each, start) or named(each, "subject-beside", 0.95)
    return None


def _among(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """The last name behind "of which"."""
    among = context.words.pattern("lists.patterns.among")
    later = [each for each in names if among.search(context.text, start, each.start)]
    if not later:
        return None
    joined = [each for each in names if each.start == later[-1].end + 1]
    whole = _compound(context, joined[0], start) if joined else None
    return whole or named(later[-1], "subject-among", 0.85)


def _label(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """The last label of a block, unless the sentence begins with another name behind it."""
    words = context.words
    labels = (each for each in reversed(names) if is_label(each.name, words))
    last = next((each for each in labels if not _placed(context, each, start)), None)
    topic = _leading(context, names, start)
    if last is not None and (topic is None or last.start > topic.start):
        return named(last, "subject-label", 0.9)
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
    return _compound(context, marked[-1], start) or named(marked[-1], "subject-marked", 0.9)


def _topic(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """The name that a sentence begins with."""
    topic = _leading(context, names, start)
    if topic is None:
        return None
    joined = [each for each in names if each.start == topic.end + 1]
    whole = _compound(context, joined[0], start) if joined else None
    if whole is not None:
        return whole
    rivals = any(each is not topic and _rival(context, each, start) for each in names)
    return named(topic, "subject-topic", 0.85, *(["zone-unsure"] if rivals else []))


def _leading(context: Context, names: list[Mention], start: int) -> Mention | None:
    lead = context.words.pattern("subjects.patterns.lead")
    head = context.head.start if context.head is not None else -1
    inside = context.words.pattern("subjects.patterns.inside")
    return next(
        (
            each
            for each in names
            if each.start == head
            or (
                lead.match(context.text[start : each.start])
                and not inside.match(context.text, each.end)  # what lies in it is spoken of
            )
        ),
        None,
    )


def _short(context: Context, _names: list[Mention], start: int, at: int) -> Subject | None:
    """A word that stands for the zone."""
    return stands_for(context, start, at)


def _built(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    """What is to be built."""
    built = context.words.pattern("subjects.patterns.after_verb")
    found = [each for each in names if built.search(context.text[start : each.start])]
    if not found:
        return None
    return named(found[-1], "subject-built", 0.75, *(["zone-unsure"] if len(names) > 1 else []))


def _near(context: Context, names: list[Mention], start: int, _at: int) -> Subject | None:
    rest = [each for each in names if not _placed(context, each, start)]
    return named(rest[-1], "subject-near", 0.5, "zone-unsure") if rest else None


def _placed(context: Context, name: Mention, start: int) -> bool:
    """Whether a name says where something lies, and is not what lies there."""
    text, words = context.text, context.words
    before = text[max(start, name.start - _NEAR) : name.start]
    if words.pattern("subjects.patterns.placed").search(before):
        return True
    placing = words.pattern("subjects.patterns.placing").search(before)
    if placing is not None:
        at = name.start - len(before) + placing.start()
        if any(start <= each.start and each.end <= at for each in context.names):
            return True  # one is named already of which the place is told
    return bool(words.pattern("subjects.patterns.region").match(text[name.end : name.end + 6]))


def _in_list(context: Context, name: Mention, start: int) -> bool:
    """Whether a name is one of those that a zone is said to include."""
    return bool(
        context.words.pattern("subjects.patterns.in_list").search(
            context.text, max(start, name.start - _NEAR), name.start
        )
    )


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
