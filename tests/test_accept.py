"""A reviewed draft made into layers: what was decided enters, nothing else, and what is made builds."""

import json
import re
import tomllib
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
import shapely
from commands import assert_told, printed, run
from drafted import (
    accepted,
    all_of,
    area,
    cite,
    decision,
    draft,
    element,
    line,
    place,
    polygon,
    records,
    save,
    side,
    sides_of,
    square,
)
from test_colours import APART, lab
from test_locate import COLUMNS, ROWS, Town
from test_locate import side as located_side

from layers.assemble import Atlas, assemble
from layers.catalog import load
from mapgen.accepting.naming import romanised, slug
from mapgen.accepting.phrase import COLOURS

ONE = [element("梅坞园", sides_of(0, 0), role="一核", stated=[area(4.4)])]


def atlas(folder: Path) -> Atlas:
    return assemble(load(folder / "layers"))


def plan_of(folder: Path, plan: str = "meiwu") -> dict[str, object]:
    return tomllib.loads((folder / "layers" / plan / "plan.toml").read_text("utf-8"))


def test_an_element_with_its_sides_becomes_a_zone_on_baselines(tmp_path: Path) -> None:
    made = draft(ONE, "一核两园")
    result = accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0))
    assert result.exit_code == 0, result.stderr
    zone = records(tmp_path, "zones")["梅坞园"]
    assert (zone["basis"], zone["stated_km2"], zone["qualifier"]) == ("stated sides", 4.4, "约")
    assert zone["id"] == "meiwu.mei-wu-yuan"
    assert zone["name_en"] == "Meiwu Yuan"
    assert zone["cite"] == "梅坞规划 三（一）"
    assert {each["side"]: each["baseline"] for each in zone["sides"]}["W"] == "zong-0-lu"
    road = records(tmp_path, "baselines")["纵0路"]
    assert (road["kind"], road["source_licence"], road["accuracy_m"]) == ("road", "ODbL-1.0", 10)
    assert atlas(tmp_path).elements[zone["id"]].comparison is not None
    assert run("check", "--layers", tmp_path / "layers").exit_code == 0
    assert run("build", "--layers", tmp_path / "layers", "--out", tmp_path / "out").exit_code == 0
    assert run("fmt", "--check", "--layers", tmp_path / "layers").exit_code == 0


@pytest.mark.parametrize(
    ("value", "km2", "entered"),
    [
        (11000, 7.33333333, 7.3333),
        (1.1, 7.33333333, 7.3),
        (550, 5.5, 5.5),
        (4.4, 4.4, 4.4),
        (8, 0.00533333, 0.0053),
    ],
)
def test_an_area_has_as_many_digits_as_its_own_unit(
    value: float, km2: float, entered: float, tmp_path: Path
) -> None:
    said = area(km2) | {"value": value}
    made = draft([element("梅坞园", sides_of(0, 0), stated=[said])], "一核两园")
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0)).exit_code == 0
    assert records(tmp_path, "zones")["梅坞园"]["stated_km2"] == entered


def test_what_has_no_decision_does_not_enter(tmp_path: Path) -> None:
    made = draft([*ONE, element("松涛园", sides_of(2, 0), stated=[area(3)])], "一核两园")
    told = [decision("element", "梅坞园", "梅坞园"), decision("element", "松涛园", "松涛园", "reject")]
    result = accepted(tmp_path, made, told)
    assert result.exit_code == 0, result.stderr
    assert list(records(tmp_path, "places")) == ["梅坞园"]
    assert records(tmp_path, "places")["梅坞园"]["stated_km2"] is None
    assert "8 findings without a decision left out: side" in result.stdout
    assert "1 finding without a decision left out: layout phrase" in result.stdout
    assert "phrase" not in plan_of(tmp_path)


def test_what_is_taken_unseen_says_so(tmp_path: Path) -> None:
    made = draft([*ONE, element("湖滨城", tier="B")])
    assert accepted(tmp_path, made).exit_code == 0
    zone = records(tmp_path, "zones")["梅坞园"]
    assert (zone["basis"], zone["geometry"]) == ("pending", None)
    assert "未经审核" in zone["note"]
    assert records(tmp_path, "places") == {}
    assert accepted(tmp_path, made, all_of(made), (), plan="seen").exit_code == 0
    assert "未经审核" not in records(tmp_path, "zones", "seen")["梅坞园"]["note"]


