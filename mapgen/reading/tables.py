"""Indicators in the tables of a document: rows that end in what kind of target each is."""

import re
from collections.abc import Iterator

from mapgen.reading.document import Document, Finding, Paragraph, place
from mapgen.reading.words import Words

#: A row has at most so many cells, and a cell so many letters.
_CELLS, _LONGEST = 9, 40
_NUMBER = re.compile(r"[-\u2014\u2265\u2264<>\u300a\uff1e\uff1c]?\s*\d[\d,]*(?:\.\d+)?%?")
_ORDINAL = re.compile(r"\d{1,3}[.\u3001]?")
_NONE = re.compile(r"[-\u2014\u2013/]+")
_BAR = re.compile(r"\s*\|\s*")


def indicators(document: Document, words: Words) -> Iterator[Finding]:
    """Find indicators, whether a cell is a line of its own or a row is a line with bars.

    Parameters
    ----------
    document : Document
    words : Words
    """
    natures = words.set("tables.natures")
    run: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("|"):
            yield from _barred(document, paragraph, natures)
        if paragraph.text in natures:
            yield from _row(document, run[-_CELLS:], paragraph)
            run = []
        elif len(paragraph.text) > _LONGEST:
            run = []
        else:
            run.append(paragraph)


def _barred(document: Document, paragraph: Paragraph, natures: frozenset[str]) -> Iterator[Finding]:
    cells = _BAR.split(paragraph.text.strip("| "))
    if cells[-1] not in natures:
        return
    value = _read([cell for cell in cells if cell])
    if value is not None and (at := paragraph.text.find(str(value["name"]))) >= 0:
        where = place(document, paragraph, at, at + len(str(value["name"])))
        yield Finding("indicator", value, "", "table-row", 0.7, where)


def _row(document: Document, cells: list[Paragraph], last: Paragraph) -> Iterator[Finding]:
    value = _read([*(each.text for each in cells), last.text])
    for each in reversed(cells):
        if value is not None and each.text == value["name"]:
            where = place(document, each, 0, len(each.text))
            yield Finding("indicator", value, "", "table-row", 0.7, where)
            return


def _read(cells: list[str]) -> dict[str, object] | None:
    """Read the last cells of a row as name, unit, base and target."""
    *rest, nature = cells
    figures: list[str] = []
    while rest and (_NUMBER.fullmatch(rest[-1]) or _NONE.fullmatch(rest[-1])) and len(figures) < 3:
        figures.insert(0, rest.pop())
    if not figures or not rest or not _NUMBER.fullmatch(figures[-1]):
        return None
    unit = rest.pop() if len(rest) > 1 and not _ORDINAL.fullmatch(rest[-2]) else None
    if not rest or _NUMBER.fullmatch(rest[-1]) or len(rest[-1]) < 2:
        return None
    base = _figure(figures[0]) if len(figures) > 1 else None
    return {"name": rest[-1], "unit": unit, "base": base, "target": _figure(figures[-1]), "nature": nature}


def _figure(text: str) -> float | None:
    found = re.search(r"\d+(?:\.\d+)?", text.replace(",", ""))
    return float(found[0]) if found else None
