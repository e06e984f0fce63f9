"""Where sides are looked for: around a place that the extract itself knows."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import shapely
from commands import assert_told, printed, run
from test_locate import FOUR, Town, draft, ground, osm

from geo.area import distance_m
from layers.messages import LayerError
from mapgen.locating.extract import EVERYWHERE
from mapgen.locating.near import AROUND_KM, near

KM = 1000.0


def point(town: Town, away: float, **tags: str) -> None:
    place = ground([(1500, 1500), (1501, 1500)], 0, away)[0].tolist()
    town.features.append(
        {"type": "Feature", "properties": tags, "geometry": {"type": "Point", "coordinates": place}}
    )


def twins() -> Town:
    """Two towns alike, 60 km from each other."""
    town = Town()
    for feature in list(town.features):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        moved = shapely.transform(shape, partial(np.add, (0.58, 0.0)))
        town.features.append({**feature, "geometry": json.loads(shapely.to_geojson(moved))})
    point(town, 0, name="梅坞镇", place="town")
    point(town, 60_000, name="松涛镇", place="town")
    return town


@pytest.mark.parametrize("text", ["梅坞镇", "梅坞"])
def test_a_place_by_its_name_with_and_without_its_ending(text: str, tmp_path: Path) -> None:
    town = twins()
    point(town, 60_000, name="梅坞站", railway="station")  # a place goes before a station
    here = near(text, town.write(tmp_path))
    west, south, east, north = here.bounds
    assert here.place == "梅坞镇"
    assert distance_m((west, south), (east, south)) == pytest.approx(2 * AROUND_KM * KM, rel=0.01)
    assert distance_m((west, south), (west, north)) == pytest.approx(2 * AROUND_KM * KM, rel=0.01)
    assert here.message is not None
    assert here.message.values["width"] == 20


def test_the_command_looks_around_a_place_and_says_how_wide(tmp_path: Path) -> None:
    file, sides = twins().write(tmp_path), draft(tmp_path, FOUR)
    assert printed("locate", sides, "--extract", file)["zones"][0]["reason"] == "several"
    told = run("locate", sides, "--extract", file, "--near", "松涛镇", "--lang", "en", "--json")
    (zone,) = json.loads(told.stdout)["zones"]
    assert zone["state"] == "closed"
    assert told.stderr.startswith("looking around 松涛镇, 10 km beyond it: 20 × 20 km (")


@pytest.mark.parametrize("kind", ["river", "district", "station"])
def test_a_river_a_district_and_a_station_of_an_extract_of_openstreetmap(kind: str, tmp_path: Path) -> None:
    town = Town()
    if kind == "river":  # in two pieces, 3 km apart
        for west in (0, 8000):
            town.add("LineString", [(west, 0), (west + 5000, 0)], name="松涛河", waterway="river")
    elif kind == "district":
        ring = [(0, 0), (5000, 0), (5000, 5000), (0, 5000), (0, 0)]
        town.add("Polygon", ring, name="松涛区", boundary="administrative", admin_level="6")
    file = osm(town, tmp_path)
    if kind == "station":
        lon, lat = ground([(0, 0), (1, 0)])[0]
        tags = '<tag k="name" v="松涛站"/><tag k="railway" v="station"/>'
        node = f'<node id="9999" version="1" lat="{lat}" lon="{lon}">{tags}</node>'  # before smaller numbers
        file.write_text(file.read_text("utf-8").replace("<node", f"{node}<node", 1), "utf-8")
    west, south, east, _ = near("松涛", file).bounds
    long = {"river": 13, "district": 5, "station": 0}[kind]
    assert distance_m((west, south), (east, south)) == pytest.approx((long + 20) * KM, rel=0.01)


def test_several_places_of_one_name_are_listed(tmp_path: Path) -> None:
    town = twins()
    for away in (60_000, 120_000):
        point(town, away, name="梅坞镇", place="town")
    with pytest.raises(LayerError) as caught:
        near("梅坞镇", town.write(tmp_path))
    (message,) = caught.value.messages
    assert (message.code, message.values["count"]) == ("locate-near-several", 3)
    assert str(message.values["places"]).count("梅坞镇 (") == 3
    assert_told(
        run("locate", draft(tmp_path, FOUR), "--extract", town.write(tmp_path), "--near", "梅坞镇"), 1
    )


def test_ten_thousand_places_of_one_name_are_told_in_one_line(tmp_path: Path) -> None:
    town = Town()
    long = "梅坞镇" + "坞" * 100_000
    for number in range(10_000):
        point(town, 30.0 * number, name="梅坞镇", place="town")
    point(town, 0, name=long, place="town")
    here = near("梅坞镇", town.write(tmp_path))  # 300 km of them hang together
    assert distance_m(here.bounds[:2], (here.bounds[2], here.bounds[1])) == pytest.approx(319e3, rel=0.02)


def test_a_place_that_the_extract_does_not_know(tmp_path: Path) -> None:
    file = Town().write(tmp_path)
    assert_told(run("locate", draft(tmp_path, FOUR), "--extract", file, "--near", "无此地"), 1)
    assert near(None, file).bounds == EVERYWHERE
