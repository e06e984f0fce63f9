"""The words that rules look for: lists of a TOML file, to which a user's own file adds."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from layers.messages import LayerError, Message, reason

_FILE = Path(__file__).parent / "words.toml"
_SLOT = re.compile(r"<([a-z_]+\.[a-z_.+]+)>")


class Words:
    """Lists of words by topic, and patterns made of them.

    Parameters
    ----------
    lists : mapping
        What ``words.toml`` holds.
    """

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self.lists = lists
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._sets: dict[str, frozenset[str]] = {}

    def __getitem__(self, path: str) -> Any:
        """Return a list by its topic and name, such as ``sides.verbs``."""
        found: Any = self.lists
        for step in path.split("."):
            found = found[step]
        return found

    @cached_property
    def compass(self) -> dict[str, str]:
        """Sides by the letters of their direction."""
        return dict(self["sides.compass"])

    def pattern(self, path: str) -> re.Pattern[str]:
        """Return a pattern by its topic and name; ``<topic.list>`` in it stands for any word of a list.

        Where what stands between the signs is a pattern itself, it stands for that.
        """
        if path not in self._patterns:
            self._patterns[path] = re.compile(self._filled(self[path]))
        return self._patterns[path]

    def set(self, path: str) -> frozenset[str]:
        """Return the words of a list as a set."""
        if path not in self._sets:
            self._sets[path] = frozenset(self[path])
        return self._sets[path]

    def _filled(self, pattern: str) -> str:
        return _SLOT.sub(self._slot, pattern)

    def _slot(self, slot: re.Match[str]) -> str:
        found = [self[path] for path in slot[1].split("+")]
        if isinstance(found[0], str):
            return f"(?:{self._filled(found[0])})"
        return either(word for words in found for word in words)


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first.

    Parameters
    ----------
    words : iterable of str
    """
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) + ")"


@cache
def own_words() -> Words:
    """Words as the package has them."""
    return Words(tomllib.loads(_FILE.read_text("utf-8")))


def words_with(path: Path | None) -> Words:
    """Words of the package and of a file of the user's.

    Parameters
    ----------
    path : Path or None

    Raises
    ------
    LayerError
        If the file is no TOML, or has a list that is not known or holds something else than words.
    """
    if path is None:
        return own_words()
    try:
        added = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise LayerError(
            Message("reading-words-broken", str(path), values={"reason": reason(error)})
        ) from None
    return Words(_extended(own_words().lists, added, str(path), ""))


def _extended(known: Mapping[str, Any], added: Mapping[str, Any], file: str, topic: str) -> dict[str, Any]:
    made = dict(known)
    for key, value in added.items():
        have, where = known.get(key), f"{topic}.{key}".removeprefix(".")
        if isinstance(have, Mapping) and isinstance(value, Mapping) and _is_table_of_lists(have):
            made[key] = _extended(have, value, file, where)
        elif isinstance(have, list) and isinstance(value, list) and all(map(_is_word, value)):
            made[key] = [*have, *value]
        else:
            raise LayerError(Message("reading-words-list", file, where))
    return made


def _is_table_of_lists(table: Mapping[str, Any]) -> bool:
    return any(isinstance(value, list | Mapping) for value in table.values())


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
