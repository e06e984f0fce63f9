"""Ids and English names made of Chinese ones by their pinyin."""

import re
import unicodedata
from collections.abc import Container

from mapgen.text.breaks import words_of
from mapgen.text.loading import table

#: A plan's id has forty characters, that of an element eighty with it and the point between them.
_LONGEST = 34
#: Letters of a name whose end is a word by itself.
_SHORTEST = 2
_CHINESE = re.compile("[\u3400-\u9fff]")


def romanised(name: str) -> str:
    """Return a name in pinyin, word by word.

    Parameters
    ----------
    name : str
        May be hostile: any characters.

    Returns
    -------
    str
        Each word with a capital; what is not Chinese stays as it is.
    """
    if not _CHINESE.search(name):
        return name
    # Imported here: it takes a third of a second, and most runs need it for no name.
    from pypinyin import lazy_pinyin

    words = (
        re.sub("[a-z]", lambda first: first[0].upper(), "".join(lazy_pinyin(part)), count=1)
        if _CHINESE.search(part)
        else part
        for word in words_of(unicodedata.normalize("NFKC", name))
        for part in _parted(word)
    )
    spaced = re.sub(r"\s+", " ", " ".join(words)).strip()
    return re.sub(r"([(\[\u201c]) | ([)\],;:.\u201d])", r"\1\2", spaced) or name


def _parted(word: str) -> tuple[str, ...]:
    """A road or a river apart from its name, as it is on signs."""
    ends = word[-1:] in table("accepting")["ends"] and len(word) > _SHORTEST
    return (word[:-1], word[-1]) if ends else (word,)


def slug(name: str, taken: Container[str] = (), prefix: str = "") -> str:
    """Return an id for a name.

    Parameters
    ----------
    name : str
        May be hostile: any characters.
    taken : container of str
        Ids that are in use.
    prefix : str
        What the id begins with.

    Returns
    -------
    str
        Lower-case letters and digits with hyphens, not in `taken`.
    """
    from pypinyin import lazy_pinyin

    plain = unicodedata.normalize("NFKD", " ".join(lazy_pinyin(unicodedata.normalize("NFKC", name[:100]))))
    syllables = [
        part for part in re.split("[^a-z0-9]+", plain.encode("ascii", "ignore").decode().lower()) if part
    ]
    kept = ""
    for part in syllables:
        longer = f"{kept}-{part}" if kept else part[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        kept = longer
    base = prefix + (kept or "x")
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found
