"""Extracts as they come: converted, larger than layers of plans may be, and of the wrong kind."""

from pathlib import Path

import geopandas as gpd
import pytest
from commands import assert_told, run
from test_locate import FOUR, Town, alike, draft, ground, osm, side

from mapgen.importing import geojson, reader
from mapgen.locating.extract import EVERYWHERE, look_up
from mapgen.locating.locate import locate
from mapgen.locating.report import lines
from mapgen.locating.sought import sought
from mapgen.locating.wanted import wanted

NAMES = [each["name"] for each in FOUR]


def city(folder: Path, ending: str) -> Path:
    """A town with a river that goes on without a name, a pond, and many houses and streets elsewhere."""
    town = Town()
    town.add("LineString", [(0, 5000), (900, 5000)], name="松涛河", waterway="river")
    town.add("LineString", [(900, 5000), (1800, 5000)], waterway="stream")
    for south in (4900, 9000):  # the river's and a pond
        shore = [(0, south), (2000, south), (2000, south + 200), (0, south + 200), (0, south)]
        town.add("Polygon", shore, natural="water")
    for number in range(200):
        town.add(
            "LineString", [(9000, 9 * number), (9500, 9 * number)], name=f"{number}弄", highway="service"
        )
        town.add("LineString", [(9600, 9 * number), (9700, 9 * number)], highway="service")
    path = town.write(folder)
    if ending == ".geojson":
        return path
    frame, converted = gpd.read_file(path), folder / f"city{ending}"
    if ending == ".gpkg":
        for kind, layer in (("Polygon", "multipolygons"), ("LineString", "lines")):
            frame[frame.geom_type == kind].to_file(converted, layer=layer, driver="GPKG")
    else:
        frame.to_file(converted, driver="FlatGeobuf")
    return converted


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".fgb"])
def test_of_a_converted_city_only_what_is_wanted_counts(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = city(tmp_path, ending)
    monkeypatch.setattr(geojson, "MAX_FEATURES", 100)
    monkeypatch.setattr(reader, "_WHOLE_BYTES", 1000)
    found = look_up(path, [*NAMES, "松涛"], EVERYWHERE)
    assert {each.label for each in found.named} == {*NAMES, "松涛河"}
    assert (len(found.named), len(found.waters), len(found.nameless)) == (49, 1, 1)


@pytest.mark.parametrize("content", [b"hello", b"", b"\x89PNG\r\n\x1a\n", b"<kml/>", b'{"a": 1}'])
def test_the_wrong_kind_of_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "city.txt"
    path.write_bytes(content)
    told = run("locate", draft(tmp_path, FOUR), "--extract", path, "--lang", "en")
    assert_told(told, 1)
    if content[:1] in (b"h", b"\x89"):
        assert ".osm.pbf" in told.stderr


@pytest.mark.parametrize("content", [b"hello", b'<?xml version="1.0"?><html/>'])
def test_what_is_no_extract_is_told_what_to_use(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "city.osm"
    path.write_bytes(content)
    for told in (
        run("locate", draft(tmp_path, FOUR), "--extract", path, "--lang", "en"),
        run("context", path, "--layers", tmp_path / "l", "--near", "102.1,40.1,102.2,40.2", "--lang", "en"),
    ):
        assert_told(told, 1)
        assert ".osm.pbf" in told.stderr
        assert "KML" not in told.stderr


def test_a_summit_is_a_point_and_no_line(tmp_path: Path) -> None:
    town = Town()
    file = osm(town, tmp_path)
    lon, lat = ground([(1500, 2400), (1501, 2400)])[0]
    tags = '<tag k="name" v="松涛山"/><tag k="natural" v="peak"/>'
    node = f'<node id="99999" version="1" lat="{lat}" lon="{lon}">{tags}</node>'
    file.write_text(file.read_text("utf-8").replace("<way", f"{node}<way", 1), "utf-8")
    zones = wanted(draft(tmp_path, [*FOUR[:3], side("N", "松涛山", "hill")]))
    (one,) = locate(zones, sought(file, zones, {}, EVERYWHERE), {})
    assert (one.polygon, one.reason, one.values) == (None, "side-point", {"names": "松涛山"})
    assert [each.code for each in lines([one], "a")] == ["locate-count", "locate-pending-side-point"]


@pytest.mark.parametrize(("kind", "of"), [("road", "road"), ("waterway", "water"), ("bus", "road")])
def test_a_relation_whose_ways_bear_no_name(kind: str, of: str, tmp_path: Path) -> None:
    town = Town()
    for each in town.features:
        if each["properties"]["name"] == "望海大道":
            each["properties"] = {"waterway": "canal"} if kind == "waterway" else {"highway": "primary"}
    file = osm(town, tmp_path)
    ways = [at for at, each in enumerate(town.features, start=1) if "name" not in each["properties"]]
    members = "".join(f'<member type="way" ref="{at}" role=""/>' for at in ways)
    types = {"type": "waterway"} if kind == "waterway" else {"type": "route", "route": kind}
    tags = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in {**types, "name": "望海大道"}.items())
    relation = f'<relation id="1" version="1">{members}{tags}</relation></osm>'
    file.write_text(file.read_text("utf-8").replace("</osm>", relation), "utf-8")
    zones = wanted(draft(tmp_path, [*FOUR[:3], side("N", "望海大道", of)]))
    (one,) = locate(zones, sought(file, zones, {}, EVERYWHERE), {})
    if kind == "bus":
        assert one.reason == "side-missing"
    else:
        assert alike(one, town.box(1010, 1010, 2010, 2010)) > 0.95
        assert "locate-route" in [each.code for each in lines([one], "a")]
