"""Numbers of coordinates as offices type them: full-width digits, degrees and minutes, two in a cell."""

import math
import re
import unicodedata

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?|[-+]?\.\d+", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"[-+]?(?:\d+(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+)")
#: Degrees, minutes and seconds, with signs or in Chinese; and before or behind them where they count from.
_SIDE = "[NSEW]|\u4e1c\u7ecf|\u5317\u7eac|\u5357\u7eac|\u897f\u7ecf"
_PART = r"(\d+(?:\.\d+)?)"
_DEGREES = re.compile(
    rf"(?P<side>{_SIDE})?{_PART}[\u00b0\u00ba\u5ea6D](?:{_PART}['\u2032\u2019\u5206M]?)?"
    rf"(?:{_PART}(?:\"|''|\u2032\u2032|\u2033|\u201d|\u79d2|S)?)?(?P<behind>{_SIDE})?",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(\d{1,3})[ :](\d{1,2})[ :](\d{1,2}(?:\.\d+)?)")
_MINUS = ("S", "W", "\u5357", "\u897f")
_BETWEEN = re.compile(r"[,;\s\u3001/|]+")
_YEAR = re.compile(r"(?<!\d)((?:1[89]|20|21)\d\d)(?!\d)|^((?:1[89]|20|21)\d\d)(?:0[1-9]|1[0-2])\d*$")


def number(text: str | None, *, has_commas: bool = False) -> float:
    """What a cell says, NaN if that is no number.

    Parameters
    ----------
    text : str or None
        Full-width digits, blanks and commas between thousands are allowed, degrees with minutes and seconds
        (``113 31 48`` too), and letters or words for east and north.
    has_commas : bool
        Whether the table has decimal commas; ``1.234`` is no number then, for nobody knows whether it is a
        thousand.
    """
    if not text:
        return math.nan
    plain = unicodedata.normalize("NFKC", text.replace("\u3002", ".")).strip()
    if found := _SPACED.fullmatch(plain):
        plain = "{}d{}m{}s".format(*found.groups())
    plain = re.sub(r"\s", "", plain)
    if has_commas:
        if _COMMA.fullmatch(plain):
            return float(plain.replace(".", "").replace(",", "."))
    elif _NUMBER.fullmatch(plain):
        return float(plain)
    elif _THOUSANDS.fullmatch(plain):
        return float(plain.replace(",", ""))
    if found := _DEGREES.fullmatch(plain):
        degrees, minutes, seconds = (float(part or 0) for part in found.group(2, 3, 4))
        side = (found["side"] or found["behind"] or "").upper()
        if minutes < 60 and seconds < 60:
            value = degrees + minutes / 60 + seconds / 3600
            return -value if side.startswith(_MINUS) else value
    return math.nan


def two(text: str | None) -> tuple[float, float]:
    """Both numbers of a cell in their order, NaN if they are not two."""
    plain = unicodedata.normalize("NFKC", text or "").strip().strip("()[]{}\"'")
    plain = re.sub(r"^POINT\s*\(", "", plain, flags=re.IGNORECASE)
    parts = [number(part) for part in _BETWEEN.split(plain) if part]
    return (parts[0], parts[1]) if len(parts) == 2 else (math.nan, math.nan)


def year(text: str | None) -> str | None:
    """The year that a text names first, if it names one: of a date, of ``2021Q3``, of a number."""
    found = _YEAR.search(unicodedata.normalize("NFKC", text or "").strip())
    return (found[1] or found[2]) if found else None