def test_neighbours_share_a_river_from_the_text_to_the_polygons(tmp_path: Path) -> None:
    """What is built is what was located, and neighbours meet on the very same vertices."""
    town = Town(12)
    along = np.arange(-800, 4200, 60)
    middle = 1500 + 120 * np.sin(along / 400)
    north, south = (list(zip(along.tolist(), (middle + off).tolist(), strict=True)) for off in (60, -60))
    town.add("Polygon", [*north, *south[::-1], north[0]], natural="water", name="松涛河")
    town.add(
        "LineString", list(zip(along.tolist(), middle.tolist(), strict=True)), waterway="river", name="松涛河"
    )
    text = tmp_path / "plan.txt"
    text.write_text(
        "梅坞科技园东至香樟路，南至松涛河，西至银杏路，北至听涛大道。\n"
        "星河产业园东至木棉路，南至松涛河，西至香樟路，北至听涛大道。\n"
        "云溪产业园东至木棉路，南至云溪大道，西至银杏路，北至松涛河。\n",
        "utf-8",
    )
    layers, found = tmp_path / "layers", tmp_path / "found.geojson"
    assert run("read", text, "--out", tmp_path / "draft.json").exit_code == 0
    assert (
        run("locate", tmp_path / "draft.json", "--extract", town.write(tmp_path), "--out", found).exit_code
        == 0
    )
    words = ("--located", found, "--all-of-tier", "A", "--plan", "meiwu", "--layers", layers)
    told = printed("accept", tmp_path / "draft.json", *words)
    assert told["counts"]["closed"] == 3
    built = {each.entry.record.name: each for each in atlas(tmp_path).elements.values()}
    located = {
        each["properties"]["name"]: shapely.from_geojson(json.dumps(each["geometry"]))
        for each in json.loads(found.read_text("utf-8"))["features"]
        if each["properties"]["kind"] == "zone"
    }
    for name, polygon_ in located.items():
        shape = built[name].geometry
        assert shape.intersection(polygon_).area / shape.union(polygon_).area >= 0.999
    for one, other in combinations(built.values(), 2):
        assert one.geometry.intersection(other.geometry).area == 0
    # Two zones north of the river follow one bank, the one south of it the other.
    banks = [
        next(each.baseline for each in built[name].entry.record.sides if each.stated == "松涛河")
        for name in ("梅坞科技园", "星河产业园", "云溪产业园")
    ]
    assert banks == ["song-tao-he-bei-an", "song-tao-he-bei-an", "song-tao-he-nan-an"]
    assert records(tmp_path, "baselines")["松涛河（北岸）"]["kind"] == "bank"
    shared = shapely.intersection(built["梅坞科技园"].geometry, built["星河产业园"].geometry)
    assert shared.length > 0.01


def test_nine_neighbours_follow_eight_roads(tmp_path: Path) -> None:
    """No gap and no overlap among them: each road is one baseline."""
    town = Town(10)
    cells = [
        element(
            f"{x}{y}园",
            [
                located_side(*each)
                for each in zip("WESN", (*COLUMNS[x : x + 2], *ROWS[y : y + 2]), strict=True)
            ],
        )
        for x, y in product(range(3), range(3))
    ]
    file, found = save(tmp_path / "draft.json", draft(cells)), tmp_path / "found.geojson"
    assert run("locate", file, "--extract", town.write(tmp_path), "--out", found).exit_code == 0
    words = ("--located", found, "--all-of-tier", "A", "--plan", "meiwu", "--layers", tmp_path / "layers")
    assert printed("accept", file, *words)["baselines"] == 8
    shapes = [each.geometry for each in atlas(tmp_path).elements.values()]
    assert len(shapes) == 9
    assert max(one.intersection(other).area for one, other in combinations(shapes, 2)) == 0
    together = shapely.union_all(shapes)
    assert together.geom_type == "Polygon"
    assert not together.interiors
    located = [
        shapely.from_geojson(json.dumps(each["geometry"]))
        for each in json.loads(found.read_text("utf-8"))["features"]
        if each["properties"]["kind"] == "zone"
    ]
    # Of a square kilometre, what layers round to a metre is a thousandth.
    for shape, truth in zip(shapes, located, strict=True):
        assert shape.intersection(truth).area / shape.union(truth).area >= 0.998


# ---------------------------------------------------------------- what a reviewer may say


