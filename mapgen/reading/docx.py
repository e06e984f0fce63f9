"""Words of .docx: paragraphs and cells in the order of the text, with the levels of headings."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from layers.messages import LayerError, Message
from mapgen.importing.archive import unpack
from mapgen.reading.opening import Lines, broken, missing

_BODY = "word/document.xml"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LEVEL = re.compile(r"(?:heading|\u6807\u9898)\s*(\d)", re.IGNORECASE)
#: Breaks inside a paragraph become a sign that is none of the rules' business.
_INNER = str.maketrans({"\n": "\v", "\r": "\v", "\f": "\v", "\u2028": "\v", "\x85": "\v", "\u2029": "\v"})
_DEEPEST = 20


def lines_of(path: Path, name: str) -> Lines:
    """Read the lines of a document.

    Parameters
    ----------
    path : Path
    name : str
        What messages call it.

    Raises
    ------
    LayerError
        If it is another kind of zip file, or one that may do harm; if it is broken; if a package is missing.
    """
    try:
        import docx
    except ImportError:
        raise missing("python-docx") from None
    _examine(path, name)
    try:
        document = docx.Document(str(path))
        found = list(_walk(document.element.body, document, 0))
    except (LayerError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a parser of strangers' files raises what it likes
        raise broken(name, error) from None
    return Lines([text.translate(_INNER) for text, _ in found], [level for _, level in found])


def _examine(path: Path, name: str) -> None:
    """Refuse what is no document of Word, and what is in it to do harm."""
    with TemporaryDirectory() as folder:
        members = unpack(path, name, (".xml", ".rels"), Path(folder))
        inside = {each.relative_to(folder).as_posix() for each in members}
        if _BODY not in inside:
            raise LayerError(Message("reading-not-docx", name))
        for each in members:
            if _DOCTYPE.search(each.read_bytes()):
                raise LayerError(Message("xml-doctype", name))


def _walk(parent: Any, document: Any, depth: int) -> Iterator[tuple[str, int]]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    if depth > _DEEPEST:
        return
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            paragraph = Paragraph(child, document)
            yield paragraph.text, _level(paragraph)
        elif child.tag in (qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _walk(child, document, depth + 1)


def _level(paragraph: Any) -> int:
    style = paragraph.style.name if paragraph.style is not None else ""
    found = _LEVEL.match(style or "")
    return int(found[1]) if found and paragraph.text.strip() else 0
