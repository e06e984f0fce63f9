"""What the files of an export hold, format by format, beside what they should hold."""

import json
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.filemanagement import readfile

from mapgen.exporting import dxf, geopackage, kml, shapefile
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer
from mapgen.exporting.readback import Held, Part
from mapgen.files.scratch import temporary_folder
from mapgen.tables import geojson, sheet
from mapgen.tables.frames import PART, compact

#: Of the envelope before a geometry in a GeoPackage: none, x and y, with z, with m, with both.
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


def read_geopackage(job: Job, folder: Path) -> Iterator[Held]:
    """The tables of the database by SQL: GDAL looks at all layers whenever it opens one."""
    for name, part in geopackage.parts(job).items():
        with closing(sqlite3.connect(folder / f"{name}.gpkg")) as database:
            sound = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if sound != "ok":
                raise OSError(sound)
            for layer in part.layers:
                _check_entries(database, layer)
                if layer.located:
                    _check_index(database, layer)
                rows = database.execute(f'SELECT * FROM "{layer.name}" ORDER BY fid')  # noqa: S608
                yield held(job, layer, _rows(rows))


def _check_entries(database: sqlite3.Connection, layer: ExportLayer) -> None:
    # Without them GIS shows no such layer, or its columns without their Chinese names.
    entries = {
        "gpkg_contents": 1,
        "gpkg_geometry_columns": int(layer.located),
        "gpkg_data_columns": len(layer.fields),
    }
    for table, expected in entries.items():
        query = f"SELECT count(*) FROM {table} WHERE table_name = ?"  # noqa: S608
        (found,) = database.execute(query, (layer.name,)).fetchone()
        if found != expected:
            raise OSError(f"{layer.name}: {table}: {found}")


def _check_index(database: sqlite3.Connection, layer: ExportLayer) -> None:
    # The index alone tells QGIS what lies in its window.
    index = f"rtree_{layer.name}_geom"
    (indexed,) = database.execute(f'SELECT count(*) FROM "{index}"').fetchone()  # noqa: S608
    if indexed != len(layer.table):
        raise OSError(f"{index}: {indexed}")


def _rows(cursor: sqlite3.Cursor) -> Iterator[Part]:
    names = [each[0] for each in cursor.description]
    while rows := cursor.fetchmany(PART):
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        blobs = [blob[_head_bytes(blob) :] for blob in columns.pop("geom", ())]
        yield columns, shapely.from_wkb(np.array(blobs or [None] * len(rows), dtype=object))


def _head_bytes(blob: bytes) -> int:
    """Size of what a GeoPackage puts before the WKB of a geometry, by the kind of its envelope."""
    return 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0b111]


def read_shapefile(job: Job, folder: Path) -> Iterator[Held]:
    """The Shapefiles of the zip, unpacked; blanks around a text, which they do not keep, do not count."""
    with temporary_folder() as place:
        with zipfile.ZipFile(folder / f"{job.stem}.zip") as archive:
            archive.extractall(place)
        for layer in job.layers:
            table = layer.table.copy()
            texts = [item.name for item in layer.fields if item.type == "text"]
            for column in texts:
                table[column] = [_stripped(value, job.encoding) for value in table[column]]
            names = {item.shp: item.name for item in layer.fields}
            ending = ".shp" if layer.located else ".dbf"
            parts = ogr(Path(place, layer.name + ending), located=layer.located)
            found = ((_stripped_columns(columns, names), shapes) for columns, shapes in parts)
            yield held(job, layer.with_table(table), found)


def _stripped_columns(columns: Mapping[str, Sequence[Any]], names: Mapping[str, str]) -> dict[str, list[Any]]:
    """Columns under their long names, without blanks around texts."""
    return {
        names.get(name, name): [value.strip(" ") if isinstance(value, str) else value for value in values]
        for name, values in columns.items()
    }


def _stripped(value: object, encoding: str) -> str | None:
    return shapefile.shortened(value, encoding).strip(" ") if isinstance(value, str) else None


def read_flatgeobuf(job: Job, folder: Path) -> Iterator[Held]:
    """A file a layer."""
    for layer in job.layers:
        yield held(job, layer, ogr(folder / f"{layer.name}.fgb", located=layer.located))


def read_geojson(job: Job, folder: Path) -> Iterator[Held]:
    """A file a layer; text that looks like a date stays text."""
    for layer in job.layers:
        parts = ogr(folder / f"{layer.name}.geojson", DATE_AS_STRING="YES")
        found = ((_flat_columns(columns), shapes) for columns, shapes in parts)
        yield held(job, layer, found, 10.0**-geojson.DECIMALS)


