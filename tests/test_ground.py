"""The ground: what its file may say, what a page gets of it, and that it goes into exports and comes back."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attacks import ATTACKS
from commands import run
from support import atlas_of, collection, copy_of_grid, problems_of, put

from geo.frame import around
from layers.assemble import Atlas
from layers.ground import SKETCHED_M
from mapgen import look
from mapgen.pages import packing
from mapgen.pages.ground import REACH, ground_info
from mapgen.pages.map import folium_map, render
from mapgen.pages.payload import DECIMALS, payload
from mapgen.text.texts import line

ROAD = {
    "id": "long-road", "name": "长路", "name_en": "Long Road", "kind": "road", "rank": 1, "accuracy_m": 60,
    "basis": "traced", "source": "OpenStreetMap", "source_en": "OpenStreetMap",
    "source_licence": "ODbL-1.0", "method": "traced",
}  # fmt: skip
TOWN = {
    "id": "far-town", "name": "远镇", "name_en": "Far Town", "kind": "town", "rank": 3, "accuracy_m": 1000,
    "basis": "sketched", "source": "公开的地名位置", "source_en": "positions of places",
    "method": "from places", "note": "只知大概",
}  # fmt: skip
HILL = {**TOWN, "id": "hill", "name": "山", "name_en": "Hill", "kind": "hill", "note": None}
SHAPES = {
    "long-road": {"type": "LineString", "coordinates": [[110.0, 22.85], [113.5, 22.86], [117.0, 22.85]]},
    "far-town": {"type": "Point", "coordinates": [113.55, 22.95]},
    "hill": {
        "type": "Polygon",
        "coordinates": [[[113.5, 22.85], [113.52, 22.85], [113.52, 22.87], [113.5, 22.85]]],
    },
}


def write(folder: Path, *records: dict[str, Any]) -> Path:
    features = [
        {"type": "Feature", "properties": record, "geometry": SHAPES[record["id"]]} for record in records
    ]
    told = {"type": "FeatureCollection", "name": "ground", "features": features}
    (folder / "ground.geojson").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return folder


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return write(copy_of_grid(tmp_path / "layers"), ROAD, TOWN, HILL)


def test_a_sound_ground_is_read(town: Path) -> None:
    ground = atlas_of(town).catalog.ground
    assert [each.record.id for each in ground] == ["long-road", "far-town", "hill"]
    assert run("fmt", "--layers", town).exit_code == 0
    assert run("fmt", "--check", "--layers", town).exit_code == 0
    assert collection(town, "ground")["features"][2]["properties"] == {
        key: value for key, value in HILL.items() if value is not None
    }


@pytest.mark.parametrize(
    ("id_", "values", "words"),
    [
        ("far-town", {"accuracy_m": SKETCHED_M - 1}, "at least 100 m"),
        ("far-town", {"method": "traced"}, "basis and method must agree"),
        ("long-road", {"method": "from places"}, "basis and method must agree"),
        ("long-road", {"method": ["traced"]}, "attribute method"),
        ("long-road", {"kind": "canal"}, "attribute kind"),
        ("long-road", {"kind": "border"}, "attribute kind"),
        ("long-road", {"rank": 0}, "attribute rank"),
        ("long-road", {"rank": 5}, "attribute rank"),
        ("long-road", {"rank": 1.5}, "attribute rank"),
        ("long-road", {"source_date": "21"}, "attribute source_date"),
        ("long-road", {"source": ""}, "attribute source"),
        ("long-road", {"name": None}, "attribute name"),
        ("long-road", {"name": "\u0000"}, "attribute name"),
        ("long-road", {"onclick": "alert(1)"}, "attribute onclick"),
    ],
)
def test_what_is_not_sound_is_refused(town: Path, id_: str, values: dict[str, Any], words: str) -> None:
    put(town, "ground", id_, **values)
    (found,) = [line(problem, "en") for problem in problems_of(town)]
    assert found.startswith(f"ground.geojson: {id_}: ")
    assert words in found


def test_a_baseline_can_be_part_of_the_ground(town: Path) -> None:
    put(town, "baselines", "middle-road", ground_rank=2)
    put(town, "baselines", "west-road", ground_rank=3, kind="bridge")
    found = ground_info(atlas_of(town), ["town"], DECIMALS)
    kinds = sorted((each["kind"], each["rank"]) for each in found)
    assert kinds == [("hill", 3), ("road", 1), ("road", 2), ("road", 3), ("town", 3)]
    # Lines are not named on a page, and their names would only take room.
    assert {each["name_en"] for each in found} == {"Hill", "Far Town", None}
    put(town, "baselines", "middle-road", ground_rank=7)
    assert "ground_rank" in line(problems_of(town)[0], "en")


@pytest.mark.parametrize("rank", [None, 2])
def test_a_road_that_is_a_baseline_is_drawn_once(rank: int | None, town: Path) -> None:
    """The ground has the middle road forty metres beside the baseline, and goes on beyond its end."""
    short = [[113.45, 22.85], [113.65, 22.85]]
    put(town, "baselines", "middle-road", ground_rank=rank, coordinates=short)
    put(town, "ground", "long-road", name="中路", coordinates=[[113.3, 22.8504], [113.8, 22.8504]])
    found = ground_info(atlas_of(town), ["town"], DECIMALS)
    roads = shapely.union_all(
        [shapely.from_geojson(json.dumps(each["geometry"])) for each in found if each["kind"] == "road"]
    )
    across = shapely.LineString([(113.55, 22.8), (113.55, 22.9)])
    met = shapely.get_coordinates(shapely.intersection(roads, across))
    np.testing.assert_allclose(met, [[113.55, 22.85]], atol=1e-6)
    # Where the baseline ends the road goes on, without a gap.
    for x in (113.4499, 113.6501):
        assert roads.distance(shapely.Point(x, 22.8504)) < 1e-6
    assert roads.bounds[0] < 113.42


@pytest.mark.parametrize("name", ["中路", "另一条路"])
def test_a_namesake_and_a_road_that_crosses_are_left_as_they_are(name: str, town: Path) -> None:
    before = [[113.55, 22.84], [113.55, 22.86]]
    put(town, "ground", "long-road", name=name, coordinates=before)
    (road,) = (each for each in ground_info(atlas_of(town), ["town"], DECIMALS) if each["kind"] == "road")
    assert road["geometry"]["coordinates"] == before


def test_a_page_gets_what_its_frame_needs(town: Path) -> None:
    (road, *_) = ground_info(atlas_of(town), ["town"], DECIMALS)
    west, _, east, _ = shapely.from_geojson(json.dumps(road["geometry"])).bounds
    # The plan lies between 113.5 and 113.6 E; without the cut the road would be 7° long.
    assert 0.1 < east - west < 1
    assert west < 113.5
    assert east > 113.6


def test_nothing_of_a_ground_is_on_pages_of_layers_without_one(tmp_path: Path) -> None:
    folder = copy_of_grid(tmp_path / "layers")
    page = payload(atlas_of(folder), ["town"], "town", "题", "title")
    assert "ground" not in page
    assert "overlay_ground" not in render(page)
    write(folder, ROAD)
    page = payload(atlas_of(folder), ["town"], "town", "题", "title")
    assert "overlay_ground" in render(page)
    assert 'ZM.overlay("ground"' in folium_map(atlas_of(folder), ["town"]).get_root().render()


def test_it_goes_into_exports_and_comes_back(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("export", "--layers", town, "--format", "gpkg", "--out", out).exit_code == 0
    (file,) = out.rglob("*.gpkg")
    lines = gpd.read_file(file, layer="ground_lines")
    assert lines[["id", "name", "kind", "rank", "method", "source_licence"]].values.tolist() == [
        ["long-road", "长路", "road", 1, "traced", "ODbL-1.0"]
    ]
    assert list(gpd.read_file(file, layer="ground_points")["id"]) == ["far-town"]
    assert list(gpd.read_file(file, layer="ground_areas")["id"]) == ["hill"]
    before = (town / "ground.geojson").read_bytes()
    assert run("import", file, "--layers", town).exit_code == 0
    assert (town / "ground.geojson").read_bytes() == before
    lines.loc[0, "rank"] = 2
    lines.to_file(tmp_path / "edited.gpkg", layer="ground_lines", driver="GPKG")
    assert run("import", tmp_path / "edited.gpkg", "--layers", town).exit_code == 0
    assert collection(town, "ground")["features"][0]["properties"]["rank"] == 2


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    folder = copy_of_grid(tmp_path / "layers")
    texts = list(ATTACKS.values())
    records = [
        {**TOWN, "id": f"town-{n}", "name": text, "name_en": text, "note": text}
        for n, text in enumerate(texts)
    ]
    SHAPES.update({record["id"]: SHAPES["far-town"] for record in records})
    write(folder, *records)
    page = payload(atlas_of(folder), ["town"], "town", "题", "title")
    assert [each["name"] for each in page.get("ground", [])] == texts
    html = render(page)
    assert html.count("<script") == render({**page, "ground": page.get("ground", [])[:1]}).count("<script")
    assert run("export", "--layers", folder, "--format", "gpkg", "--out", tmp_path / "out").exit_code == 0
    (file,) = (tmp_path / "out").rglob("*.gpkg")
    assert list(gpd.read_file(file, layer="ground_points")["name"]) == texts


@pytest.mark.parametrize("kind", ["road", "metro", "rail", "hill", "station", "airport"])
def test_each_kind_that_is_drawn_has_a_look(kind: str) -> None:
    assert look.page()["ground_kinds"].keys() >= {kind}
    assert look.ground(kind).color.startswith("#")


def test_the_project_s_ground_is_light(own_atlas: Atlas) -> None:
    """What it adds to a page, as the page has it, is at most 120 KB."""
    plans = list(own_atlas.catalog.plans)
    for page in [*([plan] for plan in plans), plans]:
        given = payload(own_atlas, page, "atlas", None, None)
        assert given.get("ground"), page
        with_it, without = (
            len(json.dumps(packing.packed(each), ensure_ascii=False).encode())
            for each in (given, {**given, "ground": []})
        )
        assert with_it - without <= 120_000, page


def test_no_page_of_the_project_opens_on_a_sea_cut_straight(own_atlas: Atlas) -> None:
    """No shore runs along a parallel or a meridian for 10 km; a sketch that ends does."""
    waters = [each.geometry for each in own_atlas.catalog.context if each.record.kind == "water"]
    rings = shapely.get_rings(shapely.get_parts(shapely.union_all(waters)))
    corners = [shapely.get_coordinates(ring) for ring in rings]
    sides = shapely.linestrings(np.vstack([np.stack([ring[:-1], ring[1:]], axis=1) for ring in corners]))
    west, south, east, north = shapely.bounds(sides).T
    cut = ((east == west) | (south == north)) & (shapely.length(sides) > 0.1)
    plans = list(own_atlas.catalog.plans)
    for page in [*([plan] for plan in plans), plans]:
        roles = {
            (plan, role.name) for plan in page for role in own_atlas.catalog.plans[plan].roles if role.shown
        }
        shown = [
            each.geometry
            for plan in page
            for each in own_atlas.of_plan(plan)
            if (plan, each.entry.record.role) in roles
        ]
        # On a wide screen, on a high one.
        left, low, right, high = around(shown, FITTED).bounds
        x0, y0, x1, y1 = around(shown, REACH).bounds
        seen = shapely.union(shapely.box(x0, low, x1, high), shapely.box(left, y0, right, y1))
        assert not shapely.intersects(sides[cut], seen).any(), page


#: How far a map shows more than its elements, in halves of their extent, where it is narrow.
FITTED = 1.3


def test_the_project_s_ground_says_where_it_is_from(own_atlas: Atlas) -> None:
    for each in own_atlas.catalog.ground:
        record = each.record
        assert (record.source_licence == "ODbL-1.0") == (record.basis == "traced"), record.id
        # Coarse, and with few vertices of our own choosing.
        if record.basis == "sketched":
            assert record.accuracy_m >= SKETCHED_M
            assert shapely.get_num_coordinates(each.geometry) <= 30, record.id
