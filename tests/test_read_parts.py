"""Parts of wholes in made-up sentences: by lists, in the order of a phrase, by headings, labels and sums."""

from typing import Any

import pytest
from test_read_sides import drafted, sides


def by_name(text: str) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in drafted(text)["elements"]}


def roles(text: str) -> dict[str, str]:
    return {name: each["role"] for name, each in by_name(text).items() if each["role"]}


def parents(text: str) -> dict[str, str]:
    return {name: each["parent"] for name, each in by_name(text).items() if each["parent"]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("云溪新港规划为“一带、两核、多片区”，即沿河创新带、软件创新核心区和装备创新核心区，以及若干功能片区。",
         {"沿河创新带": "一带", "软件创新核心区": "两核", "装备创新核心区": "两核"}),
        ("构建“一廊三核”空间格局。\n三核驱动：三核即三大创新平台。具体为梅坞科技园、桐林软件园、石桥新城，总面积9平方公里。",
         {"梅坞科技园": "三核", "桐林软件园": "三核", "石桥新城": "三核"}),
        ("构建“一廊多节点”空间格局。多节点包括梅坞科技园等3个，桐林软件园、石桥新城等5个，合计8个。",
         {"梅坞科技园": "多节点", "桐林软件园": "多节点", "石桥新城": "多节点"}),
        ("构建“一心两片区”格局。\n两片区：\n- 梅坞新城：城东。\n- 桐林科技园：城西。\n其他\n- 白塔新城。",
         {"梅坞新城": "两片区", "桐林科技园": "两片区"}),
        ("构建“一心两区”空间格局。一心：以梅坞片区为核心的中心。梅坞片区以高端产业为核心。",
         {"梅坞片区": "一心"}),
    ],
)  # fmt: skip
def test_roles_in_a_row_in_the_next_sentence_and_below_a_line(text: str, told: dict[str, str]) -> None:
    assert roles(text) == told


def test_a_layout_is_that_of_the_zone_that_its_sentence_names_whatever_it_ends_in() -> None:
    text = "云溪新港规划为“一带两核”，即沿河创新带、软件创新核心区和装备创新核心区。"
    assert parents(text)["软件创新核心区"] == "云溪新港"


def test_the_zone_that_a_title_names_has_the_sides_of_a_text_without_another() -> None:
    text = (
        "《云溪科技城先行区（青岚河以北）控制性详细规划》修编\n一、规划范围\n规划范围东至松涛河，西至银杏路。"
    )
    found = sides(text)
    assert list(found) == ["云溪科技城先行区（青岚河以北）"]
    assert by_name(text)["云溪科技城先行区（青岚河以北）"]["doubts"] == ["zone-inferred"]


def test_areas_that_come_to_that_of_the_zone_before_are_those_of_its_parts() -> None:
    text = (
        "云溪片区共31.26平方公里。范围：梅坞开发区22平方公里，含梅坞保税区0.6平方公里（已封关）"
        "和桐林加工区1.14平方公里（已封关面积0.436平方公里）。石桥港区9.26平方公里。另建白塔新城5平方公里。"
    )
    assert parents(text) == {
        "梅坞开发区": "云溪片区",
        "石桥港区": "云溪片区",
        "梅坞保税区": "梅坞开发区",
        "桐林加工区": "梅坞开发区",
    }
    assert [area["km2"] for area in by_name(text)["梅坞开发区"]["stated"]] == [22]


def test_zones_under_the_heading_of_another_lie_in_it() -> None:
    text = "（二）云溪片区共40平方公里\n梅坞区块16平方公里，东至松涛河，西至银杏路。\n（三）白塔片区"
    assert parents(text) == {"梅坞区块": "云溪片区"}
    assert by_name(text)["梅坞区块"]["doubts"] == ["parent-inferred"]


def test_the_first_block_of_one_zone_is_not_that_of_another() -> None:
    text = (
        "云溪开发区由两个区块组成。区块一面积1平方公里，东至松涛河，西至银杏路；区块二面积2平方公里。\n"
        "白塔开发区由两个区块组成。区块一面积3平方公里，东至学府路，西至云海路。"
    )
    found = by_name(text)
    assert [area["km2"] for area in found["云溪开发区区块一"]["stated"]] == [1]
    assert [area["km2"] for area in found["白塔开发区区块一"]["stated"]] == [3]
    assert found["白塔开发区区块一"]["aliases"] == ["区块一"]
    assert found["白塔开发区区块一"]["parent"] == "白塔开发区"
    assert found["区块二"]["parent"] == "云溪开发区"
    assert {name: own["E"] for name, own in sides(text).items()} == {
        "云溪开发区区块一": ["松涛河"],
        "白塔开发区区块一": ["学府路"],
    }


def test_a_name_goes_on_to_the_letter_before_its_sides() -> None:
    assert list(sides("南山岛区东至松涛河，西至银杏路。")) == ["南山岛区"]


def test_land_between_two_blocks_is_one_side() -> None:
    found = sides("云溪区块东至松涛河，北至区块三与区块二之间的空地。")
    assert found == {"云溪区块": {"E": ["松涛河"], "N": ["区块三与区块二之间的空地"]}}


def test_an_item_of_a_list_has_the_area_said_of_it_though_it_lists_places() -> None:
    found = by_name("- 石桥新城：位于城东，涵盖白塔镇、云海镇各一部分，规划面积57.6平方公里。")
    assert [area["km2"] for area in found["石桥新城"]["stated"]] == [57.6]
