"""What heads of tables call columns: names of coordinates, units below them, and names that users give."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from mapgen.text.loading import table

_SIGNS = re.compile(r"[\s()\[\]{}:*'\"\-\u3010\u3011]+")
_WORDS = re.compile(r"[^a-z]+")
_BRACKETS = re.compile(r"[(\uff08\[\u3010].*[)\uff09\]\u3011]")
_PLACE = re.compile(r"\d\.\d|\d[\u00b0\u5ea6]")
#: What stands in brackets behind a name, mostly a unit.
_BEHIND = re.compile(r"(?<=.)[(\uff08\[\u3010].*$", re.DOTALL)

Row = Sequence[str | None]


def _plain(cell: str | None) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", cell or "")).lower()


def is_called(cell: str | None, kind: str) -> bool:
    """Whether a cell says a kind of column, as ``columns.toml`` lists them."""
    told, plain = table("columns")[kind], _plain(cell)
    if plain in told["names"]:
        return True
    # A place may say which axis it counts on, in the same words: that is no name of a column.
    return any(part in plain for part in told["within"]) and not _PLACE.search(plain)


def find_pair(row: Row, x: str, y: str) -> tuple[int, int] | None:
    """The columns that a row calls by two kinds of names; None if it does not.

    Of several, those that speak of no shift go before others, and whole names before those that contain one;
    then the first. Of degrees, one word of a name is enough.
    """
    found = [_best(row, kind, words=False) for kind in (x, y)]
    if x == "lon" and None in found:
        found = [_best(row, kind, words=True) for kind in (x, y)]
    return None if found[0] is None or found[1] is None or found[0] == found[1] else (found[0], found[1])


def _best(row: Row, kind: str, *, words: bool) -> int | None:
    names = {*table("columns")[kind]["names"]}
    ranks = [
        (named_system([cell or ""]) in ("gcj02", "bd09"), _plain(cell) not in names, at)
        for at, cell in enumerate(row)
        if (names & {*_WORDS.split(_plain(cell))} if words else is_called(cell, kind))
    ]
    return min(ranks)[-1] if ranks else None


def find_given(row: Row, x: str | None, y: str | None) -> tuple[int, int] | None:
    """The columns of two names, or numbers from 1, that a user gives; None if a row has not both."""
    found = [position([row], str(each)) for each in (x, y)]
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def position(heads: Sequence[Row], name: str) -> int | None:
    """Where a column of a name stands, its unit or not; else of a number, from 1."""
    for row in reversed(heads):
        for at, cell in enumerate(row):
            if cell is not None and (cell.strip() == name.strip() or _plain(cell) == _plain(name) != ""):
                return at
    for row in reversed(heads):
        bare = [_plain(_BEHIND.sub("", cell or "")) for cell in row]
        if bare.count(_plain(name)) == 1:
            return bare.index(_plain(name))
    wide = len(heads[0]) if heads else 0
    return int(name) - 1 if name.isascii() and name.isdigit() and 0 < int(name) <= wide else None


def is_second(row: Row, pair: tuple[int, int]) -> bool:
    """Whether a row below a head belongs to it: other names of the columns, or units."""
    kinds = ("lon", "lat", "x", "y", "pair")
    return all(any(is_called(row[at], kind) for kind in kinds) for at in pair) or is_units(row, pair)


def is_units(row: Row, pair: tuple[int, int]) -> bool:
    """Whether a row has the units of the columns, those of coordinates or at least of others."""
    places, filled = [row[at] for at in pair], [cell for cell in row if cell]
    if not any(places):
        return bool(filled) and all(_BRACKETS.fullmatch(cell.strip()) for cell in filled)
    return all(is_called(cell, "unit") or _plain(cell) in ("e", "n") for cell in places)


def named_system(names: Iterable[str]) -> str | None:
    """The shift that names of columns or files speak of; of two, neither.

    Parameters
    ----------
    names : iterable of str

    Returns
    -------
    {"gcj02", "bd09", "wgs84"} or None
    """
    plain, known = " ".join(names).lower(), table("columns")
    said = [
        each
        for each in ("wgs84", "gcj02", "bd09")
        if any(_is_in(word, plain) for word in known[each]["words"])
    ]
    return said[0] if len(said) == 1 else None


def _is_in(word: str, text: str) -> bool:
    # A Latin word may be a part of another, which means something else.
    return bool(re.search(rf"(?:^|[^a-z]){word}(?![a-z])", text)) if word.isascii() else word in text
