"""Extracts that mean harm, or were made carelessly: right or a plain line, and in bounded time."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from commands import assert_told, printed, run
from test_locate import FOUR, Town, alike, draft, located, side

#: Longest time of the processor here, s; reading has limits of its own.
SECONDS = 60


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SECONDS


def test_names_of_a_hundred_thousand_letters(tmp_path: Path) -> None:
    town = Town()
    for number in range(50):
        town.add(
            "LineString", [(0, number), (900, number)], name="香樟路" + "路" * 100_000, highway="primary"
        )
    assert alike(located(tmp_path, town, FOUR), town.box(1010, 1010, 2010, 2010)) > 0.95


def test_ten_thousand_namesakes_longer_than_the_one_that_is_meant(tmp_path: Path) -> None:
    town = Town()
    for at in range(50):
        for row in range(200):
            south = 20_000 + 1500 * row
            places = [(9000 * (at % 30) + at, south), (9000 * (at % 30) + at + 6000, south + 50)]
            town.add("LineString", places, name="香樟路", highway="primary")
    assert alike(located(tmp_path, town, FOUR), town.box(1010, 1010, 2010, 2010)) > 0.95


def test_every_feature_twenty_times(tmp_path: Path) -> None:
    town = Town()
    town.features *= 20
    assert alike(located(tmp_path, town, FOUR), town.box(1010, 1010, 2010, 2010)) > 0.95


def test_water_that_crosses_itself(tmp_path: Path) -> None:
    town = Town()
    town.drop("望海大道")
    town.add("LineString", [(-400, 2200), (3500, 2200)], name="松涛河", waterway="river")
    eight = [(-500, 2100), (3500, 2300), (3500, 2100), (-500, 2300), (-500, 2100)]
    town.add("Polygon", eight, natural="water")
    one = located(tmp_path, town, [*FOUR[:3], side("N", "松涛河", "water")])
    if one.polygon is not None:  # whatever it is, the water is not in it
        assert alike(one, town.box(1010, 1010, 2010, 2200)) > 0.85


def test_roads_that_turn_in_circles(tmp_path: Path) -> None:
    town = Town()
    turn = np.radians(np.arange(0, 3600, 10))
    for radius in (30, 90, 400):
        places = [(2000 + radius * np.cos(t), 1500 + (radius + t) * np.sin(t)) for t in turn]
        town.add("LineString", places, name="香樟路", highway="primary")
    one = located(tmp_path, town, FOUR)  # nobody can say where such a road runs
    assert one.polygon is None or one.polygon.is_valid


def test_a_thousand_creeks_without_a_name_in_a_net(tmp_path: Path) -> None:
    town = Town()
    town.drop("望海大道")
    town.add("LineString", [(-400, 2200), (0, 2200)], name="松涛河", waterway="river")
    town.add("LineString", [(2500, 2200), (3500, 2200)], name="松涛河", waterway="river")
    for number in range(51):
        for x in range(0, 2500, 50):
            town.add("LineString", [(x, 2200 + 50 * number), (x + 50, 2200 + 50 * number)], waterway="ditch")
            town.add("LineString", [(x, 2200 + 50 * number), (x, 2250 + 50 * number)], waterway="ditch")
    one = located(tmp_path, town, [*FOUR[:3], side("N", "松涛河", "water")])
    assert one.state == "pending"  # there are many ways through


def test_an_empty_extract(tmp_path: Path) -> None:
    town = Town()
    town.features.clear()
    assert_told(run("locate", draft(tmp_path, FOUR), "--extract", town.write(tmp_path)), 1)


def test_another_system_is_understood_and_a_wrong_one_finds_nothing(tmp_path: Path) -> None:
    town = Town()
    frame = gpd.read_file(town.write(tmp_path))
    frame.to_crs(4547).to_file(tmp_path / "plane.gpkg", driver="GPKG")
    told = printed("locate", draft(tmp_path, FOUR), "--extract", tmp_path / "plane.gpkg")
    assert told["counts"]["closed"] == 1
    plane = frame.to_crs(4547).set_crs(4326, allow_override=True)
    path = tmp_path / "wrong.geojson"
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": json.loads(shapely.to_geojson(shape))}
        for name, shape in zip(plane["name"], plane.geometry, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert_told(run("locate", draft(tmp_path, FOUR), "--extract", path), 1)
