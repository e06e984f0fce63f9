"""A draft that ``zonemap read`` wrote, as far as accepting needs it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.side import Compass
from mapgen.accepting.reading import read_json, record

Kind = Literal["layout", "element", "area", "side", "member", "passes", "indicator"]
_Name = Annotated[str, Field(min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Cite(_Part):
    """Where something stands in the document."""

    heading: str = ""
    start: int = 0
    quote: str = Field(default="", max_length=20_000)


class Stated(_Part):
    """An area that the text states."""

    value: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    km2: float = Field(gt=0, lt=1e7, allow_inf_nan=False)
    qualifier: str | None = None
    cite: Cite = Cite()

    @property
    def figure_km2(self) -> float:
        """The area to as many digits as its own unit has: of 11,000 mu not 7.33333333 km²."""
        if self.value is None:
            return self.km2
        last = Decimal(repr(self.value)).normalize().as_tuple().exponent
        unit = self.km2 / self.value * 10.0 ** min(int(last), 0)  # of the last digit, km²
        if not 0 < unit < math.inf:
            return self.km2
        return round(self.km2, max(0, math.ceil(-math.log10(unit) - 1e-6))) or self.km2


class StatedSide(_Part):
    """A side that the text states."""

    side: Compass
    part: int = Field(default=1, ge=1, le=99)
    words: str = Field(max_length=20_000)
    name: _Name
    of: str = "place"
    offset_m: float | None = Field(default=None, ge=0, le=50_000)
    cite: Cite = Cite()


class Layout(_Part):
    """A layout phrase."""

    phrase: _Name
    cite: Cite = Cite()


class Indicator(_Part):
    """An indicator, of which accepting only knows that it is there."""

    cite: Cite = Cite()


class Element(_Part):
    """An element with all that the text says of it."""

    name: _Name
    aliases: list[_Name] = []
    kind: Literal["zone", "axis", "node"]
    tier: Literal["A", "B"]
    role: _Name | None = None
    parent: _Name | None = None
    stated: list[Stated] = []
    sides: list[StatedSide] = Field(default=[], max_length=2000)
    members: list[_Name] = []
    member_cites: list[Cite] = []
    passes: list[_Name] = []
    pass_cites: list[Cite] = []
    doubts: list[str] = []
    cite: Cite = Cite()


class Loose(_Part):
    """A side or an area that the reading tied to no element."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: Literal["side", "area"]

    @property
    def stated(self) -> "StatedSide | Stated":
        """What it says."""
        model = StatedSide if self.kind == "side" else Stated
        return model.model_validate(self.model_extra)

    @model_validator(mode="after")
    def _whole(self) -> "Loose":
        _ = self.stated
        return self


class Source(_Part):
    """The document that was read."""

    name: str = Field(default="", max_length=2000)
    text: str = ""
    paragraphs: list[Annotated[list[Any], Field(min_length=3)]] = []

    @property
    def first(self) -> str:
        """The first paragraph, which may be the title."""
        if not self.paragraphs:
            return ""
        _, start, end, *_ = self.paragraphs[0]
        return self.text[start:end].strip() if isinstance(start, int) and isinstance(end, int) else ""


class Draft(_Part):
    """What a reading found."""

    layouts: list[Layout] = []
    elements: list[Element] = Field(max_length=100_000)
    loose: list[Loose] = []
    indicators: list[Indicator] = []
    source: Source | None = None


def read_draft(path: Path) -> Draft:
    """Read a draft.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Draft

    Raises
    ------
    LayerError
        If it is none.
    """
    return record(Draft, read_json(path), str(path), "accept-draft")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one decision is about.

    Attributes
    ----------
    kind : str
    quote : str or None
        None where the draft does not keep it.
    subject, value, side : str
    part : int
        0 for what is no side.
    element, number : int
        Which of the draft's elements, and which of its sides and so on; of a layout or an indicator its
        number; what is loose has element -1.
    """

    kind: Kind
    quote: str | None
    subject: str
    value: str = ""
    side: str = ""
    part: int = 0
    element: int = -1
    number: int = 0


def findings(draft: Draft) -> Iterator[Finding]:
    """Give everything in a draft that is to be decided.

    Parameters
    ----------
    draft : Draft

    Yields
    ------
    Finding
    """
    for number, layout in enumerate(draft.layouts):
        yield Finding("layout", layout.cite.quote, "", number=number)
    for at, one in enumerate(draft.elements):
        yield Finding("element", one.cite.quote, one.name, element=at)
        for number, area in enumerate(one.stated):
            yield Finding("area", area.cite.quote, one.name, element=at, number=number)
        for number, side in enumerate(one.sides):
            yield Finding("side", side.cite.quote, one.name, "", side.side, side.part, at, number)
        for number, (name, quote) in enumerate(_quoted(one.members, one.member_cites)):
            yield Finding("member", quote, one.name, name, element=at, number=number)
        for number, (name, quote) in enumerate(_quoted(one.passes, one.pass_cites)):
            yield Finding("passes", quote, one.name, name, element=at, number=number)
    for number, loose in enumerate(draft.loose):
        said = loose.stated
        way, part = (said.side, said.part) if isinstance(said, StatedSide) else ("", 0)
        yield Finding(loose.kind, said.cite.quote, "", "", way, part, number=number)
    for number, each in enumerate(draft.indicators):
        yield Finding("indicator", each.cite.quote, "", number=number)


def _quoted(names: list[str], cites: list[Cite]) -> Iterator[tuple[str, str | None]]:
    whole = len(names) == len(cites)
    for number, name in enumerate(names):
        yield name, cites[number].quote if whole else None
