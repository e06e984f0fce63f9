"""Wholes whose parts stand elsewhere: blocks that follow, parts of a layout, what a heading holds, sums."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from mapgen.reading import lists
from mapgen.reading.areas import Area
from mapgen.reading.context import Context, Subject
from mapgen.reading.document import Paragraph
from mapgen.reading.known import Known
from mapgen.reading.layouts import number as counted
from mapgen.reading.layouts import parts
from mapgen.reading.members import MemberOf
from mapgen.reading.names import Mention, bare, is_counted, is_label, kind_of, mentions
from mapgen.reading.subjects import subject_of
from mapgen.reading.survey import Survey
from mapgen.reading.words import Words

#: A phrase that is surer than this is one of space; ways by which its sentence names the zone that has it.
_SURE = 0.35
_BEFORE = {"subject-head", "subject-sentence-before"}
_SAID = {f"subject-{way}" for way in ("beside", "marked", "topic", "head", "sentence-before", "short")}
#: Of so many areas behind that of a whole at most, at least so many come to it: to a thousandth.
_MOST, _FEWEST, _NEAR = 14, 2, 1e-3
#: Letters of a name that a part has before what it is called, at least.
_NAMED = 4


def counted_wholes(context: Context) -> Iterator[tuple[str, Subject]]:
    """Find zones that a sentence says have several blocks, which follow, by what the blocks are called.

    Parameters
    ----------
    context : Context
    """
    for match in context.words.pattern("lists.patterns.blocks").finditer(context.text):
        subject = subject_of(context, match.start())
        if subject is not None and not is_label(subject.name, context.words):
            yield match["unit"], subject


def blocks(
    paragraph: Paragraph,
    subjects: list[Subject | None],
    wholes: dict[str, Subject],
    labels: dict[str, str],
    words: Words,
) -> Iterator[MemberOf]:
    """Make blocks with a label, or called what the blocks of a zone are, parts of it.

    Parameters
    ----------
    paragraph : Paragraph
    subjects : list of Subject or None
        What something is said of in the paragraph.
    wholes : dict of str to Subject
        From `counted_wholes`, of the text so far.
    labels : dict of str to str
        Names by the labels that they have.
    words : Words
    """
    for each in subjects:
        if each is None or each.start < 0:
            continue
        labelled = is_label(each.name, words) or each.name in labels.values()
        ends = [unit for unit in wholes if each.name.endswith(unit)]
        unit = next(reversed(ends), None) or (next(reversed(wholes), None) if labelled else None)
        if unit is not None and wholes[unit].name != each.name:
            item = lists.Item(each.start, each.end, each.name)
            yield MemberOf(paragraph, item, wholes[unit], "element-block", 0.8)


def of_layout(context: Context, paragraph: Paragraph, found: Survey, words: Words) -> Iterator[MemberOf]:
    """Make the parts of a layout parts of the zone whose layout it is said to be.

    Parameters
    ----------
    context : Context
    paragraph : Paragraph
    found : Survey
    words : Words
    """
    for phrase in found.by_paragraph.get(paragraph.number, []):
        if phrase.score < _SURE:
            continue
        whole = subject_of(context, phrase.start)
        if whole is None or whole.rule not in _SAID or kind_of(whole.name, words) == "axis":
            continue
        told = {part for part, _ in parts(phrase.phrase, words)}
        doubtful = whole._replace(doubts=("parent-inferred",))
        score = 0.3 if whole.rule in _BEFORE else 0.55
        for each in found.named:
            if each.role in told:
                item = lists.Item(each.start, each.end, each.name)
                yield MemberOf(each.paragraph, item, doubtful, "element-layout", score)


def under_heading(
    paragraph: Paragraph, subjects: Sequence[Subject | None], known: Known, words: Words
) -> Iterator[MemberOf]:
    """Make zones with sides or areas parts of the one zone that the heading above them names.

    Parameters
    ----------
    paragraph : Paragraph
    subjects : sequence of Subject or None
        What something is said of in the paragraph.
    known : Known
    words : Words
    """
    heading = paragraph.path[-1] if paragraph.path else ""
    above = [each for each in mentions(heading, words, known) if each.kind != "axis"]
    if len(above) != 1 or paragraph.heading:
        return
    whole = Subject(bare(above[0].name), -1, -1, "subject-heading", 0.4, ("parent-inferred",))
    for each in subjects:
        if each is None or each.start < 0 or each.name == whole.name:
            continue
        item = lists.Item(each.start, each.end, each.name)
        yield MemberOf(paragraph, item, whole, "element-heading", 0.35)


def named_after(said: Iterable[tuple[Paragraph, Mention]], words: Words) -> Iterator[MemberOf]:
    """Make parts called by what they are, behind the name of another zone, parts of that zone.

    Parameters
    ----------
    said : iterable of (Paragraph, Mention)
        Names of the text, where they stand.
    words : Words
    """
    places = list(said)
    names = {bare(each.name) for _, each in places if each.kind != "node"}
    wholes = {name: _named_before(name, names, words) for name in sorted(names)}
    for paragraph, each in places:
        found = wholes.get(bare(each.name))
        if found is not None:
            whole = Subject(found, -1, -1, "subject-named", 0.5, ("parent-inferred",))
            item = lists.Item(each.start, each.end, each.name)
            yield MemberOf(paragraph, item, whole, "element-after", 0.5)


def _named_before(name: str, names: set[str], words: Words) -> str | None:
    """The zone whose name, or the end of whose name alone, stands before what a part is called."""
    own = max((end for end in words["lists.own_part"] if name.endswith(end)), key=len, default=name)
    before = name.removesuffix(own)
    if len(before) < _NAMED or before in names:
        return before if before in names else None
    alike = [each for each in names if each.endswith(before)]
    return alike[0] if len(alike) == 1 else None


class Counted:
    """Names listed under a line that says how many they are: parts of the zone spoken of before it."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._whole: Subject | None = None
        self._count = 0
        self._items: list[tuple[Paragraph, lists.Item]] = []

    def see(
        self, paragraph: Paragraph, head: lists.Item | None, before: Subject | None
    ) -> Iterator[MemberOf]:
        """Read the next paragraph.

        Parameters
        ----------
        paragraph : Paragraph
        head : Item or None
            The name at its head.
        before : Subject or None
            What the paragraphs before it are about.

        Yields
        ------
        MemberOf
            When as many names have been listed as were counted.
        """
        number = self._words.pattern("lists.patterns.numbering").match(paragraph.text)
        line = paragraph.text[number.end() if number else 0 :].strip("\u201c\u201d\uff1a")
        if is_counted(line, self._words):
            self._count, self._items = counted(line, self._words) or 0, []
            self._whole = before
        elif head is None:
            self._whole = None
        elif self._whole is not None:
            self._items.append((paragraph, head))
            if len(self._items) == self._count:
                doubtful = self._whole._replace(start=-1, end=-1, doubts=("parent-inferred",))
                for where, item in self._items:
                    yield MemberOf(where, item, doubtful, "element-under", 0.5)
                self._whole = None


