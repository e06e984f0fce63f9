"""`zonemap context`: the ground of a map from an extract, thinned, credited, and never over what is there."""

import json
from collections import Counter
from pathlib import Path

import pytest
import shapely
from attacks import ATTACKS
from commands import assert_told, printed, run
from example_city import Extract, city
from support import collection, copy_of_grid
from test_extract import blob, number, piece, plain

from geo.area import geodesic_km2
from mapgen.grounding import fitting
from mapgen.grounding.dated import day_of
from mapgen.grounding.naming import spelt
from mapgen.importing import geojson

BOX = "102.13,40.09,102.47,40.31"


def extract(path: Path, made: Extract) -> Path:
    path.write_text(made.xml(), "utf-8")
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return extract(tmp_path_factory.mktemp("city") / "city.osm", city())


@pytest.fixture(scope="module")
def made(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layers") / "mine"
    assert run("context", file, "--layers", folder, "--near", BOX).exit_code == 0
    return folder


def things(folder: Path, layer: str, kind: str) -> dict[str | None, shapely.Geometry]:
    features = collection(folder, layer)["features"]
    own = [each for each in features if each["properties"]["kind"] == kind]
    return {each["properties"]["name"]: shapely.from_geojson(json.dumps(each["geometry"])) for each in own}


def test_each_road_is_one_line(made: Path) -> None:
    roads = collection(made, "ground")["features"]
    names = Counter(each["properties"]["name"] for each in roads if each["properties"]["kind"] == "road")
    assert names["科创大道"] == names["滨江大道"] == names["澄川绕城高速"] == 1
    assert set(names.values()) == {1}
    # What runs beside a road, and what leads onto it, is part of no map.
    assert "滨江大道辅路" not in names
    lines = things(made, "ground", "road")
    assert lines["滨江大道"].geom_type == "LineString"
    # Twelve kilometres either way of the middle, once.
    assert 0.27 < lines["滨江大道"].length < 0.29
    ranks = {each["properties"]["name"]: each["properties"]["rank"] for each in roads}
    assert [ranks[name] for name in ("澄川绕城高速", "科创大道", "学府路", "经1路")] == [1, 2, 3, 4]


def test_tracks_and_platforms_are_one(made: Path) -> None:
    assert set(things(made, "ground", "metro")) == {"澄川地铁1号线", "澄川地铁2号线"}
    (rail,) = things(made, "ground", "rail").values()
    assert rail.geom_type == "LineString"
    stations = things(made, "ground", "station")
    assert {"学府", "澄川南站"} <= set(stations)
    assert len(stations) == 12


def test_waters_hang_together_and_are_named(made: Path) -> None:
    waters = things(made, "context", "water")
    # Two areas of one river, one without a name, with an island; what a river runs through is called so.
    assert waters["澄江"].geom_type == "Polygon"
    assert len(waters["澄江"].interiors) == 1
    assert geodesic_km2(waters["澄江"]) == pytest.approx(11.6, rel=0.05)
    assert {"柳溪河", "云湖"} <= set(waters)
    # A river with an area has no middle beside it.
    assert set(things(made, "context", "river")) == {"石桥涌"}
    assert set(things(made, "context", "label")) == {"白鹭洲"}


def test_hills_and_towns_and_no_administrative_boundary(made: Path) -> None:
    assert set(things(made, "ground", "hill")) == {"青屏山", "东岭"}
    assert {"柳溪镇", "西港镇"} <= set(things(made, "ground", "town"))
    assert set(things(made, "ground", "district")) == {"澄川市"}
    # The made-up city has one, which is named like it.
    for kind in ("road", "metro", "rail", "hill"):
        assert "澄川市" not in things(made, "ground", kind)


def test_all_is_credited_with_its_day(made: Path) -> None:
    for each in collection(made, "ground")["features"]:
        record = each["properties"]
        told = record["source"], record["source_licence"], record["source_date"]
        assert told == ("OpenStreetMap", "ODbL-1.0", "2026-11-01")
    assert all("2026-11-01" in each["properties"]["note"] for each in collection(made, "context")["features"])
    atlas = (made / "atlas.toml").read_text("utf-8")
    assert 'license = "ODbL-1.0"' in atlas
    assert 'credits_en = ["© OpenStreetMap contributors (ODbL), 2026-11-01"]' in atlas


def test_it_is_canonical_and_the_same_again(made: Path, file: Path) -> None:
    assert run("fmt", "--check", "--layers", made).exit_code == 0
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    assert printed("context", file, "--layers", made, "--near", BOX)["files"] == []
    assert {path.name: path.read_bytes() for path in made.iterdir()} == before


def test_what_stands_there_is_replaced_only_if_told(file: Path, tmp_path: Path) -> None:
    folder = copy_of_grid(tmp_path / "layers")
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    told = run("context", file, "--layers", folder, "--near", BOX, "--lang", "en")
    assert_told(told, 1)
    assert "context.geojson: holds" in told.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
    assert run("context", file, "--layers", folder, "--near", BOX, "--replace").exit_code == 0
    assert "澄江" in things(folder, "context", "water")


def test_the_box_is_what_the_pages_of_the_layers_show(tmp_path: Path) -> None:
    town = Extract(113.55, 22.85)
    town.way([(-40000, 0), (40000, 100)], highway="trunk", name="长路")
    town.way([(70000, 0), (71000, 100)], highway="trunk", name="远路")
    folder = copy_of_grid(tmp_path / "layers")
    (folder / "context.geojson").unlink()
    told = printed("context", extract(tmp_path / "a.osm", town), "--layers", folder)
    west, _, east, _ = told["bounds"]
    assert west < 113.5
    assert east > 113.6
    (road,) = things(folder, "ground", "road").values()
    assert road.bounds[0] == pytest.approx(west, abs=1e-4)
    assert run("check", "--layers", folder).exit_code in (0, 1)


def test_sea_from_coastlines(tmp_path: Path) -> None:
    coast = Extract()
    coast.way([(-90000, 0), (0, 500), (90000, 0)], natural="coastline")
    island = [(0, -5000), (2000, -5000), (2000, -3000), (0, -3000), (0, -5000)]
    coast.way(island, natural="coastline")  # land on the left: within
    coast.way([(x, y + 9000) for x, y in island[::-1]], natural="coastline")  # a lagoon on land
    told = printed(
        "context", extract(tmp_path / "a.osm", coast), "--layers", tmp_path / "mine", "--near", BOX
    )
    shapes = [
        shapely.from_geojson(json.dumps(each["geometry"]))
        for each in collection(tmp_path / "mine", "context")["features"]
    ]
    lagoon, sea = sorted(shapes, key=shapely.area)
    assert told["counts"] == {"water": 2}
    assert geodesic_km2(lagoon) == pytest.approx(4, rel=0.01)
    (hole,) = sea.interiors
    assert geodesic_km2(shapely.Polygon(hole)) == pytest.approx(4, rel=0.01)
    assert sea.bounds == pytest.approx((102.13, 40.09, 102.47, 40.2045), abs=1e-3)
    broken = Extract()
    broken.way([(-90000, 0), (0, 500)], natural="coastline")
    broken.way([(-900, 100), (0, 500)], highway="trunk", name="路")
    told = run(
        "context",
        extract(tmp_path / "b.osm", broken),
        "--layers",
        tmp_path / "b",
        "--near",
        BOX,
        "--lang",
        "en",
    )
    assert told.exit_code == 0
    assert "coastline that ends within the box" in told.stderr
    assert things(tmp_path / "b", "context", "water") == {}


def test_credits_of_others_are_left_to_their_owner(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    stated = 'title = "题"\ntitle_en = "Title"\ncredits = ["某院"]\ncredits_en = ["Office"]\n'
    (folder / "atlas.toml").write_text(stated, "utf-8")
    told = run("context", file, "--layers", folder, "--near", BOX, "--lang", "en")
    assert "atlas.toml: does not credit OpenStreetMap" in told.stderr
    assert (folder / "atlas.toml").read_text("utf-8") == stated


def test_around_a_place_that_the_extract_names(file: Path, tmp_path: Path) -> None:
    told = printed("context", file, "--layers", tmp_path / "mine", "--near", "澄川市")
    west, south, east, north = told["bounds"]
    assert west < 102.29 < east
    assert south < 40.22 < north


def test_other_formats_with_tags_as_columns(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"highway": "primary", "name": "路"},
         "geometry": {"type": "LineString", "coordinates": [[102.2, 40.2], [102.3, 40.21]]}},
        {"type": "Feature",
         "properties": {"natural": "water", "name": "湖", "other_tags": '"name:en"=>"Lake"'},
         "geometry": {"type": "Polygon", "coordinates": [[[102.2, 40.2], [102.21, 40.2], [102.21, 40.21],
                                                          [102.2, 40.2]]]}},
        {"type": "Feature", "properties": {"boundary": "administrative", "highway": "primary", "name": "界"},
         "geometry": {"type": "LineString", "coordinates": [[102.2, 40.2], [102.3, 40.3]]}},
    ]  # fmt: skip
    path = tmp_path / "city.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    told = run("context", path, "--layers", tmp_path / "mine", "--near", BOX, "--lang", "en")
    assert told.exit_code == 0
    assert "does not state its date" in told.stderr
    assert set(things(tmp_path / "mine", "ground", "road")) == {"路"}
    (lake,) = collection(tmp_path / "mine", "context")["features"]
    assert (lake["properties"]["name_en"], "source_date" in lake["properties"]) == ("Lake", False)


