"""Sides found in a made-up extract, and the zones that they enclose: right, or pending with the reason."""

import json
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from commands import assert_told, printed, run

from geo.boundary import BoundaryError
from geo.crs import transform
from layers.evidence import name_keys
from mapgen.locating.extract import EVERYWHERE, look_up
from mapgen.locating.locate import Located, locate
from mapgen.locating.names import Matcher, read_aliases
from mapgen.locating.report import geojson, lines
from mapgen.locating.sought import sought
from mapgen.locating.wanted import wanted
from mapgen.text.texts import line

PLANE = 4547
Places = Sequence[tuple[float, float]]
COLUMNS = ["银杏路", "梧桐路", "香樟路", "木棉路"]
ROWS = ["云溪大道", "星河大道", "望海大道", "听涛大道"]


def ground(places: Places, angle: float = 0.0, away: float = 0.0) -> np.ndarray:
    """Places in metres, turned by degrees, moved east, in degrees."""
    turn = np.radians(angle)
    turned = np.array(places) @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    line = transform(shapely.LineString(turned + np.array([500_000 + away, 2_520_000])), PLANE, 4490)
    return shapely.get_coordinates(line)


class Town:
    """Roads every kilometre, each in pieces and with two carriageways, and what else is added."""

    def __init__(self, angle: float = 0.0) -> None:
        self.features: list[dict[str, Any]] = []
        self.angle = angle
        for number in range(4):
            self.road(COLUMNS[number], [(1000 * number, y) for y in range(-400, 3500, 600)])
            self.road(ROWS[number], [(x, 1000 * number) for x in range(-400, 3500, 600)])

    def add(self, shape: str, places: Places, away: float = 0.0, **tags: str) -> None:
        inner = ground(places, self.angle, away).tolist()
        geometry = {"type": shape, "coordinates": [inner] if shape == "Polygon" else inner}
        self.features.append({"type": "Feature", "properties": tags, "geometry": geometry})

    def road(self, name: str, places: Places, away: float = 0.0, width: float = 20.0) -> None:
        across = (0, width) if places[0][1] == places[-1][1] else (width, 0)
        for side in (0, 1):
            moved = [(x + side * across[0], y + side * across[1]) for x, y in places]
            for one, other in pairwise(moved):
                self.add("LineString", [one, other], away, name=name, highway="primary")

    def drop(self, name: str) -> None:
        self.features = [each for each in self.features if each["properties"].get("name") != name]

    def write(self, folder: Path) -> Path:
        path = folder / "town.geojson"
        collection = {"type": "FeatureCollection", "features": self.features}
        path.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
        return path

    def box(self, west: float, south: float, east: float, north: float) -> shapely.Polygon:
        corners = [(west, south), (east, south), (east, north), (west, north)]
        return shapely.Polygon(ground([*corners, corners[0]], self.angle))


def draft(
    folder: Path, sides: list[dict[str, Any]], km2: float | None = None, name: str = "梅坞科技园"
) -> Path:
    path = folder / "draft.json"
    stated = [{"value": km2, "unit": "平方公里", "km2": km2}] if km2 else []
    path.write_text(json.dumps({"elements": [{"name": name, "sides": sides, "stated": stated}]}), "utf-8")
    return path


def side(way: str, name: str, of: str = "road", **more: object) -> dict[str, Any]:
    return {"side": way, "part": 1, "words": name, "name": name, "of": of, "offset_m": None, **more}


FOUR = [side("W", "梧桐路"), side("E", "香樟路"), side("S", "星河大道"), side("N", "望海大道")]


def located(
    folder: Path,
    town: Town,
    sides: list[dict[str, Any]],
    km2: float | None = None,
    aliases: Path | None = None,
) -> Located:
    zones, others = wanted(draft(folder, sides, km2)), read_aliases(aliases)
    (one,) = locate(zones, sought(town.write(folder), zones, others, EVERYWHERE), others)
    return one


def alike(one: Located, truth: shapely.Polygon) -> float:
    assert one.polygon is not None, (one.reason, one.values)
    return float(one.polygon.intersection(truth).area / one.polygon.union(truth).area)


