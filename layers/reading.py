"""Strict reading of the layer files: sound JSON and TOML, or a problem that says where they are not."""

import errno
import json
import stat
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from layers.messages import LayerError, Message, reason, system_reason


class _DuplicateKeyError(ValueError):
    pass


class _ConstantError(ValueError):
    pass


def read_bytes(path: Path, name: str, root: Path) -> bytes:
    """Read a file.

    Parameters
    ----------
    path : Path
    name : str
        What messages call the file.
    root : Path
        Folder that the file must not lead out of by a symbolic link; no link is in its own path.

    Returns
    -------
    bytes

    Raises
    ------
    LayerError
        If the file cannot be read or leads out of `root`.
    """
    try:
        if not path.resolve().is_relative_to(root):
            raise LayerError(Message("link-outside", name))
        _require_end(path.stat().st_mode, name)
        return path.read_bytes()
    except (OSError, RuntimeError) as error:
        # resolve() raises RuntimeError for a link that leads back to itself.
        why = reason(error) if isinstance(error, OSError) else system_reason(errno.ELOOP)
        raise LayerError(Message("file-unreadable", name, values={"reason": why})) from None


def _require_end(mode: int, name: str) -> None:
    """Refuse a pipe, which would be waited for, and a device, which may never end."""
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise LayerError(Message("file-unreadable", name, values={"reason": Message("reason-not-regular")}))


def read_json(path: Path, largest: int, too_large: Message) -> Any:
    """Read a file of JSON that another command wrote, wherever it is.

    Parameters
    ----------
    path : Path
    largest : int
        Bytes that it may have.
    too_large : Message
        What is said of a larger one.

    Returns
    -------
    object

    Raises
    ------
    LayerError
        If it cannot be read, is too large or is no such JSON.
    """
    name = str(path)
    try:
        found = path.stat()
        _require_end(found.st_mode, name)
        if found.st_size > largest:
            raise LayerError(too_large)
        raw = path.read_bytes()
    except OSError as error:
        raise LayerError(Message("file-unreadable", name, values={"reason": reason(error)})) from None
    return parse_json(as_text(raw, name), name)


def as_text(raw: bytes, name: str) -> str:
    """Read bytes as UTF-8 without BOM.

    Parameters
    ----------
    raw : bytes
    name : str
        What messages call the file.

    Returns
    -------
    str

    Raises
    ------
    LayerError
        If they begin with a BOM or are not UTF-8.
    """
    if raw.startswith(b"\xef\xbb\xbf"):
        raise LayerError(Message("bom", name))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LayerError(Message("not-utf8", name, values={"offset": error.start})) from None


def parse_json(text: str, name: str) -> Any:
    """Parse JSON without duplicate keys, NaN, infinities or lone surrogates.

    Parameters
    ----------
    text : str
    name : str
        What messages call the file.

    Returns
    -------
    object

    Raises
    ------
    LayerError
        With line and column where the text is not such JSON.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        values = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise LayerError(Message("not-json", name, values=values)) from None
    except _DuplicateKeyError as error:
        raise LayerError(Message("duplicate-key", name, values={"key": str(error)})) from None
    except (_ConstantError, RecursionError, ValueError) as error:
        why: Message | str = Message(
            "reason-nested" if isinstance(error, RecursionError) else "reason-number"
        )
        if isinstance(error, _ConstantError):
            why = str(error)
        line, column = _find(text, str(error))
        raise LayerError(
            Message("not-json", name, values={"line": line, "column": column, "reason": why})
        ) from None
    if ("\\ud" in text or "\\uD" in text) and (lone := _lone_surrogate(value)):
        surrogate = Message("reason-surrogate", values={"text": lone})
        values = {"line": 1, "column": 1, "reason": surrogate}
        raise LayerError(Message("not-json", name, values=values))
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        raise _DuplicateKeyError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return table


def _no_constant(constant: str) -> NoReturn:
    raise _ConstantError(constant)


def _find(text: str, needle: str) -> tuple[int, int]:
    at = max(text.find(needle), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _lone_surrogate(value: object) -> str | None:
    """The first string that UTF-8 cannot carry, escaped, or None."""
    waiting = [value]  # no recursion: what the parser could nest might be too deep for us
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if any("\ud800" <= char <= "\udfff" for char in item):
                return ascii(item)
        elif isinstance(item, dict):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            waiting += item
    return None


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Parse TOML; parameters are those of `parse_json`, and LayerError says where it is not TOML."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5000 digits is a plain ValueError
        raise LayerError(Message("not-toml", name, values={"reason": str(error)})) from None
