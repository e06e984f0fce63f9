"""How tests run the commands of the way back, and write what others might send."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
from typer.testing import CliRunner, Result

from mapgen.cli.app import app

ROOT = Path(__file__).parents[1]
GRID = ROOT / "tests" / "data" / "grid"


def zonemap(*words: object) -> Result:
    """Run a command in English; an exception that is no exit is a bug and comes through."""
    result = CliRunner().invoke(app, [*map(str, words), "--lang", "en"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, so that an untouched folder can be told by comparing."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def lines_that_differ(folder: Path) -> list[str]:
    """Names of features whose line is another one than in the made-up layers."""
    found = []
    for path in sorted(GRID.rglob("*.geojson")):
        name = path.relative_to(GRID)
        old, new = path.read_text("utf-8").splitlines(), (folder / name).read_text("utf-8").splitlines()
        changed = {line.removesuffix(",") for line in new} ^ {line.removesuffix(",") for line in old}
        found += sorted(
            {json.loads(line)["properties"]["id"] for line in changed if line.startswith('{"type"')}
        )
    return found


def exported(folder: Path, out: Path, *words: str) -> Path:
    """An export of all layers of a folder: where it was written."""
    result = zonemap("export", "--layers", folder, "--out", out, *words)
    assert result.exit_code == 0, result.output
    (made,) = out.iterdir()
    return made


def tables(folder: Path, out: Path) -> dict[str, gpd.GeoDataFrame]:
    """What a GeoPackage export holds, to be edited and written again."""
    made = next(exported(folder, out, "--format", "gpkg").glob("*.gpkg"))
    names = [
        name
        for name, kind in gpd.list_layers(made)[["name", "geometry_type"]].itertuples(index=False)
        if isinstance(kind, str)
    ]
    found = {name: gpd.read_file(made, layer=name) for name in names}
    shutil.rmtree(out)
    return found


def write_gpkg(path: Path, layers: dict[str, gpd.GeoDataFrame]) -> Path:
    for name, table in layers.items():
        table.to_file(path, layer=name, driver="GPKG")
    return path


def put(table: gpd.GeoDataFrame, id_: str, **values: Any) -> None:
    """Set values of one row."""
    (row,) = table.index[table["id"] == id_]
    for column, value in values.items():
        if column == "geometry":
            table.loc[[row], "geometry"] = gpd.GeoSeries([value], index=[row], crs=table.crs)
        else:
            table.loc[row, column] = value


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