def test_renamed_moved_and_merged(tmp_path: Path) -> None:
    two = [
        element("甲园", sides_of(0, 0)[:3], members=["丙点"]),
        element("乙园", [sides_of(0, 0)[3]], stated=[area(4.4)]),
        element("丙点", kind="node"),
        element("丁园", stated=[area(7)]),
    ]
    made = draft(two)
    told = [each for each in all_of(made) if each["subject"] not in ("乙园", "丁园")]
    told[0] |= {"name": "梅坞园", "role": "核心"}
    told += [
        decision("element", "乙园", "乙园", into="甲园"),
        decision("area", "4.4平方公里", "乙园"),
        decision("side", "N横2路", "乙园", side="N", part=1, zone="梅坞园"),
        decision("area", "7平方公里", "丁园", zone="梅坞园", verdict="reject"),
    ]
    lines = [*square("甲园", 0, 0)[1:4], line("乙园", "N", "横2路", [(-0.5, 2), (0, 2), (2, 2), (2.5, 2)])]
    result = accepted(tmp_path, made, told, lines)
    assert result.exit_code == 0, result.stderr
    (zone,) = records(tmp_path, "zones").values()
    assert (zone["name"], zone["role"], zone["stated_km2"], zone["basis"]) == (
        "梅坞园",
        "核心",
        4.4,
        "stated sides",
    )
    assert records(tmp_path, "places")["丙点"]["holder"] == zone["id"]


def test_a_side_that_a_reviewer_draws_closes_a_zone(tmp_path: Path) -> None:
    made = draft(ONE)
    told = all_of(made)
    assert accepted(tmp_path, made, told, square("梅坞园", 0, 0)[1:4], plan="open").exit_code == 0
    assert records(tmp_path, "zones", "open")["梅坞园"]["basis"] == "pending"
    drawn = next(each for each in told if each.get("side") == "N")
    drawn |= {"line": [place(-0.2, 2), place(1, 2.1), place(2.2, 2)], "accuracy_m": 150}
    assert accepted(tmp_path, made, told, square("梅坞园", 0, 0)[1:4]).exit_code == 0
    assert records(tmp_path, "zones")["梅坞园"]["basis"] == "stated sides"
    road = records(tmp_path, "baselines")["横2路"]
    assert (road["basis"], road["accuracy_m"], road.get("source")) == ("sketched", 150, None)
    assert "审核时手绘" in road["note"]


def test_a_zone_that_is_closed_by_a_drawn_line_keeps_one_bank(tmp_path: Path) -> None:
    """While it is pending it has the whole outline of the water."""
    made = draft(ONE)
    steps = [step / 2 for step in range(-8, 17)]
    ring = [*((0, step) for step in steps), *((-0.2, step) for step in reversed(steps)), (0, steps[0])]
    lines = square("梅坞园", 0, 0)[1:4]
    lines[0] = line("梅坞园", "W", "纵0路", ring, how="bank")
    told = all_of(made)
    next(each for each in told if each.get("side") == "N")["line"] = [place(-0.2, 2), place(2.2, 2)]
    assert accepted(tmp_path, made, told, lines).exit_code == 0
    assert records(tmp_path, "zones")["梅坞园"]["basis"] == "stated sides"
    bank = records(tmp_path, "baselines")["纵0路（东岸）"]["geometry"]["coordinates"]
    assert {each[0] for each in bank} == {113.5}
    assert -1.5 <= min((each[1] - 22.5) * 100 for each in bank) <= -0.4
    assert atlas(tmp_path).elements["meiwu.mei-wu-yuan"].area_km2 == pytest.approx(4.56, abs=0.2)


def test_of_a_road_through_a_province_a_pending_zone_keeps_what_is_near(tmp_path: Path) -> None:
    made = draft(ONE)
    lines = square("梅坞园", 0, 0)[1:4]
    lines[0] = line("梅坞园", "W", "纵0路", [(0, step) for step in range(-150, 151)])
    assert accepted(tmp_path, made, all_of(made), lines).exit_code == 0
    road = records(tmp_path, "baselines")["纵0路"]["geometry"]["coordinates"]
    assert -7 <= (road[0][1] - 22.5) * 100 <= -5
    assert 5 <= (road[-1][1] - 22.5) * 100 <= 9
    assert records(tmp_path, "zones")["梅坞园"]["basis"] == "pending"


