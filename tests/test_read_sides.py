"""Sides and areas in made-up sentences: what they name, and which zone they are of."""

from pathlib import Path
from typing import Any

import pytest

from mapgen.reading.draft import draft
from mapgen.reading.findings import findings
from mapgen.reading.paragraphs import document_of
from mapgen.reading.words import own_words

WORDS = own_words()


M = "梅坞科技园"


def drafted(text: str) -> dict[str, Any]:
    return draft(findings(document_of("a.txt", text, WORDS), WORDS), WORDS)


def sides(text: str) -> dict[str, dict[str, list[str]]]:
    """Names of lines by zone and side."""
    found: dict[str, dict[str, list[str]]] = {}
    for element in drafted(text)["elements"]:
        for side in element["sides"]:
            found.setdefault(element["name"], {}).setdefault(side["side"], []).append(side["name"])
    return found


FOUR = {"E": ["松涛河"], "S": ["云溪大道"], "W": ["银杏路"], "N": ["白鹭山"]}


@pytest.mark.parametrize(
    "text",
    [
        "梅坞科技园东至松涛河，南至云溪大道，西至银杏路，北至白鹭山，总面积3平方公里。",
        "梅坞科技园，东至松涛河、南至云溪大道、西至银杏路、北至白鹭山。",
        "梅坞科技园规划范围东起松涛河，西抵银杏路，南临云溪大道，北靠白鹭山。",
        "梅坞科技园位于青岚市东部，四至范围为：东接松涛河；南邻云溪大道；西毗邻银杏路；北濒白鹭山。",
        "梅坞科技园东侧至松涛河，南侧至云溪大道，西侧至银杏路，北侧至白鹭山。",
        "梅坞科技园东至松涛河西至银杏路南至云溪大道北至白鹭山。",
        "梅坞科技园（东至松涛河，南至云溪大道，西至银杏路，北至白鹭山）正在建设。",
        "同意设立梅坞科技园，东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "梅坞科技园东以松涛河为界，南以云溪大道为界，西以银杏路为界，北以白鹭山为界。",
        "——梅坞科技园。位于青岚市东部，东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "在东至松涛河、南至云溪大道、西至银杏路、北至白鹭山的范围内，规划建设梅坞科技园。",
        "划定东至松涛河、南至云溪大道、西至银杏路、北至白鹭山的梅坞科技园。",
        "同意设立梅坞科技园。园区四至范围为：东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "梅坞科技园（8平方公里）东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "（一）梅坞科技园。东至松涛河，南至云溪大道，西至银杏路，北至白鹭山，重点发展生物医药。",
        "范围东至松涛河、南至云溪大道、西至银杏路、北至白鹭山，总面积约60平方公里的梅坞科技园。",
        "梅坞科技园东揽松涛河，南衔云溪大道，西倚银杏路，北拥白鹭山。",
        "梅坞科技园位于银杏路以东、松涛河以西、云溪大道以北、白鹭山以南。",
        "一是梅坞科技园，东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "梅坞科技园以松涛河为东界，云溪大道为南界，银杏路为西界，白鹭山为北界。",
        "梅坞科技园主要涉及石桥镇和长塘镇，东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "将银杏路以东、松涛河以西、白鹭山以南、云溪大道以北的区域建设成为梅坞科技园。",
        "梅坞科技园以银杏路以东、松涛河以西、云溪大道以北、白鹭山以南区域为主。",
        "梅坞科技园东西两侧分别为松涛河和银杏路，南至云溪大道，北至白鹭山。",
        "梅坞科技园北至白鹭山，南至云溪大道，东、西分别以松涛河、银杏路为界。",
        "由松涛河围合。\n1.梅坞科技园，东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "关于梅坞科技园的批复\n\n规划范围东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。",
        "梅坞科技园東至松濤河，南至雲溪大道，西至銀杏路，北至白鷺山。",
        "梅坞科技园东 至松涛河,南至 云溪大道,西至银杏路,北至白鹭山.",
        "**梅坞科技园。**东至松涛河，南至云溪大道，\n\n12\n\n西至银杏路，北至白鹭山。",
    ],
)
def test_four_sides_in_every_form(text: str) -> None:
    assert sides(text) == {"梅坞科技园": FOUR}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{M}东部和南部以松涛河为界，西至银杏路。", {"E": ["松涛河"], "S": ["松涛河"], "W": ["银杏路"]}),
        ("梅坞科技园东、南至松涛河，北至白鹭山。", {"E": ["松涛河"], "S": ["松涛河"], "N": ["白鹭山"]}),
        (f"{M}西至银杏路转学府路，东至松涛河-青岚河。",
         {"W": ["银杏路", "学府路"], "E": ["松涛河", "青岚河"]}),
        (f"{M}东至松涛河，以学府路为界，南至云溪大道。", {"E": ["松涛河", "学府路"], "S": ["云溪大道"]}),
        ("梅坞科技园东、西均至松涛河，北至白鹭山。", {"E": ["松涛河"], "W": ["松涛河"], "N": ["白鹭山"]}),
        ("由松涛河、云溪大道和银杏路围合而成的区域为梅坞科技园，面积2平方公里。",
         {"ring": ["松涛河", "云溪大道", "银杏路"]}),
        ("梅坞科技园东至和平路，南至白鹭山一线。", {"E": ["和平路"], "S": ["白鹭山"]}),
        ("松涛河以东区域是云溪城中的“梅坞科技园”。", {"W": ["松涛河"]}),
        ("梅坞科技园东至松涛河至云海湾东侧海岸线，西至银杏路。",
         {"E": ["松涛河", "云海湾东侧海岸线"], "W": ["银杏路"]}),
        ("银杏路以东、松涛河以西的梅坞科技园加快建设。", {"W": ["银杏路"], "E": ["松涛河"]}),
        ("梅坞科技园由松涛河、云溪大道、银杏路围合而成。", {"ring": ["松涛河", "云溪大道", "银杏路"]}),
        (f"{M}位于城东，松涛河、云溪大道、银杏路围合区域。", {"ring": ["松涛河", "云溪大道", "银杏路"]}),
    ],
)  # fmt: skip
def test_other_forms(text: str, told: dict[str, list[str]]) -> None:
    assert sides(text) == {"梅坞科技园": told}


