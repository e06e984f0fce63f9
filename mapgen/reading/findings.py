"""What a document says, as findings: each with its rule, its score, its doubts and its place."""

from collections.abc import Callable, Iterator

from mapgen.reading.context import Subject
from mapgen.reading.document import Document, Finding, Paragraph, place
from mapgen.reading.lists import ends_as_place
from mapgen.reading.names import Mention, bare, is_label, kind_of, masked_text
from mapgen.reading.sides import parts
from mapgen.reading.spoken import spoken_of
from mapgen.reading.statements import SideOf, Statements, statements
from mapgen.reading.survey import Survey, survey
from mapgen.reading.tables import indicators
from mapgen.reading.words import Words

#: Rules that find a parent of what is an element already.
_WAYS = ("among", "placed", "own", "layout", "heading", "sum", "after", "under")
_INFERRED = {f"element-{way}" for way in _WAYS}
#: Letters of a name that counts where it is merely named.
_SHORTEST, _LISTED = 4, "\u3001"


def findings(
    document: Document, words: Words, progress: Callable[[int, int], None] = lambda *_: None
) -> list[Finding]:
    """Read a document.

    Parameters
    ----------
    document : Document
    words : Words
    progress : callable, optional
        Told how many paragraphs are read, and of how many.

    Returns
    -------
    list of Finding
        By kind, each kind in the order of the text; what only sides and areas name comes last.
    """
    first = survey(document, words)
    said = statements(document, first, words, progress)
    found = [
        *_layouts(document, first),
        *_named(document, first),
        *_renamed(document, said),
        *_sides(document, said, words),
        *_areas(document, said, words),
        *_members(document, said, words),
        *_passes(document, said),
        *_mentioned(document, said, words),
        *indicators(document, words),
    ]
    return [*found, *spoken_of(document, found, words)]


def _layouts(document: Document, first: Survey) -> Iterator[Finding]:
    for paragraph, phrase in first.phrases:
        where = place(document, paragraph, phrase.start, phrase.end)
        yield Finding("layout", {"phrase": phrase.phrase}, "", "layout-phrase", phrase.score, where)


def _named(document: Document, first: Survey) -> Iterator[Finding]:
    for each in first.named:
        where = place(document, each.paragraph, each.start, each.end)
        value = {"name": each.name, "kind": each.kind, "role": each.role, "tier": "A"}
        yield Finding("element", value, each.name, each.rule, each.score, where)
        if each.short is not None:
            yield Finding("alias", {"name": each.short}, each.name, "alias-shared-end", 0.7, where)
    for short, full in first.aliases.items():
        for paragraph in document.paragraphs:
            if (at := paragraph.text.find(short)) >= 0 and full in paragraph.text:
                where = place(document, paragraph, at, at + len(short))
                yield Finding("alias", {"name": short}, full, "alias-short", 0.9, where)
                break


def _renamed(document: Document, said: Statements) -> Iterator[Finding]:
    for each in dict.fromkeys(said.renamed):
        where = place(document, each.paragraph, each.start, each.end)
        yield Finding("alias", {"name": each.label}, each.name, "alias-label", 0.9, where)


def _sides(document: Document, said: Statements, words: Words) -> Iterator[Finding]:
    by_zone: dict[str, list[SideOf]] = {}
    for each in said.sides:
        if _is_course(each, words):
            yield from _course(document, each)
            continue
        by_zone.setdefault(each.subject.name if each.subject else "", []).append(each)
    for name, stated in by_zone.items():
        numbers = parts([each.run for each in stated])
        for index, each in enumerate(stated):
            for side in each.run.sides:
                for piece in side.pieces:
                    value = {
                        "side": side.side,
                        "part": numbers[index],
                        "words": piece.words,
                        "name": piece.name,
                        "of": piece.of,
                        "offset_m": piece.offset_m,
                    }
                    where = place(document, each.paragraph, piece.start, piece.end)
                    doubts = (*side.doubts, *_doubts_of(each.subject, words))
                    yield Finding("side", value, name, side.rule, _score(each.subject), where, doubts)


