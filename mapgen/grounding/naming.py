"""What things of an extract are called, in Chinese and English."""

import re
from collections.abc import Iterable

from mapgen.grounding.kinds import Tags

_CHINESE = ("name:zh-hans", "name:zh", "name_zh", "name")
_ENGLISH = ("name:en", "name_en")
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
#: What follows a name in the names of routes: where they lead to.
_LEADS = re.compile(r"\s*(?:[:\uff1a(\uff08].*)$")


def called(tags: Tags) -> str | None:
    """Chinese name, or the local one where there is none."""
    return next((tags[key].strip() for key in _CHINESE if tags.get(key, "").strip()), None)


def english(tags: Tags, name: str) -> str:
    """English name; where none is stated the Chinese one in pinyin."""
    stated = next((tags[key].strip() for key in _ENGLISH if tags.get(key, "").strip()), None)
    return stated or spelt(name)


def spelt(name: str) -> str:
    """Return a Chinese name in pinyin, as one word; any other as it is."""
    if not _IDEOGRAPH.search(name):
        return name
    # Imported here: it takes a third of a second.
    from pypinyin import lazy_pinyin

    written = "".join(lazy_pinyin(name))
    return written[:1].upper() + written[1:]


def of_line(name: str) -> str:
    """Return the name of a metro line without where it leads to."""
    return _LEADS.sub("", name) or name


def without(name: str, endings: Iterable[str]) -> str:
    """Return a name without the first ending that it has, unless nothing would be left."""
    ending = next((each for each in endings if name.endswith(each) and len(name) > len(each) + 1), "")
    return name.removesuffix(ending)
