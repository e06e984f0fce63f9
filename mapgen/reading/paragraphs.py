"""Raw text cut into paragraphs: lines that a page break cut are joined, running heads are left out."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mapgen.reading.document import Document, Paragraph, paragraph_of
from mapgen.reading.letters import lettered
from mapgen.reading.words import Words

#: A line of a page has at least so many letters if its paragraph goes on in the next.
_FULL = 20
#: Across an empty line, more of them: titles are not so long.
_FULL_APART = 25
#: A paragraph that is longer is cut: what is tied to what within it takes time by the square of its length.
_LONGEST, _FULL_STOP = 2_000, "\u3002"
#: A heading is not longer.
_HEADING = 45
#: Lines of up to so many letters, so many times, are running heads; shorter ones may be cells of a table.
_RUNNING, _TIMES, _CELL = 40, 3, 8
_PAGE_NUMBER = re.compile(r"[-\u2014\u2013\s]*\d{1,4}[-\u2014\u2013\s]*|<!--.*-->")
_MARKDOWN = re.compile(r"\s*(#{1,6})\s*")
_NOTE = re.compile(r"\s*<sup>")


class Line(NamedTuple):
    """A line of the raw text: where it stands, and as the rules read it."""

    start: int
    end: int
    text: str
    level: int
    number: bool = False


def document_of(name: str, raw: str, words: Words, levels: dict[int, int] | None = None) -> Document:
    """Cut a raw text into paragraphs.

    Parameters
    ----------
    name : str
        What messages call the document.
    raw : str
    words : Words
    levels : dict of int to int, optional
        Levels of the lines that the document itself calls headings, by where they begin. If it is given,
        lines are paragraphs as they are.

    Returns
    -------
    Document
    """
    lines = _lines(raw, words, levels or {})
    spans = (
        [([(each.start, each.end)], each.level) for each in lines]
        if levels is not None
        else _joined(lines, words)
    )
    paragraphs: list[Paragraph] = []
    path: dict[int, str] = {}
    for parts, level in spans:
        if level:
            title = _title(raw, *parts[0])
            path = {depth: text for depth, text in path.items() if depth < level}
            above = tuple(path[depth] for depth in sorted(path))
            path[level] = title
        else:
            above = tuple(path[depth] for depth in sorted(path))
        made = paragraph_of(raw, len(paragraphs) + 1, parts, above, heading=bool(level))
        if made.text:
            paragraphs.append(made)
    return Document(name, raw, tuple(paragraphs))


def _title(raw: str, start: int, end: int) -> str:
    return _MARKDOWN.sub("", lettered(raw, start, end).text)[:_HEADING]


def _lines(raw: str, words: Words, levels: dict[int, int]) -> list[Line]:
    found: list[Line] = []
    contents = re.compile(words["headings.contents"])
    for first, last in _spans(raw):
        line = raw[first:last]
        if not line.strip() or contents.search(line.strip()[-_RUNNING:]):
            continue
        marks = _MARKDOWN.match(line)
        start = first + (marks.end() if marks else len(line) - len(line.lstrip()))
        text = lettered(raw, start, last).text
        if not text:
            continue
        level = levels.get(first) or (len(marks[1]) if marks else 0)
        number = _PAGE_NUMBER.fullmatch(text) is not None
        found.append(Line(start, last, text, level, number))
    often = Counter(each.text for each in found if len(each.text) <= _RUNNING)
    return [
        each._replace(level=level_of(each.text, words) or min(each.level + 10 * bool(each.level), 16))
        for each in found
        if often[each.text] < _TIMES or each.level or len(each.text) <= _CELL or each.text[-1] == _FULL_STOP
    ]


def _spans(raw: str) -> Iterator[tuple[int, int]]:
    """Lines; one that is longer than any paragraph is cut, behind a full stop if there is one."""
    for match in re.finditer(r"[^\n\u2028\u2029\x85]+", raw):
        start, end = match.span()
        while end - start > _LONGEST:
            stop = raw.rfind(_FULL_STOP, start, start + _LONGEST) + 1
            yield start, stop or start + _LONGEST
            start = stop or start + _LONGEST
        yield start, end


@lru_cache(maxsize=4096)
def _heading_patterns(words: Words) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(words[f"headings.{key}"]) for key in ("chapter", "first", "second", "third", "fourth")
    )


def level_of(text: str, words: Words) -> int:
    """Return the level of a line that is a heading by its number, 1 to 6; 0 for none.

    Parameters
    ----------
    text : str
        As the rules read it.
    words : Words
    """
    if len(text) > _HEADING:
        return 0
    for level, pattern in enumerate(_heading_patterns(words), start=1):
        found = pattern.match(text)
        if not found:
            continue
        rest = text[found.end() :].rstrip("".join(words["headings.closing"][:1]))
        closing, sentence = words["headings.closing"], words["headings.closing"][0]
        # What goes on behind a full stop, or lists something, is a paragraph with a head of its own.
        return level if rest and sentence not in rest and rest[-1] not in closing[3:5] else 0
    if (
        any(text.startswith(word) for word in words["headings.column"][:1])
        and text[-1] != words["headings.closing"][0]
    ):
        return 6
    return 0


def _joined(lines: list[Line], words: Words) -> list[tuple[list[tuple[int, int]], int]]:
    """Parts of paragraphs: a line that ends inside a sentence goes on in the next, beyond a page number."""
    dash, closing = re.compile(words["headings.dash"]), words["headings.closing"]
    spans: list[tuple[list[tuple[int, int]], int]] = []
    before: Line | None = None
    for line in lines:
        here = (line.start, line.end)
        if line.number and before is not None and _unfinished(before, closing):
            continue
        begins = bool(line.level or dash.match(line.text) or _begins(line.text, words))
        fits = bool(spans) and line.end - spans[-1][0][0][0] <= _LONGEST
        if (
            fits
            and before is not None
            and not (before.level or begins)
            and _goes_on(before, line, closing, words)
        ):
            spans[-1][0].append(here)
        else:
            spans.append(([here], line.level))
        before = line
    return spans


def _unfinished(before: Line, closing: str) -> bool:
    return not before.level and before.text[-1] not in closing and len(before.text) >= _FULL


def _begins(text: str, words: Words) -> bool:
    """Whether a line begins with a number or a label of its own."""
    numbered = any(pattern.match(text) for pattern in _heading_patterns(words))
    return (numbered and not text[0].isdigit()) or bool(re.match(r"\d{1,2}[.\u3001\uff0e]\D", text))


def _goes_on(before: Line, line: Line, closing: str, words: Words) -> bool:
    if before.text[-1] in closing or _NOTE.match(line.text):
        return False
    apart = line.start - before.end > 2
    if not apart:
        return len(before.text) >= _FULL
    sign = words["lists.apart"][-1]
    return len(before.text) >= _FULL_APART and (
        sign in before.text or words["lists.apart"][-2] in before.text
    )