@pytest.mark.parametrize(
    ("words", "name", "metres"),
    [
        ("松涛河以东120米", "松涛河", 120.0),
        ("云溪大道北200米", "云溪大道", 200.0),
        ("银杏路以西1.5公里", "银杏路", 1500.0),
        ("松涛河（北段）", "松涛河", None),
        ("松涛河以北", "松涛河", None),
    ],
)
def test_a_distance_from_a_line(words: str, name: str, metres: float | None) -> None:
    (element,) = [
        each for each in drafted(f"梅坞科技园东至{words}，南至学府路。")["elements"] if each["sides"]
    ]
    side = element["sides"][0]
    assert (side["words"], side["name"], side["offset_m"]) == (words, name, metres)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("学府路", "road"), ("绕城高速", "road"), ("松涛河", "water"), ("石桥水库", "water"),
        ("青云铁路", "rail"), ("松涛河大桥", "bridge"), ("白鹭山", "hill"), ("市域边界", "limit"),
        ("石桥村", "place"), ("青岚大学", "place"),
    ],
)  # fmt: skip
def test_what_kind_of_line_a_side_names(name: str, of: str) -> None:
    (element,) = [
        each for each in drafted(f"梅坞科技园东至{name}，南至文昌路。")["elements"] if each["sides"]
    ]
    assert element["sides"][0]["of"] == of


@pytest.mark.parametrize(
    "text",
    [
        "走廊北部以梅坞科技园为重要节点，南部以石桥为支撑。",
        "创新走廊向东拓展至青岚，向西延伸至白塔。",
        "中部以云溪、石桥的重点片区为主体，南部以白塔的重点片区为主体。",
        "围绕梅坞科技园和桐林软件园打造创新高地。",
    ],
)
def test_what_speaks_of_directions_and_not_of_sides(text: str) -> None:
    assert sides(text) == {}


def test_several_zones_in_one_sentence_keep_their_own_sides() -> None:
    text = (
        "石桥开发区由两个区块组成。区块一规划面积1.2平方公里，东至银杏路，北至白鹭山；"
        "区块二规划面积2平方公里，东至云海路，北至青岚河。"
    )
    assert sides(text) == {
        "区块一": {"E": ["银杏路"], "N": ["白鹭山"]},
        "区块二": {"E": ["云海路"], "N": ["青岚河"]},
    }
    found = {each["name"]: each for each in drafted(text)["elements"]}
    assert found["区块二"]["parent"] == "石桥开发区"
    assert [area["km2"] for area in found["区块一"]["stated"]] == [1.2]


