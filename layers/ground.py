"""The schema of the ground: roads, lines and names by which a reader finds his way, pale beneath all else."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from layers.types import BaselineId, Metres, PartialDate, Text, _Record, wrong

GroundKind = Literal["road", "metro", "rail", "hill", "station", "airport", "district", "town", "place"]
GroundMethod = Literal["traced", "from places"]
#: 1 is drawn at every zoom, 4 only close up.
Rank = Annotated[int, Field(ge=1, le=4)]


class Ground(_Record):
    """A road, a line, a hill, a station or the name of a town: to be looked at, and followed by nothing.

    What was traced names its source; what was sketched says from what, and claims no more than 100 m.
    """

    id: BaselineId
    name: Text
    name_en: Text
    kind: GroundKind
    rank: Rank
    accuracy_m: Metres
    basis: Literal["traced", "sketched"]
    source: Text
    source_en: Text
    source_date: PartialDate | None = None
    source_licence: Text | None = None
    method: GroundMethod
    note: Text | None = None

    @model_validator(mode="after")
    def _honest(self) -> "Ground":
        if self.basis == "sketched" and self.accuracy_m < SKETCHED_M:
            raise wrong("schema-sketch-too-accurate", least=SKETCHED_M)
        if (self.basis == "traced") != (self.method == "traced"):
            raise wrong("schema-ground-method")
        return self


#: A sketch of the ground is no better than this, m.
SKETCHED_M = 100
