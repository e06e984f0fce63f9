"""Tables counted in zones by command: the counts of shapely, from tables as offices have them."""

import csv
import datetime as dt
import decimal
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from commands import assert_told, printed, run
from support import ROOT, contents
from tables import DAY, KIND, KINDS, LAT, LON, NAME, SALES, by_shapely, companies, places, write

from geo.crs import transformer
from geo.gcj02 import SHIFTS, to_wgs84
from layers.assemble import Atlas
from mapgen.api import AtlasTables, LayerError
from mapgen.tallying import parquet, reading


@pytest.fixture(scope="module")
def where(own_atlas: Atlas) -> np.ndarray:
    return places(own_atlas)


@pytest.fixture(autouse=True)
def _assembled_once(own_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these commands would assemble the same layers anew."""
    monkeypatch.setattr("mapgen.cli.session.load", lambda _: own_atlas.catalog)
    monkeypatch.setattr("mapgen.cli.session.assemble", lambda _: own_atlas)


@pytest.fixture(scope="module")
def inside(own_atlas: Atlas) -> tuple[float, float]:
    """A place in a zone of Nansha."""
    zone = next(each for each in own_atlas.of_plan("nansha") if each.area_km2)
    point = shapely.point_on_surface(zone.geometry)
    return round(point.x, 5), round(point.y, 5)


def counts(told: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in told["rows"]:
        found[row["zone"]] = found.get(row["zone"], 0) + row["count"]
    return found


@pytest.mark.parametrize(
    "name",
    [
        "utf-8.csv", "utf-8-sig.csv", "utf-16.csv", "utf-16-le.csv", "gb18030.csv", "semicolons.csv",
        "tabs.tsv", "headless.csv", "plain.parquet", "geo.parquet", "two.xlsx",
    ],
)  # fmt: skip
def test_counts_are_those_of_shapely(name: str, where: np.ndarray, own_atlas: Atlas, tmp_path: Path) -> None:
    expected = by_shapely(own_atlas, where)
    file = write(companies(where), tmp_path / name)
    told = printed("tally", file)
    assert counts(told) == expected
    assert (told["rejected_count"], told["counted"]) == (0, len(where))
    points = shapely.points(where)
    inside = np.array(
        [shapely.covers(shape.geometry, points) for shape in own_atlas.elements.values() if shape.area_km2]
    )
    assert told["outside"] == int((inside.sum(axis=0) == 0).sum()) > 0
    assert told["in_several"] == int((inside.sum(axis=0) > 1).sum()) > 0
    assert list(told["rows"][0]) == ["plan", "zone", "name", "count"]


def test_counts_apart_and_sums_are_those_of_geopandas(
    own_atlas: Atlas, where: np.ndarray, tmp_path: Path
) -> None:
    table = companies(where)
    told = printed(
        "tally", write(table, tmp_path / "a.csv"), "nansha", "--by", KIND, "--year", DAY, "--sum", SALES
    )
    assert list(told["rows"][0]) == ["plan", "zone", "name", "count", KIND, "year", f"sum_{SALES}"]
    zones = gpd.GeoDataFrame(
        [
            {"zone": each.id, "geometry": each.geometry}
            for each in own_atlas.of_plan("nansha")
            if each.area_km2
        ],
        crs=4326,
    )
    points = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table[LON], table[LAT]), crs=4326)
    joined = points.sjoin(zones, predicate="covered_by")
    joined["year"] = joined[DAY].str[:4].astype(int)
    expected = {key: (len(rows), rows[SALES].sum()) for key, rows in joined.groupby(["zone", KIND, "year"])}
    found = {
        (row["zone"], row[KIND], row["year"]): (row["count"], row[f"sum_{SALES}"])
        for row in told["rows"] if row["count"]
    }  # fmt: skip
    assert found == expected
    assert {row["zone"] for row in told["rows"]} == set(zones["zone"])


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_shifted_places_are_brought_back(
    system: str, own_atlas: Atlas, where: np.ndarray, tmp_path: Path
) -> None:
    shifted = SHIFTS[system](where)
    file = write(companies(shifted), tmp_path / "a.parquet")
    expected = by_shapely(own_atlas, to_wgs84(shifted, SHIFTS[system]))
    assert counts(printed("tally", file, "--from", system)) == expected
    assert counts(printed("tally", file)) != expected


@pytest.mark.parametrize("turned", [False, True])
def test_places_in_a_belt(turned: bool, own_atlas: Atlas, where: np.ndarray, tmp_path: Path) -> None:
    plane = np.column_stack(transformer(4490, 4547).transform(*where.T))
    back = np.column_stack(transformer(4547, 4490).transform(*plane.T))
    # In surveys X runs north.
    table = companies(plane[:, ::-1] if turned else plane).rename(columns={LON: "X坐标", LAT: "Y坐标"})
    file = write(table, tmp_path / "a.csv")
    assert counts(printed("tally", file, "--crs", 4547)) == by_shapely(own_atlas, back)
    if not turned:
        told = printed("tally", file, "--crs", 4547, "--x", "X坐标", "--y", "Y坐标")
        assert counts(told) == by_shapely(own_atlas, back)


HEADS = [
    (["name", "lng", "lat"], []),
    (["name", "Longitude", "Latitude (deg)"], []),
    (["名称", "经度（E）", "纬度（N）"], []),
    (["名称", "点位经度", "点位纬度"], [["name", "lon", "lat"]]),
    (["名称", "经度", "纬度"], [["", "（度）", "（度）"]]),
    (["name", "X", "Y"], []),
    (["a", "b", "c"], []),
]


@pytest.mark.parametrize(("head", "more"), HEADS)
def test_columns_are_found_by_name_or_by_what_they_hold(
    head: list[str], more: list[list[str]], tmp_path: Path
) -> None:
    rows = [[f"第 {at} 家", 113.5 + at / 1000, 22.7 + at / 1000] for at in range(30)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["企业名录"], head, *more, *rows])
    told = printed("tally", tmp_path / "a.csv")
    assert (told["counted"], told["rejected_count"]) == (30, 0)


@pytest.mark.parametrize(
    "units",
    [
        ["", "（°）", "（°）", "（万元）"],
        ["", "°E", "°N", "万元"],
        ["", "", "", "（万元）"],
        ["（字）", "（E）", "（N）", "（万元）"],
        ["", "BD-09", "BD-09", ""],
    ],
)
def test_units_below_a_head_name_nothing(units: list[str], tmp_path: Path) -> None:
    rows = [[f"第 {at} 家", 113.5 + at / 1000, 22.7 + at / 1000, 2] for at in range(30)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["名称", "经度", "纬度", SALES], units, *rows])
    told = run("tally", tmp_path / "a.csv", "--sum", SALES, "--json")
    assert "a.csv: coordinates are taken from the columns 经度 and 纬度" in told.stderr.splitlines()
    found = json.loads(told.stdout)
    assert (found["counted"], found["rejected_count"]) == (30, 0)
    assert f"sum_{SALES}" in found["rows"][0]


@pytest.mark.parametrize(
    ("head", "name", "said"),
    [
        (["bd_lng", "bd_lat"], "a", "bd09"),
        (["百度经度", "百度纬度"], "a", "bd09"),
        (["BD经度", "BD纬度"], "a", "bd09"),
        (["gcj02_lon", "gcj02_lat"], "a", "gcj02"),
        (["lng_gcj02", "lat_gcj02"], "a", "gcj02"),
        (["经度（高德）", "纬度（高德）"], "a", "gcj02"),
        (["经度", "纬度"], "百度POI", "bd09"),
        (["lon_wgs84", "lat_wgs84"], "百度POI", None),
        (["abd_lng", "abd_lat"], "a", None),
        (["经度", "纬度"], "a", None),
    ],
)
def test_names_that_speak_of_a_shift_are_told_and_nothing_is_shifted(
    head: list[str], name: str, said: str | None, own_atlas: Atlas, where: np.ndarray, tmp_path: Path
) -> None:
    table = companies(where).rename(columns=dict(zip((LON, LAT), head, strict=True)))
    file = write(table, tmp_path / f"{name}.csv")
    told = run("tally", file, "--json")
    found = json.loads(told.stdout)
    assert counts(found) == by_shapely(own_atlas, where)
    line = f"{name}.csv: columns or file are named after {said}, but counted as WGS 84: add --from"
    assert (line in told.stderr) == (said is not None)
    assert [each["file"] for each in found["remarks"]] == ([f"{name}.csv"] if said else [])
    for stated in ("wgs84", "bd09"):
        assert "are named after" not in run("tally", file, "--from", stated).stderr
    if name == "a":
        attrs = AtlasTables(own_atlas).tally(table).attrs
        assert len(attrs["remarks"]) == (said is not None)


@pytest.mark.parametrize("name", ["semicolons.csv", "tabs.tsv"])
def test_decimal_commas_are_read_where_commas_divide_no_cells(
    name: str, own_atlas: Atlas, where: np.ndarray, tmp_path: Path
) -> None:
    table = companies(where)
    expected = printed("tally", write(table, tmp_path / f"points-{name}"), "--sum", SALES)
    for column in (LON, LAT, SALES):
        table[column] = [str(each).replace(".", ",") for each in table[column]]
    told = printed("tally", write(table, tmp_path / name), "--sum", SALES)
    assert told == expected
    assert counts(told) == by_shapely(own_atlas, where)
    plane = np.column_stack(transformer(4490, 4547).transform(*where.T)).round(3)
    for column, values in zip((LON, LAT), plane.T, strict=True):
        table[column] = [str(each).replace(".", ",") for each in values]
    table = table.rename(columns={LON: "X", LAT: "Y"})
    back = np.column_stack(transformer(4547, 4490).transform(*plane.T))
    told = printed("tally", write(table, tmp_path / name), "--crs", 4547)
    assert counts(told) == by_shapely(own_atlas, back)


@pytest.mark.parametrize(
    ("cells", "bad"),
    [
        (["113,53", "22,71", "1,5"], []),
        (["113,530", "22,710", "1.234,5"], []),
        (["１１３，５３", "22,71", "1"], []),
        (["113", "22", ""], []),
        (["113.53", "22.71", "1"], ["no-number"]),
        (["113,53", "22.71", "1"], ["no-number"]),
        (["22,71", "113,53", "1"], ["swapped"]),
        (["113°31′48″E", "22°42'36\"N", "1"], []),
    ],
)
def test_in_a_table_with_decimal_commas_a_point_is_none(
    cells: list[str], bad: list[str], tmp_path: Path
) -> None:
    rows = [["113,5", "22,7", "1"]] * 9
    # Those that tell stand among the first rows, odd ones below.
    rows += [["113,5", "22,7", "1"]] * 300
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[LON, LAT, SALES], *rows, cells])
    told = run("tally", tmp_path / "a.csv", "--sum", SALES, "--json")
    assert [each["reason"] for each in json.loads(told.stdout)["rejected"]] == bad, told.stderr


def test_where_points_and_commas_stand_together_commas_are_no_decimals(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("lon;lat\n113.5;22.7\n113,6;22,8\n", "utf-8")
    told = printed("tally", file)
    assert [(each["row"], each["reason"]) for each in told["rejected"]] == [(3, "no-number")]
    # By where they lie these are thousands of metres.
    file.write_text("X;Y\n445,123;2,512,345\n446,123;2,513,345\n", "utf-8")
    assert printed("tally", file, "--crs", 4547)["counted"] == 2


def test_what_is_no_number_of_a_sum_with_decimal_commas_is_told(
    inside: tuple[float, float], tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    place = ";".join(f"{each:.5f}".replace(".", ",") for each in inside)
    amounts = ["1,5", "1.234,5", "7", "1.234"]
    file.write_text("\n".join(["lon;lat;营收", *(f"{place};{each}" for each in amounts)]), "utf-8")
    told = run("tally", file, "--sum", SALES, "--json")
    assert f"1 rows have no number in column {SALES}" in told.stderr
    assert max(row[f"sum_{SALES}"] for row in json.loads(told.stdout)["rows"]) == 1.5 + 1234.5 + 7


@pytest.mark.parametrize("at", [2, 100_000])
def test_null_characters_are_refused_as_on_a_page(
    at: int, inside: tuple[float, float], tmp_path: Path
) -> None:
    lines = ["lon,lat,name", *[f"{inside[0]},{inside[1]},a"] * 100_001]
    lines[at] = lines[at].replace("a", "a\0b")
    (tmp_path / "a.csv").write_text("\n".join(lines), "utf-8")
    told = run("tally", tmp_path / "a.csv")
    assert_told(told, 1)
    assert f"a.csv: holds a null character (U+0000) on line {at + 1}" in told.stderr


def test_where_china_ends_is_one_thing_for_pages_and_command() -> None:
    from mapgen.pages.map import own_texts
    from mapgen.tallying.systems import CHINA

    assert own_texts()["china"] is CHINA
    source = (ROOT / "mapgen" / "web" / "own" / "columns.js").read_text("utf-8")
    assert not re.search(r"\b(73|136|54)\b", source)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["113.53", "22.71"], None),
        (["１１３．５３", "２２．７１"], None),
        ([" 113.53 ", "22.71\t"], None),
        (["113°31′48″E", "22°42'36\"N"], None),
        (["东经113度31分48秒", "北纬22度42分36秒"], None),
        (["113 31 48", "22:42:36.0"], None),
        (["113 61 48", "22 42 36"], "no-number"),
        (["1 13.53", "22.71"], None),
        (["22.71", "113.53"], "swapped"),
        (["", "22.71"], "no-number"),
        (["不详", "不详"], "no-number"),
        (["13.53", "22.71"], "not-in-china"),
        (["72.99", "22.71"], "not-in-china"),
        (["73.01", "53.99"], None),
        (["135.9", "54.01"], "not-in-china"),
        (["113,53", "22.71"], "no-number"),
        (["1e400", "22.71"], "no-number"),
        (["nan", "22.71"], "no-number"),
    ],
)
def test_a_cell_is_a_number_or_a_bad_row(cells: list[str], expected: str | None, tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["名称", LON, LAT], ["a", "113.5", "22.7"], ["b", *cells], [], ["c", "113.6", "22.8"]]
        )
    told = printed("tally", tmp_path / "a.csv")
    assert told["counted"] == (2 if expected else 3)
    assert [(bad["row"], bad["reason"]) for bad in told["rejected"]] == ([(3, expected)] if expected else [])


@pytest.mark.parametrize(
    "heads",
    [
        ["百度经度", "百度纬度", "经度", "纬度"],
        ["gcj_lon", "gcj_lat", "lon", "lat"],
        ["高德经度", "高德纬度", "WGS84经度", "WGS84纬度"],
    ],
)
def test_of_several_pairs_one_that_is_not_shifted_is_taken(
    heads: list[str], where: np.ndarray, own_atlas: Atlas, tmp_path: Path
) -> None:
    table = pd.DataFrame(np.column_stack([SHIFTS["bd09"](where), where]), columns=heads)
    told = run("tally", write(table, tmp_path / "a.csv"), "--json")
    assert counts(json.loads(told.stdout)) == by_shapely(own_atlas, where)
    assert "named after" not in told.stderr


@pytest.mark.parametrize("head", ["营收（万元）", "营收\n(万元)", "营收 [万元]"])
def test_a_column_may_be_named_without_its_unit(
    head: str, inside: tuple[float, float], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (["经度\n(°)", "纬度\n(°)", head], [*inside, 2]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    told = run("tally", tmp_path / "a.xlsx", "--sum", "营收", "--json")
    assert told.stderr.startswith("a.xlsx: coordinates are taken from the columns 经度 (°) and 纬度 (°)\n")
    assert {row["sum_营收"] for row in json.loads(told.stdout)["rows"]} == {0.0, 2.0}
    book.worksheets[0]["D1"] = "营收（元）"
    book.save(tmp_path / "a.xlsx")
    told = run("tally", tmp_path / "a.xlsx", "--sum", "营收")
    assert_told(told, 1)
    assert "has no column 营收; there are:" in told.stderr


@pytest.mark.parametrize("heads", [["名称", "经度", "纬度"], ["a", "b", "c"], ["", "说明", ""]])
@pytest.mark.parametrize("pair", [False, True])
def test_places_that_name_their_axes_are_no_heads(
    heads: list[str], pair: bool, inside: tuple[float, float], own_atlas: Atlas, tmp_path: Path
) -> None:
    cells = [f"东经{inside[0]}度", f"北纬{inside[1]}度"]
    rows = [["a", "，".join(cells), ""] if pair else ["a", *cells]] * 7
    heads = [*heads[:1], "经纬度", "备注"] if pair else heads
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    expected = {zone: 7 * count for zone, count in by_shapely(own_atlas, np.array([inside])).items()}
    assert counts(printed("tally", tmp_path / "a.csv")) == expected


@pytest.mark.parametrize("form", ["{},{}", "{}，{}", "({} {})", "POINT ({} {})"])
@pytest.mark.parametrize("name", ["坐标", "经纬度", "anything"])
def test_both_numbers_in_one_cell(
    form: str, name: str, inside: tuple[float, float], own_atlas: Atlas, tmp_path: Path
) -> None:
    expected = {zone: 2 * count for zone, count in by_shapely(own_atlas, np.array([inside])).items()}
    for pair in (inside, inside[::-1]):
        cell = form.format(*pair)
        with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["名称", name], ["a", cell], ["b", cell]])
        assert counts(printed("tally", tmp_path / "a.csv")) == expected
    assert 2 in expected.values()


def test_a_program_is_told_the_first_bad_rows(own_atlas: Atlas, tmp_path: Path) -> None:
    table = pd.DataFrame({LON: [113.5, *[0.0] * 30], LAT: [22.7, *range(30)]})
    file = write(table, tmp_path / "a.csv")
    told = printed("tally", file)
    assert told["rejected"][0] == {"file": "a.csv", "row": 3, "reason": "not-in-china", "values": "0, 0"}
    assert [bad["row"] for bad in told["rejected"]] == [*range(3, 23)]
    assert (told["rejected_count"], told["outside"]) == (30, 1)
    for given in (file, table):
        attrs = AtlasTables(own_atlas).tally(given).attrs
        assert len(attrs["rejected"]) == 20
        assert (attrs["rejected_count"], attrs["outside"]) == (30, told["outside"])


@pytest.mark.parametrize("rows", [10_000_000, 700])
@pytest.mark.parametrize("name", ["file_row_number", "File_Row_Number"])
def test_a_column_called_as_duckdb_calls_rows_is_a_column(
    rows: int, name: str, where: np.ndarray, own_atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "PART", rows)
    file = tmp_path / "a.parquet"
    companies(where).rename(columns={KIND: name}).to_parquet(file, row_group_size=500)
    told = printed("tally", file, "--by", name)
    assert counts(told) == by_shapely(own_atlas, where)
    assert {row[name] for row in told["rows"]} >= set(KINDS)


@pytest.mark.parametrize(
    ("values", "sums"),
    [
        ([True, False], True),
        ([dt.date(2021, 2, 3), dt.date(2022, 1, 1)], False),
        ([decimal.Decimal("1.50"), None], True),
        ([2, 3], True),
        ([[1, 2], None], False),
    ],
    ids=["truth", "date", "decimal", "whole", "list"],
)
def test_columns_of_any_kind_tell_rows_apart_and_those_of_numbers_are_summed(
    values: list[object], sums: bool, inside: tuple[float, float], tmp_path: Path
) -> None:
    rows = pa.table({"lon": [inside[0]] * 4, "lat": [inside[1]] * 4, "k": pa.array(values * 2)})
    pq.write_table(rows, tmp_path / "a.parquet", row_group_size=3)
    told = printed("tally", tmp_path / "a.parquet", "--by", "k")["rows"]
    apart = {row["k"]: row["count"] for row in told if row["count"]}
    assert len(apart) == 2
    assert set(apart.values()) == {2}
    if sums:
        told = printed("tally", tmp_path / "a.parquet", "--sum", "k")["rows"]
        found = {row["sum_k"] for row in told if row["count"]}
        assert found == {float(sum(value or 0 for value in values * 2))}


def test_a_column_is_the_first_of_its_name_and_a_point_in_a_name_is_none_between_levels(
    inside: tuple[float, float], tmp_path: Path
) -> None:
    columns = [[inside[0]] * 2, [inside[1]] * 2, ["a", "b"], ["c", "d"], ["e", "f"]]
    pq.write_table(pa.table(columns, names=["lon", "lat", "k", "k", "k.k"]), tmp_path / "a.parquet")
    for name, expected in (("k", {"a", "b"}), ("k.k", {"e", "f"})):
        told = printed("tally", tmp_path / "a.parquet", "--by", name)["rows"]
        assert {row[name] for row in told if row["count"]} == expected


def test_bad_rows_are_told_with_their_numbers_and_refused_on_demand(tmp_path: Path) -> None:
    rows = [["113.5", "22.7"], *[["x", str(at)] for at in range(30)], ["22.7", "113.5"]]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["lon", "lat"], *rows])
    out = tmp_path / "out.csv"
    told = run("tally", tmp_path / "a.csv", "--out", out)
    assert told.exit_code == 0
    lines = told.stderr.splitlines()
    assert [line for line in lines if line.startswith("a.csv: 3: ")] == [
        "a.csv: 3: coordinates are no numbers (x, 0)"
    ]
    assert sum("coordinates are no numbers" in line for line in lines) == 20
    assert "11 more bad rows are not shown" in lines
    assert any("31 bad" in line for line in lines)
    out.unlink()
    refused = run("tally", tmp_path / "a.csv", "--out", out, "--strict")
    assert refused.exit_code == 2
    assert "31 bad rows, so nothing was written" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    run("tally", tmp_path / "a.csv", "--out", tmp_path / "new" / "er" / "out.csv", "--strict")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_exchanged_columns_are_told_with_the_way_out(where: np.ndarray, tmp_path: Path) -> None:
    table = companies(where).rename(columns={LON: LAT, LAT: LON})
    file = write(table, tmp_path / "a.csv")
    told = run("tally", file, "--json")
    assert json.loads(told.stdout)["rejected_count"] == len(where)
    assert f"{len(where)} bad rows would lie in China with their axes swapped" in told.stderr
    assert printed("tally", file, "--lon", LAT, "--lat", LON)["rejected"] == []


def test_metres_without_a_system_are_told_with_the_way_out(where: np.ndarray, tmp_path: Path) -> None:
    plane = np.column_stack(transformer(4490, 4547).transform(*where.T))
    file = write(companies(plane).rename(columns={LON: "X", LAT: "Y"}), tmp_path / "a.csv")
    hint = "the coordinates look like metres: name their system with --crs"
    assert hint in run("tally", file).stderr
    assert hint not in run("tally", file, "--crs", 4547).stderr
    assert hint not in run("tally", write(companies(where - 60), tmp_path / "b.csv")).stderr


def test_a_result_is_written_as_what_its_name_says(
    own_atlas: Atlas, where: np.ndarray, tmp_path: Path
) -> None:
    file = write(companies(where), tmp_path / "a.csv")
    plain = printed("tally", file, "huangpu", "--by", KIND)
    files = {kind: tmp_path / "out" / f"r.{kind}" for kind in ("csv", "xlsx", "parquet", "json")}
    for path in files.values():
        assert run("tally", file, "huangpu", "--by", KIND, "--out", path).exit_code == 0
    assert set(contents(tmp_path / "out")) == {path.name for path in files.values()}
    assert json.loads(files["json"].read_text("utf-8")) == plain
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text("utf-8-sig"))))
    assert [int(row["count"]) for row in rows] == [row["count"] for row in plain["rows"]]
    # A spreadsheet would run what begins with an equals sign.
    assert {row[KIND] for row in rows} - {""} == {kind.replace("=", "'=") for kind in KINDS}
    table = gpd.read_parquet(files["parquet"])
    assert table.crs == 4326
    assert table["count"].tolist() == [row["count"] for row in plain["rows"]]
    for row in table.itertuples():
        assert row.geometry.equals(own_atlas.elements[row.zone].geometry)
    book = openpyxl.load_workbook(files["xlsx"])
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [row[3] for row in cells] == [row["count"] for row in plain["rows"]]
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
    assert any("shared edge" in str(cell.value) or "edge that zones share" in str(cell.value)
               for row in book.worksheets[1].iter_rows() for cell in row)  # fmt: skip


def test_a_map_is_written_beside_the_result(where: np.ndarray, tmp_path: Path) -> None:
    file = write(companies(where), tmp_path / "a.csv")
    out, page = tmp_path / "out" / "r.csv", tmp_path / "out" / "m.html"
    told = run("tally", file, "nansha", "--year", DAY, "--out", out, "--map", page)
    assert told.exit_code == 0
    assert set(contents(tmp_path / "out")) == {"r.csv", "m.html"}
    text = page.read_text("utf-8")
    assert "default-src 'none'" in text
    assert '"steps":[null,2019,2020,2021,2022]' in text


def test_places_near_an_axis_count_on_demand(own_atlas: Atlas, tmp_path: Path) -> None:
    axis = next(each for each in own_atlas.of_plan("nansha") if each.kind == "axis")
    to, back = transformer(4490, 4547), transformer(4547, 4490)
    line = shapely.transform(axis.geometry, lambda xy: np.column_stack(to.transform(*xy.T)))
    rng = np.random.default_rng(1)
    start = shapely.line_interpolate_point(line, rng.random(3_000) * line.length)
    plane = np.column_stack([shapely.get_x(start), shapely.get_y(start)]) + rng.uniform(-900, 900, (3_000, 2))
    away = shapely.distance(line, shapely.points(plane))
    plane, away = plane[np.abs(away - 500) > 1], away[np.abs(away - 500) > 1]
    table = pd.DataFrame(np.column_stack(back.transform(*plane.T)), columns=["lon", "lat"])
    file = write(table, tmp_path / "a.parquet")
    assert axis.id not in counts(printed("tally", file, "nansha"))
    assert counts(printed("tally", file, "nansha", "--within", 500))[axis.id] == int((away <= 500).sum())


def test_many_files_by_a_pattern_and_parts_of_one(
    where: np.ndarray, own_atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = companies(where)
    for at in range(3):
        write(table[at::3], tmp_path / f"part-{at}.csv")
    expected = by_shapely(own_atlas, where)
    assert counts(printed("tally", tmp_path / "part-*.csv")) == expected
    monkeypatch.setattr(parquet, "PART", 700)
    table.to_parquet(tmp_path / "a.parquet", row_group_size=500)
    assert len(parquet.parquet_parts(tmp_path / "a.parquet")) > 3
    told = printed("tally", tmp_path / "a.parquet", "--sum", SALES)
    assert (counts(told), told["counted"]) == (expected, len(where))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.csv"], "none.csv: no such file"),
        (["nansha"], "no table given"),
        (["{a}", "nowhere"], "nowhere: no such plan"),
        (["{a}", "--lon", "x", "--lat", "纬度"], "a.csv: has no column x; there are: 企业名称"),
        (["{a}", "--by", "none"], "a.csv: has no column none; there are: 企业名称"),
        (["{a}", "--lon", "经度"], "--lon and --lat go together"),
        (["{a}", "--x", "经度", "--y", "纬度"], "--x and --y need --crs"),
        (["{a}", "--lon", "经度", "--lat", "纬度", "--x", "a", "--y", "b"], "give one pair only"),
        (["{a}", "--from", "mars"], "--from mars: must be gcj02, bd09 or wgs84"),
        (["{a}", "--crs", "abc"], "--crs abc: cannot be used"),
        (["{a}", "--crs", "4547", "--from", "gcj02"], "cannot stand with --from"),
        (["{a}", "--within", "0"], "--within 0: must be metres"),
        (["{a}", "--within", "nan"], "--within nan: must be metres"),
        (["{a}", "--out", "r.doc"], "--out r.doc: a result can be written as"),
        (["{a}", "--map", "r.csv"], "--map r.csv: a map ends in .html"),
        (["{a}", "--out", "{a}"], "is a table to be counted"),
        (["{bad}"], "bad.parquet: cannot be read"),
        (["{book}"], "book.xlsx: cannot be read"),
        (["{empty}"], "empty.csv: is empty; check that it is the right file"),
        (["{blank}"], "blank.csv: is empty"),
        (["{heads}"], "heads.csv: has no rows, at most a head; check that it is the right file"),
        (["{strange}"], "strange.csv: has no rows"),
        (
            ["{a}", "--out", "{a}/r.csv"],
            "a.csv/r.csv: cannot be written (Not a directory); check permissions",
        ),
        (["{a}", "--map", "/proc/none/m.html"], "/proc/none/m.html: cannot be written (No such file"),
        (["{a}", "--out", "{folder}"], "folder.csv: cannot be written (Is a directory)"),
        (["{a}", "--out", "x" * 300 + ".csv"], "cannot be written (File name too long)"),
        (["{long}"], "there are: " + "a" * 40 + ", b\n"),
        (["{words}"], "words.csv: no columns of coordinates found; name them with --lon"),
        (["{doc}"], "a.doc: cannot be read: use .csv"),
    ],
)
def test_a_mistake_takes_one_line(words: list[str], said: str, tmp_path: Path) -> None:
    texts = ("a", "empty", "words", "long", "blank", "heads", "strange", "folder")
    files = {name: tmp_path / f"{name}.csv" for name in texts}
    files |= {"bad": tmp_path / "bad.parquet", "book": tmp_path / "book.xlsx", "doc": tmp_path / "a.doc"}
    write(companies(np.array([[113.5, 22.7]])), files["a"])
    files["long"].write_text("a" * 9_000 + ",b\nc,d\n", "utf-8")
    files["words"].write_text("a,b\nc,d\n", "utf-8")
    files["blank"].write_text("\n , \n\n", "utf-8")
    files["heads"].write_text("名称,经度,纬度\n", "utf-8")
    files["strange"].write_text("a,b\n", "utf-8")
    files["folder"].mkdir()
    for name in ("empty", "bad", "book", "doc"):
        files[name].write_bytes(b"" if name == "empty" else b"no table")
    told = run("tally", *[word.format_map(files) for word in words])
    assert_told(told, 1)
    assert said in told.stderr


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_of_several_tables_one_may_have_no_rows(kind: str, where: np.ndarray, tmp_path: Path) -> None:
    table = companies(where[:50])
    write(table, tmp_path / f"a.{kind}")
    write(table[:0], tmp_path / f"b.{kind}")
    told = run("tally", tmp_path / f"*.{kind}", "--json")
    assert json.loads(told.stdout)["counted"] == 50
    assert f"b.{kind}: has no rows, only a head" in told.stderr.splitlines()
    told = run("tally", tmp_path / f"b.{kind}")
    assert_told(told, 1)
    assert f"b.{kind}: has no rows, at most a head" in told.stderr


@pytest.mark.parametrize("name", ["a[1].csv", "a*?'.csv", "a[1].parquet", "n'; --.parquet"])
def test_a_name_with_signs_of_a_pattern_is_a_name(name: str, where: np.ndarray, tmp_path: Path) -> None:
    file = write(companies(where[:50]), tmp_path / name)
    write(companies(where[:9]), tmp_path / f"a1{file.suffix}")
    assert printed("tally", file)["counted"] == 50


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x1c", "\x85"], ids=ascii)
def test_only_line_ends_end_lines(
    sign: str, where: np.ndarray, inside: tuple[float, float], tmp_path: Path
) -> None:
    file = write(companies(np.array([inside, *where[:3]])), tmp_path / "a.csv")
    file.write_text(f"A{sign}B,,,,,\n{file.read_text('utf-8')}", "utf-8")
    assert printed("tally", file)["counted"] == 4


def test_a_quotation_mark_that_nothing_closes_is_refused(inside: tuple[float, float], tmp_path: Path) -> None:
    rows = [f'{lon},{lat},"a ""name"""\n' for lon, lat in [inside] * 9]
    file = tmp_path / "a.csv"
    file.write_text("lon,lat,name\n" + "".join(rows), "utf-8")
    assert printed("tally", file)["counted"] == 9
    rows[3] = f'{inside[0]},{inside[1]},"two\nlines"\n'
    file.write_text("lon,lat,name\n" + "".join(rows), "utf-8")
    assert printed("tally", file)["counted"] == 9
    rows[5] = f'{inside[0]},{inside[1]},"open\n'
    file.write_text("lon,lat,name\n" + "".join(rows).replace('"a ""name"""', "plain"), "utf-8")
    told = run("tally", file)
    assert_told(told, 1)
    assert "a.csv: a quotation mark on line 8" in told.stderr


def test_text_in_no_known_encoding_is_told_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"lon,lat,name\n113.5,22.8,\xff\xfe\x81\xff\n" * 3)
    told = run("tally", file)
    assert_told(told, 1)
    assert "save it as" in told.stderr