def test_a_point_makes_a_node_and_a_line_an_axis(tmp_path: Path) -> None:
    made = draft(
        [
            *ONE,
            element("创新轴", kind="axis", passes=["梅坞园", "听涛站", "天外站"]),
            element("听涛站", kind="node"),
        ]
    )
    told = all_of(made)
    for each in told:
        if each["kind"] == "element" and each["subject"] == "听涛站":
            each |= {"point": place(5, 1), "accuracy_m": 300}
        if each["kind"] == "element" and each["subject"] == "创新轴":
            each |= {"line": [place(-1, 1), place(6, 1)]}
    assert accepted(tmp_path, made, told, square("梅坞园", 0, 0)).exit_code == 0
    assert records(tmp_path, "nodes")["听涛站"]["accuracy_m"] == 300
    assert records(tmp_path, "axes")["创新轴"]["passes"] == ["meiwu.mei-wu-yuan", "meiwu.ting-tao-zhan"]
    (rule,) = plan_of(tmp_path)["rules"]  # type: ignore[misc]
    assert (rule["rule"], rule["order"]) == ("passes", ["meiwu.mei-wu-yuan", "meiwu.ting-tao-zhan"])
    checked = run("check", "--layers", tmp_path / "layers")
    assert checked.exit_code == 0, checked.stdout


# ---------------------------------------------------------------- wholes and parts


def test_a_whole_of_zones_is_a_group_and_one_of_places_is_listed(tmp_path: Path) -> None:
    made = draft(
        [
            element("梅坞城", members=["甲园", "乙园", "丑园"]),
            element("丑园", sides_of(0, 2), parent="梅坞城"),
            element("甲园", sides_of(0, 0), parent="梅坞城"),
            element("乙园", sides_of(2, 0), parent="梅坞城"),
            element("湖滨城", members=["丙园", "丁园"]),
            element("丙园", sides_of(4, 0), parent="湖滨城"),
            element("丁园", parent="湖滨城"),
        ]
    )
    features = [
        each
        for name, *at in (("甲园", 0, 0), ("乙园", 2, 0), ("丑园", 0, 2), ("丙园", 4, 0))
        for each in square(name, *at)
    ]
    assert accepted(tmp_path, made, all_of(made), features).exit_code == 0
    zones, listed = records(tmp_path, "zones"), records(tmp_path, "places")
    assert zones["梅坞城"]["basis"] == "members"
    assert zones["甲园"]["parent"] == "meiwu.mei-wu-cheng"
    assert set(listed) == {"湖滨城", "丁园"}
    assert (zones["丙园"]["parent"], listed["丁园"]["holder"]) == (None, None)
    assert "属“湖滨城”" in zones["丙园"]["note"]
    assert atlas(tmp_path).elements["meiwu.mei-wu-cheng"].area_km2 == pytest.approx(13.7, abs=0.4)
    # Not all of its members are decided on: what is known of the rest is not the whole.
    some = [each for each in all_of(made) if each["quote"] != "丑园" or each["kind"] == "element"]
    assert accepted(tmp_path, made, some, features, plan="some").exit_code == 0
    assert "梅坞城" in records(tmp_path, "places", "some")


def test_wholes_that_lead_in_a_circle_are_parted(tmp_path: Path) -> None:
    names = ["甲园", "乙园", "丙园"]
    made = draft(
        [element(name, parent=names[at - 1], members=[names[(at + 1) % 3]]) for at, name in enumerate(names)]
    )
    result = accepted(tmp_path, made, all_of(made))
    assert result.exit_code == 0, result.stderr
    assert "would lead in a circle" in result.stderr
    assert set(records(tmp_path, "places")) == set(names)


def test_a_rejected_whole_leaves_its_parts_by_themselves(tmp_path: Path) -> None:
    made = draft([element("梅坞城", members=["甲园"]), element("甲园", parent="梅坞城")])
    told = [each | ({"verdict": "reject"} if each["quote"] == "梅坞城" else {}) for each in all_of(made)]
    result = accepted(tmp_path, made, told)
    assert result.exit_code == 0
    assert "is accepted, but 梅坞城, which it belongs to, is not" in result.stderr
    assert records(tmp_path, "places")["甲园"]["holder"] is None