def test_parts_of_a_zone_have_it_as_their_parent() -> None:
    made = drafted(
        "云溪科学城由梅坞片区（约3平方公里）和桐林片区（约4平方公里）组成，东至松涛河，西至银杏路。"
        "其核心区（2平方公里）北至青岚河，南至云溪大道。"
    )
    found = {each["name"]: each for each in made["elements"]}
    for name, km2 in (("梅坞片区", 3), ("桐林片区", 4), ("核心区", 2)):
        assert found[name]["parent"] == "云溪科学城"
        assert [area["km2"] for area in found[name]["stated"]] == [km2]
    assert found["梅坞片区"]["doubts"] == []
    assert found["核心区"]["doubts"] == ["parent-inferred"]
    assert {"梅坞片区", "桐林片区", "核心区"} == set(found["云溪科学城"]["members"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("构建“一核两轴”空间格局。“一核”即梅坞片区，“两轴”分别为松涛河轴和学府路轴。",
         {"梅坞片区": "一核", "松涛河轴": "两轴", "学府路轴": "两轴"}),
        ("形成“一湖两城”空间结构。“一湖”指石湖；“两城”指云溪科学城、梅坞大学城。",
         {"石湖": "一湖", "云溪科学城": "两城", "梅坞大学城": "两城"}),
        ("构建“一核两翼”空间格局，以梅坞片区为核心，以桐林、石桥为两翼。",
         {"梅坞片区": "一核", "桐林": "两翼", "石桥": "两翼"}),
        ("形成“一核引领、双轴联动”布局。一核引领，即梅坞片区；双轴联动，即松涛河轴、学府路轴。",
         {"梅坞片区": "一核", "松涛河轴": "双轴", "学府路轴": "双轴"}),
        ("建设云溪城，形成“一城两园”格局。云溪城包括桐林软件园和石桥科技园。",
         {"桐林软件园": "两园", "石桥科技园": "两园"}),
        ("“1+2”创新空间，“1”指“一核”，即梅坞科学城；“2”指“两区”，即桐林先导区、石桥协同区。",
         {"梅坞科学城": "一核", "桐林先导区": "两区", "石桥协同区": "两区"}),
        ("形成“一轴两城”格局。“一轴”为依托学府大道，打造主轴；“两城”为沿江共同构成的主城和临湖的副城。",
         {"学府大道": "一轴", "主城": "两城", "副城": "两城"}),
        (
            (
                "构建“一主两副”空间布局。\n一主——云溪中心城区。"
                "两个新城副中心——桐林副中心。发展商务。\n——石桥副中心。发展装备。"
            ),
            {"云溪中心城区": "一主", "桐林副中心": "两副", "石桥副中心": "两副"},
        ),
        ("构建“一主两副”空间布局。“一主”为云溪城；“两副”为桐林和石桥副中心，桐林副中心承担商务职能。",
         {"云溪城": "一主", "桐林副中心": "两副", "石桥副中心": "两副"}),
        ('构建"一心两核"空间布局。\n（二）两核\n云溪创新核。东至松涛河，西至银杏路。\n石桥核，位于城东，占地9公顷。',
         {"云溪创新核": "两核", "石桥核": "两核"}),
        ("构建“两带四组团”空间布局。\n两带：云溪科技带，北起石桥，南至白塔；松涛创新带，串联梅坞、桐林等片区。",
         {"云溪科技带": "两带", "松涛创新带": "两带"}),
        ("形成“一带双城”空间布局。“一带”即沿江创新带。", {"沿江创新带": "一带"}),
        ("构建“一带三园”空间布局。\n（二）三园：加快建设\n——桐林软件园。发展软件。\n——石桥科技园。发展装备。",
         {"桐林软件园": "三园", "石桥科技园": "三园"}),
    ],
)  # fmt: skip
def test_roles_beside_in_a_clause_by_number_and_below_a_heading(text: str, told: dict[str, str]) -> None:
    roles = {each["name"]: each["role"] for each in drafted(text)["elements"]}
    assert {name: roles.get(name) for name in told} == told


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("打造“一核三心、一廊两轴”的城市格局。", "一核三心、一廊两轴"),
        ("构建“123”科技创新空间布局。", "123"),
        ("着力加强三大战略科技平台建设。", "三大战略科技平台"),
        ("构建“1+2+4”现代产业体系，形成“一区多园”空间布局。", "一区多园"),
        ("落实全市“一轴四核”布局，优化“一谷一圈”空间结构。", "一谷一圈"),
    ],
)
def test_the_likeliest_phrase_comes_first(text: str, phrase: str) -> None:
    assert drafted(text)["layouts"][0]["phrase"] == phrase


