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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("南屿城分为南屿园、海西园。\n南屿园\n南屿园以创新为核心。园区内设有科技产业区、人才公寓区。",
         {"南屿园": "南屿城", "海西园": "南屿城", "科技产业区": "南屿园", "人才公寓区": "南屿园"}),
        ("云溪高新区在城东。共托管5个街道，甲区的石桥街道、白塔街道；乙区的长塘街道、云海街道、梅坞街道，还有1个镇。",
         dict.fromkeys(("石桥街道", "白塔街道", "长塘街道", "云海街道", "梅坞街道"), "云溪高新区")),
        ("云溪高新区分为南区、西区和石桥生物城三个区域。",
         {"南区": "云溪高新区", "西区": "云溪高新区", "石桥生物城": "云溪高新区"}),
        ("云溪新城包括老城区和新城区两个部分。", {"老城区": "云溪新城", "新城区": "云溪新城"}),
        ("云溪枢纽区：由2个工业园组成，即石桥工业园、白塔工业园。",
         {"石桥工业园": "云溪枢纽区", "白塔工业园": "云溪枢纽区"}),
        ("东部新城在城东。构建“一心、多片区”空间结构。\n- 一心：城市中心。\n- 多片区：居住区、商务区等。",
         {"城市中心": "东部新城", "居住区": "东部新城", "商务区": "东部新城"}),
        ("西翼拓展区选址范围为环云溪大学城，总面积24平方公里，其中石桥区10平方公里、南站区域14平方公里。",
         {"石桥区": "西翼拓展区", "南站区域": "西翼拓展区"}),
    ],
)  # fmt: skip
def test_wholes_that_a_list_does_not_name_itself(text: str, told: dict[str, str]) -> None:
    assert {name: parent for name, parent in parents(text).items() if name in told} == told


def test_areas_in_a_row_are_those_of_the_names_before_them() -> None:
    text = (
        "西翼拓展区选址范围为环云溪大学城，总面积24平方公里，其中石桥工业区10平方公里、南站区域14平方公里。"
    )
    told = {name: [area["km2"] for area in each["stated"]] for name, each in by_name(text).items()}
    assert {name: km2 for name, km2 in told.items() if km2} == {
        "西翼拓展区": [24],
        "石桥工业区": [10],
        "南站区域": [14],
    }


def test_what_comes_after_a_change_is_no_zone() -> None:
    text = "（二）云溪化工产业园。扩区调整后总面积为5平方公里，四至范围调整为东至松涛河西岸，西至银杏路。"
    assert list(sides(text)) == ["云溪化工产业园"]
    assert [area["km2"] for area in by_name(text)["云溪化工产业园"]["stated"]] == [5]


def test_a_border_of_a_place_is_no_direction() -> None:
    found = sides("梅坞科技园东至学府路、石桥公司东边界、白塔公司东边界，西至银杏路。")
    assert found == {"梅坞科技园": {"E": ["学府路", "石桥公司东边界", "白塔公司东边界"], "W": ["银杏路"]}}


def test_sides_go_on_behind_a_semicolon_whatever_is_said_between() -> None:
    text = (
        "云溪科学城四至范围是：东至松涛河，与石桥区接壤，距机场10公里；"
        "南至学府路，距环路10公里，与白塔、长塘两大居住区相邻；西至银杏路，与云海区接壤；北至北六环。"
    )
    found = sides(text)
    assert list(found) == ["云溪科学城"]
    assert [found["云溪科学城"][side][0] for side in "ESWN"] == ["松涛河", "学府路", "银杏路", "北六环"]


def test_a_title_before_a_sentence_is_not_doubled() -> None:
    assert list(sides("航空城 航空城北起松涛河，南至学府路，西起银杏路。")) == ["航空城"]


def test_what_is_made_a_core_is_no_zone_if_it_is_no_place() -> None:
    assert "生物医药" not in by_name("梅坞科技园以生物医药为核心，东至松涛河，西至银杏路。")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("云溪示范区在城东。规划包括三个功能区：云溪服务区，石桥物流区，白塔创新区。",
         ["云溪服务区", "石桥物流区", "白塔创新区"]),
        ("云溪示范区分为三大功能，石桥制造功能区、航空物流与口岸贸易功能区、生态防护功能区。",
         ["石桥制造功能区", "航空物流与口岸贸易功能区", "生态防护功能区"]),
        ("云溪示范区包括青岚市石桥乡、白塔乡大部、长塘镇局部。", ["青岚市石桥乡", "白塔乡", "长塘镇"]),
        ("云溪示范区在城东。未来，示范区将按照“一轴两园”的布局建设。“两园”是指石桥园、白塔园。",
         ["石桥园", "白塔园"]),
        ("青岚省云溪示范区在城东。云溪示范区包括石桥科技园和白塔科技园。", ["石桥科技园", "白塔科技园"]),
    ],
)  # fmt: skip
def test_lists_of_as_many_as_are_counted_and_words_that_stand_for_the_whole(
    text: str, told: list[str]
) -> None:
    found = parents(text)
    assert {name: found.get(name) for name in told} == dict.fromkeys(told, "云溪示范区")


def test_a_part_of_a_layout_may_have_and_in_its_name() -> None:
    text = "构建“一核三区”的格局。“三区”，即石桥港及物流区、产业聚集区、现代服务区。"
    assert roles(text) == {"石桥港及物流区": "三区", "产业聚集区": "三区", "现代服务区": "三区"}


def test_a_phrase_of_which_some_parts_are_only_counted() -> None:
    text = (
        "石桥工业园区规划形成“一纵两横”、“一心两区两园”的结构！"
        "“一心两区两园”即一个服务中心，两个安置区，食品工业园和纺织工业园。"
    )
    assert roles(text) == {"食品工业园": "两园", "纺织工业园": "两园"}
    assert drafted(text)["layouts"][0]["phrase"] == "一心两区两园"
    assert parents(text) == {"食品工业园": "石桥工业园区", "纺织工业园": "石桥工业园区"}


def test_areas_respectively_and_not_those_of_before() -> None:
    text = (
        "同意云溪开发区、石桥开发区、白塔开发区调区，用地面积分别不得突破1107公顷、2157公顷、239公顷；"
        "同意长塘开发区、梅坞开发区扩区，用地面积分别由391公顷、470公顷扩大至945公顷、964公顷。"
    )
    told = {name: [area["km2"] for area in each["stated"]] for name, each in by_name(text).items()}
    assert told == {
        "云溪开发区": [11.07], "石桥开发区": [21.57], "白塔开发区": [2.39], "长塘开发区": [9.45],
        "梅坞开发区": [9.64],
    }  # fmt: skip


def test_a_zone_with_its_province_is_the_one_without() -> None:
    text = "浙江省云溪示范区规划面积9平方公里。云溪示范区东至松涛河，西至银杏路。"
    found = by_name(text)["云溪示范区"]
    assert found["aliases"] == ["浙江省云溪示范区"]
    assert ([area["km2"] for area in found["stated"]], len(found["sides"])) == ([9], 2)


def test_a_parent_that_the_text_names_is_no_doubt_however_else_it_is_found() -> None:
    text = (
        "云溪开发区规划面积3平方公里，共两个区块。\n"
        "区块一规划面积1平方公里，东至松涛河，西至银杏路；区块二规划面积2平方公里。"
    )
    assert parents(text)["区块一"] == "云溪开发区"
    assert by_name(text)["区块一"]["doubts"] == []
    assert drafted(text)["doubts"] == []