def _is_course(stated: SideOf, words: Words) -> bool:
    """Whether what reads like sides says from where to where an axis runs."""
    named = stated.subject is not None and kind_of(stated.subject.name, words) == "axis"
    return named and {each.side for each in stated.run.sides} in ({"W", "E"}, {"N", "S"})


def _course(document: Document, stated: SideOf) -> Iterator[Finding]:
    name = stated.subject.name if stated.subject else ""
    for order, side in enumerate(stated.run.sides, start=1):
        for piece in side.pieces:
            where = place(document, stated.paragraph, piece.start, piece.end)
            value = {"name": piece.name, "order": order}
            yield Finding("passes", value, name, "axis-course", 0.7, where, _doubts(stated.subject))


def _areas(document: Document, said: Statements, words: Words) -> Iterator[Finding]:
    for each in said.areas:
        area = each.area
        value = {"value": area.value, "unit": area.unit, "km2": area.km2, "qualifier": area.qualifier}
        where = place(document, each.paragraph, area.start, area.end)
        name = each.subject.name if each.subject else ""
        doubts = _doubts_of(each.subject, words)
        yield Finding("area", value, name, "area-stated", _score(each.subject), where, doubts)


def _members(document: Document, said: Statements, words: Words) -> Iterator[Finding]:
    for each in said.members:
        where = place(document, each.paragraph, each.item.start, each.item.end)
        kind = kind_of(each.item.name, words)
        element = {"name": each.item.name, "kind": kind, "role": None, "tier": "A"}
        if each.rule not in _INFERRED:
            yield Finding("element", element, each.item.name, each.rule, each.score, where)
        if each.whole is not None and bare(each.whole.name) != bare(each.item.name):
            value = {"name": each.item.name}
            yield Finding("member", value, each.whole.name, each.rule, each.score, where, _doubts(each.whole))


def _passes(document: Document, said: Statements) -> Iterator[Finding]:
    for each in said.passes:
        for order, item in enumerate(each.items, start=1):
            where = place(document, each.paragraph, item.start, item.end)
            value = {"name": item.name, "order": order}
            yield Finding("passes", value, each.axis.name, "axis-passes", 0.7, where, each.axis.doubts)


def _mentioned(document: Document, said: Statements, words: Words) -> Iterator[Finding]:
    for paragraph, name in said.mentions:
        if _is_description(paragraph, name, words):
            continue
        where = place(document, paragraph, name.start, name.end)
        value = {"name": name.name, "kind": name.kind, "role": None, "tier": "B"}
        yield Finding("element", value, name.name, "element-named", 0.4, where)


def _is_description(paragraph: Paragraph, name: Mention, words: Words) -> bool:
    """Whether a name is what something shall become, or too short to be sure of."""
    plain = bare(name.name)
    if name.known:
        return False
    listed = paragraph.text[name.end : name.end + 1] == _LISTED or paragraph.text[: name.start].endswith(
        _LISTED
    )
    if len(plain) < _SHORTEST - listed or not ends_as_place(plain, words):
        return True
    before = paragraph.text[: name.start]
    return words.pattern("names.patterns.becoming").search(before) is not None and (
        words.pattern("names.patterns.describing").search(plain) is not None
    )


def _score(subject: Subject | None) -> float:
    return subject.score if subject else 0.2


def _doubts_of(subject: Subject | None, words: Words) -> tuple[str, ...]:
    """Doubts of a tie, and of a name that holds what names do not."""
    if subject is None or "zone-several" in subject.doubts:
        return _doubts(subject)
    name = masked_text(bare(subject.name), words)
    odd = not is_label(subject.name, words) and words.pattern("names.patterns.odd").search(name)
    return tuple(dict.fromkeys((*subject.doubts, *(["name-unsure"] if odd else []))))


def _doubts(subject: Subject | None) -> tuple[str, ...]:
    return subject.doubts if subject else ("zone-missing",)