def test_from_where_to_where_an_axis_runs() -> None:
    (axis,) = [each for each in drafted("松涛河科创走廊西起石桥，东至白塔。")["elements"] if each["passes"]]
    assert (axis["name"], axis["kind"], axis["passes"], axis["sides"]) == (
        "松涛河科创走廊", "axis", ["石桥", "白塔"], [],
    )  # fmt: skip


def test_places_that_an_axis_strings_together_may_share_what_they_are() -> None:
    (axis,) = [each for each in drafted("松涛河科创走廊串联梅坞、桐林等片区。")["elements"] if each["passes"]]
    assert axis["passes"] == ["梅坞", "桐林"]


def test_what_lies_beyond_a_place_is_no_part_of_it() -> None:
    (zone,) = [
        each
        for each in drafted("（3）梅坞片区位于石桥镇以南、云溪路以北，东濒松涛河。")["elements"]
        if each["sides"]
    ]
    assert (zone["name"], zone["parent"]) == ("梅坞片区", None)
    assert {side["side"]: side["name"] for side in zone["sides"]} == {
        "N": "石桥镇", "S": "云溪路", "E": "松涛河",
    }  # fmt: skip


def test_what_sides_enclose_may_be_named_behind_them_and_hold_an_and() -> None:
    text = (
        "云溪科学城划分为2个功能区：在银杏路、松涛河、学府路围合中，主要为软件开发和成果转化功能区；"
        "在云海路、松涛河、丁香路围合中，主要为商贸、餐饮和居住服务功能区。"
    )
    found = {each["name"]: each for each in drafted(text)["elements"] if each["sides"]}
    assert {name: [side["name"] for side in each["sides"]] for name, each in found.items()} == {
        "软件开发和成果转化功能区": ["银杏路", "松涛河", "学府路"],
        "商贸、餐饮和居住服务功能区": ["云海路", "松涛河", "丁香路"],
    }
    assert {each["parent"] for each in found.values()} == {"云溪科学城"}


def test_blocks_in_paragraphs_of_their_own_belong_to_the_zone_that_has_them() -> None:
    made = drafted(
        "云溪经济开发区规划面积18平方公里，分两个区块。\n\n"
        "桐林—石桥区块规划面积5平方公里，分两个片区：桐林片区东至松涛河、西至银杏路；"
        "石桥片区东至学府路、西至云海路。\n\n"
        "南郊区块规划面积13平方公里，四至范围：东至丁香路，西至紫藤路。"
    )
    parents = {each["name"]: each["parent"] for each in made["elements"] if each["stated"] or each["sides"]}
    assert parents == {
        "云溪经济开发区": None,
        "桐林—石桥区块": "云溪经济开发区",
        "南郊区块": "云溪经济开发区",
        "桐林片区": "桐林—石桥区块",
        "石桥片区": "桐林—石桥区块",
    }


def test_halves_of_a_zone_called_by_their_direction() -> None:
    text = "云溪开发区包括东区、西区两个片区。东区东至松涛河，北至白鹭山；西区西至云海路，北至青岚河。"
    assert sides(text) == {
        "东区": {"E": ["松涛河"], "N": ["白鹭山"]},
        "西区": {"W": ["云海路"], "N": ["青岚河"]},
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("云溪科学城面积约10平方公里，其中启动区位于石湖北岸，规划面积3.8平方公里。",
         {"云溪科学城": [10], "启动区": [3.8]}),
        ("云溪科学城面积100.9平方公里，其中云溪区域68.4平方公里，石桥区域32.5平方公里。",
         {"云溪科学城": [100.9], "云溪区域": [68.4], "石桥区域": [32.5]}),
        ("云溪科创城包括智造集聚区（6.7平方公里）和生态融合区（42.2平方公里）两大板块。",
         {"智造集聚区": [6.7], "生态融合区": [42.2]}),
        ("云溪试验区涵盖三个片区：梅坞片区37平方公里，桐林片区22.5平方公里，石桥片区60平方公里。",
         {"梅坞片区": [37], "桐林片区": [22.5], "石桥片区": [60]}),
    ],
)  # fmt: skip
def test_areas_of_parts_are_not_those_of_the_whole(text: str, told: dict[str, list[float]]) -> None:
    found = {each["name"]: [a["km2"] for a in each["stated"]] for each in drafted(text)["elements"]}
    assert {name: km2 for name, km2 in found.items() if km2} == told