@pytest.mark.parametrize("angle", [0, 17, -30, 40])
def test_a_zone_between_four_roads(angle: float, tmp_path: Path) -> None:
    town = Town(angle)
    one = located(tmp_path, town, FOUR)
    assert alike(one, town.box(1010, 1010, 2010, 2010)) > 0.95
    assert {(s.candidate.rule, s.candidate.how) for s in one.sides if s.candidate} == {("name", "line")}


def test_every_cell_of_the_net(tmp_path: Path) -> None:
    town = Town(10)
    found = []
    for x, y in product(range(3), range(3)):
        ways = [side("W", COLUMNS[x]), side("E", COLUMNS[x + 1]), side("S", ROWS[y]), side("N", ROWS[y + 1])]
        cell = town.box(1000 * x + 10, 1000 * y + 10, 1000 * x + 1010, 1000 * y + 1010)
        found.append(alike(located(tmp_path, town, ways), cell))
    assert min(found) > 0.95


def test_of_namesakes_the_one_near_the_other_sides(tmp_path: Path) -> None:
    town = Town()
    for away in (-30_000, 30_000):  # longer than the one that is meant
        town.road("星河大道", [(x, 1000) for x in range(-4000, 4000, 500)], away)
    one = located(tmp_path, town, FOUR)
    assert alike(one, town.box(1010, 1010, 2010, 2010)) > 0.95
    assert {s.side.name: s.count for s in one.sides}["星河大道"] == 3


def test_two_towns_alike_are_not_chosen_between(tmp_path: Path) -> None:
    town = Town()
    for way, names in (("x", COLUMNS), ("y", ROWS)):
        for number, name in enumerate(names):
            places = [
                (1000 * number, y) if way == "x" else (y, 1000 * number) for y in range(-400, 3500, 600)
            ]
            town.road(name, places, 30_000)
    one = located(tmp_path, town, FOUR)
    assert (one.state, one.reason, one.values) == ("pending", "several", {"count": 2})


def test_a_side_that_is_not_there_leaves_the_zone_pending(tmp_path: Path) -> None:
    town = Town()
    town.drop("香樟路")
    one = located(tmp_path, town, FOUR)
    assert (one.polygon, one.reason, one.values) == (None, "side-missing", {"names": "香樟路"})


@pytest.mark.parametrize(
    ("sides", "lost", "said"),
    [
        (FOUR[1:3], "", "only 2 sides (香樟路、星河大道), too few"),
        (FOUR[2:], "", "only 2 sides (星河大道、望海大道), too few"),
        (FOUR[2:], "望海大道", "only 2 sides (星河大道、望海大道), too few"),
        (FOUR[2:3], "", "only 1 side (星河大道), too few"),
    ],
)
def test_sides_that_are_too_few_are_what_is_said_first(
    sides: list[dict[str, Any]], lost: str, said: str, tmp_path: Path
) -> None:
    town = Town()
    town.drop(lost)
    one = located(tmp_path, town, sides)
    assert one.reason == "few"
    assert said in line(list(lines([one], "a"))[1], "en")


def test_two_lines_that_meet_twice_enclose_a_zone(tmp_path: Path) -> None:
    town = Town()
    town.road("弯河路", [(0, 900), (500, 1500), (1500, 1500), (2200, 900)])
    one = located(tmp_path, town, [side("S", "星河大道"), side("N", "弯河路")])
    assert one.state == "closed", (one.reason, one.values)


@pytest.mark.parametrize(("short", "state"), [(200, "closed"), (500, "pending")])
def test_a_gap_between_sides(short: float, state: str, tmp_path: Path) -> None:
    town = Town()
    town.drop("香樟路")
    town.road("香樟路", [(2000, 1000 + short), (2000, 1700), (2000, 2600)])
    one = located(tmp_path, town, FOUR)
    assert one.state == state
    if state == "closed":
        assert alike(one, town.box(1010, 1010, 2010, 2010)) > 0.95
        assert one.bridged_m == pytest.approx(short, abs=25)
    else:
        assert one.reason == "gap"


