"""The schema of baselines: the lines that boundaries follow, and how each of them is known."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from layers.ground import Rank
from layers.types import BaselineId, BaselineRef, LineRef, Metres, PartialDate, Text, _Record, wrong

BaselineKind = Literal["bank", "shore", "river", "canal", "road", "bridge", "rail", "hill", "limit"]
Method = Literal["traced", "moved by half a width", "extended", "from addresses"]

#: Attributes that say how far a bank is from the line that it was moved from.
_MOVED = ("centreline", "bank", "half_width_m", "half_width_accuracy_m")


class Baseline(_Record):
    """A line that boundaries follow, drawn, or a bank half a width beside its centreline.

    What it was drawn from and how may be left out. An alternative is another reading of a baseline:
    no zone follows it.
    """

    id: BaselineId
    name: Text
    name_en: Text
    kind: BaselineKind
    accuracy_m: Metres
    basis: Literal["traced", "sketched"]
    source: Text | None = None
    source_en: Text | None = None
    source_date: PartialDate | None = None
    source_licence: Text | None = None
    method: Annotated[list[Method], Field(min_length=1, max_length=4)] | None = None
    centreline: LineRef | None = None
    bank: Literal["left", "right"] | None = None
    half_width_m: Metres | None = None
    half_width_accuracy_m: Metres | None = None
    alternative_to: BaselineRef | None = None
    reason: Text | None = None
    reason_en: Text | None = None
    ground_rank: Rank | None = None
    note: Text | None

    @property
    def derived_from(self) -> str | None:
        """The attribute that the geometry comes from, or None if it is drawn."""
        return None if self.bank is None else "bank"

    @model_validator(mode="after")
    def _languages(self) -> "Baseline":
        for key in ("source", "reason"):
            if (getattr(self, key) is None) != (getattr(self, f"{key}_en") is None):
                raise wrong("schema-both-languages", key=key)
        return self

    @model_validator(mode="after")
    def _source_and_method(self) -> "Baseline":
        for key in ("source_date", "source_licence"):
            if getattr(self, key) is not None and self.source is None:
                raise wrong("schema-needs", key=key, other="source")
        if self.method is not None and len(set(self.method)) < len(self.method):
            raise wrong("schema-method-twice")
        for key in _MOVED:
            if getattr(self, key) is not None and "moved by half a width" not in (self.method or ()):
                raise wrong("schema-not-moved", key=key)
        return self

    @model_validator(mode="after")
    def _half_width(self) -> "Baseline":
        if (self.half_width_m is None) != (self.half_width_accuracy_m is None):
            raise wrong("schema-half-width")
        if self.bank is not None and (self.centreline is None or self.half_width_m is None):
            raise wrong("schema-bank")
        if self.half_width_accuracy_m is not None and self.accuracy_m < self.half_width_accuracy_m:
            raise wrong("schema-too-accurate", least=self.half_width_accuracy_m)
        return self

    @model_validator(mode="after")
    def _alternative(self) -> "Baseline":
        if (self.alternative_to is None) != (self.reason is None):
            raise wrong("schema-alternative")
        return self