def test_a_page_has_room_for_it(monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path) -> None:
    monkeypatch.setattr(fitting, "GROUND_BYTES", 4000)
    monkeypatch.setattr(fitting, "WATER_BYTES", 2500)
    told = printed("context", file, "--layers", tmp_path / "mine", "--near", BOX)
    assert told["ground"]["page_bytes"] <= 4000
    assert told["context"]["page_bytes"] <= 2500
    assert told["ground"]["rank"] < 4
    assert told["ground"]["left_out"] > 0
    features = [each["properties"] for each in collection(tmp_path / "mine", "ground")["features"]]
    (accuracy,) = {each["accuracy_m"] for each in features if each["kind"] == "road"}
    assert accuracy == told["ground"]["accuracy_m"] == told["ground"]["tolerance_m"] + fitting.EXTRACT_M
    monkeypatch.setattr(fitting, "GROUND_BYTES", 40)
    assert_told(run("context", file, "--layers", tmp_path / "other", "--near", BOX), 1)
    assert not (tmp_path / "other").exists()


def test_of_too_much_the_weightiest_is_taken(
    monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(geojson, "MAX_FEATURES", 50)
    told = printed("context", file, "--layers", tmp_path / "mine", "--near", BOX)
    roads = things(tmp_path / "mine", "ground", "road")
    assert {"科创大道", "澄川绕城高速"} <= set(roads)
    assert "经1路" not in roads
    assert "澄江" in things(tmp_path / "mine", "context", "water")
    assert told["counts"]["metro"] == 2
    monkeypatch.setattr(geojson, "MAX_FEATURES", 5)
    result = run("context", file, "--layers", tmp_path / "other", "--near", BOX)
    assert_told(result, 1)
    assert "narrow the box with --near" in result.stderr


@pytest.mark.parametrize(
    ("box", "words"),
    [("113.1,22.1,113.2,22.2", "no water, road"), ("1,2,3", "is no box"), ("无此地", "无此地")],
)
def test_a_box_elsewhere(box: str, words: str, file: Path, tmp_path: Path) -> None:
    told = run("context", file, "--layers", tmp_path / "mine", "--near", box, "--lang", "en")
    assert_told(told, 1)
    assert words in told.stderr
    assert not (tmp_path / "mine").exists()


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    town = Extract()
    for at, text in enumerate(ATTACKS.values()):
        clean = "".join(
            each for each in text if each >= " " and not "\ud800" <= each <= "\udfff" and each < "\ufffe"
        )
        town.way([(-9000, 200.0 * at), (9000, 200.0 * at)], highway="primary", name=clean)
    folder = tmp_path / "mine"
    assert run("context", extract(tmp_path / "a.osm", town), "--layers", folder, "--near", BOX).exit_code == 0
    assert len(things(folder, "ground", "road")) > 5
    assert run("fmt", "--check", "--layers", folder).exit_code == 0


def test_areas_that_cross_themselves_are_mended(tmp_path: Path) -> None:
    town = Extract()
    town.way([(0, 0), (3000, 2500), (2000, 0), (0, 2000), (0, 0)], natural="water", name="湖")
    town.area(shapely.Point(0, 5000).buffer(500, quad_segs=3), natural="water", name="湖")
    folder = tmp_path / "mine"
    assert run("context", extract(tmp_path / "a.osm", town), "--layers", folder, "--near", BOX).exit_code == 0
    (lake,) = things(folder, "context", "water").values()
    assert lake.is_valid
    assert len(lake.geoms) == 3


def test_the_day_of_a_packed_extract(tmp_path: Path) -> None:
    def packed(header: bytes) -> Path:
        path = tmp_path / "a.osm.pbf"
        path.write_bytes(blob(b"OSMHeader", header))
        return path

    features = piece(4, b"OsmSchema-V0.6")
    assert day_of(packed(features + number(32 << 3) + number(1_790_000_000))) == "2026-09-21"
    assert day_of(packed(features)) is None
    assert day_of(packed(features + number(32 << 3) + number(2**60))) is None
    assert day_of(packed(plain(7, b"\xff" * 9))) is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<osm version="0.6" timestamp="2026-02-03T00:00:00Z">', "2026-02-03"),
        ('<osm version="0.6">\n<note>n</note>\n<meta osm_base="2025-01-02T03:04:05Z"/>', "2025-01-02"),
        ('<osm version="0.6"><node id="1" timestamp="2020-01-01T00:00:00Z"', None),
        ('<osm timestamp="2026-02-31T00:00:00Z">', None),
    ],
)
def test_the_day_of_xml(head: str, day: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.osm").write_text(head, "utf-8")
    assert day_of(tmp_path / "a.osm") == day


def test_a_name_without_an_english_one_is_spelt() -> None:
    assert spelt("\u67f3\u6eaa\u9547") == "Liuxizhen"
    assert spelt("Plain") == "Plain"


def test_small_waters_are_left_out(made: Path) -> None:
    features = collection(made, "context")["features"]
    ponds = [
        shapely.from_geojson(json.dumps(each["geometry"]))
        for each in features
        if not each["properties"]["name"]
    ]
    assert 10 < len(ponds) < 60
    assert min(map(geodesic_km2, ponds)) > 0.0045
