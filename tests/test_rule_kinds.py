"""A kind of rule is one class: what it refers to is found and checked, and none goes untested."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, get_args

import pytest
from pydantic import Field
from support import GRID, ROOT, atlas_of

from layers.atlas import Atlas
from layers.claims import breaches
from layers.messages import Message
from layers.references import reference_problems
from layers.rules import Rule, kinds
from layers.types import AxisRef, FeatureRef, RoleRef
from mapgen.text.texts import sentence

OURS = [kind for kind in kinds() if kind.__module__.startswith("layers.")]


class _BesideRule(Rule):
    """Made up: names that no rule of ours has."""

    rule: Literal["beside"]
    neighbours: Annotated[list[FeatureRef], Field(min_length=1)]
    along_: AxisRef | None = Field(None, alias="along")
    as_: RoleRef | None = Field(None, alias="as")

    def breaches(self, atlas: Atlas, plan: str) -> Iterator[Message]:
        del atlas
        yield self.breach(plan, plan, "claim-count", {"expected": 0, "found": len(self.neighbours)})


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({"neighbours": ["town.north"], "along": "town.axis", "as": "一核"}, []),
        ({"neighbours": ["town.north", "town.nowhere"]}, [("neighbours", "town.nowhere")]),
        ({"neighbours": ["town.north"], "along": "town.nowhere"}, [("along", "town.nowhere")]),
        ({"neighbours": ["town.north"], "as": "八核"}, [("as", "八核")]),
    ],
)
def test_the_references_of_a_new_kind_are_checked(keys: dict, wrong: list[tuple[str, str]]) -> None:
    atlas = atlas_of(GRID)
    rule = _BesideRule.model_validate({"rule": "beside", "claim": "c", "claim_en": "c", **keys})
    atlas.catalog.plans["town"] = atlas.catalog.plans["town"].model_copy(update={"rules": [rule]})
    found = [problem.values for problem in reference_problems(atlas.catalog)]
    assert [(values["field"], values["reason"].values["id"]) for values in found] == wrong
    ((_, (breach,)),) = breaches(atlas, "town")
    assert "expected" in sentence(breach, "en")


def test_an_axis_that_is_a_zone_does_not_do_for_a_new_kind() -> None:
    atlas = atlas_of(GRID)
    keys = {"rule": "beside", "claim": "c", "claim_en": "c"}
    keys |= {"neighbours": ["town.axis"], "along": "town.north"}
    rules = [_BesideRule.model_validate(keys)]
    atlas.catalog.plans["town"] = atlas.catalog.plans["town"].model_copy(update={"rules": rules})
    (problem,) = reference_problems(atlas.catalog)
    assert problem.values["field"] == "along"


@pytest.mark.parametrize("kind", OURS)
def test_a_kind_marks_what_it_refers_to(kind: type[Rule]) -> None:
    for name, field in kind.model_fields.items():
        typed = repr((field.annotation, field.metadata))
        assert r"\.[a-z" not in typed or "Reference(" in typed, f"{name} is a plain FeatureId"


def test_a_kind_that_nobody_tests_is_no_silent_pass() -> None:
    class Untested(Rule):
        rule: Literal["untested"]

    assert Untested not in kinds()
    with pytest.raises(TypeError, match="abstract"):
        Untested.model_validate({"rule": "untested", "claim": "c", "claim_en": "c"})


@pytest.mark.parametrize("kind", OURS)
def test_the_table_of_design_has_every_kind_and_key(kind: type[Rule]) -> None:
    design = (ROOT / "DESIGN.md").read_text("utf-8")
    (name,) = get_args(kind.model_fields["rule"].annotation)
    (keys,) = re.findall(rf"^\| `{name}` \| ([^|]*) \|", design, re.MULTILINE)
    own = {field.alias or key for key, field in kind.model_fields.items()} - set(Rule.model_fields)
    assert set(re.findall(r"`(\w+)`", keys)) >= own
