"""Which columns of a layer can be edited, which follow from others, and when two values are the same."""

import json
import math
from collections.abc import Mapping
from typing import Any

from layers.schema import KEYS
from mapgen.tables.frames import COLUMNS, JOINED, LISTS

#: A mark of the byte order, from a text file that was read with it: no part of a name or text.
MARK = "\ufeff"
#: The longest text that a Shapefile holds, in bytes, less what a cut character may cost.
_DBF_BYTES = 254 - 3


def editable(layer: str) -> tuple[str, ...]:
    """Columns whose values stand in the layer files."""
    return tuple(key for key in KEYS[layer] if key != "id")


def computed(layer: str) -> tuple[str, ...]:
    """Columns that every export computes anew."""
    return tuple(column for column in COLUMNS.get(layer, ()) if column not in KEYS[layer])


def derived(layer: str, values: Mapping[str, Any]) -> set[str]:
    """Editable columns that nevertheless follow from others, given a feature's values.

    A feature that is the same as another has that one's basis and accuracy; a group has those of
    its members; a zone that is built from sides has the accuracy of its baselines.
    """
    if layer in ("baselines", "context", "ground"):
        return set()
    if values.get("same_as") is not None or values.get("kind") == "group":
        return {"basis", "accuracy_m"}
    return {"accuracy_m"} if str(values.get("basis")).endswith(" sides") else set()


def same_value(column: str, one: Any, other: Any) -> bool:
    """Whether two values are the same but for what formats do to them.

    Empty text is no text; line ends, blanks around a text and a mark of the byte order before it do not
    count; and numbers agree to nine digits.
    """
    if column in LISTS:
        # A long list in a Shapefile stays text, because it may have been cut.
        return bool(_rounded(one) == _rounded(other)) or as_text(column, one) == as_text(column, other)
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    if _is_number(one) and _is_number(other):
        return math.isclose(_real(one), _real(other), rel_tol=1e-9, abs_tol=1e-12)
    return bool(_something(one) == _something(other))


def as_text(column: str, value: Any) -> str | None:
    """A value as the text that exports make of it, None for what is no text."""
    if value is None or isinstance(value, str):
        return value
    if column in JOINED and isinstance(value, list):
        return ";".join(map(str, value))
    if column in LISTS:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return None


def fills_field(value: Any) -> bool:
    """Whether a text is so long that a Shapefile may have cut it."""
    return isinstance(value, str) and len(value.encode()) >= _DBF_BYTES


def cut_short(column: str, before: Any, after: Any) -> bool:
    """Whether a text is the beginning of a longer one, cut where a Shapefile's field ends."""
    whole = as_text(column, before)
    if whole is None or not fills_field(after) or whole == after:
        return False
    return _plain(whole).startswith(_plain(after))


def _plain(text: str) -> str:
    text = text.lstrip(MARK).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _something(value: Any) -> Any:
    """A value, or None for a text that holds nothing but blanks."""
    return (_plain(value) if isinstance(value, str) else value) or None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _real(value: float) -> float:
    """A number as a float; a whole number that is too large for one is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value > 0 or -1)


def _rounded(value: Any) -> Any:
    if _is_number(value):
        return round(_real(value), 5)
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items() if item is not None}
    return value
