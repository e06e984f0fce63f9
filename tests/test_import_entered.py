"""`zonemap import`: a new feature gets the day on which it comes, and keeps it."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from bringing import edit_row, tables, write_gpkg
from commands import run
from support import GRID, collection, contents, feature, put

DAY, LATER = "1767225600", "1798761600"  # 1 January 2026 and 2027


def entered(layers: Path, name: str) -> object:
    return feature(collection(layers, "town/nodes"), name)["properties"].get("entered")


@pytest.fixture
def table(grid: Path, tmp_path: Path) -> gpd.GeoDataFrame:
    """Nodes as somebody has exported them, with a new one below."""
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    new = nodes.iloc[[0]].assign(id="town.new-point", name="新点", name_en="New point")
    new.geometry = [shapely.Point(113.53, 22.81)]
    return pd.concat([nodes, new], ignore_index=True)


def bring(layers: Path, file: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
    result = run("import", file, "--layers", layers)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def test_a_new_feature_gets_the_day_and_only_once(
    grid: Path, tmp_path: Path, table: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_gpkg(tmp_path / "in.gpkg", {"town_nodes": table})
    bring(grid, file, DAY, monkeypatch)
    assert entered(grid, "town.new-point") == "2026-01-01"
    assert entered(grid, "town.south-point") is None  # nobody knows when
    before = contents(grid)
    assert "nothing was written" in bring(grid, file, LATER, monkeypatch)
    assert contents(grid) == before


def test_a_feature_that_is_edited_later_keeps_its_day(
    grid: Path, tmp_path: Path, table: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(grid, write_gpkg(tmp_path / "in.gpkg", {"town_nodes": table}), DAY, monkeypatch)
    edit_row(table, "town.new-point", note="改过")
    for number, frame in enumerate((table, table.drop(columns="entered"))):
        bring(grid, write_gpkg(tmp_path / f"{number}.gpkg", {"town_nodes": frame}), LATER, monkeypatch)
        assert entered(grid, "town.new-point") == "2026-01-01"
    assert feature(collection(grid, "town/nodes"), "town.new-point")["properties"]["note"] == "改过"


def test_a_day_that_the_file_gives_holds(
    grid: Path, tmp_path: Path, table: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_row(table, "town.new-point", entered="2025-05-05")
    bring(grid, write_gpkg(tmp_path / "in.gpkg", {"town_nodes": table}), DAY, monkeypatch)
    assert entered(grid, "town.new-point") == "2025-05-05"


def test_a_new_baseline_has_no_day(grid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = tables(grid, tmp_path / "out")["baselines"]
    new = lines.iloc[[0]].assign(id="new-road", name="新路")
    file = write_gpkg(tmp_path / "in.gpkg", {"baselines": pd.concat([lines, new], ignore_index=True)})
    bring(grid, file, DAY, monkeypatch)
    assert "entered" not in feature(collection(grid, "baselines"), "new-road")["properties"]


def test_a_day_in_the_layers_is_no_difference(grid: Path, tmp_path: Path) -> None:
    file = write_gpkg(tmp_path / "in.gpkg", {"town_nodes": tables(GRID, tmp_path / "out")["town_nodes"]})
    put(grid, "town/nodes", "town.north-point", entered="2024-02-29")
    before = contents(grid)
    assert "nothing was written" in run("import", file, "--layers", grid).stderr
    assert contents(grid) == before
