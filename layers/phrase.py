"""The layout phrase part by part: which roles and elements each part of it is on the ground."""

from typing import Annotated

from pydantic import Field, model_validator

from layers.types import FeatureRef, RoleRef, Text, _Record, wrong


class Part(_Record):
    """A part of a layout phrase, such as “One Corridor” of “One Corridor, One Core, Many Parks”.

    Attributes
    ----------
    part, part_en : str
        As they stand in the phrase.
    name, name_en : str or None
        What the part is, where the phrase does not say so: the “1” of “123” is an axis.
    roles : list of str
        Roles whose elements belong to it, in the order in which a page lists them.
    ids : list of str
        Further elements of the plan.
    """

    part: Text
    part_en: Text
    name: Text | None = None
    name_en: Text | None = None
    roles: Annotated[list[RoleRef], Field(max_length=1000)] = Field(default_factory=list)
    ids: Annotated[list[FeatureRef], Field(max_length=10_000)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _whole(self) -> "Part":
        if not self.roles and not self.ids:
            raise wrong("schema-part-empty")
        if (self.name is None) != (self.name_en is None):
            raise wrong("schema-both-languages", key="name")
        return self


def misplaced(parts: list[str], phrase: str) -> str | None:
    """Return the first of the parts that does not stand in the phrase behind the one before it."""
    end = 0
    for part in parts:
        at = phrase.find(part, end)
        if at < 0:
            return part
        end = at + len(part)
    return None