@pytest.mark.parametrize("same", ["梅坞园", "梅坞\u3000园", "MEI WU yuan"])
def test_names_that_clash_have_ids_of_their_own(same: str, tmp_path: Path) -> None:
    made = draft([element("梅坞园"), element("松涛园")])
    told = all_of(made)
    told[1] |= {"name": same}
    assert accepted(tmp_path, made, told).exit_code == 0
    features = json.loads((tmp_path / "layers/meiwu/places.geojson").read_text("utf-8"))["features"]
    ids = [each["properties"]["id"] for each in features]
    assert ids == ["meiwu.mei-wu-yuan", "meiwu.mei-wu-yuan-2"]


# ---------------------------------------------------------------- the phrase as rules


def test_a_phrase_becomes_parts_roles_and_rules(tmp_path: Path) -> None:
    places = [element(name, role="三心") for name in ("东心", "西心")]
    made = draft(
        [*ONE, *places, element("云溪园", role="多园"), element("星河园", sides_of(2, 0), role="多园")],
        "一核三心多园",
    )
    told = all_of(made)
    for number, each in enumerate(each for each in told if each["quote"] in ("东心", "西心")):
        each |= {"point": place(number, 5)}
    assert accepted(tmp_path, made, told, [*square("梅坞园", 0, 0), *square("星河园", 2, 0)]).exit_code == 0
    plan = plan_of(tmp_path)
    assert plan["layout_en"] == "One Core, Three Centers, Many Parks"
    assert [each["part"] for each in plan["phrase"]] == ["一核", "三心", "多园"]  # type: ignore[union-attr, attr-defined]
    counts = {each["role"]: each for each in plan["rules"] if each["rule"] == "count"}  # type: ignore[union-attr, attr-defined]
    assert (counts["一核"]["exactly"], counts["三心"]["exactly"]) == (1, 3)
    # One of the parks is only listed, and no rule counts what has no place.
    assert [each["statement"] for each in plan["untested"]] == ["多园"]  # type: ignore[union-attr, attr-defined]
    colours = [each["color"] for each in plan["roles"]]  # type: ignore[union-attr, attr-defined]
    assert len(set(colours)) == len(colours) == 3
    checked = run("check", "--layers", tmp_path / "layers")
    assert checked.exit_code == 1
    assert "claim-count" in checked.stdout


def test_what_lies_in_a_zone_is_a_rule_that_may_fail(tmp_path: Path) -> None:
    made = draft(
        [element("大园", sides_of(0, 0, 4), members=["小园"]), element("小园", sides_of(3, 0), parent="大园")]
    )
    features = [*square("大园", 0, 0, 4), *square("小园", 3, 0)]
    assert accepted(tmp_path, made, all_of(made), features).exit_code == 0
    checked = run("check", "--layers", tmp_path / "layers")
    assert checked.exit_code == 1
    assert "claim-within" in checked.stdout


# ---------------------------------------------------------------- decisions and texts that changed


def test_a_decision_on_a_revised_text(tmp_path: Path) -> None:
    made = draft([element("梅坞科技园", sides_of(0, 0), cite=cite("梅坞"))])
    told = [
        decision("element", "梅坞", "梅坞园"),
        *(
            decision("side", each["cite"]["quote"], "梅坞园", side=each["side"], part=1)
            for each in sides_of(0, 0)
        ),
        decision("area", "8平方公里", "梅坞园"),
    ]
    result = accepted(tmp_path, made, told, square("梅坞科技园", 0, 0))
    assert result.exit_code == 0
    assert records(tmp_path, "zones")["梅坞科技园"]["basis"] == "stated sides"
    assert "the decision about the area 8平方公里 (梅坞园) matches nothing" in result.stderr
    # Of two elements with one quote nobody knows which is meant.
    two = draft([element("甲园", cite=cite("园")), element("乙园", cite=cite("园"))])
    assert_told(accepted(tmp_path, two, [decision("element", "园", "丙园")], (), plan="two"), 2)


def test_loose_sides_go_where_the_reviewer_says(tmp_path: Path) -> None:
    loose = [{"kind": "side", **each} for each in sides_of(0, 0)]
    made = draft([element("梅坞园")], loose=[*loose, {"kind": "area", **area(4.4)}])
    told = [decision("element", "梅坞园", "梅坞园")]
    told += [
        decision("side", each["cite"]["quote"], side=each["side"], part=1, zone="梅坞园") for each in loose
    ]
    told += [decision("area", "4.4平方公里")]
    result = accepted(tmp_path, made, told)
    assert "the area 4.4平方公里 is accepted, but —" in result.stderr
    zone = records(tmp_path, "zones")["梅坞园"]
    assert (len(zone["sides"]), zone["stated_km2"]) == (4, None)