@pytest.mark.parametrize(("way", "x"), [("W", 1), ("E", 0)])
def test_a_zone_ends_at_the_nearer_of_two_service_roads(way: str, x: int, tmp_path: Path) -> None:
    town = Town()
    town.drop("梧桐路")
    for x_, name in ((950, "梧桐路辅路"), (1050, "梧桐路辅路"), (1000, "梧桐路")):
        for south, north in pairwise(range(-400, 3500, 600)):
            town.add("LineString", [(x_, south), (x_, north)], name=name, highway="primary")
    other = side("E", "香樟路") if x else side("W", "银杏路")
    one = located(tmp_path, town, [side(way, "梧桐路辅路"), other, *FOUR[2:]])
    truth = town.box(1050, 1010, 2010, 2010) if x else town.box(10, 1010, 950, 2010)
    assert alike(one, truth) > 0.98


def test_sides_stated_the_wrong_way_round_enclose_nothing(tmp_path: Path) -> None:
    sides = [side("E", "梧桐路"), side("W", "香樟路"), side("S", "星河大道"), side("N", "望海大道")]
    assert located(tmp_path, Town(), sides).reason == "wrong-side"


@pytest.mark.parametrize(("km2", "reason"), [(1.0, None), (1.3, None), (4.0, "area"), (0.2, "area")])
def test_the_stated_area_is_no_shape_but_a_check(km2: float, reason: str | None, tmp_path: Path) -> None:
    town = Town()
    one = located(tmp_path, town, FOUR, km2)
    assert one.reason == reason
    if reason is None:
        assert alike(one, town.box(1010, 1010, 2010, 2010)) > 0.95


def test_the_stated_area_chooses_between_faces_and_says_so(tmp_path: Path) -> None:
    town = Town()
    # It comes back to the road: a small area on one hand, a large one on the other.
    bend = [
        (-300, 1000),
        (0, 1600),
        (400, 900),
        (900, 900),
        (1000, 2400),
        (2900, 2400),
        (3000, 900),
        (3300, 900),
    ]
    for one, other in pairwise(bend):
        town.add("LineString", [one, other], name="回龙河", waterway="stream")
    sides = [side("N", "回龙河", "water"), side("S", "星河大道")]
    assert located(tmp_path, town, sides).reason == "several"
    chosen = located(tmp_path, town, sides, 2.8)
    assert (chosen.state, chosen.by_area) == ("closed", True)


def test_the_bank_that_faces_the_zone(tmp_path: Path) -> None:
    town = Town(15)
    town.drop("望海大道")
    middle = [(x, 2200) for x in range(-400, 3500, 600)]
    town.add("LineString", middle, name="松涛河", waterway="river")
    # Two areas without a name, end to end.
    for west, east in ((-500, 1500), (1500, 3500)):
        shore = [(west, 2100), (east, 2100), (east, 2300), (west, 2300), (west, 2100)]
        town.add("Polygon", shore, natural="water", water="river")
    one = located(tmp_path, town, [*FOUR[:3], side("N", "松涛水道", "water")])
    assert alike(one, town.box(1010, 1010, 2010, 2100)) > 0.95
    river = one.sides[3]
    assert river.candidate is not None
    assert (river.candidate.rule, river.candidate.how) == ("ending", "bank")
    bank = shapely.LineString(ground([(1010, 2100), (2010, 2100)], 15))
    assert shapely.hausdorff_distance(river.edge, bank) * 111_200 < 30


def test_without_an_area_the_middle_stands_for_the_bank_and_says_so(tmp_path: Path) -> None:
    town = Town()
    town.drop("望海大道")
    town.add("LineString", [(-400, 2200), (3500, 2200)], name="松涛河", waterway="river")
    one = located(tmp_path, town, [*FOUR[:3], side("N", "松涛河", "water")])
    river = one.sides[3].candidate
    assert river is not None
    assert (river.how, river.accuracy_m) == ("middle", 200)
    assert [each.code for each in lines([one], "a")] == ["locate-count", "locate-closed", "locate-middle"]


