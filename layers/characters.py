"""Characters that no text of the layers holds: those that only a wrong encoding leaves behind.

Nobody types them and no font draws them, so each is a sign that the words around it are garbled.
Marks of direction and joiners stay: Arabic script, as Uyghur is written in, needs them.
"""

import re

#: NUL, which ends a text in C; C1 controls, which bytes of a Windows code page become when read as
#: Latin-1; halves of surrogate pairs; U+FFFD, put in place of what could not be read; and the
#: noncharacters, U+FFFE among them, which a swapped byte order makes of a byte order mark.
_GARBLED = re.compile(
    "[\0\x80-\x9f\ud800-\udfff\ufffd\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


def garbled(text: str) -> str | None:
    """The first character that shows a text to be garbled.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None
        Its code point, such as ``U+0085``; None if the text holds none.
    """
    found = _GARBLED.search(text)
    return f"U+{ord(found[0]):04X}" if found else None