def test_what_has_sides_is_a_zone_whatever_its_name_ends_in() -> None:
    made = drafted("云溪谷东至松涛河，西至银杏路。梅坞谷正在建设。")
    assert {each["name"]: each["kind"] for each in made["elements"] if each["sides"]} == {"云溪谷": "zone"}


def test_parts_of_a_layout_are_no_parts_of_each_other() -> None:
    text = "云溪科学城形成“一核两区”空间结构，一核即核心区，两区即科学教育区、科研转化区。"
    found = {each["name"]: (each["role"], each["parent"]) for each in drafted(text)["elements"]}
    assert found["科学教育区"] == found["科研转化区"] == ("两区", "云溪科学城")
    assert found["核心区"] == ("一核", "云溪科学城")


def test_parts_that_a_layout_counts_are_no_parts_of_the_one_named_before() -> None:
    text = "形成“双城两谷”布局。\n“双城”为东湖科学城、云山科技城。\n“两谷”包括光谷和药谷。"
    found = {each["name"]: (each["role"], each["parent"]) for each in drafted(text)["elements"]}
    assert (found["光谷"], found["药谷"]) == (("两谷", None), ("两谷", None))


def test_an_area_is_not_that_of_a_road_at_which_a_zone_lies() -> None:
    text = "（一）中央创新中心\n位于滨海大道与创新大道交汇处，占地约120公顷。"
    assert {each["name"]: len(each["stated"]) for each in drafted(text)["elements"] if each["stated"]} == {
        "中央创新中心": 1
    }


def test_several_areas_of_one_zone_are_a_doubt() -> None:
    made = drafted("梅坞科技园规划面积3平方公里。梅坞科技园规划面积5平方公里。")
    (element,) = [each for each in made["elements"] if each["stated"]]
    assert element["doubts"] == ["area-several"]
    assert [each["code"] for each in made["doubts"]] == ["area-several"] * 2


def test_pieces_of_one_zone_are_numbered() -> None:
    text = "梅坞科技园东至松涛河，西至银杏路。梅坞科技园东至学府路，西至云海路。"
    (element,) = [each for each in drafted(text)["elements"] if each["sides"]]
    assert [side["part"] for side in element["sides"]] == [1, 1, 2, 2]


def test_what_lies_in_a_zone_is_not_the_zone() -> None:
    made = drafted("梅坞新城在城东。\n为石桥开发区内的一个新城区，其范围东至松涛河，西至银杏路。")
    (element,) = [each for each in made["elements"] if each["sides"]]
    assert element["name"] != "石桥开发区" or element["doubts"]


def test_what_is_said_twice_is_one_piece() -> None:
    text = "梅坞科技园东至松涛河，西至银杏路。" * 3
    (element,) = [each for each in drafted(text)["elements"] if each["sides"]]
    assert [(side["side"], side["part"]) for side in element["sides"]] == [("E", 1), ("W", 1)]


@pytest.mark.parametrize(
    ("text", "km2", "qualifier"),
    [
        ("梅坞科技园规划面积10—12平方公里。", 12, "10—"),
        ("梅坞科技园约合1.5万亩。", 10, "约合"),
    ],
)
def test_an_area_from_to_and_in_another_unit(text: str, km2: float, qualifier: str) -> None:
    (element,) = [each for each in drafted(text)["elements"] if each["stated"]]
    assert [(area["km2"], area["qualifier"]) for area in element["stated"]] == [(km2, qualifier)]


def test_a_zone_named_in_the_sentence_before_is_doubted_only_where_a_paragraph_lies_between() -> None:
    near = drafted("梅坞科技园位于城东。规划范围东至松涛河，西至银杏路。")
    assert [(each["name"], each["doubts"]) for each in near["elements"] if each["sides"]] == [
        ("梅坞科技园", [])
    ]
    far = drafted("梅坞科技园位于城东。\n\n规划范围东至松涛河，西至银杏路。")
    (element,) = [each for each in far["elements"] if each["sides"]]
    assert (element["name"], element["doubts"]) == ("梅坞科技园", ["zone-inferred"])
    assert [each["code"] for each in far["doubts"]] == ["zone-inferred"] * 2