@pytest.mark.parametrize("form", ["geojson", "osm"])
def test_a_reach_without_a_name_is_followed_and_said(form: str, tmp_path: Path) -> None:
    town = Town()
    town.drop("望海大道")
    bend = [(1300, 2200), (1500, 2500), (1700, 2200)]
    town.add("LineString", [(-400, 2200), (700, 2200), bend[0]], name="松涛河", waterway="river")
    town.add("LineString", bend, waterway="stream")
    town.add("LineString", [bend[2], (2400, 2200), (3500, 2200)], name="松涛河", waterway="river")
    town.add("LineString", [(0, 3000), (9, 3300)], waterway="ditch")  # elsewhere
    file = osm(town, tmp_path) if form == "osm" else town.write(tmp_path)
    zones = wanted(draft(tmp_path, [*FOUR[:3], side("N", "松涛河", "water")]))
    found = sought(file, zones, {}, EVERYWHERE)
    assert len(found.nameless) == (1 if form == "osm" else 2)
    (one,) = locate(zones, found, {})
    corners = [
        (1010, 1010),
        (2010, 1010),
        (2010, 2200),
        bend[2],
        bend[1],
        bend[0],
        (1010, 2200),
        (1010, 1010),
    ]
    assert alike(one, shapely.Polygon(ground(corners))) > 0.99
    codes = {each.code: each.values for each in lines([one], "a")}
    assert codes["locate-followed"]["metres"] == 721


def test_a_line_of_two_sides_is_told_once(tmp_path: Path) -> None:
    town = Town()
    town.add("LineString", [(1000, -400), (1000, 2200), (3500, 2200)], name="松涛河", waterway="river")
    one = located(tmp_path, town, [side("W", "松涛河", "water"), side("N", "松涛河", "water"), *FOUR[1:3]])
    assert alike(one, town.box(1000, 1010, 2010, 2200)) > 0.95
    assert [each.code for each in lines([one], "a")] == ["locate-count", "locate-closed", "locate-middle"]


@pytest.mark.parametrize(
    ("words", "west"), [("梧桐路以东164米", 1164), ("梧桐路以西300米", 700), ("梧桐路164米", None)]
)
def test_a_side_beside_its_line(words: str, west: float | None, tmp_path: Path) -> None:
    town = Town()
    metres = 300.0 if "300" in words else 164.0
    sides = [side("W", "梧桐路", words=words, offset_m=metres), *FOUR[1:]]
    one = located(tmp_path, town, sides)
    if west is None:  # towards where is not said
        assert (one.reason, one.values) == ("side-offset", {"names": "梧桐路"})
    else:
        assert alike(one, town.box(west + 10, 1010, 2010, 2010)) > 0.95


@pytest.mark.parametrize(
    ("stated", "called", "of", "rule"),
    [
        ("星河大道", "星河路", "road", "ending"),
        ("星河高速", "星河高速公路", "road", "name"),
        ("星河大道", "星河大道西", "road", "section"),
        ("星河路", "星河南路", "road", "section"),
        ("S105", "S105", "road", "name"),
        ("八涌", "第八涌", "water", "ordinal"),
        ("八涌", "8涌", "water", "ordinal"),
        ("第十九涌", "19涌", "water", "ordinal"),
        ("二十涌", "20涌", "water", "ordinal"),
        ("1号路", "一号路", "road", "ordinal"),
        ("1号路", "一路", "road", None),
        ("经三路", "经3路", "road", "ordinal"),
        ("纬5路", "纬五路", "road", "ordinal"),
        ("经三路", "纬三路", "road", None),
        ("八一路", "81路", "road", None),
        ("八十一路", "81路", "road", "ordinal"),
        ("十涌", "十一涌", "water", None),
        ("一涌", "11涌", "water", None),
        ("星河大道", "银河大道", "road", None),
        ("星河大道", "星河大道辅路", "road", None),
        ("八涌", "十八涌", "water", None),
        ("大涌", "大河", "water", None),
    ],
)
def test_names(stated: str, called: str, of: str, rule: str | None) -> None:
    matcher = Matcher(stated, of, {})
    assert matcher.rule(name_keys(called)) == rule
    if rule is not None:  # what a driver looks for finds it
        assert any(word in key for key in name_keys(called) for word in matcher.words)


