"""Exports are read back: a driver that loses something and reports success stops the export in one line."""

import copy
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import pytest
from commands import assert_told, run
from support import GRID, change, copy_of_grid

from layers.messages import Message
from mapgen.exporting.formats import FORMATS
from mapgen.exporting.job import Job

#: The file of each format that holds the nodes.
FILES = {
    "geojson": "town_nodes.geojson", "gpkg": "town.gpkg", "shp": "town.zip", "kml": "town.kml",
    "kmz": "town.kmz", "fgb": "town_nodes.fgb", "parquet": "town_nodes.parquet", "csv": "town_nodes.csv",
    "dxf": "town.dxf", "xlsx": "town.xlsx",
}  # fmt: skip


def refused(form: str, out: Path) -> str:
    result = run("export", "--layers", GRID, "--out", out, "--format", form)
    assert_told(result, 1)
    assert f"{form}: cannot be created (" in result.stderr
    assert not out.exists()
    return str(result.stderr)


def spoilt(monkeypatch: pytest.MonkeyPatch, form: str, spoil: Callable[[Path], None]) -> None:
    """Let a format's writer end as if nothing had happened, after something has."""
    module, name = FORMATS[form].writer.split(".")
    home = import_module(f"mapgen.exporting.{module}")
    whole = getattr(home, name)

    def write(job: Job, stage: Path) -> list[Message]:
        said: list[Message] = whole(job, stage)
        spoil(stage / FILES[form])
        return said

    monkeypatch.setattr(home, name, write)


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("share", [0, 0.5, 0.9])
def test_a_file_that_is_cut_off(
    form: str, share: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(path: Path) -> None:
        raw = path.read_bytes()
        path.write_bytes(raw[: int(len(raw) * share)])

    spoilt(monkeypatch, form, cut)
    refused(form, tmp_path / "out")


@pytest.mark.parametrize("form", ["geojson", "gpkg", "shp", "kml", "kmz", "fgb"])
@pytest.mark.parametrize("lost", ["row", "text", "shape"])
def test_a_driver_that_loses_something(
    form: str, lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrow, frame = pyogrio.write_arrow, pyogrio.write_dataframe

    def write_arrow(table: pa.Table, *args: Any, **more: Any) -> None:
        if lost == "row":
            table = table.slice(0, table.num_rows - 1)
        elif "name_en" in table.column_names and table.num_rows > 1:
            at = table.column_names.index("geometry" if lost == "shape" else "name_en")
            column = table.column(at).to_pylist()
            column[0] = column[1] if lost == "shape" else column[0][:-1]
            table = table.set_column(at, table.field(at), pa.array(column, table.field(at).type))
        arrow(table, *args, **more)

    def write_dataframe(table: Any, *args: Any, **more: Any) -> None:
        table = table.iloc[:-1] if lost == "row" else table.copy()
        if lost == "shape" and len(table) > 1:
            table.loc[table.index[0], "geometry"] = table.geometry.iloc[1]
        elif lost == "text" and "name_en" in table:
            table.loc[table.index[0], "name_en"] = "lost"
        frame(table, *args, **more)

    named = {"row": " of ", "text": "name_en of ", "shape": "geometry of "}
    monkeypatch.setattr(pyogrio, "write_arrow", write_arrow)
    monkeypatch.setattr(pyogrio, "write_dataframe", write_dataframe)
    assert named[lost] in refused(form, tmp_path / "out")


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("csv", "town.north-point", "town.north-pain"),
        ("csv", "113.", "112."),
        ("dxf", "town.north-point", "town.north-pain"),
        ("dxf", "北点", "南点"),
        ("kml", "town.north-point", "town.north-pain"),
        ("geojson", "113.", "112."),
    ],
)
def test_a_text_that_has_changed(
    form: str, old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding = "gbk" if form == "dxf" else "utf-8"

    def change(path: Path) -> None:
        raw = path.read_bytes()
        assert old.encode(encoding) in raw
        path.write_bytes(raw.replace(old.encode(encoding), new.encode(encoding)))

    spoilt(monkeypatch, form, change)
    assert "on reading it back" in refused(form, tmp_path / "out")


#: Ends of numbers that a writer may take for rounding errors: five nines or noughts before the last decimal.
ENDS = (
    113.6999999,
    113.6999991,
    113.6999995,
    101.4999999,
    120.3899999,
    135.8000001,
    100.7000001,
    113.12345678,
)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "dxf"])
def test_no_writer_takes_the_end_of_a_coordinate_for_a_rounding_error(form: str, tmp_path: Path) -> None:
    grid = copy_of_grid(tmp_path / "layers")

    def add(told: dict[str, Any]) -> None:
        template = told["features"][0]
        for number, lon in enumerate(ENDS):
            more = copy.deepcopy(template)
            more["properties"]["id"] = f"town.p{number}"
            more["geometry"]["coordinates"] = [lon, 22.9]
            told["features"].append(more)

    change(grid, "town/nodes", add)
    out = tmp_path / "out"
    result = run("export", "--layers", grid, "--out", out, "--format", form)
    assert result.exit_code == 0, result.stderr
    if form == "geojson":
        found = json.loads(next(out.rglob("town_nodes.geojson")).read_text("utf-8"))["features"]
        places = {each["properties"]["id"]: each["geometry"]["coordinates"][0] for each in found}
        for number, lon in enumerate(ENDS):
            assert places[f"town.p{number}"] == pytest.approx(lon, rel=0, abs=5.1e-8)


@pytest.mark.parametrize("part", ["shp", "shx", "dbf", "prj"])
def test_each_part_of_a_shapefile_counts(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = f"town_nodes.{part}"
        members[name] = members[name][: len(members[name]) // 2]
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        path.write_bytes(whole.getvalue())

    spoilt(monkeypatch, "shp", cut)
    refused("shp", tmp_path / "out")


def test_a_spatial_index_that_lacks_a_feature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forget(path: Path) -> None:
        with sqlite3.connect(path) as database:
            database.execute("DELETE FROM rtree_town_nodes_geom WHERE id = 1")

    spoilt(monkeypatch, "gpkg", forget)
    assert "rtree_town_nodes_geom" in refused("gpkg", tmp_path / "out")


@pytest.mark.parametrize("table", ["gpkg_contents", "gpkg_geometry_columns", "gpkg_data_columns"])
def test_a_layer_that_is_not_entered_in_its_database(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(path: Path) -> None:
        with sqlite3.connect(path) as database:
            database.execute(f"DELETE FROM {table} WHERE table_name = 'town_nodes'")  # noqa: S608

    spoilt(monkeypatch, "gpkg", forget)
    assert f": {table}: " in refused("gpkg", tmp_path / "out")
