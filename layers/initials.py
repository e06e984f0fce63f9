"""Pinyin initials of names, by which a reader of a map finds them: ``mzkxy`` for Mingzhu Kexue Yuan.

The dictionary that knows the readings takes longer to load than a whole folder of layers. What it said
may therefore be kept with the data, in ``initials.toml``; there a wrong reading can be corrected, too.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache

from layers.files import INITIALS, LayerFiles
from layers.messages import LayerError, Message

_HEAD = """\
# Pinyin initials of the names, for the search box. `zonemap fmt` adds those of new names and takes out
# those of names that are gone; a wrong reading may be corrected here.
"""


@cache
def initials(name: str) -> str:
    """Pinyin initials of a Chinese name as the dictionary has them.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        Lower case; letters and digits in the name stay, all else is left out.
    """
    # Imported here: it takes a third of a second, and most runs need it for no name.
    from pypinyin import Style, lazy_pinyin

    return _plain("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))


def _plain(letters: str) -> str:
    return "".join(char for char in letters.lower() if char.isalnum())


def read_initials(files: LayerFiles) -> dict[str, str]:
    """Read what a layers folder keeps in ``initials.toml``.

    Parameters
    ----------
    files : LayerFiles
        Of a folder that holds the file.

    Returns
    -------
    dict of str to str
        Initials by name.

    Raises
    ------
    LayerError
        If the file is not TOML, or holds anything but lower-case letters and digits.
    """
    kept = files.toml(INITIALS)
    if wrong := [
        name for name, value in kept.items() if not isinstance(value, str) or value != _plain(value)
    ]:
        raise LayerError(*(Message("initials", INITIALS, values={"name": name}) for name in wrong))
    return kept


def dumps(names: Iterable[str], kept: Mapping[str, str]) -> str:
    """Text of ``initials.toml``: one name a line, in the order of their characters.

    Parameters
    ----------
    names : iterable of str
        All names of the layers.
    kept : mapping of str to str
        Initials that are known already; they stay as they are.

    Returns
    -------
    str
        TOML.
    """
    lines = (
        f"{_quoted(name)} = {_quoted(kept[name] if name in kept else initials(name))}\n"
        for name in sorted(set(names))
    )
    return _HEAD + "".join(lines)


def _quoted(text: str) -> str:
    # A string of JSON is one of TOML, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
