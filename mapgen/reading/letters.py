"""Text as the rules read it: one letter for one of the raw text, without what breaks words apart."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from mapgen.reading.words import own_words

_FEW = Path(__file__).parent / "letters.toml"
#: Ideographs and the signs of Chinese writing: blanks beside them are the typesetter's.
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3001-\u303f\u2018-\u201d\u2026]")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\r\v\f\x1c\x1d\x1e\x1f\x00")
_BETWEEN_DIGITS = frozenset(",.:")
_TRADITIONAL = re.compile("[\u3400-\u9fff]")
_FULL_STOP = "\u3002"
#: Quotation marks that are the same before and behind, and what they stand for.
_STRAIGHT, _PAIR = '"\uff02', "\u201c\u201d"
#: Two of them inside a line explain, as a colon does.
_DASH, _COLON = "\u2014", "\uff1a"


class Letters(NamedTuple):
    """Text for the rules, and where each of its letters stands in the raw text."""

    text: str
    at: tuple[int, ...]


def lettered(raw: str, start: int, end: int) -> Letters:
    """Read a part of a raw text.

    Parameters
    ----------
    raw : str
    start, end : int
        The part, in characters.

    Returns
    -------
    Letters
        Simplified letters, full-width signs, no blanks beside ideographs, none of the asterisks of Markdown.
    """
    text, at = _read(raw[start:end])
    return Letters(text, tuple(start + index for index in at) if start else at)


@lru_cache(maxsize=512)
def _read(raw: str) -> Letters:
    """Letters by where they stand in a piece: lines are read when they are cut, and again as paragraphs."""
    simple, signs = _simplified(raw), own_words()["signs"]
    kept: list[tuple[str, int]] = []
    for at, char in enumerate(simple):
        if char in _INVISIBLE:
            continue
        if char == "*" and "**" in (raw[at : at + 2], raw[max(at - 1, 0) : at + 1]):
            continue
        kept.append((" ", at) if char.isspace() else (char, at))
    out: list[tuple[str, int]] = []
    straight = [at for char, at in kept if char in _STRAIGHT]
    # Pairs of straight quotation marks open and close by turns.
    turns = dict(zip(straight, _PAIR * len(straight), strict=False)) if len(straight) % 2 == 0 else {}
    for index, (char, at) in enumerate(kept):
        before = out[-1][0] if out else " "
        if char == " ":
            after = next((each for each, _ in kept[index + 1 : index + 40] if each != " "), " ")
            if before == " " or after == " " or _WIDE.match(before) or _WIDE.match(after):
                continue
            out.append((char, at))
            continue
        after = kept[index + 1][0] if index + 1 < len(kept) else " "
        if char == after == _DASH and out:
            kept[index + 1] = (" ", kept[index + 1][1])
            out.append((_COLON, at))
            continue
        if char in _BETWEEN_DIGITS and before.isdigit() and after.isdigit():
            out.append((char, at))
            continue
        ends = char == "." and _TRADITIONAL.match(before) and not after.isalnum()
        out.append((_FULL_STOP if ends else _plain(turns.get(at, signs.get(char, char))), at))
    return Letters("".join(char for char, _ in out), tuple(at for _, at in out))


def _plain(char: str) -> str:
    """A letter or a digit in its plain width."""
    if "\uff10" <= char <= "\uff5a" and char.isalnum():
        return unicodedata.normalize("NFKC", char)
    return char


@cache
def _converter() -> object:
    """What knows simplified letters for traditional ones, if it is installed."""
    try:
        import opencc
    except ImportError:
        return None
    return opencc.OpenCC("t2s")


@cache
def _few() -> dict[str, str]:
    import tomllib

    pairs: dict[str, str] = tomllib.loads(_FEW.read_text("utf-8"))["letters"]
    return pairs


def simple_letter(char: str) -> str:
    """Return the simplified letter of a traditional one; others as they are.

    Parameters
    ----------
    char : str
    """
    return _known_letter(char) if _TRADITIONAL.match(char) else char


@cache
def _known_letter(char: str) -> str:
    converter = _converter()
    made = converter.convert(char) if converter is not None else _few().get(char, char)  # type: ignore[attr-defined]
    return made if len(made) == 1 else char


class _Simple(dict[int, str]):
    """Simplified letters by the code of theirs, as they are asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = simple_letter(chr(code))
        return self[code]


@cache
def _table() -> _Simple:
    return _Simple()


def _simplified(text: str) -> str:
    return text.translate(_table())