# ---------------------------------------------------------------- what is there already


def test_a_second_plan_shares_baselines_and_keeps_those_of_others(tmp_path: Path) -> None:
    made = draft(ONE)
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0)).exit_code == 0
    before = (tmp_path / "layers/baselines.geojson").read_bytes()
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0), plan="zwei").exit_code == 0
    assert (tmp_path / "layers/baselines.geojson").read_bytes() == before
    other = list(square("梅坞园", 0, 0))
    other[1] = line("梅坞园", "W", "纵0路", [(0.1, -0.5), (0.1, 2.5)])
    other[0] = polygon("梅坞园", [(0.1, 0), (2, 0), (2, 2), (0.1, 2)])
    assert accepted(tmp_path, made, all_of(made), other, plan="drei").exit_code == 0
    ids = {each["baseline"] for each in records(tmp_path, "zones", "drei")["梅坞园"]["sides"]}
    assert ids == {"zong-0-lu-2", "zong-2-lu", "heng-0-lu", "heng-2-lu"}
    assert run("check", "--layers", tmp_path / "layers").exit_code == 0


def test_a_plan_is_replaced_only_as_long_as_nobody_worked_on_it(tmp_path: Path) -> None:
    made = draft(ONE)
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0)).exit_code == 0
    whole = {path: path.read_bytes() for path in (tmp_path / "layers").rglob("*") if path.is_file()}
    assert_told(accepted(tmp_path, made, all_of(made)), 1)
    assert accepted(tmp_path, made, all_of(made), (), "--replace").exit_code == 0
    assert records(tmp_path, "zones")["梅坞园"]["basis"] == "pending"
    assert records(tmp_path, "baselines") == {}
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0), "--replace").exit_code == 0
    assert {path: path.read_bytes() for path in whole} == whole
    for name, old in (
        ("meiwu/plan.toml", "4.4"),
        ("baselines.geojson", "纵0路"),
        ("meiwu/zones.geojson", "梅坞园"),
    ):
        path = tmp_path / "layers" / name
        content = path.read_text("utf-8")
        path.write_text(
            content.replace(old, old + "！") + ("\n# mine\n" if name.endswith("toml") else ""), "utf-8"
        )
        assert_told(accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0), "--replace"), 1)
        path.write_text(content, "utf-8")
    (tmp_path / "layers/meiwu/accepted.json").unlink()
    assert_told(accepted(tmp_path, made, all_of(made), (), "--replace"), 1)


def test_lines_of_openstreetmap_bring_their_licence(tmp_path: Path) -> None:
    made = draft(ONE)
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0)).exit_code == 0
    told = tomllib.loads((tmp_path / "layers/atlas.toml").read_text("utf-8"))
    assert told["license"] == "ODbL-1.0"
    assert "OpenStreetMap" in told["credits"][0]
    # Without such lines nobody knows the licence.
    (tmp_path / "none").mkdir()
    assert accepted(tmp_path / "none", made, all_of(made)).exit_code == 0
    assert "credits" not in tomllib.loads((tmp_path / "none/layers/atlas.toml").read_text("utf-8"))
    assert "license" not in tomllib.loads((tmp_path / "none/layers/atlas.toml").read_text("utf-8"))
    # The template of `new` states nothing and is filled in; what somebody states stays, and is told.
    (tmp_path / "new").mkdir()
    assert run("new", "mine", "--layers", tmp_path / "new/layers").exit_code == 0
    assert accepted(tmp_path / "new", made, all_of(made), square("梅坞园", 0, 0)).exit_code == 0
    assert tomllib.loads((tmp_path / "new/layers/atlas.toml").read_text("utf-8"))["license"] == "ODbL-1.0"
    other = tmp_path / "other/layers"
    other.mkdir(parents=True)
    stated = 'title = "图"\ntitle_en = "Map"\nlicense = "CC-BY-4.0"\ncredits = []\ncredits_en = []\n'
    (other / "atlas.toml").write_text(stated, "utf-8")
    result = accepted(tmp_path / "other", made, all_of(made), square("梅坞园", 0, 0))
    assert result.exit_code == 0
    assert (other / "atlas.toml").read_text("utf-8") == stated
    assert "must be passed on under ODbL-1.0" in result.stderr
    assert "does not credit OpenStreetMap" in result.stderr


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    made = draft(ONE)
    result = accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0), "--dry-run")
    assert result.exit_code == 0
    assert not (tmp_path / "layers").exists()
    told = json.loads(accepted(tmp_path, made, all_of(made), (), "--dry-run", "--json").stdout)
    assert (told["written"], told["counts"]["pending"]) == (False, 1)