def _flat_columns(columns: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Columns whose lists are text again, as in a table."""
    flat = dict(columns)
    for name in geojson.TERMS & flat.keys():
        flat[name] = [";".join(value) if isinstance(value, list) else value for value in flat[name]]
    for name in geojson.RECORDS & flat.keys():
        flat[name] = [compact(json.loads(value)) if isinstance(value, str) else value for value in flat[name]]
    return flat


def read_parquet(job: Job, folder: Path) -> Iterator[Held]:
    """A file a layer."""
    for layer in job.layers:
        with pq.ParquetFile(folder / f"{layer.name}.parquet") as file:
            yield held(job, layer, (_part(part, "geometry") for part in file.iter_batches(PART)))


def read_csv(job: Job, folder: Path) -> Iterator[Held]:
    """A file a layer; text that a spreadsheet would run has an apostrophe before it."""
    for layer in job.layers:
        table = layer.table.copy()
        for column in (item.name for item in layer.fields if item.type == "text"):
            table[column] = table[column].map(sheet.harmless)
        with pd.read_csv(
            folder / f"{layer.name}.csv",
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
            chunksize=PART,
        ) as parts:
            columns = (part.to_dict("list") for part in parts)
            found = ((part, _from_wkt(part)) for part in columns)
            yield held(job, layer.with_table(table), found)


def _from_wkt(part: Mapping[str, Sequence[Any]]) -> np.ndarray:
    texts = part.get("wkt", [None] * len(next(iter(part.values()))))
    return np.asarray(shapely.from_wkt(np.array(texts, dtype=object)))


def read_kml(job: Job, folder: Path) -> Iterator[Held]:
    """A file a plan with a layer for each folder."""
    for document in kml.documents(job):
        yield from _placemarks(job, document.folders, (folder / f"{document.name}.kml").read_bytes())


def read_kmz(job: Job, folder: Path) -> Iterator[Held]:
    """The same out of the zips."""
    for document in kml.documents(job):
        with zipfile.ZipFile(folder / f"{document.name}.kmz") as archive:
            yield from _placemarks(job, document.folders, archive.read("doc.kml"))


def _placemarks(job: Job, folders: list[kml.Folders], text: bytes) -> Iterator[Held]:
    root = ET.fromstring(text)  # noqa: S314 - our own file, which declares no entities
    found = root.iter(f"{kml.TAG}Folder")
    for layer, _, sizes in folders:
        own = islice(found, len(sizes))
        rows = [_placemark(mark) for folder in own for mark in folder.iter(f"{kml.TAG}Placemark")]
        yield held(job, layer, iter([_columns(rows)]))


def _placemark(mark: ET.Element) -> dict[str, object]:
    values: dict[str, object] = {"id": mark.get("id"), "name": mark.findtext(f"{kml.TAG}name")}
    values |= {str(data.get("name")): data.text for data in mark.iter(f"{kml.TAG}SimpleData")}
    values |= {
        str(data.get("name")): data.findtext(f"{kml.TAG}value") for data in mark.iter(f"{kml.TAG}Data")
    }
    positions = [
        position.split(",")[:2]
        for coordinates in mark.iter(f"{kml.TAG}coordinates")
        for position in (coordinates.text or "").split()
    ]
    return {**values, "geometry": _cloud(np.array(positions, dtype=float))}


def read_dxf(job: Job, folder: Path) -> Iterator[Held]:
    """The drawing: outlines and points by the ids at the entities, and names as they are written there."""
    places: dict[str, list[np.ndarray]] = {}
    names: dict[str, str] = {}
    for entity in readfile(folder / f"{job.stem}.dxf").modelspace():
        key = str(entity.get_xdata(dxf.APPLICATION)[0].value)
        if entity.dxftype() == "TEXT":
            names[key] = entity.dxf.text
        elif entity.dxftype() == "POINT":
            places.setdefault(key, []).append(np.array([tuple(entity.dxf.location.vec2)]))
        elif isinstance(entity, LWPolyline):
            line = np.array(entity.get_points("xy"))
            places.setdefault(key, []).append(np.vstack([line, line[:1]]) if entity.closed else line)
    for layer in job.layers:
        key = layer.key
        table = layer.table[[key, *(["name"] if "name" in layer.columns else []), "geometry"]].copy()
        if "name" in table:
            table["name"] = table["name"].map(dxf.fitting)
        rows = [
            {key: id_, "name": names.get(id_), "geometry": _cloud(np.vstack(places[id_]))}
            for id_ in table[key]
            if id_ in places
        ]
        yield held(job, layer.with_table(table), iter([_columns(rows)]))


def held(job: Job, layer: ExportLayer, found: Iterator[Part], tolerance: float = 0.0) -> Held:
    """What a file holds of a layer; coordinates may differ by the tolerance or their last decimal."""
    least = 10.0**-job.target.decimals
    return Held(layer.name, layer.key, layer.table, found, max(tolerance, least))


def ogr(path: Path, layer: str | None = None, *, located: bool = True, **options: str) -> Iterator[Part]:
    """A layer as GDAL reads it, some rows at a time."""
    with pyogrio.open_arrow(path, layer=layer, use_pyarrow=True, batch_size=PART, **options) as (told, parts):
        if located and told["crs"] is None:
            raise OSError(f"{path.name}: no coordinate system")
        for part in parts:
            yield _part(part, told["geometry_name"] or "wkb_geometry")


def _part(batch: pa.RecordBatch, geometry: str) -> Part:
    """Columns of a record batch, and shapes of its WKB."""
    columns = batch.to_pydict()
    # Of a FlatGeobuf without geometry GDAL reads empty ones, which are no WKB.
    blobs = [blob or None for blob in columns.pop(geometry, [None] * len(batch))]
    return columns, shapely.from_wkb(np.array(blobs, dtype=object))


def _columns(rows: list[dict[str, Any]]) -> Part:
    shapes = np.array([row.pop("geometry") for row in rows], dtype=object)
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}, shapes


def _cloud(positions: np.ndarray) -> shapely.MultiPoint:
    """Vertices without what joins them, which have the bounds of the geometry and are as many."""
    return shapely.multipoints(positions)
