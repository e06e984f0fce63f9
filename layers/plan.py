"""What plan.toml says: title, layout phrase with its parts, roles in drawing order, rules that test it."""

from collections import Counter
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from layers.phrase import Part, misplaced
from layers.rules import AnyRule
from layers.types import PlanId, TermId, Text, _Record, wrong
from layers.vocabulary import Term

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Role(_Record):
    """A role of the layout, such as a corridor, with the colour it is drawn in."""

    name: Text
    name_en: Text
    color: Colour
    #: Whether a page shows it before anybody asks for it.
    shown: bool = True


class Untested(_Record):
    """What a plan says of places and no rule tests, with the reason; in words of ours, under its heading."""

    statement: Text
    statement_en: Text
    reason: Text
    reason_en: Text
    heading: Text


class Plan(_Record):
    """One plan and its layout."""

    id: PlanId
    title: Text
    title_en: Text
    layout: Text
    layout_en: Text
    place: Text
    place_en: Text
    source: Text
    note: Text | None = None
    #: Id of the plan whose later state this one is: a final text of its draft, a revision of what it revises.
    supersedes: PlanId | None = None
    #: Map approval number, once the map has one; pages keep a place for it.
    review_number: Text | None = None
    #: Parts of the layout phrase, in its order; a page without them has no bar.
    phrase: list[Part] = Field(default_factory=list)
    roles: Annotated[list[Role], Field(min_length=1)]
    rules: list[AnyRule] = Field(default_factory=list)
    #: Statements of the plan that no rule tests, so that nobody takes the rules for all that it says.
    untested: list[Untested] = Field(default_factory=list)
    #: Terms for functions that the vocabulary of all plans does not have, by id.
    functions: dict[TermId, Term] = Field(default_factory=dict)

    @field_validator("roles")
    @classmethod
    def _no_role_twice(cls, roles: list[Role]) -> list[Role]:
        counts = Counter(role.name for role in roles)
        twice = next((name for name, count in counts.items() if count > 1), None)
        if twice is not None:
            raise wrong("schema-role-twice", role=twice)
        return roles

    @field_validator("phrase")
    @classmethod
    def _in_the_order_of_the_layout(cls, parts: list[Part], info: ValidationInfo) -> list[Part]:
        for key, words in (
            ("layout", [part.part for part in parts]),
            ("layout_en", [part.part_en for part in parts]),
        ):
            phrase = info.data.get(key)  # missing where the phrase itself is wrong, which is told already
            if phrase is not None and (found := misplaced(words, phrase)) is not None:
                raise wrong("schema-part-misplaced", part=found, key=key, phrase=phrase)
        return parts
