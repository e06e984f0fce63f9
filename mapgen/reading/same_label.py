"""Labels that several zones give their blocks: each block by the zone that it is of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mapgen.reading.context import Subject
from mapgen.reading.document import Paragraph
from mapgen.reading.lists import Item
from mapgen.reading.members import MemberOf
from mapgen.reading.names import bare, is_label
from mapgen.reading.words import Words


class Renamed(NamedTuple):
    """A label where it stands, and the name that tells it from others."""

    paragraph: Paragraph
    start: int
    end: int
    label: str
    name: str


@dataclass
class Naming:
    """Which zone a label is of, by where it stands.

    Attributes
    ----------
    shared : frozenset of str
        Labels that more than one zone has.
    wholes : dict of str to list of ((int, int), str)
        By label: paragraph and letter from which it is of a zone, in order, and that zone.
    renamed : list of Renamed
    """

    shared: frozenset[str]
    wholes: dict[str, list[tuple[tuple[int, int], str]]]
    renamed: list[Renamed] = field(default_factory=list)

    def _name(self, paragraph: Paragraph, label: str, start: int, end: int) -> str:
        here = (paragraph.number, start if start >= 0 else len(paragraph.text))
        before = [whole for place, whole in self.wholes[label] if place <= here]
        name = f"{before[-1] if before else self.wholes[label][0][1]}{label}"
        if start >= 0:
            self.renamed.append(Renamed(paragraph, start, end, label, name))
        return name

    def subject(self, paragraph: Paragraph, subject: Subject | None) -> Subject | None:
        """Return a subject by the name that tells it from others.

        Parameters
        ----------
        paragraph : Paragraph
        subject : Subject or None
        """
        if subject is None or subject.name not in self.shared:
            return subject
        return subject._replace(name=self._name(paragraph, subject.name, subject.start, subject.end))

    def item(self, paragraph: Paragraph, item: Item) -> Item:
        """Return an item of a list by the name that tells it from others.

        Parameters
        ----------
        paragraph : Paragraph
        item : Item
        """
        if item.name not in self.shared:
            return item
        return item._replace(name=self._name(paragraph, item.name, item.start, item.end))


def wholes_of_labels(members: Iterable[MemberOf], aliases: Mapping[str, str], words: Words) -> Naming:
    """Find the zone that each label is of where it stands.

    Parameters
    ----------
    members : iterable of MemberOf
    aliases : mapping of str to str
        Full names by short ones.
    words : Words
    """
    best: dict[str, dict[tuple[int, int], tuple[float, str]]] = {}
    for each in members:
        if each.whole is None or not is_label(each.item.name, words) or is_label(each.whole.name, words):
            continue
        full = bare(aliases.get(each.whole.name, each.whole.name))
        held = best.setdefault(each.item.name, {})
        place = (each.paragraph.number, each.item.start)
        held[place] = max(held.get(place, (0.0, "")), (each.score, full))
    wholes = {
        label: [(place, whole) for place, (_, whole) in sorted(held.items())] for label, held in best.items()
    }
    shared = frozenset(label for label, held in wholes.items() if _several([whole for _, whole in held]))
    return Naming(shared, wholes)


def _several(names: list[str]) -> bool:
    """Whether names are those of more than one zone: none of them is short for another."""
    longest = max(names, key=len)
    return any(not longest.endswith(each) for each in names)
