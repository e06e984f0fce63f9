"""Documents of strangers opened: text, Word, PDF and HTML, each under limits and in a process of its own."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from layers.messages import LayerError, Message, reason
from mapgen.importing.encoding import decode
from mapgen.importing.sandbox import apart, size_of
from mapgen.reading.document import Document
from mapgen.reading.paragraphs import document_of
from mapgen.reading.words import Words

#: No plan is larger: a thousand pages of text are 3 MB, with pictures a few dozen.
MAX_MB = {"text": 8, "packed": 64}
#: Letters of text that one document may have.
MAX_LETTERS = 3_000_000
_TEXT = (".txt", ".md", ".text")
_HTML = (".html", ".htm", ".xhtml")
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF-"
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_HEAD = 4096


class Lines(NamedTuple):
    """Lines of a document that knows its paragraphs: the text of each, and its level if it is a heading."""

    texts: list[str]
    levels: list[int]


def open_document(path: Path, words: Words, encoding: str | None = None) -> tuple[Document, list[Message]]:
    """Open a document.

    Parameters
    ----------
    path : Path
    words : Words
    encoding : str, optional
        That of a text file; by default the bytes decide.

    Returns
    -------
    document : Document
    remarks : list of Message
        The encoding, if it had to be found.

    Raises
    ------
    LayerError
        If it cannot be read, is of another kind, too large, encrypted, scanned, broken or empty, or a package
        is missing.
    """
    name, suffix = path.name, path.suffix.lower()
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
    except OSError as error:
        raise LayerError(
            Message("file-unreadable", name or str(path), values={"reason": reason(error)})
        ) from None
    remarks: list[Message] = []
    if suffix in (*_TEXT, *_HTML):
        if start.startswith((_OLE, _ZIP, _PDF)):
            raise LayerError(Message("reading-not-text", name))
        raw = _limited(path, name, "text").read_bytes()
        declared = (_META.search(start) or _XML.search(start)) if suffix in _HTML else None
        text, remarks = decode(raw, declared[1].decode() if declared else None, encoding, name)
        if suffix in _HTML:
            lines = _apart(_html, text, path=path)
            return _of_lines(name, lines, words), remarks
        return _checked(document_of(name, text, words)), remarks
    if start.startswith(_OLE):
        raise LayerError(Message("reading-doc", name))
    if suffix == ".docx":
        lines = _apart(_docx, str(_limited(path, name, "packed")), name, path=path)
        return _of_lines(name, lines, words), remarks
    if suffix == ".pdf":
        text = _apart(_pdf, str(_limited(path, name, "packed")), name, path=path)
        return _checked(document_of(name, text, words)), remarks
    raise LayerError(Message("reading-format", name))


def _limited(path: Path, name: str, kind: str) -> Path:
    size, limit = path.stat().st_size, MAX_MB[kind] * 2**20
    if size > limit:
        raise LayerError(
            Message("reading-large", name, values={"mb": -(-size // 2**20), "limit": MAX_MB[kind]})
        )
    return path


def _apart(work: Callable[..., Any], *arguments: object, path: Path) -> Any:
    return apart(work, *arguments, name=path.name, size=size_of(path))


def _html(text: str) -> Lines:
    from mapgen.reading.html import lines_of

    return lines_of(text)


def _docx(path: str, name: str) -> Lines:
    from mapgen.reading.docx import lines_of

    return lines_of(Path(path), name)


def _pdf(path: str, name: str) -> str:
    from mapgen.reading.pdf import text_of

    return text_of(Path(path), name)


def _of_lines(name: str, lines: Lines, words: Words) -> Document:
    levels, at = {}, 0
    for text, level in zip(lines.texts, lines.levels, strict=True):
        if level:
            levels[at] = level
        at += len(text) + 1
    return _checked(document_of(name, "\n".join(lines.texts), words, levels))


def _checked(document: Document) -> Document:
    if len(document.raw) > MAX_LETTERS:
        values = {"letters": len(document.raw), "limit": MAX_LETTERS}
        raise LayerError(Message("reading-letters", document.name, values=values))
    if not document.paragraphs:
        raise LayerError(Message("reading-empty", document.name))
    return document


def missing(package: str) -> LayerError:
    """Return that a package is not installed which a kind of document needs.

    Parameters
    ----------
    package : str
    """
    return LayerError(Message("reading-missing", values={"package": package}))


def broken(name: str, error: Exception) -> LayerError:
    """Return that a document cannot be read, and why.

    Parameters
    ----------
    name : str
    error : Exception
    """
    return LayerError(Message("reading-broken", name, values={"reason": reason(error)}))
