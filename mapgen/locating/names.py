"""Whether the name of a side and a name in an extract may be those of one thing, and by which rule."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from layers.evidence import name_keys
from layers.messages import LayerError, Message, reason
from mapgen.locating.lists import lists
from mapgen.locating.ordinals import numbered, spellings

#: Rules from the surest to the least sure.
Rule = Literal["name", "ordinal", "alias", "ref", "section", "ending"]
RULES: tuple[Rule, ...] = ("name", "ordinal", "alias", "ref", "section", "ending")

#: A name without its ending must have so many letters left to be recognised with another.
_STEM = 2


def read_aliases(path: Path | None) -> dict[str, tuple[str, ...]]:
    """Read a user's file of other names.

    Parameters
    ----------
    path : Path or None
        TOML with a table ``[aliases]``: the name of a side, and one name or a list of names in the extract.

    Returns
    -------
    dict of str to tuple of str
        Keys as `layers.evidence.name_keys` has them.

    Raises
    ------
    LayerError
        If it is no such file.
    """
    if path is None:
        return {}
    try:
        stated = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise LayerError(
            Message("locate-aliases-broken", str(path), values={"reason": reason(error)})
        ) from None
    table = stated.get("aliases")
    if not isinstance(table, dict) or set(stated) != {"aliases"}:
        raise LayerError(Message("locate-aliases", str(path)))
    found: dict[str, tuple[str, ...]] = {}
    for name, others in table.items():
        each = others if isinstance(others, list) else [others]
        if not each or not all(isinstance(other, str) and name_keys(other) for other in each):
            raise LayerError(Message("locate-aliases", str(path), str(name)))
        for key in name_keys(name):
            found[key] = tuple(sorted(frozenset().union(*map(name_keys, each))))
    return found


class Matcher:
    """Compares the name of one side with names in an extract.

    Parameters
    ----------
    name : str
        Of the side.
    of : str
        What kind of line it is, as `mapgen.reading` says.
    aliases : mapping
        As `read_aliases` gives them.
    """

    def __init__(self, name: str, of: str, aliases: Mapping[str, tuple[str, ...]]) -> None:
        self.keys = name_keys(name)
        self._aliases = frozenset(other for key in self.keys for other in aliases.get(key, ()))
        self._parts = frozenset(lists()["sections"]["parts"])
        self._behind = self._parts | frozenset(lists()["sections"]["behind"])
        endings = sorted(lists()["endings"].get(of, ()), key=len, reverse=True)
        self._halves = [half for key in self.keys if (half := _halves(key, endings))]
        self._endings = frozenset(endings)
        self._spellings = frozenset(each for key in self.keys for each in spellings(key))

    @property
    def words(self) -> frozenset[str]:
        """What any name must hold one of to be recognised."""
        return self.keys | self._aliases | self._spellings | {stem for stem, _ in self._halves}

    def rule(self, names: Iterable[str], refs: Iterable[str] = ()) -> Rule | None:
        """Return the surest rule by which names are those of the side.

        Parameters
        ----------
        names, refs : iterable of str
            Names of a feature and its road numbers, as `layers.evidence.name_keys` has them.
        """
        found = {rule for key in names if (rule := self._one(key)) is not None}
        numbers = frozenset(refs)
        if self._aliases & numbers:
            found.add("alias")
        if self.keys & numbers:
            found.add("ref")
        return next((rule for rule in RULES if rule in found), None)

    def _one(self, key: str) -> Rule | None:
        if key in self.keys:
            return "name"
        if self._spellings and numbered(key) in self._spellings:
            return "ordinal"
        if key in self._aliases:
            return "alias"
        return self._like(key)

    def _like(self, key: str) -> Rule | None:
        """By which rule a name is another of the same road or water."""
        if any(key.startswith(own) and key[len(own) :] in self._behind for own in self.keys):
            return "section"
        for stem, ending in self._halves:
            if not key.startswith(stem):
                continue
            rest = key[len(stem) :]
            if rest.endswith(ending) and rest.removesuffix(ending) in self._parts:
                return "section"
            if rest in self._endings:
                return "ending"
        return None


def _halves(key: str, endings: Iterable[str]) -> tuple[str, str] | None:
    """A name without its ending, and the ending."""
    for ending in endings:
        if key.endswith(ending) and len(key) - len(ending) >= _STEM:
            return key.removesuffix(ending), ending
    return None
