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
_ID = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}id"
#: What holds paragraphs; signs that are no letters; what refers to notes, and the parts that hold them.
_HOLDERS = {"tbl", "tr", "tc", "sdt", "sdtContent", "ins", "moveTo", "customXml"}
_SIGNS = {"tab": "\t", "br": "\v", "cr": "\v", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
#: Words that are deleted or moved away, and those that tell a program what to write.
_UNREAD = {"del", "moveFrom", "delText", "instrText", "pPr", "rPr"}


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
        found = list(_walk(document.element.body, document, _notes(document), 0))
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


def _walk(parent: Any, document: Any, notes: dict[str, Any], depth: int) -> Iterator[tuple[str, int]]:
    """Paragraphs in the order of the text; behind each, what its boxes hold and its notes say."""
    if depth > _DEEPEST:
        return
    for child in parent.iterchildren():
        tag = _tag(child)
        if tag == "p":
            aside: list[Any] = []
            text = "".join(_words(child, aside))
            yield text, _level(child, document, text)
            for each in aside:
                held = notes.get(f"{_tag(each)}{each.get(_ID)}") if _tag(each) in _NOTES else each
                if held is not None:
                    yield from _walk(held, document, notes, depth + 1)
        elif tag in _HOLDERS:
            yield from _walk(child, document, notes, depth + 1)


def _words(node: Any, aside: list[Any]) -> Iterator[str]:
    """The words of a paragraph as it reads when all changes are accepted; what stands aside is collected."""
    stack = list(reversed(node))
    while stack:
        child = stack.pop()
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag in _NOTES or tag == "txbxContent":
            aside.append(child)
        elif tag == "AlternateContent":
            stack.extend(list(child)[:1])  # the rest says the same for older programs
        elif tag not in _UNREAD:
            stack.extend(reversed(child))


def _tag(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _notes(document: Any) -> dict[str, Any]:
    """Footnotes and endnotes by the tag and the number that refer to them."""
    from docx.oxml import parse_xml

    found: dict[str, Any] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external or kind not in _NOTES.values():
            continue
        for note in parse_xml(relation.target_part.blob):
            found[f"{kind.removesuffix('s')}Reference{note.get(_ID)}"] = note
    return found


def _level(node: Any, document: Any, text: str) -> int:
    from docx.text.paragraph import Paragraph

    style = Paragraph(node, document).style
    found = _LEVEL.match((style.name if style is not None else "") or "")
    return int(found[1]) if found and text.strip() else 0