class _Measured(Protocol):
    """An area of a zone, and where it is stated."""

    @property
    def paragraph(self) -> Paragraph:
        """Where it is stated."""

    @property
    def area(self) -> Area:
        """The area."""

    @property
    def subject(self) -> Subject | None:
        """The zone."""


class _Share(NamedTuple):
    paragraph: Paragraph
    subject: Subject
    km2: float


def summed(measured: Iterable[_Measured], members: Iterable[MemberOf]) -> Iterator[MemberOf]:
    """Make zones parts of the one before them to whose area theirs come.

    Parameters
    ----------
    measured : iterable of objects with a paragraph, an area and a subject
        In the order of the text.
    members : iterable of MemberOf
        Parts that are known: they do not count beside their wholes.
    """
    held = {(each.item.name, each.whole.name) for each in members if each.whole is not None}
    shares: list[_Share] = []
    for each in measured:
        if each.subject is not None and all(each.subject.name != have.subject.name for have in shares[-1:]):
            shares.append(_Share(each.paragraph, each.subject, each.area.km2))
    for index, whole in enumerate(shares):
        chosen: list[_Share] = []
        for share in shares[index + 1 : index + 1 + _MOST]:
            if share.km2 >= whole.km2:
                break
            if any((share.subject.name, have.subject.name) in held for have in chosen):
                continue
            chosen.append(share)
            total = sum(have.km2 for have in chosen)
            if len(chosen) >= _FEWEST and abs(total - whole.km2) <= _NEAR * whole.km2:
                yield from _parts_of(whole, chosen)
                break


def _parts_of(whole: _Share, chosen: Iterable[_Share]) -> Iterator[MemberOf]:
    doubtful = whole.subject._replace(doubts=("parent-inferred",))
    for each in chosen:
        if each.subject.start >= 0:
            item = lists.Item(each.subject.start, each.subject.end, each.subject.name)
            yield MemberOf(each.paragraph, item, doubtful, "element-sum", 0.5)
