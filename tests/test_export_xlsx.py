"""XLSX: what openpyxl reads of a workbook is what the layers hold, in a form that offices use."""

import datetime as dt
import io
import re
import tomllib
import zipfile
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from exported import plain, rich
from sheets import content, names, opened, rows, sheet
from support import atlas_of, copy_of_grid, put

from layers.assemble import Atlas
from mapgen.exporting.delivery import exports
from mapgen.exporting.layers import export_layers

#: Layers that a sheet has the middle of each feature of.
PLACED = ("zones", "axes", "nodes")
GREY = ("00E7E6E6", "00BFBFBF")


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return atlas_of(rich(copy_of_grid(tmp_path_factory.mktemp("rich") / "layers")))


@pytest.fixture(scope="module")
def town(atlas: Atlas) -> openpyxl.Workbook:
    return opened(exports(atlas, ["town"], ["xlsx"], None))


@pytest.fixture(scope="module")
def own(own_atlas: Atlas) -> openpyxl.Workbook:
    return opened(exports(own_atlas, list(own_atlas.catalog.plans), ["xlsx"], None))


def test_every_row_of_every_layer_comes_back(atlas: Atlas, town: openpyxl.Workbook) -> None:
    layers = {
        layer.layer: layer for layer in export_layers(atlas, ["town"]) if not layer.name.startswith("context")
    }
    assert [title.split(" ")[1] for title in town.sheetnames] == [
        "about", "zones", "axes", "nodes", "boundaries", "relations", "baselines", "fields", "lists",
    ]  # fmt: skip
    for name, layer in layers.items():
        found = rows(sheet(town, name))
        expected = [plain(row) for row in layer.table[layer.columns].to_dict("records")]
        assert [{column: row[column] for column in layer.columns} for row in found] == expected
        assert set(found[0]) - set(layer.columns) == ({"x", "y"} if name in PLACED else set())
    points = layers["nodes"].table.geometry
    there = rows(sheet(town, "nodes"))
    assert [(row["x"], row["y"]) for row in there] == [
        (pytest.approx(point.x, abs=1e-9), pytest.approx(point.y, abs=1e-9)) for point in points
    ]


def test_each_indicator_comes_back_with_value_year_and_unit(own_atlas: Atlas, own: openpyxl.Workbook) -> None:
    found = {row["id"]: row for row in rows(sheet(own, "indicators"))}
    folder = own_atlas.catalog.folder
    units = tomllib.loads((folder / "vocabulary.toml").read_text("utf-8"))["units"]
    count = 0
    for path in sorted(folder.glob("*/indicators.toml")):
        for table in tomllib.loads(path.read_text("utf-8"))["tables"]:
            for stated in table["rows"]:
                count += 1
                there = found[f"{path.parent.name}.{table['id']}#{stated['number']}"]
                assert (there["name"], there["unit"]) == (stated["name"], units[stated["unit"]]["zh"])
                keys = {"value_year": "year", "value": "value", "target": "target"}
                if table["kind"] == "targets":
                    keys = {key: key for key in ("base_year", "base", "target_year", "target")}
                assert {key: there[key] for key in keys} == {
                    key: stated.get(own) for key, own in keys.items()
                }
                assert not any(isinstance(there[key], str) for key in keys)
    assert count == len(found) >= 68


def test_rows_of_all_plans_stand_in_one_sheet_that_pandas_reads(
    own_atlas: Atlas, own: openpyxl.Workbook
) -> None:
    places = sheet(own, "places")
    assert {row["plan"] for row in rows(places)} == set(own_atlas.catalog.plans)
    made = exports(own_atlas, list(own_atlas.catalog.plans), ["xlsx"], "4547")
    table = pd.read_excel(io.BytesIO(content(made)), sheet_name=sheet(own, "nodes").title)
    table.columns = table.columns.str.split("\n").str[-1]
    assert table["accuracy_m"].dtype.kind in "if"
    assert table["entered"].dtype.kind == "M"
    assert table["x"].between(300_000, 900_000).all()


def test_the_head_is_chinese_above_the_field_and_stays_in_sight(own: openpyxl.Workbook) -> None:
    page = sheet(own, "zones")
    assert page["A1"].value == "编号\nid"
    assert page.cell(1, names(page).index("area_km2") + 1).value == "计算面积（km²）\narea_km2"
    assert page.freeze_panes == "E2"  # behind the name
    assert page.auto_filter.ref == page.dimensions
    assert page.print_title_rows == "$1:$1"
    widths = [each.width for each in page.column_dimensions.values()]
    assert len(widths) == len(names(page))
    assert min(widths) >= 9
    assert max(widths) <= 44


def test_what_is_computed_is_grey(town: openpyxl.Workbook) -> None:
    page = sheet(town, "zones")
    at = {name: number for number, name in enumerate(names(page))}

    def grey(row: tuple[Any, ...], column: str) -> bool:
        return row[at[column]].fill.start_color.rgb in GREY

    head, *below = page.iter_rows()
    for column in ("plan", "kind", "area_km2", "grade", "members", "function_zh", "x"):
        assert all(grey(row, column) for row in (head, *below)), column
    for column in ("id", "name", "stated_km2", "status", "note"):
        assert not any(grey(row, column) for row in (head, *below)), column
    known = {row[0].value: (grey(row, "basis"), grey(row, "accuracy_m")) for row in below}
    assert known["town.isles"] == (False, False)  # drawn
    assert known["town.north"] == (False, True)  # built from its sides
    assert known["town.again"] == known["town.core"] == (True, True)  # the same as another; made of members


