"""Every format in every coordinate system, read back by GDAL and compared feature by feature."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely
from commands import one_line_each, process, run
from exported import SHORT, apart_m, back, plain, read, rich, simple
from support import atlas_of, copy_of_grid, put, rewrite

from layers.assemble import Atlas
from layers.canonical import dumps
from layers.messages import LayerError
from layers.schema import KEYS
from mapgen.authoring.formatting import canonical_text
from mapgen.exporting.delivery import Export, exports
from mapgen.exporting.formats import FORMATS
from mapgen.exporting.layers import ExportLayer, export_layers
from mapgen.exporting.shapefile import shortened
from mapgen.files.errors import OutputError
from mapgen.text.texts import line

CODES = (4326, 4490, 4547, 4526)
OTHERS = (4549, 32649, 3857, 4214)
EVERYWHERE = ("gpkg", "shp", "fgb", "parquet", "csv")
CARRIED = [
    *((name, code) for name in EVERYWHERE for code in CODES),
    *((name, code) for name in ("gpkg", "shp") for code in OTHERS),
    ("geojson", 4326),
]


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return atlas_of(rich(copy_of_grid(tmp_path_factory.mktemp("rich") / "layers")))


@pytest.fixture(scope="module")
def layers(atlas: Atlas) -> dict[str, ExportLayer]:
    return {layer.name: layer for layer in export_layers(atlas, ["town"])}


def made(atlas: Atlas, where: Path, name: str, code: int | None = None, encoding: str = "utf-8") -> Path:
    """Export and put it on the disk; returns the folder of the export."""
    export = exports(atlas, ["town"], [name], str(code) if code else None, encoding)
    for file, content in export.files.items():
        (where / file).parent.mkdir(parents=True, exist_ok=True)
        (where / file).write_bytes(content)
    return where / next(iter(export.files)).split("/", 1)[0]


def opened(folder: Path, name: str) -> dict[str, gpd.GeoDataFrame]:
    """Layers of an export by name, as GDAL reads them (GeoParquet: as pyarrow does)."""
    if name == "gpkg":
        return {layer: read(folder / "town.gpkg", layer) for layer, _ in _listed(folder / "town.gpkg")}
    if name == "shp":
        path = f"/vsizip/{folder / 'town.zip'}"
        return {layer: read(path, layer) for layer, _ in _listed(path)}
    if name == "parquet":
        return {path.stem: gpd.read_parquet(path) for path in folder.glob("*.parquet")}
    return {path.stem: read(path) for path in folder.glob(f"*.{name}")}


def _listed(path: str | Path) -> Iterator[tuple[str, str]]:
    import pyogrio

    yield from (tuple(item) for item in pyogrio.list_layers(path) if item[0] != "layer_styles")


@pytest.mark.parametrize(("name", "code"), CARRIED)
def test_reads_back_the_same(
    atlas: Atlas, layers: dict[str, ExportLayer], tmp_path: Path, name: str, code: int
) -> None:
    found = opened(made(atlas, tmp_path, name, code), name)
    assert set(found) == set(layers)
    for layer in layers.values():
        table = found[layer.name]
        # The .prj of a CSV is found again by its figures, not by a code.
        assert table.crs.to_epsg(min_confidence=20 if name == "csv" else 70) == code
        key = layer.key
        assert list(table[key]) == list(layer.table[key])
        for (_, ours), (_, theirs) in zip(layer.table.iterrows(), table.iterrows(), strict=True):
            _same_attributes(layer, ours.to_dict(), theirs.to_dict(), name)
            assert apart_m(ours.geometry, simple(back(theirs.geometry, code))) < 0.001


def _same_attributes(layer: ExportLayer, ours: dict[str, Any], theirs: dict[str, Any], name: str) -> None:
    got = plain(theirs)
    for column, value in plain({key: ours[key] for key in layer.columns}).items():
        there = got[SHORT.get(column, column) if name == "shp" else column]
        if column == "method" and name == "geojson" and there is not None:
            there = ";".join(there)  # a list there
        if isinstance(value, float):
            assert there == pytest.approx(value, rel=1e-12)
        elif isinstance(value, str) and name == "shp":
            assert there == shortened(value, "utf-8").rstrip(" ")
        elif isinstance(value, str) and name == "csv":
            assert there in (value, f"'{value}")
        else:
            assert there == value or (name == "csv" and value is None and there == "")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("geojson", 4326),
        *((name, code) for name in ("gpkg", "fgb", "parquet") for code in (4326, 4547, 4526)),
    ],
)
def test_drawn_layers_come_back_to_the_byte(atlas: Atlas, tmp_path: Path, name: str, code: int) -> None:
    """What the layer files hold of baselines and nodes can be made again from an export alone."""
    found = opened(made(atlas, tmp_path, name, code), name)
    for layer, file in (("baselines", "baselines"), ("town_nodes", "town/nodes")):
        kind = layer.removeprefix("town_")
        rows = [plain(row) for row in found[layer].to_dict("records")]
        for row in (row for row in rows if row.get("method") is not None):
            told = row["method"]  # a list in GeoJSON, text elsewhere
            row["method"] = told.split(";") if isinstance(told, str) else list(told)
        features = [
            ({key: row[key] for key in KEYS[kind]}, simple(back(row["geometry"], code))) for row in rows
        ]
        text = (atlas.catalog.folder / f"{file}.geojson").read_text("utf-8")
        assert dumps(kind, features) == canonical_text(text, kind, file)


def test_sides_and_inside_come_along(atlas: Atlas, layers: dict[str, ExportLayer]) -> None:
    rows = {row["id"]: plain(row) for row in layers["town_zones"].table.to_dict("records")}
    record = atlas.elements["town.north"].entry.record
    told = [side.model_dump(exclude_none=True) for side in record.sides]
    assert json.loads(rows["town.north"]["sides"]) == told
    assert json.loads(rows["town.north"]["inside"]) == record.inside
    assert rows["town.core"]["sides"] is None


@pytest.mark.parametrize("name", ["geojson", "gpkg", "fgb", "parquet", "csv", "kml"])
def test_exterior_rings_run_counter_clockwise(atlas: Atlas, tmp_path: Path, name: str) -> None:
    folder = made(atlas, tmp_path, name)
    table = read(folder / "town.kml", "一核 · Core") if name == "kml" else opened(folder, name)["town_zones"]
    for part in shapely.get_parts(shapely.force_2d(table.geometry.to_numpy())):
        if part.geom_type == "Polygon":
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)


def test_a_zone_number_stands_before_the_easting_in_4526_only(atlas: Atlas, tmp_path: Path) -> None:
    east = {
        code: opened(made(atlas, tmp_path, "fgb", code), "fgb")["town_nodes"].geometry.iloc[0].x
        for code in (4547, 4526)
    }
    assert 400_000 < east[4547] < 500_000
    assert east[4526] - east[4547] == pytest.approx(38_000_000, abs=0.001)


def test_geojson_is_rfc_7946(atlas: Atlas, tmp_path: Path) -> None:
    for path in made(atlas, tmp_path, "geojson").glob("*.geojson"):
        told = json.loads(path.read_text("utf-8"))
        assert "crs" not in told
        assert told["name"] == path.stem
        assert told["zonemap"]["LICENSE"] == "ODbL-1.0"
        west, south = _first(told["features"][0]["geometry"]["coordinates"])
        assert 113 < west < 114
        assert 22 < south < 23


def _first(nested: Any) -> tuple[float, float]:
    return nested if isinstance(nested[0], float) else _first(nested[0])


def test_geoparquet_says_its_version_and_columns(atlas: Atlas, tmp_path: Path) -> None:
    schema = pq.read_schema(made(atlas, tmp_path, "parquet", 4547) / "town_zones.parquet")
    geo = json.loads(schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    column = geo["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4547}
    assert schema.metadata[b"zonemap:layers_version"].decode() == atlas.catalog.version
    assert schema.field("name").metadata[b"alias"].decode() == "名称"


def test_csv_opens_in_excel_and_runs_nothing(atlas: Atlas, tmp_path: Path) -> None:
    folder = made(atlas, tmp_path, "csv", 4547)
    raw = (folder / "town_zones.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == [
        row.id for row in atlas.of_plan("town") if row.kind in ("zone", "group")
    ]
    isles = next(row for row in rows if row["id"] == "town.isles")
    assert isles["note"].startswith("'=1+1")
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "@", "\t")]
    shape = shapely.from_wkt(isles["wkt"])
    middle = shapely.Point(float(isles["x"]), float(isles["y"]))
    assert middle.distance(shapely.centroid(shape)) < 1
    assert (folder / "town_zones.csvt").read_text().count(",") == len(rows[0]) - 1


def test_a_readme_says_what_when_and_how_exact(atlas: Atlas, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    for name in FORMATS:
        folder = made(atlas, tmp_path, name)
        told = (folder / "README.md").read_text("utf-8")
        code = "4547" if name == "dxf" else "4326"
        for words in ("2026-01-01", atlas.catalog.version, f"EPSG:{code}", "ODbL-1.0", "OpenStreetMap"):
            assert words in told, (name, words)
        for words in ("方城规划", "Grid Town Plan", "`accuracy_m`", "accuracy_m", "20–110.7 m"):
            assert words in told, (name, words)
        for path in folder.iterdir():
            assert path.name == "README.md" or f"`{path.name}`" in told


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_same_layers_on_the_same_day_give_the_same_bytes(
    atlas: Atlas, name: str, monkeypatch: Any
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    first = exports(atlas, ["town"], [name], None).files
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert exports(atlas, ["town"], [name], None).files == first


REFUSED = [
    ("geojson", "4490", "4326.*gpkg"),
    ("kml", "4547", "4326.*gpkg"),
    ("kmz", "4526", "4326.*gpkg"),
    ("dxf", "4326", "4547"),
    ("dxf", "4490", "4547"),
    ("dxf", "2263", "4547|4490"),  # feet
    ("gpkg", "999999", "4490"),
    ("gpkg", "beijing", "4490"),
    ("gpkg", "²", "4490"),
    ("gpkg", "5773", "4547"),  # heights only
    ("gpkg", "4978", "4547"),  # geocentric
    ("gpkg", "4979", "4547"),  # three dimensions
    ("gpkg", "4610", "4490"),  # Xi'an 1980: no published shift
    ("gpkg", "27700", "4490"),  # Britain
    ("gpkg", "2326", "4490"),  # Hong Kong, whose shift is not for here
]


@pytest.mark.parametrize(("name", "code", "instead"), REFUSED)
def test_what_a_format_cannot_carry_is_refused_with_what_to_use(
    atlas: Atlas, name: str, code: str, instead: str
) -> None:
    with pytest.raises(OutputError) as caught:
        exports(atlas, ["town"], [name], code)
    for language in ("zh", "en"):
        (text,) = [line(remark, language) for remark in caught.value.messages]
        assert code in text
        assert re.search(instead, text)


def test_the_null_shift_to_cgcs2000_is_told(atlas: Atlas) -> None:
    def said(code: str) -> list[str]:
        return [line(remark, "en") for remark in exports(atlas, ["town"], ["fgb"], code).remarks]

    assert said("4326") == []
    for code in ("4490", "4547", "4526"):
        (told,) = said(code)
        assert "transformation from WGS 84 to CGCS2000 is null" in told
        assert "accuracy of these layers" in told
    assert "15 m" in " ".join(said("4214"))
    assert "beyond its area of use" in " ".join(said("32650"))


def test_every_reason_is_given_and_nothing_is_written(grid: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = process(
        "export", "--layers", grid, "--out", out, "--crs", "4547",
        "--format", "gpkg", "--format", "geojson", "--format", "kml",
    )  # fmt: skip
    assert done.returncode == 2
    assert len(one_line_each(done.stderr)) == 2
    assert done.stdout == ""
    assert not out.exists()


def test_unknown_words_are_refused_in_one_line(grid: Path, tmp_path: Path) -> None:
    for arguments, words in (
        (["--format", "dwg"], "gpkg"),
        (["--format", "shp", "--encoding", "big5"], "gbk"),
        (["nowhere"], "town"),
        (["--crs", "-1"], "4490"),
    ):
        done = run("export", *arguments, "--layers", grid, "--out", tmp_path / "out")
        assert done.exit_code == 2
        (line,) = one_line_each(done.stderr)
        assert words in line


def test_the_command_writes_and_says_so(grid: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = process("export", "town", "--layers", grid, "--out", out, "--crs", "4490", ZONEMAP_LANG="zh")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "零转换" in done.stderr
    assert sorted(path.name for path in (out / "town-gpkg-4490").iterdir()) == ["README.md", "town.gpkg"]


def test_a_control_character_in_a_plans_words_is_refused_with_the_layers(grid: Path) -> None:
    rewrite(grid / "town" / "plan.toml", 'title_en = "Grid Town Plan"', 'title_en = "a\\u0001b"')
    with pytest.raises(LayerError, match="title_en"):
        atlas_of(grid)


def test_plans_without_features_make_empty_layers(grid: Path, tmp_path: Path) -> None:
    put(grid, "town/axes", "town.axis", passes=None)
    for layer in ("zones", "nodes"):
        (grid / "town" / f"{layer}.geojson").write_text(dumps(layer, []), "utf-8")
    text = (grid / "town" / "plan.toml").read_text("utf-8")
    (grid / "town" / "plan.toml").write_text(text[: text.index("[[rules]]")], "utf-8")
    atlas = atlas_of(grid)
    for name in FORMATS:
        folder = made(atlas, tmp_path, name)
        if name in (*EVERYWHERE, "geojson"):
            found = opened(folder, name)
            assert len(found["town_zones"]) == 0
            assert len(found["town_axes"]) == 1


def test_names_of_outputs_stay_in_the_output_folder(atlas: Atlas) -> None:
    export: Export = exports(atlas, ["town"], list(FORMATS), None)
    assert all(re.fullmatch(r"[a-z0-9_+.-]+/[A-Za-z0-9_.-]+", name) for name in export.files)
    assert not any(".." in name for name in export.files)
    archive = zipfile.ZipFile(io.BytesIO(export.files["town-shp-4326/town.zip"]))
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", name) for name in archive.namelist())