@pytest.mark.parametrize("by", ["bridge:name", "ref", "neither"])
def test_a_bridge_stands_for_the_road_that_goes_over_it(by: str, tmp_path: Path) -> None:
    town = Town()
    for each in town.features:
        tags, (_, low), (_, high) = each["properties"], *each["geometry"]["coordinates"][:2]
        if tags["name"] != "梧桐路":
            continue
        is_bridge = 22.779 < (low + high) / 2 < 22.784  # one piece of either carriageway
        if by == "ref":
            tags["ref"] = "S105"
        if is_bridge:
            tags.update({"bridge:name": "松涛大桥"} if by == "bridge:name" else {"name": "松涛大桥"})
    assert sum("松涛大桥" in each["properties"].values() for each in town.features) == 2
    # A namesake of the number, far off, goes over another bridge.
    town.road("别的路", [(0, 0), (5000, 0)], 40_000)
    town.features[-1]["properties"]["ref"] = "S105"
    one = located(tmp_path, town, [side("W", "松涛大桥", "bridge"), *FOUR[1:]])
    if by == "neither":  # the piece alone does not reach the other sides
        assert one.state == "pending"
    else:
        assert alike(one, town.box(1010, 1010, 2010, 2010)) > 0.95


def test_a_number_of_a_road_and_a_users_alias(tmp_path: Path) -> None:
    file = tmp_path / "aliases.toml"
    file.write_text('[aliases]\n"星河快线" = ["星河大道"]\n', "utf-8")
    town = Town()
    sides = [*FOUR[:2], side("S", "星河快线"), FOUR[3]]
    assert located(tmp_path, town, sides).reason == "side-missing"
    one = located(tmp_path, town, sides, aliases=file)
    assert alike(one, town.box(1010, 1010, 2010, 2010)) > 0.95
    assert one.sides[2].candidate is not None
    assert one.sides[2].candidate.rule == "alias"


def test_the_command_from_a_document_to_geojson(tmp_path: Path) -> None:
    text = tmp_path / "plan.txt"
    text.write_text(
        "梅坞科技园东至香樟路，南至星河大道，西至梧桐路，北至望海大道，总面积1平方公里。", "utf-8"
    )
    assert run("read", text, "--out", tmp_path / "draft.json").exit_code == 0
    town = Town()
    file = town.write(tmp_path)
    out = tmp_path / "found.geojson"
    told = printed("locate", tmp_path / "draft.json", "--extract", file, "--out", out)
    assert told["counts"] == {"zones": 1, "closed": 1, "pending": 0, "sides": 4, "found": 4}
    features = json.loads(out.read_text("utf-8"))["features"]
    assert [each["properties"]["kind"] for each in features] == ["zone"] + ["side"] * 4
    zone = shapely.from_geojson(json.dumps(features[0]["geometry"]))
    truth = town.box(1010, 1010, 2010, 2010)
    assert zone.intersection(truth).area / zone.union(truth).area > 0.95
    for language in ("zh", "en"):
        spoken = run("locate", tmp_path / "draft.json", "--extract", file, "--lang", language)
        assert spoken.exit_code == 0
        assert len(spoken.stdout.splitlines()) == 2


def osm(town: Town, folder: Path) -> Path:
    """The town as XML."""
    nodes: list[str] = []
    ways: list[str] = []
    for feature in town.features:
        places = feature["geometry"]["coordinates"]
        is_area = feature["geometry"]["type"] == "Polygon"
        first = len(nodes) + 1
        for x, y in places[0][:-1] if is_area else places:
            nodes.append(f'<node id="{len(nodes) + 1}" version="1" lat="{y:.7f}" lon="{x:.7f}"/>')
        refs = [*range(first, len(nodes) + 1), *([first] if is_area else [])]
        tags = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in feature["properties"].items())
        on = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        ways.append(f'<way id="{len(ways) + 1}" version="1">{on}{tags}</way>')
    file = folder / "town.osm"
    file.write_text(f'<osm version="0.6">{"".join(nodes + ways)}</osm>', "utf-8")
    return file