@pytest.mark.parametrize("cut", [-20, 40])
def test_a_damaged_sheet_takes_one_line(cut: int, where: np.ndarray, tmp_path: Path) -> None:
    file, bad = write(companies(where[:50]), tmp_path / "two.xlsx"), tmp_path / "bad.xlsx"
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(bad, "w") as torn:
        for name in whole.namelist():
            torn.writestr(name, whole.read(name)[:cut] if "sheet1" in name else whole.read(name))
    told = run("tally", bad)
    assert_told(told, 1)
    assert "bad.xlsx: cannot be read" in told.stderr


def test_how_many_rows_a_workbook_has_is_known_before_it_is_read(where: np.ndarray, tmp_path: Path) -> None:
    # For the time left; a workbook that does not say it is estimated by its size.
    file, silent = write(companies(where), tmp_path / "two.xlsx"), tmp_path / "silent.xlsx"
    (part,) = reading.parts_of(file)
    assert part.rows == len(where) + 3
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(silent, "w") as other:
        for name in whole.namelist():
            other.writestr(name, re.sub(rb"<dimension[^>]*>", b"", whole.read(name)))
    (part,) = reading.parts_of(silent)
    assert len(where) / 3 < part.rows < len(where) * 5
    file.write_bytes(b"no workbook")
    (part,) = reading.parts_of(file)
    assert part.rows == 1


