"""Between which characters a map may break a Chinese name: between its words, and never at a bracket.

A browser has no dictionary that is the same everywhere, so a page is given the lengths of the words.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from mapgen.text.loading import table

_RULES = table("breaks")
#: Names up to here stand in one row.
SHORT = 5
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: How often a word of ours occurs, for the dictionary: more often than whatever it could be cut into.
_OFTEN = 100_000


@lru_cache(maxsize=1)
def _dictionary(words: tuple[str, ...]) -> Any:
    # Imported here: its dictionary takes a third of a second, and not every folder has long Chinese names.
    from rjieba import Jieba

    made = Jieba()
    for word in words:
        made.add_word(word, _OFTEN, "n")
    return made


def words_of(name: str, known: Iterable[str] = ()) -> list[str]:
    """Cut a Chinese name into what must stay together in a row.

    Parameters
    ----------
    name : str
        May be hostile: any characters.
    known : iterable of str, optional
        Words that the dictionary may lack.

    Returns
    -------
    list of str
        Not empty ones, which make up the name.
    """
    found: list[str] = []
    for word in _dictionary(tuple(known)).cut(name):
        if found and not _may_part(found[-1], word):
            found[-1] += word
        else:
            found.append(word)
    return found


def _may_part(before: str, after: str) -> bool:
    if after[0] in _RULES["closing"] or after.isspace() or before[-1] in _RULES["opening"]:
        return False
    if before in _RULES["leading"]:
        return False
    return len(after) > 1 or after in _RULES["leading"] + _RULES["opening"] or after.isascii()


def lengths(name: str, known: Iterable[str] = ()) -> str:
    """Return the lengths of a name's words as a page takes them.

    Parameters
    ----------
    name : str
    known : iterable of str, optional
        As `words_of` takes them.

    Returns
    -------
    str
        A digit in base 36 for each word, in characters; a longer word has several. Empty for a name that is
        short or one word, and for one without Chinese characters, which breaks at its spaces.
    """
    if len(name) <= SHORT or not any("\u2e80" <= character <= "\uffef" for character in name):
        return ""
    words = words_of(name, known)
    most = len(_DIGITS) - 1
    digits = [_DIGITS[min(most, len(word) - at)] for word in words for at in range(0, len(word), most)]
    return "".join(digits) if len(digits) > 1 else ""
