"""Text files of tables: their encoding, what stands between their cells, and their first rows."""

import codecs
import csv
import io
import mmap
from itertools import islice
from pathlib import Path

from layers.messages import LayerError, Message
from mapgen.files.errors import OutputError
from mapgen.importing.encoding import decide
from mapgen.tallying.columns import SAMPLE

#: What the encoding and the head are found from, bytes.
_SAMPLE = 1 << 20
_BLOCK = 1 << 24
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BETWEEN = ",;\t|"


def encoding_of(path: Path) -> str:
    """The encoding of a file: of its mark, else of its first bytes beyond ASCII.

    Raises
    ------
    OutputError
        If it is in none.
    """
    with path.open("rb") as file:
        start = sample = file.read(_SAMPLE)
        for mark, codec in _MARKS:
            if start.startswith(mark):
                return codec
        if start[1:400:2].count(0) > len(start[1:400:2]) / 2:
            return "utf-16-le"
        if start[0:400:2].count(0) > len(start[0:400:2]) / 2:
            return "utf-16-be"
        while sample and sample.isascii():
            sample = file.read(_SAMPLE)
    # Between two lines, so that no character of the sample is cut in front.
    begins = sample.find(b"\n") + 1 if sample is not start else 0
    try:
        return decide([sample[begins:]], None, None, path.name, cut=True).encoding
    except LayerError:
        raise OutputError(Message("tally-encoding", str(path))) from None


def in_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """The file itself if it is in UTF-8, else a copy in a folder that is.

    Raises
    ------
    UnicodeError
        If its text is not in the encoding.
    """
    if encoding in ("utf-8", "utf-8-sig", "ascii"):
        return path
    copy = folder / f"{path.stem}.utf8"
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as source, copy.open("w", encoding="utf-8", newline="") as target:
        while block := source.read(_BLOCK):
            target.write(decoder.decode(block))
        target.write(decoder.decode(b"", final=True))
    return copy


def head_of(source: Path, path: Path) -> tuple[list[list[str | None]], list[int], str]:
    """First rows of a file in UTF-8, the line after each, and what stands between cells.

    Rows without any cell do not count, here and where the file is read.

    Parameters
    ----------
    source, path : Path
        The file, and what it is to the user.

    Raises
    ------
    OutputError
        If it has null characters: a picture, a database, or a file that is damaged.
    """
    with source.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        text = file.read(_SAMPLE)
    if (at := text.find("\0")) >= 0:
        raise _null(path, text[:at].count("\n"))
    between = _between(text)
    # Lines as a file has them: to Python a vertical tab or U+2028 within a cell ends one too.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    rows: list[list[str | None]] = []
    lines: list[int] = []
    try:
        for row in islice(reader, SAMPLE):
            rows.append([cell or None for cell in row])
            lines.append(reader.line_num)
    except csv.Error:  # a cell of more than 131,072 characters, below the head
        pass
    return rows, lines, between


def _between(text: str) -> str:
    """The sign that splits the first lines into most cells, the same number in most of them."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    best, most = ",", 0.0
    for sign in _BETWEEN:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        usual = max(set(counts), key=counts.count, default=1)
        if usual > 1 and (share := counts.count(usual) * usual**0.5) > most:
            best, most = sign, share
    return best


def _null(path: Path, before: int) -> OutputError:
    return OutputError(Message("tally-null", str(path), values={"line": before + 1}))


def lines_of(source: Path, path: Path) -> int:
    """Lines of a file, the last of which need not end.

    Parameters and errors are those of `head_of`.
    """
    count, block = 0, b"\n"
    with source.open("rb") as file:
        while more := file.read(_BLOCK):
            block = more
            if (at := block.find(b"\0")) >= 0:
                raise _null(path, count + block[:at].count(b"\n"))
            count += block.count(b"\n")
    return count + (not block.endswith(b"\n"))


def open_quote(path: Path, between: str) -> int | None:
    """The line, from 1, on which a cell begins with a quotation mark that nothing closes, if one does."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        before = {between.encode(), b"\n", b"\r"}
        first = len(codecs.BOM_UTF8) if text[:3] == codecs.BOM_UTF8 else 0
        at = text.find(b'"')
        while at >= 0:
            if at == first or text[at - 1 : at] in before:
                begin = at
                at = text.find(b'"', at + 1)
                while at >= 0 and text[at + 1 : at + 2] == b'"':
                    at = text.find(b'"', at + 2)
                if at < 0:
                    return text[:begin].count(b"\n") + 1
            at = text.find(b'"', at + 1)
    return None
