"""First look through a document: its layout phrases, and the names that its structure gives."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from mapgen.reading import layouts, lists
from mapgen.reading.document import Document, Paragraph
from mapgen.reading.enumerating import Named, called_so, continued, enumerated, kind_of_part
from mapgen.reading.names import bare, kind_of, mentions
from mapgen.reading.words import Words, own_words

_DIGIT = re.compile(r"\d")
#: Phrases below this score are mentioned in passing, and name no roles.
_SURE = 0.35
_QUOTES = "\u201c\u201d"
_FULL_STOP, _SEMICOLON, _COMMA = "\u3002", "\uff1b", "\uff0c"
#: Of the items of a role, at least this share must be names.
_MOST = 0.5
#: Paragraphs at the beginning in which the title of a plan stands.
_TITLES = 6


@dataclass
class Survey:
    """What a first look finds.

    Attributes
    ----------
    phrases : list of (Paragraph, Phrase)
    named : list of Named
    aliases : dict of str to str
        Full names by what the text calls them for short.
    units : dict of str to str
        Units of the parts of the layout, by part.
    """

    phrases: list[tuple[Paragraph, layouts.Phrase]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    @cached_property
    def by_paragraph(self) -> dict[int, list[layouts.Phrase]]:
        """Phrases by the number of their paragraph; to be asked for when all are found."""
        held: dict[int, list[layouts.Phrase]] = {}
        for paragraph, phrase in self.phrases:
            held.setdefault(paragraph.number, []).append(phrase)
        return held

    @property
    def known(self) -> list[str]:
        """Names that count wherever they stand."""
        names = (
            {each.name for each in self.named} | {bare(each.name) for each in self.named} | set(self.aliases)
        )
        return sorted(name for name in names if len(name) > 1)


def survey(document: Document, words: Words) -> Survey:
    """Look through a document.

    Parameters
    ----------
    document : Document
    words : Words
    """
    found = Survey()
    for each in document.paragraphs:
        for phrase in layouts.phrases(each.text, words, heading=each.heading):
            found.phrases.append((each, phrase))
    for _, phrase in found.phrases:
        if phrase.score >= _SURE:
            found.units.update(layouts.parts(phrase.phrase, words))
    has_digits = any(_DIGIT.match(phrase.phrase) and phrase.score >= _SURE for _, phrase in found.phrases)
    whole_text = "\n".join(each.text for each in document.paragraphs)
    for each in document.paragraphs[:_TITLES]:
        found.named.extend(_title(each, words))
    above: tuple[str, str] | None = None
    clauses: list[Named] = []
    for each in document.paragraphs:
        here = found.by_paragraph.get(each.number, [])
        rows = [phrase for phrase in here if phrase.score >= _SURE]
        # A part inside of a phrase of several is none that something is said of.
        whole = [row for row in here if _is_several(row.phrase, words)]
        said = [
            one
            for one in layouts.roles(each.text, words)
            if not any(row.start <= one.at < row.end for row in whole)
        ]
        found.named.extend(enumerated(each, rows, words))
        found.named.extend(_roles(each, said, found.units, whole_text, words, digits=has_digits))
        by_clause = layouts.clause_roles(each.text, found.units, words)
        clauses.extend(_roles(each, by_clause, found.units, whole_text, words, digits=has_digits))
        above = _above(each, found.units, above, words)
        found.named.extend(_heads(each, found.units, above, words))
        found.aliases.update(_short(each.text, words))
    told = {each.role for each in found.named}
    found.named.extend(each for each in clauses if each.role not in told)
    return found


def _is_several(phrase: str, words: Words) -> bool:
    return len(layouts.parts(phrase, words)) > 1


def _title(paragraph: Paragraph, words: Words) -> Iterator[Named]:
    """The zone whose plan a title names."""
    for match in re.compile(words["headings.title"]).finditer(paragraph.text):
        name = match["name"]
        if lists.ends_as_place(name, words) and lists.is_namelike(name, words):
            kind = kind_of(name, words)
            yield Named(paragraph, *match.span("name"), name, kind, None, "element-title", 0.6)


def _above(
    paragraph: Paragraph, units: dict[str, str], above: tuple[str, str] | None, words: Words
) -> tuple[str, str] | None:
    """The part of the layout whose line stands above the items of a list."""
    alone = layouts.role_alone(paragraph.text, words)
    if alone is not None:
        return alone if alone[0] in units else None
    head = lists.head_of(paragraph.text, words)
    return above if head is not None and (head.listed or head.colon) and not paragraph.heading else None


def _short(text: str, words: Words) -> Iterator[tuple[str, str]]:
    """Names that a text gives for short, in brackets behind the full ones."""
    for each in mentions(text, words):
        match = words.pattern("subjects.patterns.short").match(text[each.end :])
        if match is None and each.name.endswith("\uff09"):
            at = each.start + len(bare(each.name))
            match = words.pattern("subjects.patterns.short").match(text[at:])
        if match is not None and len(match["name"]) > 1:
            yield match["name"].strip(_QUOTES), bare(each.name)


def _roles(
    paragraph: Paragraph,
    said: Iterable[layouts.Role],
    units: dict[str, str],
    whole_text: str,
    words: Words,
    *,
    digits: bool,
) -> Iterator[Named]:
    text = paragraph.text
    for role in said:
        known = _alike(role.role, units)
        alone = role.quoted and (digits or not units)
        if known is None and not alone:
            continue
        count = layouts.number(role.role, words)
        found = _items(text, role, count, words)
        if role.end is None and count is not None and len(found) < count:
            found = _by_semicolons(text, role.start, count, words) or found
        if role.end is None and (not found or count is None):
            found = continued(text, found[0].start if found else role.start, count, words) or found
        if role.end is None and count is not None and len(found) != count:
            found = called_so(text, role.start, role.unit, count, words) or found
        if role.end is not None and count is not None and len(found) != count:
            continue
        for each in found:
            name = _whole_name(each.name, found[-1].name, role.unit, whole_text, words)
            kind = kind_of_part(name, role.unit, words)
            short = each.name if name != each.name else None
            yield Named(
                paragraph, each.start, each.end, name, kind, known or role.role, "element-role", 0.9, short
            )


def _alike(role: str, units: dict[str, str]) -> str | None:
    """The part of the layout that a role is: two may be written in three ways."""
    return next((part for part in units if part == role or (_two(part) and _two(part) == _two(role))), None)


def _two(role: str) -> str:
    pair = own_words()["layouts.pair"]
    return role[1:] if role[:1] in pair else ""


def _whole_name(name: str, last: str, unit: str, text: str, words: Words) -> str:
    """A name with the end that it shares with others of a list, if the text has it so elsewhere."""
    if lists.ends_as_place(name, words):
        return name
    ends = [last[-length:] for length in range(min(8, len(last) - 1), 0, -1)]
    for end in (*ends, unit):
        if end not in words.set("names.zone") | words.set("names.axis"):
            continue
        if not name.endswith(end) and name + end in text:
            return name + end
    return name


def _items(text: str, role: layouts.Role, count: int | None, words: Words) -> list[lists.Item]:
    """Names of a role: a list, or what is made the role."""
    start, end = role.start, role.end
    if end is None:
        stop = words.pattern("lists.patterns.clause").search(text, start)
        end = stop.start() if stop else len(text)
    clause = text[start:end].lstrip("\uff0c\uff1a \u201c")
    if (leaning := words.pattern("layouts.patterns.leaning").match(clause)) is not None:
        clause = clause[leaning.end() :]
    begin = end - len(clause) if clause else start
    made = words.pattern("layouts.patterns.made").match(text, begin, end)
    if made is not None:
        return lists.items(text, made.start("list"), words, made.end("list"), count=count)
    found = lists.items(text, begin, words, end, described=True, count=count)
    pieces = len(words.pattern("lists.patterns.split").split(clause))
    return found if len(found) == count or len(found) >= _MOST * pieces else []


def _by_semicolons(text: str, start: int, count: int, words: Words) -> list[lists.Item]:
    """The names that as many clauses begin with as the role counts, each with what is said of it."""
    stop = text.find(_FULL_STOP, start)
    found = []
    for piece in text[start : stop if stop >= 0 else len(text)].split(_SEMICOLON):
        first = lists.items(text, start, words, start + len(piece.partition(_COMMA)[0]))
        found += [each for each in first[:1] if lists.ends_as_place(each.name, words)]
        start += len(piece) + 1
    return found if len(found) == count else []


def _heads(
    paragraph: Paragraph, units: dict[str, str], above: tuple[str, str] | None, words: Words
) -> Iterator[Named]:
    """The name at the head of a paragraph; its role is that of the line or the heading above."""
    head = lists.head_of(paragraph.text, words)
    if head is None:
        return
    role = above
    for heading in () if above else reversed(paragraph.path):
        role = layouts.role_of_heading(heading, frozenset(units), words)
        if role is not None:
            break
    # Under the heading of a role a name may end as the role does.
    as_role = role is not None and bare(head.name).endswith(role[1])
    # An item of a list that is explained may end with the letter of a place alone.
    item = head.listed and head.colon and words.pattern("names.patterns.structural").match(head.name)
    if not (as_role or item or lists.ends_as_place(head.name, words)):
        return
    if not (head.listed or role or paragraph.heading):
        return
    kind = kind_of(head.name, words)
    yield Named(
        paragraph, head.start, head.end, head.name, kind, role[0] if role else None, "element-head",
        0.9 if head.listed else 0.7,
    )  # fmt: skip