def test_an_extract_of_openstreetmap(tmp_path: Path) -> None:
    """GDAL looks for the names: nothing else reaches us, and of nameless water only what a river crosses."""
    town = Town()
    town.drop("望海大道")
    town.add("LineString", [(-400, 2200), (3500, 2200)], name="松涛河", waterway="river")
    for south in (2100, 5000):
        shore = [(-500, south), (3500, south), (3500, south + 200), (-500, south + 200), (-500, south)]
        town.add("Polygon", shore, natural="water")
    file = osm(town, tmp_path)
    found = look_up(file, ["香樟路", "松涛", "o'x%"], EVERYWHERE)
    assert {each.label for each in found.named} == {"香樟路", "松涛河"}
    assert len(found.waters) == 1
    sides = draft(tmp_path, [*FOUR[:3], side("N", "松涛河", "water")])
    told = printed("locate", sides, "--extract", file)
    assert told["counts"]["closed"] == 1
    assert told["zones"][0]["sides"][3]["how"] == "bank"
    away = printed("locate", sides, "--extract", file, "--near", "115,22,116,23.5", code=2)
    assert len(away["problems"]) == 1


def test_lines_beyond_the_belts_and_beyond_the_earth_are_left_out(tmp_path: Path) -> None:
    town = Town()
    for away in ([20.0, 50.0], [200.0, 300.0], [136.0, 22.0]):
        places = [away, [away[0] + 0.5, away[1]]]
        feature = {"type": "Feature", "properties": {"name": "香樟路", "highway": "primary"}}
        town.features.append({**feature, "geometry": {"type": "LineString", "coordinates": places}})
    one = located(tmp_path, town, FOUR)
    assert {s.side.name: s.count for s in one.sides}["香樟路"] == 1


def test_what_cannot_be_built_after_all_stays_pending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise BoundaryError([])

    monkeypatch.setattr("mapgen.locating.locate.build", failing)
    assert located(tmp_path, Town(), FOUR).reason == "open"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"elements": 3}', '{"elements": [{"name": "z"}]}', '{"elements": []}',
        '{"elements": [{"name": "z", "sides": [{"side": "U", "words": "a", "name": "b"}]}]}',
        '{"elements": [{"name": "z", "sides": [{"side": "N", "words": "a", "name": "b", "offset_m": -1}]}]}',
    ],
)  # fmt: skip
def test_what_is_no_draft(text: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_text(text, "utf-8")
    assert_told(run("locate", path, "--extract", Town().write(tmp_path)), 1)


@pytest.mark.parametrize("near", ["1,2", "a,b,c,d", "114,22,113,23", "113,22,nan,23", "0,0,10,10"])
def test_what_is_no_box(near: str, tmp_path: Path) -> None:
    town = Town().write(tmp_path)
    assert_told(run("locate", draft(tmp_path, FOUR), "--extract", town, "--near", near), 1)


@pytest.mark.parametrize(
    "text", ["x", "a = 1", "[aliases]\na = 1", "[aliases]\na = []", '[aliases]\na = [""]']
)
def test_what_is_no_file_of_aliases(text: str, tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text(text, "utf-8")
    extract = Town().write(tmp_path)
    assert_told(run("locate", draft(tmp_path, FOUR), "--extract", extract, "--aliases", path), 1)


def test_hostile_names_leave_as_they_came(tmp_path: Path) -> None:
    town = Town()
    hostile = '梧桐"路</script>'
    for each in town.features:
        if each["properties"]["name"] == "梧桐路":
            each["properties"]["name"] = hostile
    one = located(tmp_path, town, [side("W", hostile), *FOUR[1:]])
    assert one.state == "closed"
    told = json.loads(geojson([one]))
    assert told["features"][1]["properties"]["name"] == hostile
