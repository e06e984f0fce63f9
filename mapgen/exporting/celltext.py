"""Text as the cells of a workbook hold it.

Office Open XML reads ``_x000D_`` within a text as that character. So whatever looks like it is escaped, and
so are carriage returns, which XML would take for line feeds, and blanks with nothing between them, which it
would drop.
"""

import re

from mapgen.exporting.flat import EXCEL_CELL

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Text as a cell has to hold it."""
    if text.isspace():
        return "".join(f"_x{ord(char):04X}_" for char in text)
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")


def unescaped(text: str) -> str:
    """Text of a cell as it is meant."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def fitting(text: str) -> str:
    """The longest beginning of a text that a cell holds; a little less if many characters are escaped."""
    text = text[:EXCEL_CELL]
    while (over := _size(escaped(text)) - EXCEL_CELL) > 0:
        text = text[: -max(1, over // len("_x0000_"))]
    return text


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
