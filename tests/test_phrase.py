"""Parts of the layout phrase: where they stand in it, and what they are in our own plans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.assemble import Atlas
from layers.phrase import misplaced

WORDS = st.lists(st.text(st.sampled_from("一二核园·"), min_size=1, max_size=4), min_size=1, max_size=5)


@given(words=WORDS, between=st.sampled_from(["", "，", " "]))
def test_what_a_phrase_is_made_of_stands_in_it(words: list[str], between: str) -> None:
    assert misplaced(words, between.join(words)) is None


@given(words=WORDS)
def test_one_more_than_there_are_is_found(words: list[str]) -> None:
    assert misplaced([*words, "轴"], "".join(words)) == "轴"
    assert misplaced(["轴", *words], "".join(words)) == "轴"


def test_parts_that_change_places_are_found() -> None:
    assert misplaced(["一核", "一廊"], "一廊一核") == "一廊"
    assert misplaced(["一核", "一核"], "一廊一核") == "一核"


#: How many elements each part of our plans lights up.
LIT = {
    "guangzhou": {"一轴": 11, "四核": 9, "多点": 28},
    "haizhu": {"一区": 1, "一谷": 1, "一圈": 4},
    "huangpu": {"1": 1, "2": 2, "3": 5},
    "nansha": {"一廊": 3, "一核": 10, "多园区": 3},
    "nanshan": {"三大战略科技平台": 3},
}


@pytest.mark.parametrize("plan", LIT)
def test_each_part_of_our_plans_has_its_elements(plan: str, own_atlas: Atlas) -> None:
    elements = own_atlas.of_plan(plan)
    found = {
        part.part: sum(each.entry.record.role in part.roles or each.id in part.ids for each in elements)
        for part in own_atlas.catalog.plans[plan].phrase
    }
    assert found == LIT[plan]
    roles = {role.name for role in own_atlas.catalog.plans[plan].roles}
    named = [role for part in own_atlas.catalog.plans[plan].phrase for role in part.roles]
    assert len(named) == len(set(named))  # no role in two parts
    assert set(named) <= roles
