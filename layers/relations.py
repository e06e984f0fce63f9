"""Relations that a plan states between places, such as that one radiates to another."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from layers.files import RELATIONS, LayerFiles
from layers.messages import Message
from layers.records import read_record
from layers.types import FeatureRef, Text, _Record

RelationKind = Literal["radiates to", "links", "cooperates with", "spills over to", "part of cluster"]
KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
#: Relations that hold both ways: which end is named first says nothing.
MUTUAL: frozenset[RelationKind] = frozenset(("links", "cooperates with"))


class Relation(_Record):
    """What a plan says of two places, or of a part and its cluster."""

    from_: FeatureRef = Field(alias="from")
    to: FeatureRef
    kind: RelationKind
    cite: Text
    note: Text | None = None

    @property
    def sense(self) -> tuple[str, str, str]:
        """What two relations must not have in common: their kind and their ends."""
        ends = sorted((self.from_, self.to)) if self.kind in MUTUAL else (self.from_, self.to)
        return (self.kind, ends[0], ends[1])


class _Relations(_Record):
    relations: Annotated[list[Relation], Field(min_length=1)]


def read_relations(files: LayerFiles, plan: str, problems: list[Message]) -> list[Relation]:
    """Read a plan's relations.toml.

    Parameters
    ----------
    files : LayerFiles
    plan : str
        Id of the plan.
    problems : list of Message
        What is wrong with the file is added here.

    Returns
    -------
    list of Relation
        In the order of the file; empty if there is none, or if something is wrong with it.
    """
    stated = read_record(files, f"{plan}/{RELATIONS}", _Relations, problems)
    return stated.relations if stated else []
