"""How a baseline is known: read strictly, kept through every format, and no zone follows an alternative."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run
from support import GRID, atlas_of, change, collection, drop, feature, problems_of, put

from mapgen.tables.alternatives import alternative_rows
from mapgen.text.texts import line

KNOWN: dict[str, Any] = {
    "source": "开放地图",
    "source_en": "An open map",
    "source_date": "2021-03-17",
    "source_licence": "ODbL-1.0",
    "method": ["moved by half a width", "extended"],
    "centreline": "south-road",
    "half_width_m": 12.5,
    "half_width_accuracy_m": 15,
}
READING = {"alternative_to": "north-river", "reason": "两处说法不一", "reason_en": "Two sources disagree"}


@pytest.fixture
def known(grid: Path) -> Path:
    """Layers that say how one line is known, and in which another may run elsewhere."""
    put(grid, "baselines", "middle-road", **KNOWN)
    other = json.loads(json.dumps(feature(collection(grid, "baselines"), "north-river")))
    other["properties"] |= {"id": "north-river-2", "name": "北河（另一读法）", **READING}
    for position in other["geometry"]["coordinates"]:
        position[1] += 0.01
    change(grid, "baselines", lambda told: told["features"].append(other))
    assert run("fmt", "--layers", grid).exit_code == 0
    assert problems_of(grid) == []
    return grid


MOVED = {"method": ["moved by half a width"]}
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"source": "某图"}, "source 与 source_en 须同时给出", "source and source_en go together"),
    ({"source_date": "2021"}, "须给出 source", "source_date needs source"),
    ({"source_licence": "ODbL-1.0"}, "须给出 source", "source_licence needs source"),
    ({**KNOWN, "source_date": "2021-3"}, "应符合格式", "must match"),
    ({**KNOWN, "source_date": "2021-13"}, "2021-13 不是日期", "2021-13 is no date"),
    ({**KNOWN, "source_date": "2021-02-29"}, "2021-02-29 不是日期", "2021-02-29 is no date"),
    ({"method": []}, "至少 1 项", "needs at least 1 items"),
    ({"method": ["guessed"]}, "应为 'traced'", "must be 'traced'"),
    ({"method": ["traced", "traced"]}, "重复的做法", "gives one way twice"),
    ({"method": ["traced"], "centreline": "south-road"}, "centreline 只用于", "centreline belongs to"),
    ({"half_width_m": 10, "half_width_accuracy_m": 9}, "half_width_m 只用于", "half_width_m belongs to"),
    ({**MOVED, "half_width_m": 10}, "half_width_accuracy_m 须同时", "go together"),
    ({**MOVED, "half_width_accuracy_m": 10}, "half_width_accuracy_m 须同时", "go together"),
    ({**MOVED, "half_width_m": 100, "half_width_accuracy_m": 20.5}, "（20.5 米）", "at least"),
    ({**MOVED, "half_width_m": 0, "half_width_accuracy_m": 9}, "应不小于", "must be at least"),
    ({"alternative_to": "north-river"}, "alternative_to 与 reason", "alternative_to and reason go together"),
    ({"reason": "甲", "reason_en": "A"}, "alternative_to 与 reason", "alternative_to and reason go together"),
    ({**READING, "reason_en": None}, "reason 与 reason_en", "reason and reason_en go together"),
    ({**READING, "alternative_to": "no-line"}, "中没有这条界线", "is no baseline"),
    ({**READING, "alternative_to": "north-water"}, "中没有这条界线", "is no baseline"),
    ({**READING, "alternative_to": "middle-road"}, "即自身", "the line itself"),
    ({**KNOWN, "centreline": "middle-road"}, "即自身", "the line itself"),
    ({**KNOWN, "centreline": "no-line"}, "都没有这条线", "neither of baselines"),
    ({**KNOWN, "centreline": "north-water"}, "都没有这条线", "neither of baselines"),
    (READING, "它只是 north-river 的另一读法", "only an alternative to north-river"),
]


@pytest.mark.parametrize(("values", "chinese", "english"), WRONG)
def test_what_does_not_fit_is_told_in_a_line(
    values: dict[str, Any], chinese: str, english: str, grid: Path
) -> None:
    """The grid's south-road is 20 m accurate, and zones follow middle-road."""
    put(grid, "baselines", "middle-road", **values)
    problems = problems_of(grid)
    assert problems
    assert {problem.file for problem in problems} <= {"baselines.geojson", "town/zones.geojson"}
    for language, words in (("zh", chinese), ("en", english)):
        told = [line(problem, language) for problem in problems]
        assert all("\n" not in each for each in told)
        assert words in told[0]


def test_an_alternative_to_an_alternative_is_refused(known: Path) -> None:
    put(known, "baselines", "west-road", **{**READING, "alternative_to": "north-river-2"})
    assert [(each.code, each.feature) for each in problems_of(known)][:1] == [
        ("reference-alternative", "west-road")
    ]


