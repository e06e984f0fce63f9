"""Parts of wholes: what a text says that a zone includes, consists of, or is divided into."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from mapgen.reading import lists
from mapgen.reading.context import Context, Subject
from mapgen.reading.document import Paragraph
from mapgen.reading.inheriting import inherited
from mapgen.reading.names import is_label, kind_of
from mapgen.reading.subjects import subject_of
from mapgen.reading.words import Words

_FEW, _SEMICOLON = 2, "\uff1b"
#: How sure a list is of a whole that its sentence does not name, at most.
_INFERRED = 0.5
#: Ways to find the zone of a statement in its own sentence.
_SURE = {f"subject-{way}" for way in ("beside", "bracket", "built", "head", "label", "marked", "topic")}


class MemberOf(NamedTuple):
    """A part of a whole; the whole may be none, where a list stands without one."""

    paragraph: Paragraph
    item: lists.Item
    whole: Subject | None
    rule: str
    score: float


def members(context: Context, paragraph: Paragraph) -> Iterator[MemberOf]:
    """Find the lists of names in a paragraph, each name with the zone that it is part of.

    Parameters
    ----------
    context : Context
    paragraph : Paragraph
    """
    for rule in (_composed, _contained, _counted, _numbered, _listed, _rows, _made, _appointed, _quoted):
        for item, whole, name, score in rule(context):
            yield MemberOf(paragraph, item, whole, name, score)


class _Said(Protocol):
    """Something that is said of a zone."""

    @property
    def subject(self) -> Subject | None:
        """The zone."""


_Found = Iterator[tuple[lists.Item, Subject | None, str, float]]


def _contained(context: Context) -> _Found:
    """What is behind a verb such as "includes"."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.contain").finditer(text):
        strong = words.pattern("lists.patterns.strong").fullmatch(match[0]) is not None
        found = lists.items(text, match.end(), words)
        good = found if strong and _counted_behind(text, found, words) else _places(found, words)
        if not good or len(good) * 2 < len(found):
            continue
        if not strong and (len(good) < _FEW or len(good) < len(found) or found[0].start - match.end() > 1):
            continue
        yield from _of(
            found if len(good) > 1 else good, _whole(context, match.start()), 0.8 if strong else 0.6
        )


def _counted_behind(text: str, found: list[lists.Item], words: Words) -> bool:
    """Whether a list is followed by how many it names: then all of them are."""
    if len(found) < _FEW:
        return False
    count = words.pattern("lists.patterns.count_behind").match(text, found[-1].end)
    return count is not None and _number(count["count"], words) == len(found)


def _counted(context: Context) -> _Found:
    """What is behind "seven units:"."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.several").finditer(text):
        found = _groups(text, match.end(), _number(match["number"], words), words)
        if found and len(_places(found[:2], words)) == len(found[:2]):
            # A part of a layout, without a counting word, is no part of the one before.
            whole = _whole(context, match.start()) if match["counter"] else None
            yield from _of(found, whole, 0.8, "element-counted")
    for match in words.pattern("lists.patterns.parted").finditer(text):
        count = _number(match["number"], words)
        found = lists.items(text, match.end(), words, count=count)
        if len(found) == count and _places(found, words):
            yield from _of(found, _whole(context, match.start()), 0.75, "element-counted")


def _groups(text: str, start: int, count: int, words: Words) -> list[lists.Item]:
    """The names of a list, and those of the clauses behind it while the text counts more."""
    found = lists.items(text, start, words, described=True, count=count)
    while found and len(found) < count:
        at = found[-1].end
        more = lists.items(text, at + 1, words, described=True) if text[at : at + 1] == _SEMICOLON else []
        if not more or len(_places(more, words)) < len(more):
            break
        found += more
    return found


def _numbered(context: Context) -> _Found:
    """What is before "three avenues", if there are three of them."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.numbered").finditer(text):
        found = lists.items(text, match.start("list"), words, match.end("list"))
        if len(found) == _number(match["count"], words) and len(found) > 1:
            yield from _of(found, None, 0.7, "element-counted")


def _listed(context: Context) -> _Found:
    """What is behind a colon, if all of it is names of places."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.colon").finditer(text):
        found = lists.items(text, match.start("list"), words, match.end("list"))
        if len(found) >= _FEW and len(_places(found, words)) == len(found):
            yield from _of(found, None, 0.7, "element-listed")


def _rows(context: Context) -> _Found:
    """Names in a row of which some end as places do and the others with the same letter."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.row").finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in context.taken)
        if inside or len(match[0]) > lists.LONGEST_LIST:
            continue
        found = lists.items(text, match.start(), words, match.end())
        known = [each for each in found if lists.ends_as_place(each.name, words)]
        if known and found[-1] not in known:
            # The last goes on with what is said of them all.
            start, _, name = found[-1]
            end = name.find(known[-1].name[-1], _FEW) + 1 or len(name)
            found[-1] = lists.Item(start, start + end, name[:end])
        if known and len(known) * 2 >= len(found) and len(_places(found, words)) == len(found):
            yield from _of(found, None, 0.55, "element-listed")


def _appointed(context: Context) -> _Found:
    """What several clauses make parts of a zone, each called by what it is."""
    text, words = context.text, context.words
    by_sentence: dict[int, list[re.Match[str]]] = {}
    for match in words.pattern("lists.patterns.appointed").finditer(text):
        by_sentence.setdefault(context.starts[match.start()], []).append(match)
    for made in by_sentence.values():
        found = [lists.Item(*each.span("name"), each["name"]) for each in made]
        if len(found) >= _FEW and len(_places(found, words)) + _own(found, words) >= len(found):
            yield from _of(found, _whole(context, made[0].start()), 0.6, "element-made")


