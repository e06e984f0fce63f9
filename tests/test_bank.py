"""Banks beside their centrelines: where they lie, what follows from them, and what an import does to them."""

import json
from pathlib import Path

import pytest
import shapely
from bringing import edit_row, tables, write_gpkg
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from support import atlas_of, change, collection, feature, problems_of, put

from geo.bank import bank
from geo.errors import GeoError
from mapgen.text.texts import line

GEOD = Geod(ellps="WGS84")
MOVED = {
    "method": ["moved by half a width"],
    "centreline": "north-river",
    "half_width_m": 120,
    "half_width_accuracy_m": 15,
}


@given(st.floats(0, 359), st.floats(-60, 60), st.floats(5, 400), st.sampled_from(["left", "right"]))
def test_it_lies_half_a_width_to_its_side(course: float, bend: float, width: float, side: str) -> None:
    """Measured on the ellipsoid at the middle of each leg, 3 km long."""
    places = [(113.5, 22.8)]
    for turn in (0.0, bend):
        places.append(GEOD.fwd(*places[-1], course + turn, 3000)[:2])
    centreline = shapely.LineString(places)
    found = bank(centreline, width, side)  # type: ignore[arg-type]
    assert len(found.coords) == len(centreline.coords)
    for leg, moved in zip(*(_legs(shape) for shape in (centreline, found)), strict=True):
        middle = GEOD.npts(*leg[0], *leg[1], 1)[0]
        there = GEOD.fwd(*middle, GEOD.inv(*middle, *leg[1])[0] + (-90 if side == "left" else 90), width)[:2]
        # A leg is straight in the plane, and a metre of the belt 0.06 % off at most.
        near = shapely.LineString(moved).interpolate(shapely.LineString(moved).project(shapely.Point(there)))
        assert GEOD.inv(near.x, near.y, *there)[2] < 0.5 + 0.001 * width
        ways = [GEOD.inv(*each[0], *each[1])[0] for each in (leg, moved)]
        assert abs((ways[0] - ways[1] + 180) % 360 - 180) < 1  # the same way


def _legs(shape: shapely.LineString) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return list(zip(shape.coords, shape.coords[1:], strict=False))


def test_a_line_that_cannot_be_moved_so_far_is_refused() -> None:
    """Of a spiral narrower than the width nothing single is left on its inner side."""
    hook = shapely.LineString(
        [(113.5, 22.8), (113.5, 22.801), (113.501, 22.801), (113.501, 22.8), (113.5005, 22.8)]
    )
    with pytest.raises(GeoError, match="bank-broken"):
        bank(hook, 5_000, "right")


@pytest.fixture
def banked(grid: Path) -> Path:
    """The town's northern zone reaches to the right bank of a river that runs east."""

    def editing(told: dict[str, list[dict[str, object]]]) -> None:
        south = json.loads(json.dumps(feature(told, "north-river")))
        south["properties"] |= {"id": "north-bank", "name": "北河南岸", **MOVED, "bank": "right"}
        south["geometry"] = None
        told["features"].append(south)

    change(grid, "baselines", editing)
    change(
        grid,
        "town/zones",
        lambda told: feature(told, "town.north")["properties"]["sides"][0].update(baseline="north-bank"),
    )
    assert run("fmt", "--layers", grid).exit_code == 0
    assert problems_of(grid) == []
    return grid


def north(folder: Path) -> shapely.Geometry:
    return atlas_of(folder).elements["town.north"].geometry


def test_zones_follow_a_half_width(banked: Path) -> None:
    assert feature(collection(banked, "baselines"), "north-bank")["geometry"] is None
    top = [north(banked).bounds[3]]
    put(banked, "baselines", "north-bank", half_width_m=200)
    top.append(north(banked).bounds[3])
    put(banked, "baselines", "north-bank", bank="left")
    top.append(north(banked).bounds[3])
    metres = [GEOD.inv(113.55, 22.9, 113.55, each)[2] * (1 if each > 22.9 else -1) for each in top]
    assert metres == pytest.approx([-120, -200, 200], abs=0.5)