def test_a_merged_cell_stands_for_its_rows(inside: tuple[float, float], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([KIND, NAME, LON, LAT, SALES])
    for at, kind in enumerate(["a", None, None, "b", None, None]):
        place = inside if kind else (None, None)
        sheet.append([kind, f"n{at}" if at != 5 else None, *place, 4 if kind else None])
    for cells in ("A2:A4", "C2:C4", "D2:D4", "E2:E4", "A5:A7", "C5:C7", "D5:D7", "E5:E7"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")
    told = printed("tally", tmp_path / "a.xlsx", "nansha", "--by", KIND, "--sum", SALES)
    assert (told["counted"], told["rejected_count"]) == (5, 0)
    held = {(row[KIND], row["count"], row[f"sum_{SALES}"]) for row in told["rows"] if row["count"]}
    assert held == {("a", 3, 4.0), ("b", 2, 4.0)}, "places and words stand for all rows, an amount for one"


def test_hostile_cells_are_text(inside: tuple[float, float], tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>{{9**14}}\u202e\x07"
    table = companies(np.array([inside] * 3)).assign(**{KIND: [hostile, "'; DROP TABLE x; --", None]})
    table = table.rename(columns={KIND: 'k"; --'})
    for name in ("a.parquet", "a.csv"):
        told = run("tally", write(table, tmp_path / name), "--by", 'k"; --', "--json")
        assert told.exit_code == 0, told.stderr
        kinds = {row['k"; --'] for row in json.loads(told.stdout)["rows"]}
        assert kinds == {hostile, "'; DROP TABLE x; --", None}


def test_a_column_with_a_name_of_ours_is_told_apart(tmp_path: Path) -> None:
    table = companies(np.array([[113.5, 22.7]])).rename(columns={KIND: "count"})
    told = printed("tally", write(table, tmp_path / "a.csv"), "--by", "count")
    assert list(told["rows"][0]) == ["plan", "zone", "name", "count", "count_"]


def test_rows_without_a_number_to_sum_count_all_the_same(inside: tuple[float, float], tmp_path: Path) -> None:
    table = companies(np.array([inside] * 3)).astype({SALES: object})
    table[SALES] = ["１２．５", "不详", None]
    told = run("tally", write(table, tmp_path / "a.csv"), "--sum", SALES, "--json")
    assert f"2 rows have no number in column {SALES}" in told.stderr
    assert {(row["count"], row[f"sum_{SALES}"]) for row in json.loads(told.stdout)["rows"]} <= {
        (0, 0),
        (3, 12.5),
    }


def test_too_many_kinds_are_no_categories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapgen.tallying.counting._GROUPS", 10)
    file = write(companies(np.array([[113.5, 22.7]] * 30)), tmp_path / "a.csv")
    told = run("tally", file, "--by", NAME)
    assert_told(told, 1)
    assert f"column {NAME} has more than 10 values" in told.stderr


def test_without_the_extra_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    told = run("tally", write(companies(np.array([[113.5, 22.7]])), tmp_path / "a.csv"))
    assert_told(told, 1)
    assert "tally needs duckdb; run: pip install 'zonemap[tally]'" in told.stderr


@pytest.mark.parametrize("kind", ["columns", "texts", "points", "plane"])
def test_a_frame_counts_as_its_file_does(
    kind: str, where: np.ndarray, own_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is in memory needs no DuckDB.
    monkeypatch.setitem(sys.modules, "duckdb", None)
    table = companies(where)
    expected = by_shapely(own_atlas, where)
    if kind == "texts":
        table = table.astype({LON: str, LAT: str})
    elif kind != "columns":
        table = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(where[:, 0], where[:, 1]), crs=4326)
        table = table.drop(columns=[LON, LAT])
    if kind == "plane":
        table = table.to_crs(4547)
        expected = by_shapely(own_atlas, shapely.get_coordinates(table.to_crs(4326).geometry.to_numpy()))
    found = AtlasTables(own_atlas).tally(table, by=KIND, year=DAY, sum=SALES)
    assert found.groupby("zone")["count"].sum().to_dict() == expected
    assert list(found) == ["plan", "zone", "name", "count", KIND, "year", f"sum_{SALES}"]
    assert (found.attrs["rejected_count"], found.attrs["counted"]) == (0, len(where))


def test_a_program_gets_the_rows_of_the_command(where: np.ndarray, own_atlas: Atlas, tmp_path: Path) -> None:
    file = write(companies(where), tmp_path / "a.csv")
    atlas = AtlasTables(own_atlas)
    told = printed("tally", file, "nansha", "--by", KIND)
    found = atlas.tally(file, "nansha", by=KIND)
    assert found.astype(object).where(found.notna(), None).to_dict("records") == told["rows"]
    assert atlas.tally([file, file], "nansha")["count"].sum() == sum(counts(told).values())
    with pytest.raises(LayerError, match=r"none\.csv: no such file"):
        atlas.tally(tmp_path / "none.csv")
