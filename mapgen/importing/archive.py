"""Zip files from strangers: looked through before anything is unpacked, and unpacked with a tape measure."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from layers.messages import LayerError, Message
from layers.messages import reason as why_failed

#: More entries than this are no export of a few layers.
MAX_ENTRIES = 2_000
#: All entries together, unpacked, in bytes.
MAX_BYTES = 256 * 2**20
#: Times that a large entry may grow; small tables padded with blanks grow a lot and do no harm.
MAX_RATIO, RATIO_FROM_BYTES = 200, 4 * 2**20
_LONGEST_NAME = 200
_CHUNK = 2**20
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1


def unpack(path: Path, name: str, suffixes: tuple[str, ...], into: Path) -> list[Path]:
    """Unpack the members that are wanted.

    Parameters
    ----------
    path : Path
        Zip file.
    name : str
        What messages call it.
    suffixes : tuple of str
        Endings of wanted members, in lower case; all entries are checked, wanted or not.
    into : Path
        An empty folder of our own.

    Returns
    -------
    list of Path
        The files, in the order of their names.

    Raises
    ------
    LayerError
        If the archive is broken, encrypted, too large, too good to be true, or if an entry's name
        leads elsewhere, stands twice or is a link; then nothing has been unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _checked(archive.infolist(), name)
            wanted = {
                member: info
                for member, info in members.items()
                if member.lower().endswith(suffixes) and not is_litter(member)
            }
            return [_extract(archive, info, into / member, name) for member, info in sorted(wanted.items())]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        if isinstance(error, LayerError):
            raise
        raise _refusal(name, "zip-broken", reason=why_failed(error)) from None


def is_workbook(path: Path) -> bool:
    """Whether a zip file is a workbook of a spreadsheet; one that is broken is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False


def is_litter(name: str) -> bool:
    """Whether a file is what macOS and Windows leave beside the files of the user."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].startswith((".", "~$")))


def _refusal(name: str, code: str, entry: str = "", **values: object) -> LayerError:
    return LayerError(Message(code, name, entry, values))


def _checked(entries: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    """Entries by the path that they may be unpacked to."""
    if len(entries) > MAX_ENTRIES:
        raise _refusal(name, "zip-entries", count=len(entries), limit=MAX_ENTRIES)
    total = sum(entry.file_size for entry in entries)
    if total > MAX_BYTES:
        raise _refusal(name, "zip-size", mb=total // 2**20, limit=MAX_BYTES // 2**20)
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for entry in entries:
        member = _decoded(entry)
        folded = normalize("NFC", member).casefold().rstrip("/")
        if not _harmless(member):
            raise _refusal(name, "zip-path", member)
        if folded in seen:
            raise _refusal(name, "zip-twice", member)
        if _special(entry):
            raise _refusal(name, "zip-link", member)
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise _refusal(name, "zip-encrypted", member)
        if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise _refusal(name, "zip-ratio", member, limit=MAX_RATIO)
        seen.add(folded)
        if not entry.is_dir():
            members[member] = entry
    return members


def _decoded(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows in China writes GBK and does not say so."""
    if entry.flag_bits & _UTF8_FLAG or entry.filename.isascii():
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return entry.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return entry.filename


def _harmless(member: str) -> bool:
    parts = PurePosixPath(member).parts
    return (
        0 < len(member) <= _LONGEST_NAME
        and member.isprintable()
        and not member.startswith("/")
        and not set(member) & set('\\:*?"<>|')
        and ".." not in parts
        and all(len(part.encode()) <= _LONGEST_NAME for part in parts)
    )


def _special(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, name: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with archive.open(entry) as source, target.open("xb") as sink:
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise _refusal(name, "zip-lies", entry.filename)
            sink.write(chunk)
    if left:
        raise _refusal(name, "zip-lies", entry.filename)
    return target