def test_what_was_located_of_another_draft_is_told(tmp_path: Path) -> None:
    made = draft(ONE)
    result = accepted(tmp_path, made, all_of(made), square("松涛园", 0, 0))
    assert result.exit_code == 0
    assert "no line was located for the 4 accepted sides" in result.stderr
    again = accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0)[1:2], plan="some")
    assert "has a line in what was located" not in again.stderr


def test_what_was_located_of_another_size_than_it_builds_stays_pending(tmp_path: Path) -> None:
    made = draft(ONE)
    features = square("梅坞园", 0, 0)
    features[0] = polygon("梅坞园", [(0.2, 0.2), (1.2, 0.2), (1.2, 1.2), (0.2, 1.2)])
    assert accepted(tmp_path, made, all_of(made), features).exit_code == 0
    assert records(tmp_path, "zones")["梅坞园"]["basis"] == "pending"


@pytest.mark.parametrize("plan", ["A", "atlas", "../x", "", "con"])
def test_an_id_that_will_not_do(plan: str, tmp_path: Path) -> None:
    assert_told(accepted(tmp_path, draft(ONE), None, (), plan=plan), 1)
    assert not (tmp_path / "layers").exists()


def test_no_direction_is_no_acceptance(tmp_path: Path) -> None:
    file = save(tmp_path / "draft.json", draft(ONE))
    assert_told(run("accept", file, "--plan", "meiwu", "--layers", tmp_path / "layers"), 1)
    assert_told(
        run("accept", file, "--plan", "meiwu", "--all-of-tier", "C", "--layers", tmp_path / "layers"), 1
    )
    assert_told(accepted(tmp_path, draft(ONE), [], ()), 1)


def test_the_side_of_an_axis_is_said_to_run_nowhere(tmp_path: Path) -> None:
    made = draft([element("创新轴", kind="axis", passes=["甲站", "乙站"]), element("甲站", kind="node")])
    assert accepted(tmp_path, made, all_of(made)).exit_code == 0
    (left,) = plan_of(tmp_path)["untested"]  # type: ignore[misc]
    assert left["statement"] == "创新轴依次经过甲站、乙站"
    assert side("N", "甲路")["offset_m"] is None


def test_a_phrase_of_numbers_takes_roles_in_their_order(tmp_path: Path) -> None:
    roles = ["1轴", "1源", "3节点", "3节点", "3节点"]
    made = draft([element(f"{number}号园", role=role) for number, role in enumerate(roles)], "113")
    assert accepted(tmp_path, made, all_of(made)).exit_code == 0
    plan = plan_of(tmp_path)
    parts = [(each["part"], each["name"], each["name_en"]) for each in plan["phrase"]]  # type: ignore[union-attr, attr-defined]
    assert parts == [("1", "1轴", "One Axis"), ("1", "1源", "One Yuan"), ("3", "3节点", "Three Nodes")]
    # Roles of other numbers than those of the phrase say nothing about its parts.
    made = draft([element(f"{number}号园", role=role) for number, role in enumerate(roles)], "123")
    assert accepted(tmp_path, made, all_of(made), plan="other").exit_code == 0
    assert "phrase" not in plan_of(tmp_path, "other")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("梅坞市科技创新规划\n一、布局", "梅坞市科技创新规划"),
        ("梅坞市要建设一核两园。\n", "梅坞规划"),
        ("", "梅坞规划"),
    ],
)
def test_a_title_is_what_stands_above_the_text(text: str, title: str, tmp_path: Path) -> None:
    first = [1, 0, len(text.split("\n", maxsplit=1)[0]), False]
    source = {"name": "梅坞规划.docx", "text": text, "paragraphs": [first]}
    assert accepted(tmp_path, draft(ONE, source=source)).exit_code == 0
    assert plan_of(tmp_path)["title"] == title
    assert records(tmp_path, "zones")["梅坞园"]["cite"] == f"{title} 三（一）"


#: How people who lack one kind of cone see linear colours (Machado, Oliveira and Fernandes 2009).
SEEN = {
    "all": np.eye(3),
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
}


