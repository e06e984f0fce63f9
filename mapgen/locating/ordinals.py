"""Numbers in names: the eighth creek is one, its number written in Chinese, in digits, or as an ordinal."""

import re
from collections.abc import Iterator
from functools import cache

from mapgen.locating.lists import lists

#: Numbers in names are smaller.
_MOST = 99


def numbered(key: str) -> str | None:
    """Return a name with the number in it as digits, without what says that it is one.

    Parameters
    ----------
    key : str
        As `layers.evidence.name_keys` has it.

    Returns
    -------
    str or None
        None if the name has no number before its ending; digits in a row that are a date are none.
    """
    parts = _parts(key)
    return None if parts is None else "{}{}{}".format(*parts)


def spellings(key: str) -> Iterator[str]:
    """Return a name with its number in each way of writing it; nothing for a name without one.

    Parameters
    ----------
    key : str
        As `layers.evidence.name_keys` has it.
    """
    parts = _parts(key)
    if parts is not None:
        before, value, behind = parts
        yield from (f"{before}{value}{behind}", f"{before}{_chinese(value)}{behind}")


def _parts(key: str) -> tuple[str, int, str] | None:
    """What stands before a number, the number, and what stands behind it."""
    found = _pattern().fullmatch(key)
    if found is None:
        return None
    number = found["number"]
    value = int(number) if number.isdecimal() else _value(number)
    return (found["before"], value, found["behind"]) if value is not None and 0 < value <= _MOST else None


@cache
def _pattern() -> re.Pattern[str]:
    own = lists()["ordinals"]
    endings = "|".join(sorted(map(re.escape, own["endings"]), key=len, reverse=True))
    numbers = f"[0-9]{{1,2}}|[{own['digits'][1:]}{own['ten']}]{{1,3}}"
    before = f"(?P<before>.*?){own['first']}?"
    return re.compile(f"{before}(?P<number>{numbers})(?P<behind>{own['number']}?(?:{endings}))")


def _value(text: str) -> int | None:
    """A number up to 99 in Chinese; None for what is none, such as a date."""
    digits = lists()["ordinals"]["digits"]
    tens, ten, ones = text.rpartition(lists()["ordinals"]["ten"])
    if not ten:
        return int(digits.index(text)) if len(text) == 1 else None
    if len(tens) > 1 or len(ones) > 1 or ten in tens:
        return None
    return 10 * (int(digits.index(tens)) if tens else 1) + (int(digits.index(ones)) if ones else 0)


def _chinese(value: int) -> str:
    digits, ten = lists()["ordinals"]["digits"], lists()["ordinals"]["ten"]
    tens, ones = divmod(value, 10)
    first = f"{digits[tens] if tens > 1 else ''}{ten}" if tens else ""
    return f"{first}{digits[ones] if ones else ''}"