@pytest.mark.parametrize(
    ("values", "file", "chinese", "english"),
    [
        ({"centreline": None}, "north-bank", "bank 须与 centreline", "bank needs centreline"),
        ({"half_width_m": None, "half_width_accuracy_m": None}, "north-bank", "bank 须与", "bank needs"),
        ({"bank": "north"}, "north-bank", "应为 'left'", "must be 'left'"),
        ({"centreline": "north-bank"}, "north-bank", "即自身", "the line itself"),
        ({"geometry": {"type": "LineString", "coordinates": [[113.4, 22.9], [113.7, 22.9]]}}, "north-bank",
         "几何由 bank 得出", "follows from bank"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(
    banked: Path, values: dict[str, object], file: str, chinese: str, english: str
) -> None:
    put(banked, "baselines", file, **values)
    problem = problems_of(banked)[0]
    assert problem.feature == file
    assert chinese in line(problem, "zh")
    assert english in line(problem, "en")


def test_a_bank_follows_no_other_bank(banked: Path) -> None:
    put(
        banked,
        "baselines",
        "middle-road",
        geometry=None,
        **{**MOVED, "centreline": "north-bank"},
        bank="left",
    )
    assert [(each.code, each.feature) for each in problems_of(banked)] == [("reference-bank", "middle-road")]


@pytest.mark.parametrize("name", ["geojson", "gpkg", "shp", "kml"])
def test_an_export_of_it_comes_back_without_a_difference(name: str, banked: Path, tmp_path: Path) -> None:
    assert run("export", "--format", name, "--layers", banked, "--out", tmp_path / "out").exit_code == 0
    (folder,) = (tmp_path / "out").iterdir()
    result = run("import", folder, "--layers", banked, "--dry-run", "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["new"] == found["gone"] == found["changed"] == []


def test_a_redrawn_bank_is_refused_and_an_edited_width_is_taken(banked: Path, tmp_path: Path) -> None:
    before = (banked / "baselines.geojson").read_bytes()
    layers = tables(banked, tmp_path / "out")
    elsewhere = shapely.LineString([(113.4, 22.89), (113.7, 22.89)])
    edit_row(layers["baselines"], "north-bank", geometry=elsewhere)
    file = write_gpkg(tmp_path / "redrawn.gpkg", {"baselines": layers["baselines"]})
    result = run("import", file, "--layers", banked, "--lang", "en")
    assert result.exit_code == 2
    assert "north-bank: follows from the centreline north-river and cannot be redrawn" in result.stderr
    assert (banked / "baselines.geojson").read_bytes() == before

    layers = tables(banked, tmp_path / "out")
    edit_row(layers["baselines"], "north-bank", half_width_m=150.0)
    file = write_gpkg(tmp_path / "wider.gpkg", {"baselines": layers["baselines"]})
    result = run("import", file, "--layers", banked, "--lang", "en")
    assert result.exit_code == 0, result.stderr
    assert "town.north" in result.stdout.partition("consequences")[2]
    told = feature(collection(banked, "baselines"), "north-bank")
    assert told["geometry"] is None
    assert told["properties"]["half_width_m"] == 150


def test_a_bank_that_is_drawn_from_now_on_keeps_its_new_line(banked: Path, tmp_path: Path) -> None:
    layers = tables(banked, tmp_path / "out")
    elsewhere = shapely.LineString([(113.4, 22.89), (113.7, 22.89)])
    edit_row(layers["baselines"], "north-bank", geometry=elsewhere, bank=None)
    file = write_gpkg(tmp_path / "drawn.gpkg", {"baselines": layers["baselines"]})
    result = run("import", file, "--layers", banked, "--lang", "en")
    assert result.exit_code == 0, result.stderr
    told = feature(collection(banked, "baselines"), "north-bank")
    assert told["geometry"]["coordinates"] == [[113.4, 22.89], [113.7, 22.89]]
