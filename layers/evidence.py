"""Lines and places that are known from elsewhere, by which claims of accuracy are tested."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import shapely

from layers.baseline import Baseline, BaselineKind

#: What a line from elsewhere is: the edge of an area, a bank, the middle of a water, a way, or not said.
Nature = Literal["area", "plot", "bank", "water", "way", "unsaid"]

#: Which of them say where a baseline of each kind runs: a bank is half a river from the middle of the water.
_SHOWN_BY: dict[BaselineKind, tuple[Nature, ...]] = {
    "bank": ("area", "bank"),
    "shore": ("area", "bank"),
    "river": ("water", "unsaid"),
    "canal": ("water", "unsaid"),
    "road": ("way", "unsaid"),
    "bridge": ("way", "unsaid"),
    "rail": ("way", "unsaid"),
    "hill": ("area", "plot", "bank", "water", "way", "unsaid"),
    "limit": ("area", "plot", "bank", "water", "way", "unsaid"),
}

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: What stands between several names of one thing: a solidus, a semicolon, an enumeration comma.
_BETWEEN = re.compile("[/;\u3001]")
#: Between two names in a row, such as those of the two roads that a line follows.
_DASH = "\u2014"
#: Words at the end of a name that say no more of it: a shoreline is that of its island, and an expressway
#: is one with and without the last two characters.
_SHORELINE = re.compile("(?<=.)(\u6d77?\u5cb8\u7ebf| shore(line)?)$")
_EXPRESSWAY = re.compile("(?<=\u9ad8\u901f)\u516c\u8def$")


def name_keys(text: str) -> frozenset[str]:
    """What to compare of a name: without brackets, blanks, case and width; several if it is several names.

    Parameters
    ----------
    text : str
        In any language.

    Returns
    -------
    frozenset of str
        Empty if nothing of it is left.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    while (without := _BRACKETS.sub(" ", plain)) != plain:
        plain = without
    names = [name.strip() for name in _BETWEEN.split(plain)]
    for name in list(names):
        parts = [part.strip() for part in name.split(_DASH)]
        # Roads in a row end alike; what lies between two districts is neither of them.
        if len(parts) > 1 and len({part[-1:] for part in parts}) == 1:
            names.remove(name)
            names += parts
    keys = (_EXPRESSWAY.sub("", _SHORELINE.sub("", name)) for name in names)
    return frozenset("".join(key.split()) for key in keys if key.strip())


@dataclass(frozen=True)
class KnownLine:
    """A line, or the edge of an area, from elsewhere.

    Attributes
    ----------
    file : str
        Where it comes from, as messages call it.
    keys : frozenset of str
        Its names as `name_keys` has them; empty without a name.
    baseline : str or None
        Id of the baseline that it was said to be.
    nature : {"area", "plot", "bank", "water", "way", "unsaid"}
        A plot is an area of land with a use or a building on it, whose edge is no shore.
    source : str or None
        Who gathered it, as far as the file says so.
    geometry : shapely.Geometry
        Lines or areas, (lon, lat) degrees.
    """

    file: str
    keys: frozenset[str]
    baseline: str | None
    nature: Nature
    source: str | None
    geometry: shapely.Geometry

    def shows(self, kind: BaselineKind) -> bool:
        """Whether it can say where a baseline of a kind runs."""
        return self.nature in _SHOWN_BY[kind]


@dataclass(frozen=True)
class KnownPlace:
    """A place that is known from elsewhere.

    Attributes
    ----------
    file, label : str
        Where it comes from, and what it is called there.
    keys : frozenset of str
        Its names as `name_keys` has them.
    zones : tuple of str
        Ids or names of the zones that it lies in.
    node : str or None
        Id or name of the node that it is.
    point : shapely.Point
        (lon, lat) degrees.
    """

    file: str
    label: str
    keys: frozenset[str]
    zones: tuple[str, ...]
    node: str | None
    point: shapely.Point


@dataclass
class Evidence:
    """All that is known from elsewhere.

    Attributes
    ----------
    lines : list of KnownLine
    places : list of KnownPlace
    """

    lines: list[KnownLine] = field(default_factory=list)
    places: list[KnownPlace] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """Where all of it comes from."""
        files = [line.file for line in self.lines] + [place.file for place in self.places]
        return list(dict.fromkeys(files))

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            for key in line.keys:
                found[key].append(number)
        return found

    @cached_property
    def _by_baseline(self) -> dict[str, list[KnownLine]]:
        found: dict[str, list[KnownLine]] = defaultdict(list)
        for line in self.lines:
            if line.baseline is not None:
                found[line.baseline].append(line)
        return found

    @cached_property
    def nameless(self) -> list[KnownLine]:
        """Lines of which nobody says what they are."""
        return [line for line in self.lines if not line.keys and line.baseline is None]

    def said_to_be(self, baseline: str) -> list[KnownLine]:
        """Lines that were said to be a baseline, by its id."""
        return self._by_baseline.get(baseline, [])

    def named_like(self, record: Baseline) -> list[KnownLine]:
        """Lines that have a name of a baseline and were not said to be another; whatever they can show."""
        keys = name_keys(record.name) | name_keys(record.name_en)
        numbers = sorted({number for key in keys for number in self._by_key.get(key, ())})
        return [self.lines[number] for number in numbers if self.lines[number].baseline is None]


def shapes(lines: Iterable[KnownLine]) -> list[shapely.Geometry]:
    """Lines to measure from: areas that touch are one area, whose inner edges are no shore."""
    every = [line.geometry for line in lines]
    areas = [each for each in every if shapely.get_dimensions(each) == 2]
    if not areas:
        return every
    valid = shapely.make_valid(areas, method="structure", keep_collapsed=False)
    rest = [each for each in every if shapely.get_dimensions(each) < 2]
    return [*rest, shapely.boundary(shapely.union_all(valid))]
