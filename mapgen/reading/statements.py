"""Second look: sides, areas, members and what an axis passes, each tied to the zone that it is of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mapgen.reading import lists
from mapgen.reading.areas import Area, areas, named_behind, respective, rows
from mapgen.reading.context import Context, Subject
from mapgen.reading.document import Document, Paragraph
from mapgen.reading.inheriting import topic_of
from mapgen.reading.known import Known
from mapgen.reading.lists import is_namelike
from mapgen.reading.members import MemberOf, inferred, members
from mapgen.reading.names import Mention, bare, is_counted, is_label, kind_of, mentions
from mapgen.reading.same_label import Renamed, wholes_of_labels
from mapgen.reading.sides import Run, runs
from mapgen.reading.subjects import subject_of
from mapgen.reading.survey import Survey
from mapgen.reading.wholes import (
    Counted,
    blocks,
    counted_wholes,
    named_after,
    of_layout,
    summed,
    under_heading,
)
from mapgen.reading.words import Words

_FEW = 2
#: So many names before a word that stands for one of them.
_SEEN = 400
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
    renamed: list[Renamed] = field(default_factory=list)


def statements(
    document: Document, found: Survey, words: Words, progress: Callable[[int, int], None] = lambda *_: None
) -> Statements:
    """Read what a document says of its zones.

    Parameters
    ----------
    document : Document
    found : Survey
        What a first look found.
    words : Words
    progress : callable, optional
        Told how many paragraphs are read, and of how many.
    """
    made, known = Statements(), Known(found.known)
    heads = {id(each.paragraph): each for each in found.named if each.rule == "element-head"}
    titles = {id(each.paragraph): each for each in found.named if each.rule == "element-title"}
    before: Subject | None = None
    wholes: dict[str, Subject] = {}
    seen: list[str] = []
    counted = Counted(words)
    for number, paragraph in enumerate(document.paragraphs):
        progress(number, len(document.paragraphs))
        text = paragraph.text
        sides = runs(text, words)
        names = mentions(text, words, known)
        names, labels = _labelled(text, names, words)
        made.labels.update(labels)
        head = heads.get(id(paragraph))
        subject = Subject(head.name, head.start, head.end, "subject-head", 0.9) if head else None
        item = lists.Item(head.start, head.end, head.name) if head else None
        made.members.extend(counted.see(paragraph, item, before))
        context = Context(text, names, words, subject, before, seen=seen[-_SEEN:])
        context.taken = [
            (piece.start, piece.end) for run in sides for side in run.sides for piece in side.pieces
        ]
        tied: list[SideOf] = [SideOf(paragraph, run, _side_subject(context, run)) for run in sides]
        measured = list(_areas(context, paragraph, tied))
        tied = [_named_by_area(context, each, measured) for each in tied]
        made.sides.extend(tied)
        made.areas.extend(measured)
        parts = list(members(context, paragraph))
        made.members.extend(parts)
        for each in parts:
            known.add(bare(each.item.name))
        made.passes.extend(_passes(context, paragraph))
        wholes.update(counted_wholes(context))
        subjects = [*(each.subject for each in tied), *(each.subject for each in measured)]
        made.members.extend(blocks(paragraph, subjects, wholes, made.labels, words))
        made.members.extend(inferred(context, paragraph, [*tied, *measured]))
        made.members.extend(of_layout(context, paragraph, found, words))
        made.members.extend(under_heading(paragraph, subjects, known, words))
        made.mentions.extend((paragraph, each) for each in names if not _inside(each, context.taken))
        title = titles.get(id(paragraph))
        before = (
            (Subject(title.name, -1, -1, "subject-title", 0.5) if title else None)
            or _about(context, tied)
            or before
        )
        seen.extend(each.name for each in names if each.kind == "zone")
    made.members.extend(named_after(made.mentions, words))
    made.members.extend(summed(made.areas, made.members))
    return apart(made, found.aliases, words)


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
    text, words = context.text, context.words
    named, dealt = rows(text, words), respective(text, context.names, words)
    for area in areas(text, words):
        if (one := dealt.get(area.start)) is not None:
            subject = Subject(one.name, one.start, one.end, "subject-respective", 0.85)
            yield AreaOf(paragraph, area, subject)
            continue
        row = named.get(area.start)
        if row is not None and _may_be_named(text[slice(*row)], words):
            name = text[slice(*row)]
            yield AreaOf(paragraph, area, Subject(name, *row, "subject-row", 0.85))
            continue
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
            yield AreaOf(paragraph, area, _perhaps_of_part(context, area))


def _perhaps_of_part(context: Context, area: Area) -> Subject | None:
    """The zone of an area: doubted where parts of it are named between."""
    found = subject_of(context, area.start)
    if found is None or found.start < 0:
        return found
    between = context.words.pattern("areas.patterns.parts").search(context.text, found.end, area.start)
    return found._replace(doubts=(*found.doubts, "zone-unsure")) if between else found


def _may_be_named(name: str, words: Words) -> bool:
    """Whether what stands before an area in a row is a name, and not what it is the area of."""
    if words.pattern("subjects.patterns.marker_end").search(name) or is_counted(name, words):
        return False
    return is_namelike(name, words) and not words.pattern("subjects.patterns.anaphora").search(name)


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


def apart(made: Statements, aliases: Mapping[str, str], words: Words) -> Statements:
    """Tell labels apart that several zones have: the first block of one is not that of another.

    Parameters
    ----------
    made : Statements
    aliases : mapping of str to str
        Full names by short ones.
    words : Words
    """
    naming = wholes_of_labels(made.members, aliases, words)
    if not naming.shared:
        return made
    return Statements(
        [each._replace(subject=naming.subject(each.paragraph, each.subject)) for each in made.sides],
        [each._replace(subject=naming.subject(each.paragraph, each.subject)) for each in made.areas],
        [
            each._replace(
                item=naming.item(each.paragraph, each.item),
                whole=naming.subject(each.paragraph, each.whole),
            )
            for each in made.members
        ],
        made.passes,
        [each for each in made.mentions if each[1].name not in naming.shared],
        made.labels,
        naming.renamed,
    )
