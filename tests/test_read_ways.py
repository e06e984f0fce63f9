"""Ways in which a text says what is part of what, and which zone is meant, in made-up sentences."""

import pytest
from test_read_parts import by_name, parents, roles
from test_read_sides import sides


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Sentences that make them, each with what is said of it.
        ("构建“一心、两带”空间格局。\n两带：沿老城墙遗址，构建梅坞风光带；沿古驿道遗址带，构建桐林文化带。",
         {"梅坞风光带": "两带", "桐林文化带": "两带"}),
        ("构建“一心、两廊”空间格局。\n“两廊”指沿云溪布局制造业，形成南北货运廊。沿梅坞路布局商业，形成东西服务廊。",
         {"南北货运廊": "两廊", "东西服务廊": "两廊"}),
        # What serves as a part.
        ("云溪新城形成“一心两轴”空间布局。梅坞路、桐林路作为区域科创轴，带动周边。",
         {"梅坞路": "两轴", "桐林路": "两轴"}),
        # As many as there are in one list; or "many".
        ("构建“一城两区”空间格局。云溪科学城包括梅坞片区、桐林片区。白塔新城包括石桥片区、柳岸片区、松涛片区。",
         {"梅坞片区": "两区", "桐林片区": "两区"}),
        ("云溪示范区形成了包括梅坞园、桐林园、石桥园等13园的一区多园发展格局。",
         {"梅坞园": "多园", "桐林园": "多园", "石桥园": "多园"}),
    ],
)  # fmt: skip
def test_roles_are_found_by_how_names_end_and_how_many_they_are(text: str, told: dict[str, str]) -> None:
    found = roles(text)
    assert {name: found.get(name) for name in told} == told
    assert set(found.values()) == set(told.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Named after the zone that they are part of, whole or by its end.
        ("云溪新材料产业园面积8平方公里。先行建设新材料产业园起步区，起步区东至东环线，西至经五路。",
         {"新材料产业园起步区": "云溪新材料产业园"}),
        # Under a line that counts them.
        ("云溪新材料产业园面积30平方公里。\n两个产业片区\n- 合成材料区：合成。\n- 精细化工区：化工。",
         {"合成材料区": "云溪新材料产业园", "精细化工区": "云溪新材料产业园"}),
        # A list that goes on behind a comma, with what county each is of.
        ("云溪一体区：包括梅坞区松北镇和松浦镇，以及桐林县的乐业镇和万宝镇的部分区域，面积为3平方公里。",
         dict.fromkeys(("梅坞区松北镇", "松浦镇", "乐业镇", "万宝镇"), "云溪一体区")),
        # The extent of a zone, as a list of places.
        ("云溪新区规划范围为梅坞区（不含西街道）、桐林区、石桥片区，面积为25平方公里。",
         dict.fromkeys(("梅坞区（不含西街道）", "桐林区", "石桥片区"), "云溪新区")),
        # Each is made a part that is called by what it is.
        ("云溪新区将形成新格局，以江北部分为核心区，以江南部分为产业支撑区，以空港为联动发展区。",
         dict.fromkeys(("核心区", "产业支撑区", "联动发展区"), "云溪新区")),
    ],
)  # fmt: skip
def test_a_parent_is_found_by_a_name_a_count_a_list_and_an_extent(text: str, told: dict[str, str]) -> None:
    found = parents(text)
    assert {name: found.get(name) for name in told} == told


def test_parts_of_one_kind_in_a_layout_are_no_parts_of_each_other() -> None:
    text = "云溪新城构建“一心两片区”格局。\n两片区：\n- 梅坞新城：涵盖桐林开发区。\n- 桐林开发区：城西。"
    assert parents(text)["桐林开发区"] == "云溪新城"


def test_names_in_a_row_of_which_most_end_as_places_do_are_elements() -> None:
    found = by_name("云溪起步区形成新结构；高端教育区、科研孵化区、高教区、创新办公区多区集聚。")
    assert found["高教区"]["tier"] == found["创新办公区"]["tier"] == "A"


def test_an_area_of_land_that_is_managed_is_no_name() -> None:
    found = by_name("云溪新区管委会管理区域范围总面积约32平方公里。")
    assert [each["km2"] for each in found["云溪新区"]["stated"]] == [32]


def test_what_a_zone_is_a_part_of_the_ground_of_has_not_its_sides() -> None:
    text = "云溪新区位于梅坞、桐林间的接壤地带，西起云溪，东至包山高速，北至规划中的云桐环线，南至京云高速。"
    assert sides(text) == {
        "云溪新区": {"W": ["云溪"], "E": ["包山高速"], "N": ["云桐环线"], "S": ["京云高速"]}
    }


def test_what_is_built_on_a_land_of_so_much_has_the_area() -> None:
    text = "梅坞高新区将在面积达22平方公里的土地上，建设由东创新区、西生态区两个片区组成的云溪科学城。"
    assert [each["km2"] for each in by_name(text)["云溪科学城"]["stated"]] == [22]


@pytest.mark.parametrize(
    ("text", "name", "doubt"),
    [
        # Of what the sentence before is about, which names another.
        ("云溪新区地处城东，与白塔新城相望。规划面积32平方公里。", "云溪新区", "zone-inferred"),
        # Of the last zone that was named, if nothing else is.
        ("第一个示范区，是早年设立的云溪高新区。\n该区规划面积17平方公里。", "云溪高新区", "zone-inferred"),
        # A zone called by what it is.
        ("范围如下：\n经开区：东至梅坞路，西至桐林路。", "经开区", "name-unsure"),
        # Perhaps of a part that is named between.
        ("云溪功能区总面积87平方公里，包括某地和产业园区15平方公里。", "云溪功能区", "zone-unsure"),
        # A name that holds what names do not.
        ("扩区后开发区面积11平方公里。", "扩区后开发区", "name-unsure"),
    ],
)
def test_a_tie_that_more_than_one_zone_may_have_is_a_doubt(text: str, name: str, doubt: str) -> None:
    assert doubt in by_name(text)[name]["doubts"]
