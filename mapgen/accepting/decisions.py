"""Decisions of a reviewer, as the review page writes them: read strictly, for they become layers."""

from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import shapely
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from layers.geometry import GeometryError, plausible
from layers.messages import LayerError, Message
from layers.types import Metres, Position, Text, wrong
from mapgen.accepting.draft import Kind
from mapgen.accepting.reading import read_json, record

_Name = Annotated[Text, Field(max_length=300)]
#: How far off what somebody drew may be where he does not say so, m: no better than a sketch.
DRAWN_M = 100.0


class Decision(BaseModel):
    """What a reviewer decided of one finding, or of two with one key."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    kind: Kind
    quote: str = Field(max_length=20_000)
    subject: str = Field(default="", max_length=300)
    value: str | None = Field(default=None, max_length=300)
    side: Literal["N", "E", "S", "W", "ring", ""] | None = None
    part: int | None = Field(default=None, ge=0, le=99)
    verdict: Literal["accept", "reject"]
    name: _Name | None = None
    into: _Name | None = None
    zone: _Name | None = None
    role: _Name | None = None
    parent: str | None = Field(default=None, max_length=300)
    line: Annotated[list[Position], Field(min_length=2, max_length=10_000)] | None = None
    point: Position | None = None
    accuracy_m: Metres | None = None

    @field_validator("line", "point")
    @classmethod
    def _in_china(
        cls, given: list[float] | list[list[float]] | None
    ) -> list[float] | list[list[float]] | None:
        if given is not None:
            try:
                plausible(np.atleast_2d(np.array(given, dtype=float)))
            except GeometryError:
                raise wrong("schema-far") from None
        return given

    @model_validator(mode="after")
    def _bounds_something(self) -> "Decision":
        if self.line is not None:
            shape = shapely.LineString(self.line)
            if shape.length == 0 or not shape.is_simple:
                raise wrong("schema-crosses")
        return self

    @property
    def key(self) -> tuple[str, str, str, str, str, int]:
        """What it is found by."""
        kind, quote, value, side, part = self.loose
        return kind, quote, self.subject, value, side, part

    @property
    def loose(self) -> tuple[str, str, str, str, int]:
        """The same without the element."""
        part = (self.part or 1) if self.kind == "side" else 0
        value = (self.value or "") if self.kind in ("member", "passes") else ""
        return self.kind, self.quote, value, (self.side or "") if self.kind == "side" else "", part


class _Decisions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    format: Literal["zonemap decisions"]
    version: Literal[1]
    source: str | None = Field(default=None, max_length=2000)
    decisions: list[Decision] = Field(max_length=200_000)


def read_decisions(path: Path) -> list[Decision]:
    """Read decisions.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of Decision
        Each key once.

    Raises
    ------
    LayerError
        With everything that is wrong; two decisions that contradict each other among it.
    """
    found = record(_Decisions, read_json(path), str(path), "accept-decisions").decisions
    known: dict[tuple[str, str, str, str, str, int], Decision] = {}
    problems = []
    for number, each in enumerate(found, start=1):
        if known.setdefault(each.key, each) != each:
            values = {"quote": each.quote[:40], "kind": Message(f"accept-kind-{each.kind}")}
            problems.append(Message("accept-twice", str(path), f"decisions #{number}", values))
    if problems:
        raise LayerError(*problems)
    return list(known.values())
