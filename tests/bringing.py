"""How tests export layers and write what others might send back."""

from __future__ import annotations

import io
import json
import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
from commands import run
from support import GRID


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
    result = run("export", "--layers", folder, "--out", out, *words)
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


def edit_row(table: gpd.GeoDataFrame, id_: str, **values: Any) -> None:
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


def nested(depth: int) -> bytes:
    """A point in so many geometry collections, each in the next, as WKB."""
    return struct.pack("<BII", 1, 7, 1) * depth + struct.pack("<BIdd", 1, 1, 113.5, 22.8)
