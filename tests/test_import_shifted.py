"""`zonemap import --from`: what the user says about shifted coordinates holds, with a remark if in doubt."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import eviltransform
import pytest
import shapely
from bringing import exported
from commands import printed, process, run
from elsewhere import PLACES, example_at
from support import GRID, collection, contents, feature

from geo.place import same_place

Shift = Callable[[float, float], tuple[float, float]]

#: Shifts by another hand than ours, (lat, lon) to (lat, lon).
OTHERS: dict[str, Shift] = {"gcj02": eviltransform.wgs2gcj, "bd09": eviltransform.wgs2bd}


def moved(value: Any, shifts: tuple[Shift, ...], decimals: int) -> Any:
    """Coordinates of a GeoJSON geometry as another program would shift and round them."""
    if isinstance(value[0], list):
        return [moved(each, shifts, decimals) for each in value]
    lon, lat = value[:2]
    for shift in shifts:
        lat, lon = shift(lat, lon)
    return [round(lon, decimals), round(lat, decimals)]


def sent_back(layers: Path, folder: Path, *shifts: Shift, decimals: int = 6, only: str = "") -> Path:
    """A GeoJSON export in one file, shifted."""
    made = exported(layers, folder / "out", "--format", "geojson")
    features = []
    for path in sorted(made.glob(f"*{only}.geojson")):
        for told in json.loads(path.read_text("utf-8"))["features"]:
            if told["geometry"] is not None:
                place = moved(told["geometry"]["coordinates"], shifts, decimals)
                told["geometry"]["coordinates"] = place
            features.append(told)
    path = folder / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def place(layers: Path, name: str, id_: str) -> list[float]:
    return list(feature(collection(layers, name), id_)["geometry"]["coordinates"])


@pytest.mark.parametrize("system", OTHERS)
@pytest.mark.parametrize("decimals", [5, 6, 7, 9])
def test_what_another_converter_rounded_has_not_moved(
    grid: Path, tmp_path: Path, system: str, decimals: int
) -> None:
    """Built zones, groups and edges among it, which nobody may redraw."""
    path = sent_back(grid, tmp_path, OTHERS[system], decimals=decimals)
    result = run("import", path, "--layers", grid, "--from", system)
    assert result.exit_code == 0, result.stderr
    assert "vertices less than 1 m from their place" in result.stderr
    assert "would not change" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("longitude", [longitude for longitude, _ in PLACES])
def test_elsewhere_in_china(tmp_path: Path, longitude: float) -> None:
    layers = example_at(tmp_path / "layers", longitude)
    before = contents(layers)
    path = sent_back(layers, tmp_path, OTHERS["gcj02"])
    refused = run("import", path, "--layers", layers)
    assert refused.exit_code == 2
    assert "--from gcj02" in refused.stderr
    result = run("import", path, "--layers", layers, "--from", "gcj02")
    assert result.exit_code == 0, result.stderr
    assert contents(layers) == before


def test_a_vertex_that_moved_further_has_moved(grid: Path, tmp_path: Path) -> None:
    path = sent_back(grid, tmp_path, OTHERS["gcj02"], only="town_nodes")
    told = json.loads(path.read_text("utf-8"))
    chosen = feature(told, "town.north-point")
    chosen["geometry"]["coordinates"][0] += 0.00003  # 3 m
    path.write_text(json.dumps(told), "utf-8")
    result = run("import", path, "--layers", grid, "--from", "gcj02")
    assert result.exit_code == 0, result.stderr
    was = place(GRID, "town/nodes", "town.north-point")
    assert place(grid, "town/nodes", "town.north-point") == pytest.approx(
        [was[0] + 0.00003, was[1]], abs=1e-9
    )


@pytest.mark.parametrize("system", OTHERS)
def test_who_insists_that_they_are_wgs84_is_heard(grid: Path, tmp_path: Path, system: str) -> None:
    path = sent_back(grid, tmp_path, OTHERS[system], only="town_nodes")
    refused = run("import", path, "--layers", grid)
    assert refused.exit_code == 2
    assert "--from wgs84" in refused.stderr
    assert contents(grid) == contents(GRID)
    result = run("import", path, "--layers", grid, "--from", "wgs84")
    assert result.exit_code == 0, result.stderr
    assert "read with --from wgs84, but" in result.stderr
    told = json.loads(path.read_text("utf-8"))
    there = feature(told, "town.north-point")["geometry"]["coordinates"]
    assert place(grid, "town/nodes", "town.north-point") == pytest.approx(there, abs=6e-6)


@pytest.mark.parametrize(
    ("shifts", "stated", "seems"),
    [
        ((), "gcj02", "WGS 84"),
        ((), "bd09", "WGS 84"),
        (("bd09",), "gcj02", "BD-09"),
        (("gcj02",), "bd09", "GCJ-02"),
        (("gcj02", "gcj02"), "gcj02", "GCJ-02 × 2"),
    ],
)
def test_what_is_stated_wrongly_is_questioned_and_not_refused(
    grid: Path, tmp_path: Path, shifts: tuple[str, ...], stated: str, seems: str
) -> None:
    path = sent_back(grid, tmp_path, *(OTHERS[each] for each in shifts), only="town_nodes")
    told = printed("import", path, "--layers", grid, "--from", stated, "--dry-run")
    assert told["problems"] == []
    (remark,) = (each for each in told["remarks"] if f"--from {stated}, but" in each)
    assert f"if the coordinates were {seems};" in remark


def refused(text: str) -> None:
    """Remarks, and lines of reasonable length that say why not."""
    assert "Traceback" not in text
    told = [line for line in text.splitlines() if line.startswith("zonemap: ")]
    assert 1 <= len(told) <= 2
    assert max(map(len, told)) < 300


def test_figures_that_are_no_places_are_refused_in_a_line(grid: Path, tmp_path: Path) -> None:
    path = sent_back(grid, tmp_path, only="town_nodes")
    told = json.loads(path.read_text("utf-8"))
    for wrong in ([1e308, 1e308], [1e10, -1e10], [0, 0], [113.5, -90]):
        told["features"][0]["geometry"]["coordinates"] = wrong
        path.write_text(json.dumps(told), "utf-8")
        result = process("import", path, "--layers", grid, "--from", "bd09")
        assert result.returncode == 2, wrong
        refused(result.stderr)


def test_two_places_that_differ_by_less_than_is_asked() -> None:
    one, other = shapely.Point(113.5, 22.8), shapely.Point(113.500006, 22.8)
    assert same_place(one, other, 1.0)
    assert not same_place(one, other, 0.5)
    assert not same_place(one, other)


def test_figures_far_beyond_any_zone_are_no_zone_number(grid: Path, tmp_path: Path) -> None:
    path = sent_back(grid, tmp_path, only="town_nodes")
    told = json.loads(path.read_text("utf-8"))
    for each in told["features"]:
        each["geometry"]["coordinates"] = [1e308, 1e308]
    path.write_text(json.dumps(told), "utf-8")
    result = run("import", path, "--layers", grid, "--crs", "4547")
    assert result.exit_code == 2
    refused(result.stderr)