def test_a_centreline_may_be_a_line_of_the_context(known: Path) -> None:
    shape = {"type": "LineString", "coordinates": [[113.4, 22.9], [113.7, 22.9]]}
    put(known, "context", "north-water", geometry=shape)
    put(known, "baselines", "middle-road", centreline="north-water")
    assert problems_of(known) == []


def test_keys_stand_in_order_and_only_where_there_is_something_to_say(known: Path) -> None:
    lines = {
        each["properties"]["id"]: each["properties"] for each in collection(known, "baselines")["features"]
    }
    keys = list(lines["middle-road"])
    assert keys[keys.index("basis") + 1 :] == [*KNOWN, "note"]
    assert list(lines["north-river-2"])[-4:] == [*READING, "note"]
    assert not {*KNOWN, *READING} & set(lines["south-road"])


def test_each_reading_makes_an_area_of_the_zones_along_it(known: Path) -> None:
    atlas = atlas_of(known)
    rows = alternative_rows(atlas, ["town"])
    assert [(row["id"], row["baseline_id"], row["alternative_to"], row["reason_en"]) for row in rows] == [
        ("town.north", "north-river", None, None),
        ("town.north", "north-river-2", "north-river", "Two sources disagree"),
    ]
    main, other = rows
    assert main["area_km2"] == round(atlas.elements["town.north"].area_km2 or 0, 4)
    # The zone is 0.05° high, and would be 0.06° then.
    assert other["area_km2"] / main["area_km2"] == pytest.approx(1.2, rel=1e-3)
    # The main line may be off by 20 m along 10.26 km, the other by as much; south and sides are the same.
    (element,) = (each for each in atlas.elements.values() if each.id == "town.north")
    assert (main["area_low_km2"], main["area_high_km2"]) == (
        round(element.area_low_km2 or 0, 4),
        round(element.area_high_km2 or 0, 4),
    )
    assert other["area_low_km2"] < other["area_km2"] < other["area_high_km2"]
    widths = [row["area_high_km2"] - row["area_low_km2"] for row in rows]
    assert widths[1] == pytest.approx(widths[0], rel=0.25)  # its sides are a fifth longer
    assert other["diff_km2"] == pytest.approx(other["area_km2"] - 57, abs=1e-4)
    assert other["diff_pct"] == pytest.approx(100 * (other["area_km2"] / 57 - 1), abs=0.01)


def test_no_zone_follows_an_alternative_and_nothing_else_changes(known: Path) -> None:
    followed = atlas_of(known)
    drop(known, "baselines", "north-river-2")
    without = atlas_of(known)
    assert without.readings == {}
    for name, element in followed.elements.items():
        assert element.geometry.equals_exact(without.elements[name].geometry, 0)
        assert element.area_km2 == without.elements[name].area_km2


def test_the_command_lists_them(known: Path) -> None:
    table = run("areas", "--alternatives", "--layers", known)
    assert table.exit_code == 0
    assert "北河（另一读法）" in table.stdout
    found = json.loads(run("areas", "--alternatives", "--json", "--layers", known).stdout)
    assert [row["reading"] for row in found] == ["北河", "北河（另一读法）"]
    assert all(f"{row[end]:g}" in table.stdout for row in found for end in ("area_low_km2", "area_high_km2"))
    assert run("areas", "--alternatives", "--json", "--layers", GRID).stdout == "[]\n"


def test_an_alternative_with_which_no_zone_can_be_built_is_told(known: Path) -> None:
    put(known, "baselines", "north-river-2", coordinates=[[113.4, 22.9], [113.59, 22.9]])
    (problem,) = problems_of(known)
    assert (problem.file, problem.feature) == ("town/zones.geojson", "town.north")
    assert "north-river-2" in line(problem, "zh")
    assert "cannot be built with the alternative north-river-2 (" in line(problem, "en")


FORMATS = ["geojson", "gpkg", "shp", "fgb", "parquet", "kml"]


@pytest.mark.parametrize("name", FORMATS)
def test_it_comes_back_from_every_format(name: str, known: Path, tmp_path: Path) -> None:
    assert run("export", "--format", name, "--layers", known, "--out", tmp_path / "out").exit_code == 0
    (folder,) = (tmp_path / "out").iterdir()
    result = run("import", folder, "--layers", known, "--dry-run", "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["new"] == found["gone"] == found["changed"] == []
    # And is carried indeed: without it in the layers the file brings it home.
    before = (known / "baselines.geojson").read_bytes()
    put(known, "baselines", "middle-road", **dict.fromkeys(KNOWN))
    result = run("import", folder, "--layers", known)
    assert result.exit_code == 0, result.stderr
    assert (known / "baselines.geojson").read_bytes() == before
