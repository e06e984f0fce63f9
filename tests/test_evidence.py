"""Names of lines from elsewhere, what such lines are, and what of a file is of use."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.baseline import Baseline
from layers.evidence import name_keys, shapes
from layers.messages import LayerError
from mapgen.importing.evidence import gather
from mapgen.importing.reader import Overrides

BOUNDS = (113.0, 22.0, 114.5, 24.0)
ROAD = {"type": "LineString", "coordinates": [[113.5, 22.8], [113.6, 22.8]]}
LAKE = {"type": "Polygon", "coordinates": [[[113.5, 22.8], [113.6, 22.8], [113.6, 22.9], [113.5, 22.8]]]}


def feature(geometry: dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8"
    )
    return path


def lines_of(folder: Path, *features: dict[str, Any], nameless: bool = True) -> Any:
    file = write(folder / "lines.geojson", *features)
    return gather([file], Overrides(), BOUNDS, unnamed=nameless).lines


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("下横沥水道（南岸）", "下横沥水道"),
        ("下横沥水道(南岸)", "下横沥水道（河面，（两段））"),
        ("Xiahengli Waterway (South Bank)", "xiahengli  waterway"),
        ("蕉门水道、凫洲水道（北岸）", "凫洲水道"),
        ("平洲水道/珠江后航道", "珠江后航道"),
        ("新滘中路—新滘东路", "新滘东路"),
        ("广州绕城高速公路", "广州绕城高速"),
        ("小谷围岛岸线", "小谷围岛"),
        ("Xiaoguwei Island Shore", "Xiaoguwei Island"),
        ("２号路", "2号路"),
    ],
)
def test_names_of_one_line(one: str, other: str) -> None:
    assert name_keys(one) & name_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("沙湾水道", "沙湾涌"),
        ("东涌", "东涌大道"),
        ("灵新大道", "灵新公路"),
        ("荔湾—南海界河", "荔湾"),
        ("新滘中路—新滘东路", "新滘西路"),
        ("岸线", "x"),
        ("（北岸）", "（北岸）"),  # nothing is left of either
    ],
)
def test_names_of_two_lines(one: str, other: str) -> None:
    assert not name_keys(one) & name_keys(other)


@pytest.mark.parametrize(
    ("properties", "geometry", "nature"),
    [
        ({"waterway": "river"}, ROAD, "water"),
        ({"waterway": "riverbank"}, ROAD, "bank"),
        ({"natural": "coastline"}, ROAD, "bank"),
        ({"highway": "primary"}, ROAD, "way"),
        ({"fclass": "canal"}, ROAD, "water"),
        ({"kind": "shore"}, ROAD, "bank"),
        ({"name": "沙湾水道北岸"}, ROAD, "bank"),
        ({"name": "Left Bank"}, ROAD, "bank"),
        ({"name": "Banking Street"}, ROAD, "unsaid"),
        ({"NAME": "沙湾水道"}, ROAD, "unsaid"),
        ({}, LAKE, "area"),
        ({"natural": "water", "landuse": "basin"}, LAKE, "area"),
        ({"building": "yes"}, LAKE, "plot"),
    ],
)
def test_what_a_line_is(
    properties: dict[str, Any], geometry: dict[str, Any], nature: str, tmp_path: Path
) -> None:
    (line,) = lines_of(tmp_path, feature(geometry, **properties))
    assert line.nature == nature


@pytest.mark.parametrize(
    ("kind", "natures"),
    [
        ("bank", {"area", "bank"}),
        ("shore", {"area", "bank"}),
        ("river", {"water", "unsaid"}),
        ("canal", {"water", "unsaid"}),
        ("road", {"way", "unsaid"}),
    ],
)
def test_a_bank_is_not_shown_by_the_middle_of_the_water(kind: Any, natures: set[str], tmp_path: Path) -> None:
    lines = lines_of(
        tmp_path,
        feature(ROAD, waterway="river"),
        feature(ROAD, kind="bank"),
        feature(ROAD, highway="primary"),
        feature(ROAD),
        feature(LAKE),
        feature(LAKE, building="yes"),
    )
    assert {line.nature for line in lines if line.shows(kind)} == natures


def test_areas_that_touch_are_one_area(tmp_path: Path) -> None:
    # A river comes in pieces: where they meet is no shore.
    lines = lines_of(
        tmp_path,
        feature(shapely.geometry.mapping(shapely.box(113.5, 22.8, 113.6, 22.81)), name="a"),
        feature(shapely.geometry.mapping(shapely.box(113.6, 22.8, 113.7, 22.81)), name="a"),
    )
    (shore,) = shapes(lines)
    assert shore.distance(shapely.Point(113.6, 22.805)) == pytest.approx(0.005)


def test_where_a_line_comes_from(tmp_path: Path) -> None:
    lines = lines_of(
        tmp_path,
        feature(ROAD, osm_id="5"),
        feature(ROAD, attribution="Survey Office"),
        feature(ROAD),
    )
    assert [line.source for line in lines] == ["OpenStreetMap", "Survey Office", None]


def test_the_names_of_a_line(tmp_path: Path) -> None:
    (line,) = lines_of(
        tmp_path, feature(ROAD, **{"name": "甲路", "name:en": "A Road", "alt_name": "乙路;丙路", "ref": "S1"})
    )
    assert line.keys == {"甲路", "aroad", "乙路", "丙路"}


def test_points_that_say_where_they_lie(tmp_path: Path) -> None:
    at = {"type": "Point", "coordinates": [113.5, 22.8]}
    file = write(
        tmp_path / "places.geojson",
        feature(at, name="甲", within="town.north；南片"),
        feature(at, zone=["town.north"]),
        feature(at, node="town.n"),
        feature(at, floor=3),
        feature({"type": "MultiPoint", "coordinates": [[113.5, 22.8], [113.6, 22.8]]}, name="乙"),
        feature(None, name="丙"),
    )
    places = gather([file], Overrides(), BOUNDS).places
    assert [(each.label, each.zones, each.node) for each in places] == [
        ("甲", ("town.north", "南片"), None),
        ("places#2", ("town.north",), None),
        ("places#3", (), "town.n"),
        ("乙", (), None),
        ("乙", (), None),
    ]


@pytest.mark.parametrize(
    ("features", "code"),
    [
        ([], "against-nothing"),
        ([feature(None, name="甲")], "against-nothing"),
        ([feature({"type": "Point", "coordinates": [113.5, 22.8]}, floor=3)], "against-nothing"),
        (
            [feature({"type": "LineString", "coordinates": [[10, 50], [11, 50]]}, name="a")],
            "against-elsewhere",
        ),
        ([feature(ROAD), feature(ROAD, name=" ")], "against-nameless"),
        (
            [feature({"type": "LineString", "coordinates": [[4e5, 2e6], [4e5, 3e6]]}, name="a")],
            "against-degrees",
        ),
    ],
)
def test_a_file_of_no_use_is_refused(features: list[dict[str, Any]], code: str, tmp_path: Path) -> None:
    with pytest.raises(LayerError) as raised:
        lines_of(tmp_path, *features, nameless=False)
    assert [problem.code for problem in raised.value.messages] == [code]


def test_problems_of_several_files_come_together(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.geojson", feature(ROAD)), tmp_path / "missing.geojson"]
    with pytest.raises(LayerError) as raised:
        gather(files, Overrides(), BOUNDS)
    assert [(each.code, each.file) for each in raised.value.messages] == [
        ("against-nameless", "a.geojson"),
        ("file-unreadable", "missing.geojson"),
    ]


def test_what_a_baseline_is_called_and_what_it_is_said_to_be(tmp_path: Path) -> None:
    record = Baseline(
        id="north",
        name="北河（南岸）",
        name_en="North River",
        kind="bank",
        accuracy_m=20,
        basis="traced",
        note=None,
    )
    file = write(
        tmp_path / "lines.geojson",
        feature(ROAD, name="North River"),
        feature(ROAD, name="南河"),
        feature(ROAD, name="北河", baseline="other"),
        feature(ROAD, name="什么", baseline="north"),
    )
    evidence = gather([file], Overrides(), BOUNDS)
    assert [sorted(line.keys) for line in evidence.named_like(record)] == [["northriver"]]
    assert [sorted(line.keys) for line in evidence.said_to_be("north")] == [["什么"]]