def test_a_word_that_stands_for_any_zone_is_no_name() -> None:
    made = drafted("项目位于石桥镇，规划范围东至松涛河，西至银杏路。")
    assert [each["name"] for each in made["elements"] if each["sides"]] == []
    assert {each["code"] for each in made["doubts"]} == {"zone-missing"}


def test_behind_of_which_a_zone_named_before_is_doubted() -> None:
    made = drafted("云溪科技城面积113平方公里，其中重点区域为35平方公里，东至松涛河，西至银杏路。")
    (element,) = [each for each in made["elements"] if each["sides"]]
    assert "zone-unsure" in element["doubts"]


def test_sides_without_any_zone_are_a_doubt_and_no_element() -> None:
    made = drafted("规划范围：东至松涛河，西至银杏路。")
    assert [each for each in made["elements"] if each["sides"]] == []
    assert {each["code"] for each in made["doubts"]} == {"zone-missing"}


@pytest.mark.parametrize(
    ("words", "value", "unit", "km2", "qualifier"),
    [
        ("规划面积约3.5平方公里", 3.5, "平方公里", 3.5, "约"),
        ("总面积 309.21 公顷", 309.21, "公顷", 3.0921, None),
        ("占地450亩", 450.0, "亩", 0.3, None),
        ("规划面积1,234.5公顷", 1234.5, "公顷", 12.345, None),
        ("用地面积达220 km²", 220.0, "km²", 220.0, "达"),
        ("总规模2100公顷", 2100.0, "公顷", 21.0, None),
    ],
)
def test_an_area_with_its_unit(
    words: str, value: float, unit: str, km2: float, qualifier: str | None
) -> None:
    (element,) = [each for each in drafted(f"梅坞科技园{words}。")["elements"] if each["stated"]]
    area = element["stated"][0]
    assert (element["name"], area["value"], area["unit"]) == ("梅坞科技园", value, unit)
    assert (area["km2"], area["qualifier"]) == (pytest.approx(km2), qualifier)


@pytest.mark.parametrize(
    "text", ["孵化面积55万平方米。", "每平方公里产值10亿元。", "新增森林1200公顷。", "建成高标准农田3000亩。"]
)
def test_what_is_no_area_of_a_zone(text: str) -> None:
    assert [each for each in drafted(f"梅坞科技园{text}")["elements"] if each["stated"]] == []


def test_an_area_before_the_name_of_its_zone() -> None:
    made = drafted("面积16.8平方公里的云溪科学岛是核心。含5平方公里核心区和1平方公里拓展区。")
    told = {each["name"]: [area["km2"] for area in each["stated"]] for each in made["elements"]}
    assert (told["云溪科学岛"], told["核心区"], told["拓展区"]) == ([16.8], [5.0], [1.0])


def test_words_of_a_user_are_added(tmp_path: Path) -> None:
    from mapgen.reading.words import words_with

    text = "梅坞云台东至松涛河，西至银杏路。另有桐林云台在建。"
    assert "桐林云台" not in {each["name"] for each in drafted(text)["elements"]}
    path = tmp_path / "more.toml"
    path.write_text('[names]\nzone = ["云台"]\n', "utf-8")
    more = words_with(path)
    made = draft(findings(document_of("a.txt", text, more), more), more)
    assert "桐林云台" in {each["name"] for each in made["elements"]}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("启动区", "两园分期建设。其中，启动区规划面积约2.5平方公里，优先引入企业。"),
        ("东园", "科技园分为两个片区。东园：东至松涛河，南至云溪大道，西至银杏路，北至白鹭山。"),
        ("明德城", "明德城位于银杏路以东、松涛河以西、云溪大道以北、白鹭山以南。"),
    ],
)
def test_a_zone_is_cited_by_its_name_and_not_by_a_side_or_an_area(name: str, text: str) -> None:
    (one,) = (each for each in drafted(text)["elements"] if each["sides"] or each["stated"])
    assert (one["name"], one["cite"]["quote"]) == (name, name)
    assert text[one["cite"]["start"] : one["cite"]["end"]] == name