def _own(found: list[lists.Item], words: Words) -> int:
    return sum(each.name in words["lists.own_part"] for each in found)


def _made(context: Context) -> _Found:
    """What is made the core, the axis or the node of something."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.made_all").finditer(text):
        found = lists.items(text, match.start("list"), words, match.end("list"))
        known = {each.name for each in context.names} | words.set("names.zone")
        told = [each for each in found if each.name in known or lists.ends_as_place(each.name, words)]
        yield from _of(told, None, 0.6, "element-made")


def _quoted(context: Context) -> _Found:
    """Names in one pair of quotation marks, and how many they are behind it."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.quoted_counted").finditer(text):
        found = lists.items(text, match.start("list"), words, match.end("list"))
        yield from _of(found, _whole(context, match.start()), 0.8, "element-counted")


def _composed(context: Context) -> _Found:
    """What a whole consists of, whose name may follow."""
    text, words = context.text, context.words
    for match in words.pattern("lists.patterns.compose").finditer(text):
        found = lists.items(text, match.start("list"), words, match.end("list"))
        if len(found) < _FEW or len(_places(found, words)) * 2 <= len(found):
            continue
        behind = [each for each in context.names if match["whole"] and 0 <= each.start - match.end() <= 1]
        if behind:
            whole: Subject | None = Subject(
                behind[0].name, behind[0].start, behind[0].end, "subject-behind", 0.9
            )
        else:
            whole = _whole(context, match.start())
        yield from _of(found, whole, 0.85)


def _of(
    found: Iterable[lists.Item], whole: Subject | None, score: float, rule: str = "element-member"
) -> _Found:
    if whole is not None and whole.doubts:
        score = min(score, _INFERRED)
    for each in found:
        yield each, whole, rule, score


def _places(found: list[lists.Item], words: Words) -> list[lists.Item]:
    """Items that end as places do, or with the letter that such a one beside them ends with."""
    good = {each for each in found if lists.ends_as_place(each.name, words)}
    letters = {each.name[-1] for each in good}
    structural = words.pattern("names.patterns.structural")
    return [
        each
        for each in found
        if each in good or (each.name[-1] in letters and structural.match(each.name) is not None)
    ]


def _whole(context: Context, at: int) -> Subject | None:
    """The zone that has parts: sure where the same sentence names it, inferred from those before."""
    subject = subject_of(context, at)
    if subject is not None and subject.rule == "subject-near":
        subject = inherited(context, at) or subject
    if subject is None or subject.rule in _SURE:
        return subject
    return None if kind_of(subject.name, context.words) == "axis" else _doubtful(subject)


def inferred(context: Context, paragraph: Paragraph, said: Iterable[_Said]) -> Iterator[MemberOf]:
    """Find parts that no list names: what lies in another zone, "of which", and what is called its core.

    Parameters
    ----------
    context : Context
    paragraph : Paragraph
    said : iterable of objects with a subject
        Sides and areas of the paragraph, in its order.
    """
    text, words = context.text, context.words
    before = context.before
    for each in sorted((one.subject for one in said if one.subject), key=lambda subject: subject.start):
        if each.start < 0:
            continue
        among = words.pattern("lists.patterns.among").search(text[: each.start])
        own, labelled = each.name in words["lists.own_part"], is_label(each.name, words)
        if ((among and not own) or labelled) and before is not None and before.name != each.name:
            item = lists.Item(each.start, each.end, each.name)
            yield MemberOf(paragraph, item, _doubtful(before), "element-among", 0.5)
        if not (own or labelled):
            before = each
    for name in context.names:
        item = lists.Item(name.start, name.end, name.name)
        behind = [each for each in context.names if each.start > name.end and each.kind == "zone"]
        placed = words.pattern("subjects.patterns.placed_in")
        beyond = words.pattern("subjects.patterns.beyond_place")
        inside = behind and not beyond.match(text[behind[0].end :])
        if name.kind != "node" and inside and placed.match(text[name.end : behind[0].start]):
            whole = Subject(behind[0].name, behind[0].start, behind[0].end, "subject-placed", 0.5)
            yield MemberOf(paragraph, item, _doubtful(whole), "element-placed", 0.4)
        core_of, core = (words.pattern(f"subjects.patterns.{key}") for key in ("core_of", "core"))
        if behind and core_of.match(text[name.end : behind[0].start]) and core.match(text[behind[0].end :]):
            whole = Subject(behind[0].name, behind[0].start, behind[0].end, "subject-core", 0.5)
            yield MemberOf(paragraph, item, _doubtful(whole), "element-own", 0.45)
        topic = _earlier(context, name.start, name.name) if name.name in words["lists.own_part"] else None
        if topic is not None:
            yield MemberOf(paragraph, item, _doubtful(topic), "element-own", 0.45)


def _earlier(context: Context, at: int, name: str) -> Subject | None:
    """The zone spoken of before a part that is called by what it is."""
    found = subject_of(context, at)
    own = context.words["lists.own_part"]
    return found if found is not None and found.name != name and found.name not in own else None


def _doubtful(subject: Subject) -> Subject:
    return subject._replace(doubts=("parent-inferred",))


def _number(text: str, words: Words) -> int:
    digits = words["lists.digits"]
    return int(text) if text.isdigit() else digits.index(text) + 1 if text in digits else 2