@pytest.mark.parametrize("seen", SEEN)
def test_colours_of_roles_can_be_told_apart(seen: str) -> None:
    share = np.array([list(bytes.fromhex(each[1:])) for each in COLOURS]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    shown = np.clip(linear @ np.array(SEEN[seen]).T, 0, 1)
    back = np.where(shown <= 0.0031308, shown * 12.92, 1.055 * shown ** (1 / 2.4) - 0.055)
    colours = ["#" + bytes(np.round(each * 255).astype(np.uint8).tolist()).hex() for each in back]
    apart = [np.linalg.norm(lab(one) - lab(other)) for one, other in combinations(colours, 2)]
    assert min(apart) >= APART


@pytest.mark.parametrize(
    ("name", "english", "own"),
    [
        ("梅坞科学园（虚构）", "Meiwu Kexue Yuan (Xugou)", "mei-wu-ke-xue-yuan-xu-gou"),
        ("松涛河", "Songtao He", "song-tao-he"),
        ("G4高速", "G4 Gaosu", "g4-gao-su"),
        ("Caf\u00e9 园", "Caf\u00e9 Yuan", "cafe-yuan"),
        ("😀", "😀", "x"),
        ("一" * 200, None, "-".join(["yi"] * 11)),
    ],
)
def test_names_in_pinyin_and_as_ids(name: str, english: str | None, own: str) -> None:
    assert english is None or romanised(name) == english
    assert slug(name) == own
    assert slug(name, {own, f"{own}-2"}) == f"{own}-3"


def test_what_a_decision_wishes_for_in_vain_is_told(tmp_path: Path) -> None:
    made = draft([element("梅坞园", sides_of(0, 0), stated=[area(4.4)])])
    told = all_of(made)
    (at,) = (number for number, each in enumerate(told) if each["kind"] == "area")
    told[at] |= {"line": [place(0, 0), place(2, 2)], "point": place(1, 1)}
    result = accepted(tmp_path, made, told, square("梅坞园", 0, 0), "--lang", "en")
    assert result.exit_code == 0
    assert "the decision about the area 4.4平方公里 gives line, point, which" in result.stderr
    # A zone has no course; what it has is no cause for a word.
    told[at] = {key: each for key, each in told[at].items() if key not in ("line", "point")}
    told[0] |= {"line": [place(0, 0), place(2, 2)], "point": place(1, 1), "role": "一园"}
    result = accepted(tmp_path, made, told, square("梅坞园", 0, 0), "--lang", "en", plan="other")
    (told_of,) = (each for each in result.stderr.splitlines() if "which nothing of this kind has" in each)
    assert "the element 梅坞园 gives line, which" in told_of


def test_a_line_beside_a_road_has_a_short_id(tmp_path: Path) -> None:
    words = "中兴大道以北500米"
    sides = [
        side(each["side"], each["name"], words=words, offset_m=500) if each["side"] == "N" else each
        for each in sides_of(0, 0)
    ]
    made = draft([element("梅坞园", sides)])
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0)).exit_code == 0
    (beside,) = (each for each in records(tmp_path, "baselines").values() if each["kind"] == "limit")
    assert beside["name"] == f"横2路（{words}）"
    assert beside["id"] == "heng-2-lu-500"


def test_notes_are_in_the_language_of_the_layers(tmp_path: Path) -> None:
    made = draft([element("梅坞园", sides_of(0, 0))])
    assert accepted(tmp_path, made, all_of(made), square("梅坞园", 0, 0)).exit_code == 0
    notes = [each["note"] for layer in ("zones", "baselines") for each in records(tmp_path, layer).values()]
    notes.append(str(plan_of(tmp_path)["note"]))
    assert all(notes)
    assert not [each for each in notes if re.search("[A-Za-z]", each)]


def test_what_is_accepted_of_indicators_is_told_in_a_line(tmp_path: Path) -> None:
    rows = [{"cite": cite(f"研发投入强度{number}")} for number in range(3)]
    made = draft([element("梅坞园", sides_of(0, 0))], indicators=rows)
    for count, said in (
        (1, "1 accepted indicator is not written"),
        (2, "2 accepted indicators are not written"),
    ):
        told = [*all_of(made), *(decision("indicator", each["cite"]["quote"]) for each in rows[:count])]
        result = accepted(tmp_path, made, told, (), "--lang", "en", "--dry-run")
        assert result.stderr.count(said) == 1
