"""What decisions make of a draft: elements with their names, wholes, areas, sides and courses."""

from collections import Counter
from dataclasses import dataclass, field

import shapely

from layers.messages import Message
from mapgen.accepting.decisions import Decision
from mapgen.accepting.draft import Cite, Element, Stated, StatedSide

_SHORT = 20


@dataclass(frozen=True, slots=True)
class ChosenSide:
    """A side that was accepted.

    Attributes
    ----------
    stated : StatedSide
        As read.
    part : int
        Of the zone that it belongs to now.
    read_of : str
        Name of the zone that the reading tied it to; locating knows it by that.
    drawn : shapely.LineString or None
        What the reviewer has drawn, (lon, lat) degrees.
    accuracy_m : float or None
        Of what is drawn, if the reviewer says so.
    """

    stated: StatedSide
    part: int
    read_of: str
    drawn: shapely.LineString | None = None
    accuracy_m: float | None = None


@dataclass(eq=False)
class Chosen:
    """An element that was accepted.

    Attributes
    ----------
    read : Element
        As read.
    name : str
    role : str or None
    seen : bool
        Whether somebody decided so; else it was taken by its tier.
    whole : Chosen or None
        What it is part of.
    complete : bool
        Whether all members that the text gives it were accepted or rejected.
    """

    read: Element
    name: str
    role: str | None
    seen: bool
    decision: Decision | None = None
    whole: "Chosen | None" = None
    complete: bool = True
    stated: list[Stated] = field(default_factory=list)
    sides: list[ChosenSide] = field(default_factory=list)
    passes: list["Chosen | str"] = field(default_factory=list)


@dataclass
class Choice:
    """All that was accepted.

    Attributes
    ----------
    elements : list of Chosen
        In the order of the text.
    layout : str or None
    layout_cite : Cite
    remarks : list of Message
        What could not be followed.
    undecided : Counter of str
        Findings without a decision, by kind.
    """

    elements: list[Chosen]
    layout: str | None = None
    layout_cite: Cite = field(default_factory=Cite)
    remarks: list[Message] = field(default_factory=list)
    undecided: Counter[str] = field(default_factory=Counter)
    indicators: int = 0


def short(text: str) -> str:
    """Return a quote as a line of a report has it."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}\u2026"