def test_an_indicator_is_grey_only_where_no_document_states_it(own: openpyxl.Workbook) -> None:
    page = sheet(own, "indicators")
    grey = {
        name for name, cell in zip(names(page), page[2], strict=True) if cell.fill.start_color.rgb in GREY
    }
    assert grey == {"growth_pct", "points_per_year"}


def listed(book: openpyxl.Workbook, formula: str) -> list[Any]:
    """Values of a range of the sheet of lists."""
    found = re.fullmatch(r"'选项 lists'!\$([A-Z]+)\$2:\$\1\$(\d+)", formula)
    assert found
    return [cell.value for (cell,) in sheet(book, "lists")[f"{found[1]}2:{found[1]}{found[2]}"]]


def test_every_value_that_is_not_computed_can_be_chosen(own: openpyxl.Workbook) -> None:
    chosen = set()
    for name in ("zones", "axes", "nodes", "places", "baselines"):
        page = sheet(own, name)
        for validation in page.data_validations.dataValidation:
            (area,) = validation.sqref.ranges
            field = names(page)[area.min_col - 1]
            assert (area.min_row, area.max_row) == (2, 1_048_576)
            assert validation.type == "list"
            assert validation.prompt
            if field == "role":
                assert validation.errorStyle == "warning"
                continue
            assert validation.errorStyle == "stop"
            allowed = listed(own, validation.formula1)
            cells = [page.cell(row, area.min_col) for row in range(2, page.max_row + 1)]
            there = {cell.value for cell in cells if cell.fill.start_color.rgb not in GREY}
            assert there - {None} <= set(allowed), (name, field)
            assert None not in allowed
            chosen.add((name, field))
    assert chosen == {
        *product(("zones", "axes", "nodes", "places"), ("basis", "status", "source_grade")),
        *product(["baselines"], ("kind", "basis", "bank")),
    }


def test_a_role_is_chosen_from_those_of_its_plan(own_atlas: Atlas, own: openpyxl.Workbook) -> None:
    page = sheet(own, "nodes")
    (formula,) = [
        each.formula1 for each in page.data_validations.dataValidation if each.formula1.startswith("OFFSET")
    ]
    plan = openpyxl.utils.get_column_letter(names(page).index("plan") + 1)
    roles = [(name, role.name) for name, own in own_atlas.catalog.plans.items() for role in own.roles]
    keys = f"'选项 lists'!$A$2:$A${len(roles) + 1}"
    assert formula == (f"OFFSET('选项 lists'!$B$1,MATCH(${plan}2,{keys},0),0,COUNTIF({keys},${plan}2),1)")
    # The formula takes as many rows from the first on, so that those of a plan must stand together.
    there = [(row[0].value, row[1].value) for row in sheet(own, "lists").iter_rows(min_row=2)]
    assert there[: len(roles)] == roles


def test_a_day_is_a_day_and_one_that_excel_does_not_know_is_text(grid: Path) -> None:
    put(grid, "town/nodes", "town.north-point", entered="2026-11-27")
    put(grid, "town/nodes", "town.south-point", entered="1900-02-28")
    page = sheet(opened(exports(atlas_of(grid), ["town"], ["xlsx"], None)), "nodes")
    column = names(page).index("entered") + 1
    cells = {page.cell(row, 1).value: page.cell(row, column) for row in range(2, page.max_row + 1)}
    assert cells["town.north-point"].value == dt.datetime(2026, 11, 27)  # noqa: DTZ001 - as Excel has it
    assert cells["town.north-point"].number_format == "yyyy-mm-dd"
    assert cells["town.south-point"].value == "1900-02-28"


def test_it_says_what_it_is_and_when(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    raw = content(exports(atlas, ["town"], ["xlsx"], "4547"))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
    book = openpyxl.load_workbook(io.BytesIO(raw))
    day = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - as openpyxl has it
    assert book.properties.created == book.properties.modified == day
    assert "方城规划" in book.properties.title
    told = {each.name: each.value for each in book.custom_doc_props.props}
    assert told["LAYERS_VERSION"] == atlas.catalog.version
    words = "\n".join(str(cell.value) for row in sheet(book, "about").iter_rows() for cell in row)
    for each in (
        "方城规划",
        "ODbL-1.0",
        "OpenStreetMap",
        "示意图",
        "EPSG:4547",
        atlas.catalog.version,
        "2026-01-01",
    ):
        assert each in words, each


def test_the_field_dictionary_has_every_column_in_both_languages(own: openpyxl.Workbook) -> None:
    page = sheet(own, "fields")
    told = {(row[0].value, row[1].value): (row[2].value, row[3].value) for row in page.iter_rows(min_row=2)}
    columns = {(title.split(" ")[1], name) for title in own.sheetnames[1:-2] for name in names(own[title])}
    assert told.keys() == columns
    assert all(re.search("[\u4e00-\u9fff]", zh) and en for zh, en in told.values())
    assert told["zones", "status"][0].startswith("状态（in use 已投用")
