"""Second look: sides, areas, members and what an axis passes, each tied to the zone that it is of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mapgen.reading import lists
from mapgen.reading.areas import Area, areas, named_behind
from mapgen.reading.context import Context, Subject
from mapgen.reading.document import Document, Paragraph
from mapgen.reading.inheriting import topic_of
from mapgen.reading.layouts import parts
from mapgen.reading.members import MemberOf, inferred, members
from mapgen.reading.names import Mention, is_label, kind_of, mentions
from mapgen.reading.sides import Run, runs
from mapgen.reading.subjects import subject_of
from mapgen.reading.survey import Survey
from mapgen.reading.words import Words

_FEW = 2
#: A phrase that is surer than this is one of space; ways by which its sentence names the zone that has it.
_SURE, _SAID = 0.35, {"subject-beside", "subject-marked", "subject-topic"}
_QUOTES = "\u201c\u201d"


class SideOf(NamedTuple):
    """Sides that belong to a zone."""

    paragraph: Paragraph
    run: Run
    subject: Subject | None


class AreaOf(NamedTuple):
    """An area that belongs to a zone."""

    paragraph: Paragraph
    area: Area
    subject: Subject | None


class PassesOf(NamedTuple):
    """What an axis passes, in order."""

    paragraph: Paragraph
    items: tuple[lists.Item, ...]
    axis: Subject


@dataclass
class Statements:
    """All that a document says of its zones."""

    sides: list[SideOf] = field(default_factory=list)
    areas: list[AreaOf] = field(default_factory=list)
    members: list[MemberOf] = field(default_factory=list)
    passes: list[PassesOf] = field(default_factory=list)
    mentions: list[tuple[Paragraph, Mention]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def statements(document: Document, found: Survey, words: Words) -> Statements:
    """Read what a document says of its zones.

    Parameters
    ----------
    document : Document
    found : Survey
        What a first look found.
    words : Words
    """
    made, known = Statements(), found.known
    heads = {id(each.paragraph): each for each in found.named if each.rule == "element-head"}
    before: Subject | None = None
    wholes: dict[str, Subject] = {}
    seen: list[str] = []
    for paragraph in document.paragraphs:
        text = paragraph.text
        sides = runs(text, words)
        names = mentions(text, words, [name for name in known if name in text])
        names, labels = _labelled(text, names, words)
        made.labels.update(labels)
        head = heads.get(id(paragraph))
        subject = Subject(head.name, head.start, head.end, "subject-head", 0.9) if head else None
        context = Context(text, names, words, subject, before, seen=tuple(seen))
        context.taken = [
            (piece.start, piece.end) for run in sides for side in run.sides for piece in side.pieces
        ]
        tied: list[SideOf] = [SideOf(paragraph, run, _side_subject(context, run)) for run in sides]
        measured = list(_areas(context, paragraph, tied))
        tied = [_named_by_area(context, each, measured) for each in tied]
        made.sides.extend(tied)
        made.areas.extend(measured)
        made.members.extend(members(context, paragraph))
        made.passes.extend(_passes(context, paragraph))
        wholes.update(_wholes(context))
        made.members.extend(
            _blocks(
                paragraph,
                [*(each.subject for each in tied), *(each.subject for each in measured)],
                wholes,
                made.labels,
                words,
            )
        )
        made.members.extend(inferred(context, paragraph, [*tied, *measured]))
        made.members.extend(_of_layout(context, paragraph, found, words))
        made.mentions.extend((paragraph, each) for each in names if not _inside(each, context.taken))
        before = _about(context, tied) or before
        seen.extend(each.name for each in names if each.kind == "zone")
    return made


def _inside(name: Mention, taken: list[tuple[int, int]]) -> bool:
    return any(start < name.end and name.start < end for start, end in taken)


def _labelled(text: str, names: list[Mention], words: Words) -> tuple[list[Mention], dict[str, str]]:
    """Labels with a name behind them give way to it."""
    kept, labels = [], {}
    for index, each in enumerate(names):
        after = names[index + 1] if index + 1 < len(names) else None
        if after is not None and is_label(each.name, words) and not is_label(after.name, words):
            between = text[each.end : after.start]
            if words.pattern("subjects.patterns.label_name").fullmatch(between):
                labels[each.name] = after.name
                continue
        kept.append(each)
    return kept, labels


def _side_subject(context: Context, run: Run) -> Subject | None:
    """The zone of some sides; those that stand before its name have it behind them."""
    enclosed = context.words.pattern("subjects.patterns.encloses").match(context.text, run.end)
    if enclosed is not None and lists.ends_as_place(enclosed["name"].strip(_QUOTES), context.words):
        name = enclosed["name"].rpartition(context.words["lists.of"])[2].strip(_QUOTES)
        return Subject(name, context.text.index(name, run.end), enclosed.end("name"), "subject-enclosed", 0.8)
    behind = context.words.pattern("subjects.patterns.behind").match(context.text, run.end)
    if behind is None:
        return subject_of(context, run.start)
    at = behind.end()
    stop = context.words.pattern("subjects.patterns.full_stop").search(context.text, at)
    later = [
        each for each in context.names if at <= each.start < (stop.start() if stop else len(context.text))
    ]
    made = context.words.pattern("subjects.patterns.made_into")
    for each in later:
        if each.start == at:
            return Subject(each.name, each.start, each.end, "subject-behind", 0.85)
        if made.search(context.text, at, each.start):
            return Subject(each.name, each.start, each.end, "subject-behind", 0.7)
    return subject_of(context, run.start)


def _areas(context: Context, paragraph: Paragraph, tied: list[SideOf]) -> Iterator[AreaOf]:
    for area in areas(context.text, context.words):
        behind = named_behind(context.text, area, context.names, context.words)
        if behind is not None:
            yield AreaOf(
                paragraph, area, Subject(behind.name, behind.start, behind.end, "subject-behind", 0.9)
            )
            continue
        beside = [each for each in tied if area.start - each.run.end >= 0 and each.subject is not None]
        if beside and _same_zone(context, beside[-1], area.start):
            yield AreaOf(paragraph, area, beside[-1].subject)
        else:
            yield AreaOf(paragraph, area, subject_of(context, area.start))


def _named_by_area(context: Context, sides: SideOf, measured: list[AreaOf]) -> SideOf:
    """Sides that no zone is named before, where the area behind them is said to be that of one."""
    if sides.subject is not None:
        return sides
    for each in measured:
        between = context.text[sides.run.end : each.area.start]
        behind = each.subject is not None and each.subject.rule == "subject-behind"
        ended = context.words.pattern("subjects.patterns.full_stop").search(between)
        if each.area.start >= sides.run.end and behind and not ended:
            return sides._replace(subject=each.subject)
    return sides


def _same_zone(context: Context, before: SideOf, at: int) -> bool:
    """Whether an area is of the zone whose sides stand before it: no other name comes between."""
    between = context.text[before.run.end : at]
    if context.words.pattern("subjects.patterns.full_stop").search(between):
        return False
    return not any(before.run.end <= each.start < at for each in context.names)


def _passes(context: Context, paragraph: Paragraph) -> Iterator[PassesOf]:
    text, words = context.text, context.words
    for match in words.pattern("axes.patterns.through").finditer(text):
        found = lists.items(text, match.end(), words)
        if not (found and words.pattern("axes.patterns.are").match(text[found[-1].end :])):
            found = [each for each in found if lists.ends_as_place(each.name, words)]
        if len(found) < _FEW:
            continue
        behind = [each for each in context.names if each.kind == "axis" and found[-1].end <= each.start]
        before = subject_of(context, match.start())
        if before is not None and kind_of(before.name, words) == "axis":
            yield PassesOf(paragraph, tuple(found), before)
        elif behind:
            named = Subject(
                behind[0].name, behind[0].start, behind[0].end, "subject-behind", 0.6, ("zone-unsure",)
            )
            yield PassesOf(paragraph, tuple(found), named)


def _wholes(context: Context) -> Iterator[tuple[str, Subject]]:
    """Zones that a sentence says have several blocks, which follow, by what the blocks are called."""
    for match in context.words.pattern("lists.patterns.blocks").finditer(context.text):
        subject = subject_of(context, match.start())
        if subject is not None and not is_label(subject.name, context.words):
            yield match["unit"], subject


def _blocks(
    paragraph: Paragraph,
    subjects: list[Subject | None],
    wholes: dict[str, Subject],
    labels: dict[str, str],
    words: Words,
) -> Iterator[MemberOf]:
    """Blocks with a label, or called what the blocks of a zone are, are parts of it."""
    for each in subjects:
        if each is None or each.start < 0:
            continue
        labelled = is_label(each.name, words) or each.name in labels.values()
        ends = [unit for unit in wholes if each.name.endswith(unit)]
        unit = next(reversed(ends), None) or (next(reversed(wholes), None) if labelled else None)
        if unit is not None and wholes[unit].name != each.name:
            item = lists.Item(each.start, each.end, each.name)
            yield MemberOf(paragraph, item, wholes[unit], "element-block", 0.8)


def _of_layout(context: Context, paragraph: Paragraph, found: Survey, words: Words) -> Iterator[MemberOf]:
    """The parts of a layout are parts of the zone whose layout it is said to be."""
    for where, phrase in found.phrases:
        if where is not paragraph or phrase.score < _SURE:
            continue
        whole = subject_of(context, phrase.start)
        if whole is None or whole.rule not in _SAID or kind_of(whole.name, words) != "zone":
            continue
        told = {part for part, _ in parts(phrase.phrase, words)}
        doubtful = whole._replace(doubts=("parent-inferred",))
        for each in found.named:
            if each.role in told:
                item = lists.Item(each.start, each.end, each.name)
                yield MemberOf(each.paragraph, item, doubtful, "element-layout", 0.3)


def _about(context: Context, tied: list[SideOf]) -> Subject | None:
    """What a paragraph is about, for the next one."""
    if context.head is not None:
        return context.head
    start = 0
    for end in [
        *(m.start() for m in context.words.pattern("subjects.patterns.full_stop").finditer(context.text)),
        len(context.text),
    ]:
        topic = topic_of(context, start, end)
        if topic is not None and not is_label(topic.name, context.words):
            return topic
        start = end + 1
    return next((each.subject for each in tied if each.subject is not None), None)
