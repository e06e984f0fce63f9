"""The Python interface: names that load when asked for, tables as exports have them, ordinary exceptions."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from commands import printed
from support import GRID, ROOT, put

import mapgen
from layers.assemble import Atlas
from mapgen.pages.layer import PlanLayer
from mapgen.pages.site import products
from mapgen.tables.frames import COLUMNS


def test_importing_the_package_loads_nothing_of_weight() -> None:
    words = [sys.executable, "-c", "import sys, mapgen; dir(mapgen); mapgen.__version__; print(*sys.modules)"]
    loaded = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"geopandas", "pandas", "shapely", "numpy", "folium", "typer", "geo", "layers"} & set(
        loaded.stdout.split()
    ) == set()


def test_every_public_name_is_there_and_no_other() -> None:
    assert set(mapgen.__all__) <= set(dir(mapgen))
    assert all(getattr(mapgen, name) is not None for name in mapgen.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'zone'"):
        mapgen.zone  # noqa: B018 - asking is the test


@pytest.fixture(scope="module")
def written_files(own_atlas: Atlas) -> dict[str, bytes]:
    return dict(products(own_atlas, ["nansha"]))


def compact_again(column: str, found: Any) -> Any:
    if column == "function" and pd.api.types.is_list_like(found):
        return ";".join(found)
    if column == "figures" and isinstance(found, str | list):
        plain = json.loads(found) if isinstance(found, str) else found
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return found


def test_listed_places_are_a_table_without_geometry(own_atlas: Atlas) -> None:
    places = mapgen.open().places("nansha")
    assert list(places["id"]) == [place.id for place in own_atlas.places_of("nansha")]
    assert "geometry" not in places
    assert {"holder", "function_en", "status"} <= set(places)


@pytest.mark.parametrize("layer", ["zones", "axes", "nodes", "boundaries"])
def test_a_layer_is_what_a_build_writes(layer: str, written_files: dict[str, bytes]) -> None:
    asked = getattr(mapgen, layer)("nansha")
    assert asked.crs == 4326
    # A day is text; GDAL would make a date of it.
    content = io.BytesIO(written_files[f"geojson/nansha/{layer}.geojson"])
    written = gpd.read_file(content, DATE_AS_STRING="YES")
    assert [*asked.columns] == [*written.columns] == [*COLUMNS[layer], "geometry"]
    assert len(asked) == len(written) > 0
    for column in COLUMNS[layer]:
        for ours, found in zip(asked[column], written[column], strict=True):
            # GeoJSON holds lists as lists, a table as text.
            theirs = compact_again(column, found)
            assert (pd.isna(ours) and pd.isna(theirs)) or ours == theirs, column
    assert asked.geometry.normalize().geom_equals_exact(written.geometry.normalize(), 1e-7).all()


def test_the_tables_of_an_atlas_are_those_of_the_commands() -> None:
    atlas = mapgen.open(GRID)
    listed = printed("list", "--layers", GRID)
    assert atlas.elements["id"].tolist() == [row["id"] for row in listed]
    assert atlas.elements.crs == 4326
    pd.testing.assert_frame_equal(atlas.areas, pd.DataFrame(printed("areas", "--layers", GRID)))
    assert [*atlas.plans["id"]] == ["town"]
    edges = atlas.boundaries("town")
    assert len(edges)
    assert atlas.edges.equals(edges)
    assert repr(atlas) == f"<AtlasTables of town: {len(listed)} elements>"


def test_several_plans_or_all_in_the_catalogues_order() -> None:
    atlas = mapgen.open()
    every = atlas.zones()
    both = atlas.zones("nansha", "guangzhou")
    assert [*both["plan"].unique()] == ["guangzhou", "nansha"]
    assert [*both.index] == [*range(len(both))]
    # A plan without axes among them leaves the columns' types alone.
    assert [*atlas.axes().dtypes] == [*atlas.axes("nansha").dtypes]
    assert len(every) == sum(len(atlas.zones(plan)) for plan in atlas.plans["id"])


def test_shared_places_are_those_of_the_command() -> None:
    shared = mapgen.open().shared
    rows = shared.astype(object).where(shared.notna(), None).to_dict("records")
    assert rows == printed("shared")
    assert len(rows) >= 20


@pytest.mark.parametrize("language", ["en", "zh"])
def test_check_finds_what_the_command_finds(grid: Path, language: str) -> None:
    put(grid, "town/zones", "town.north", stated_km2=60)
    found = mapgen.open(grid).check("town", language=language)
    assert len(found)
    assert found.to_dict("records") == printed("check", "--layers", grid, "--lang", language, code=1)


def test_a_list_of_plans_is_told_apart_from_plans(grid: Path) -> None:
    with pytest.raises(TypeError, match="give ids one by one"):
        mapgen.open(grid).zones(["town"])  # type: ignore[arg-type]


def test_findings_in_a_language_that_there_is_not_are_refused(grid: Path) -> None:
    with pytest.raises(ValueError, match="language 'fr' is none of zh, en"):
        mapgen.open(grid).check(language="fr")


def test_no_finding_is_an_empty_table_with_columns() -> None:
    found = mapgen.open().check("nanshan")
    assert (len(found), [*found.columns]) == (0, ["level", "rule", "id", "message"])


def test_layers_for_a_map_of_ones_own_are_those_of_ours() -> None:
    ours = [child for child in mapgen.map("nansha")._children.values() if isinstance(child, PlanLayer)]
    given = mapgen.map_layers("nansha")
    assert [(type(layer), layer.layer_name, layer.show) for layer in given] == [
        (type(layer), layer.layer_name, layer.show) for layer in ours
    ]


@pytest.mark.parametrize("ask", ["zones", "map", "map_layers"])
def test_a_plan_that_is_not_there_is_said_in_words(ask: str) -> None:
    with pytest.raises(mapgen.LayerError, match=r"^nowhere: no such plan; the plans are: town$"):
        getattr(mapgen, ask)("nowhere", layers=GRID)


def test_errors_are_exceptions_of_one_line_a_problem(grid: Path) -> None:
    put(grid, "town/zones", "town.north", accuracy_m=-1)
    put(grid, "town/nodes", "town.north-point", role="x")
    with pytest.raises(mapgen.LayerError) as broken:
        mapgen.open(str(grid))
    assert isinstance(broken.value, ValueError)
    lines = str(broken.value).splitlines()
    assert len(lines) == len(broken.value.messages) == 2
    assert all(line.startswith("town/") for line in lines)
    assert "Traceback" not in str(broken.value)
    with pytest.raises(mapgen.LayerError, match=r"missing/folder: "):
        mapgen.open("missing/folder")


def test_a_type_checker_knows_the_names(tmp_path: Path) -> None:
    script = tmp_path / "user.py"
    script.write_text(
        "import mapgen\n\natlas: mapgen.AtlasTables = mapgen.open()\n"
        'found: int = mapgen.open("x").check("a", language="zh").size\nmapgen.zones(1)\nmapgen.nothing\n',
        "utf-8",
    )
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", script],
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in run.stdout.splitlines() if line.startswith("user.py")]
    assert len(complaints) == 2, run.stdout
    assert 'user.py:5: error: Argument 1 to "zones" has incompatible type "int"' in complaints[0]
    assert "user.py:6: error" in complaints[1]
