"""`zonemap check --against`: claims of accuracy against lines and places of which the answer is known."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from commands import assert_told, printed, run
from known import DEGREE_M, across, along, area, known, point, roads
from support import change, feature, put

from geo.gcj02 import to_gcj02


@pytest.fixture
def town(grid: Path) -> Path:
    put(grid, "baselines", "east-road", accuracy_m=200)
    return grid


def results(town: Path, *words: object) -> dict[str, Any]:
    return dict(printed("check", "--layers", town, *words))


def verdicts(told: dict[str, Any], tested: str = "baseline") -> dict[str, str]:
    return {row["baseline_id"]: row["verdict"] for row in told["results"] if row["tested"] == tested}


def test_each_claim_gets_its_verdict(town: Path, tmp_path: Path) -> None:
    told = results(town, "--against", roads(tmp_path / "roads.geojson"))
    expected = {
        "north-river": "not shown",
        "south-road": "too brave",
        "middle-road": "holds",
        "west-road": "not shown",
        "east-road": "too modest",
    }
    assert verdicts(told) == expected
    south = next(
        row for row in told["results"] if row["baseline_id"] == "south-road" and row["tested"] == "edge"
    )
    assert (south["id"], south["side"], south["name"], south["accuracy_m"]) == (
        "town.south",
        "ring",
        "南片",
        20,
    )
    assert south["median_m"] == pytest.approx(50, rel=0.01)
    assert south["p90_m"] == pytest.approx(50, rel=0.01)
    assert south["covered_pct"] == 100
    assert (south["way"], south["files"]) == ("name", "roads.geojson")
    # The middle road is an edge of two zones, the east road of two.
    assert told["counts"] == {"too brave": 2, "too modest": 3, "holds": 3, "not shown": 5}
    assert told["remarks"] == []


def test_a_table_for_people_has_the_weightiest_first(town: Path, tmp_path: Path) -> None:
    done = run("check", "--layers", town, "--against", roads(tmp_path / "roads.geojson"))
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].split() == [
        *(
            "verdict",
            "tested",
            "what",
            "accuracy_m",
            "median_m",
            "p90_m",
            "largest_m",
            "covered_pct",
            "remark",
        ),
    ]
    assert [line.split("  ")[0] for line in lines[1:]] == ["too brave"] * 2 + ["too modest"] * 3 + [
        "holds"
    ] * 3
    assert done.stderr == "2 too brave, 3 too modest, 3 hold, 5 not shown\n"


def test_strict_ends_with_1_where_a_claim_is_too_brave(town: Path, tmp_path: Path) -> None:
    file = roads(tmp_path / "roads.geojson")
    assert run("check", "--layers", town, "--against", file, "--strict").exit_code == 1
    put(town, "baselines", "south-road", accuracy_m=51)
    assert run("check", "--layers", town, "--against", file, "--strict").exit_code == 0


@pytest.mark.parametrize(("metres", "verdict"), [(19.9, "holds"), (20.2, "too brave")])
def test_a_claim_holds_up_to_its_figure(town: Path, tmp_path: Path, metres: float, verdict: str) -> None:
    file = known(tmp_path / "a.geojson", (along(22.8, metres), {"name": "南路"}))
    assert verdicts(results(town, "--against", file))["south-road"] == verdict


def test_the_middle_of_a_river_is_no_evidence_for_its_bank(town: Path, tmp_path: Path) -> None:
    middle = (along(22.9, 200), {"name": "北河", "waterway": "river"})
    told = results(town, "--against", known(tmp_path / "a.geojson", middle))
    assert verdicts(told)["north-river"] == "not shown"
    assert "北河" in told["remarks"][0]
    water = (area(113.3, 22.9 + 5 / DEGREE_M, 113.8, 22.91), {"name": "北河", "natural": "water"})
    told = results(town, "--against", known(tmp_path / "b.geojson", middle, water))
    assert verdicts(told)["north-river"] == "holds"
    put(town, "baselines", "north-river", kind="river")
    put(town, "baselines", "west-road", name="北河（南岸）", kind="bank")
    told = results(town, "--against", known(tmp_path / "a.geojson", middle))
    assert verdicts(told)["north-river"] == "too brave"
    # The bank has its name, but the middle of the river cannot be meant by it.
    assert not any(row["shared_name"] for row in told["results"])


def test_what_a_file_says_belongs_together_wins(town: Path, tmp_path: Path) -> None:
    file = known(
        tmp_path / "a.geojson",
        (along(22.8, 400), {"name": "南路"}),
        (along(22.8, 5), {"name": "别的路", "baseline": "south-road"}),
        (along(22.8, 5), {"name": "别的路", "baseline": "nowhere"}),
    )
    told = results(town, "--against", file)
    assert verdicts(told)["south-road"] == "holds"
    assert "nowhere" in told["remarks"][0]


def test_a_line_without_a_name_counts_only_if_asked_for(town: Path, tmp_path: Path) -> None:
    file = known(
        tmp_path / "a.geojson",
        (along(22.8, 30), {}),
        *((across(113.5 + step / 1000, 0), {}) for step in range(100)),  # nearer, but they cross
        (along(22.8, 2500), {"name": "南路"}),  # of its name, but another road far away
    )
    assert set(verdicts(results(town, "--against", file)).values()) == {"not shown"}
    told = results(town, "--against", file, "--unnamed")
    south = next(row for row in told["results"] if row["baseline_id"] == "south-road")
    assert (south["verdict"], south["way"]) == ("too brave", "unnamed")
    assert south["p90_m"] == pytest.approx(30, rel=0.01)
    done = run("check", "--layers", town, "--against", file, "--unnamed")
    assert "by a parallel line without a name" in done.stdout


def test_a_line_from_the_same_source_is_no_independent_evidence(town: Path, tmp_path: Path) -> None:
    put(
        town,
        "baselines",
        "south-road",
        source="OpenStreetMap；街道地址",
        source_en="OpenStreetMap; addresses",
    )
    put(town, "baselines", "middle-road", source="街道地址", source_en="Street addresses")
    file = known(
        tmp_path / "a.geojson",
        (along(22.8), {"name": "南路", "osm_id": "5"}),
        (along(22.85), {"name": "中路", "osm_id": "6"}),
    )
    rows = {row["baseline_id"]: row["same_source"] for row in results(town, "--against", file)["results"]}
    assert (rows["south-road"], rows["middle-road"]) == (True, False)
    done = run("check", "--layers", town, "--against", file)
    assert done.stdout.count("from the same source, not independent") == 2  # as an edge and by itself


def test_a_line_of_a_name_that_two_baselines_share(town: Path, tmp_path: Path) -> None:
    put(town, "baselines", "middle-road", name="南路（北段）")
    put(town, "baselines", "south-road", accuracy_m=4900)
    put(town, "baselines", "middle-road", accuracy_m=2000)
    file = known(tmp_path / "a.geojson", (along(22.808), {"name": "南路"}), (across(113.6), {"name": "东路"}))

    def told() -> dict[str, tuple[str, bool]]:
        rows = results(town, "--against", file)["results"]
        return {row["baseline_id"]: (row["verdict"], row["shared_name"]) for row in rows}

    # 890 m from the one and 4,650 m from the other: it is the first one's, so nothing is known of the second.
    assert told()["south-road"] == ("too modest", True)
    assert told()["middle-road"] == ("not shown", True)
    assert told()["east-road"][1] is False
    # If it fits neither, it refutes both.
    put(town, "baselines", "south-road", accuracy_m=800)
    assert told()["south-road"] == ("too brave", True)
    assert told()["middle-road"] == ("too brave", True)
    # Two readings of one line are there to be told apart.
    put(town, "baselines", "south-road", accuracy_m=4900)
    put(town, "baselines", "middle-road", name="中路")

    def add(told: dict[str, Any]) -> None:
        other = copy.deepcopy(feature(told, "south-road"))
        other["properties"] |= {
            "id": "south-road-other",
            "accuracy_m": 500,
            "alternative_to": "south-road",
            "reason": "另一种理解",
            "reason_en": "Another reading",
        }
        other["geometry"] = along(22.815)
        told["features"].append(other)

    change(town, "baselines", add)
    assert told()["south-road"][0] == "too modest"
    assert told()["south-road-other"] == ("too brave", False)


def test_lines_of_that_name_that_are_far_away_are_others(town: Path, tmp_path: Path) -> None:
    file = known(
        tmp_path / "a.geojson", (along(22.8, 2100), {"name": "南路"}), (along(22.85), {"name": "中路"})
    )
    assert verdicts(results(town, "--against", file))["south-road"] == "not shown"


def test_too_short_a_piece_shows_nothing(town: Path, tmp_path: Path) -> None:
    def piece(share: float) -> Path:
        line = {"type": "LineString", "coordinates": [[113.5, 22.8], [113.5 + 0.1 * share, 22.8]]}
        return known(tmp_path / "a.geojson", (line, {"name": "南路"}))

    assert verdicts(results(town, "--against", piece(0.15)), "edge")["south-road"] == "not shown"
    assert verdicts(results(town, "--against", piece(0.25)), "edge")["south-road"] == "holds"


def test_places_lie_in_their_zones_or_beyond_the_claim(town: Path, tmp_path: Path) -> None:
    file = known(
        tmp_path / "places.geojson",
        (point(113.55, 22.87), {"name": "甲", "within": "town.north"}),
        (point(113.55, 22.9 + 15 / DEGREE_M), {"name": "乙", "within": "北片"}),
        (point(113.55, 22.9 + 100 / DEGREE_M), {"name": "丙", "zone": "North Block;方城核心"}),
        (point(113.6 + 150 / (DEGREE_M * 0.9255), 22.82), {"name": "丁", "within": "南片"}),
        (point(113.55, 22.87), {"name": "戊", "within": "没有的片区"}),
    )
    told = results(town, "--against", file)
    places = [row for row in told["results"] if row["tested"] == "zone"]
    assert [(row["place"], row["id"], row["verdict"], row["accuracy_m"]) for row in places] == [
        ("甲", "town.north", "holds", 20),
        ("乙", "town.north", "holds", 20),
        ("丙", "town.north", "too brave", 20),
        ("丙", "town.core", "too brave", 20),
        ("丁", "town.south", "holds", 200),  # what the boundary claims there, not on average
    ]
    assert [row["off_m"] for row in places] == pytest.approx([0, 15, 100, 100, 150], abs=0.5)
    assert [row["beyond_m"] for row in places] == pytest.approx([0, 0, 80, 80, 0], abs=0.5)
    assert "没有的片区" in told["remarks"][0]


def test_places_that_are_nodes(town: Path, tmp_path: Path) -> None:
    nodes = json.loads((town / "town" / "nodes.geojson").read_text("utf-8"))["features"]
    assert nodes
    (x, y), record = nodes[0]["geometry"]["coordinates"], nodes[0]["properties"]
    claimed = record["accuracy_m"]
    file = known(
        tmp_path / "places.geojson",
        (point(x, y + 9 * claimed / DEGREE_M), {"name": record["name"]}),
        (point(x, y + 1.5 * claimed / DEGREE_M), {"name": record["name_en"].upper()}),
    )
    (row,) = (row for row in results(town, "--against", file)["results"] if row["tested"] == "node")
    assert (row["id"], row["verdict"]) == (record["id"], "too brave")
    assert row["off_m"] == pytest.approx(1.5 * claimed, rel=0.01)  # the nearest of that name
    said = known(tmp_path / "said.geojson", (point(x, y), {"node": record["id"], "name": "别名"}))
    (row,) = (row for row in results(town, "--against", said)["results"] if row["tested"] == "node")
    assert row["verdict"] == ("too modest" if claimed >= 30 else "holds")


def test_other_coordinate_systems(town: Path, tmp_path: Path) -> None:
    plane = {"type": "LineString", "coordinates": [[428_000, 2_522_300], [470_000, 2_522_300]]}
    file = known(tmp_path / "a.geojson", (plane, {"name": "南路"}))
    assert_told(run("check", "--layers", town, "--against", file), 1)
    told = results(town, "--against", file, "--crs", "4547")
    south = next(row for row in told["results"] if row["baseline_id"] == "south-road")
    assert south["median_m"] is not None


def test_shifted_lines_are_recognised(town: Path, tmp_path: Path) -> None:
    def shifted(shape: dict[str, Any]) -> dict[str, Any]:
        dense = shapely.segmentize(shapely.geometry.shape(shape), 0.01)
        return dict(shapely.geometry.mapping(shapely.transform(dense, to_gcj02)))

    names = {"中路": along(22.85), "南路": along(22.8), "东路": across(113.6), "西路": across(113.5)}
    file = known(tmp_path / "a.geojson", *((shifted(shape), {"name": name}) for name, shape in names.items()))
    done = run("check", "--layers", town, "--against", file)
    assert_told(done, 1)
    assert "--from gcj02" in done.stderr
    assert "too brave" not in verdicts(results(town, "--against", file, "--from", "gcj02")).values()
    assert "too brave" in verdicts(results(town, "--against", file, "--from", "wgs84")).values()


def test_wrong_files_are_told_together(town: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("nothing of the kind", "utf-8")
    nameless = known(tmp_path / "nameless.geojson", (along(22.8), {}))
    words = ("--against", text, "--against", tmp_path / "missing.gpkg", "--against", nameless)
    assert_told(run("check", "--layers", town, *words), 3)


@pytest.mark.parametrize("option", ["--unnamed", "--strict", "--out=a.geojson", "--crs=4490", "--from=gcj02"])
def test_options_that_need_files(option: str, town: Path) -> None:
    done = run("check", "--layers", town, option)
    assert_told(done, 1)
    assert "--against" in done.stderr


def test_only_chosen_plans_are_tested(town: Path, tmp_path: Path) -> None:
    file = roads(tmp_path / "roads.geojson")
    assert results(town, "town", "--against", file) == results(town, "--against", file)
