"""Formats of one file a layer: GeoJSON, FlatGeobuf, GeoParquet and CSV."""

import io
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely

from geo.crs import transform
from layers.messages import Message
from mapgen.exporting import about, gdal
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer
from mapgen.tables import geojson, sheet

#: What a CSVT calls the types of the field dictionary.
_CSV_TYPES = {"text": "String", "real": "Real", "integer": "Integer"}

#: Characters that a cell of Excel holds; those beyond 16 bits are two.
EXCEL_CELL = 32_767


def write_geojson(job: Job, stage: Path) -> list[Message]:
    """GeoJSON as RFC 7946 has it; what the export is stands in the foreign member ``zonemap``."""
    for layer in job.layers:
        pairs = json.dumps(about.metadata(job.of_layer(layer)), ensure_ascii=False).encode()
        text = geojson.dumps(layer.table, layer.name)
        content = text.replace(b'"features": [', b'"zonemap": ' + pairs + b',\n"features": [', 1)
        (stage / f"{layer.name}.geojson").write_bytes(content)
    return []


def write_flatgeobuf(job: Job, stage: Path) -> list[Message]:
    """FlatGeobuf with title, description and metadata in its header."""
    for layer in job.layers:
        pairs = about.metadata(job.of_layer(layer))
        # Into memory first: of a disk that is full GDAL says nothing, and leaves an empty file.
        content = io.BytesIO()
        # An index would put features into an order of its own, and these layers are small.
        names = {"SPATIAL_INDEX": "NO", "TITLE": layer.title, "DESCRIPTION": layer.title_en}
        columns = {item.name: gdal.words(item) for item in layer.fields}
        gdal.write(
            gdal.arrow(layer, columns),
            content,
            "FlatGeobuf",
            layer,
            layer_options=names,
            layer_metadata={key: value for key, value in pairs.items() if key != "TITLE"},
        )
        (stage / f"{layer.name}.fgb").write_bytes(content.getbuffer())
    return []


def write_parquet(job: Job, stage: Path) -> list[Message]:
    """GeoParquet 1.1; metadata of the export in the file, aliases and comments at the columns."""
    for layer in job.layers:
        pairs = about.metadata(job.of_layer(layer))
        buffer = io.BytesIO()
        layer.table.to_parquet(buffer, index=False, schema_version="1.1.0", write_covering_bbox=False)
        table = pq.read_table(buffer)
        fields = {item.name: item for item in layer.fields}
        schema = table.schema
        for index, column in enumerate(schema):
            if column.name in fields:
                item = fields[column.name]
                words = {"alias": item.alias, "comment": item.comment}
                schema = schema.set(index, column.with_metadata(words))
        schema = schema.with_metadata({**(table.schema.metadata or {}), **_prefixed(pairs, layer)})
        pq.write_table(table.cast(schema), stage / f"{layer.name}.parquet", compression="zstd")
    return []


def _prefixed(pairs: dict[str, str], layer: ExportLayer) -> dict[str, str]:
    words = {"layer": f"{layer.title} / {layer.title_en}"}
    return {**{f"zonemap:{key.lower()}": value for key, value in pairs.items()}, **words}


def write_csv(job: Job, stage: Path) -> list[Message]:
    """CSV with centroid and WKT, and no cell that a spreadsheet runs as a formula."""
    remarks = []
    for layer in job.layers:
        place = ["x", "y", "wkt"] if layer.located else []
        columns = [*layer.columns, *place]
        rows = []
        for values, middle in zip(layer.table.to_dict("records"), middles(layer, job), strict=True):
            wkt = shapely.to_wkt(values.pop("geometry"), rounding_precision=job.target.decimals) or ""
            plain = {key: None if pd.isna(value) else value for key, value in values.items()}
            rows.append({**plain, "x": middle[0], "y": middle[1], "wkt": wkt})
            if len(wkt) > EXCEL_CELL:
                size = {"count": len(wkt), "limit": EXCEL_CELL}
                remarks.append(Message("cell-long", layer.name, values[layer.key], size))
        (stage / f"{layer.name}.csv").write_bytes(sheet.dumps(columns, rows))
        # What GDAL and QGIS look for beside a CSV: the columns' types and the coordinate system.
        types = [_CSV_TYPES[item.type] for item in layer.fields]
        quoted = ",".join(f'"{name}"' for name in [*types, *(["Real", "Real", "WKT"] if place else [])])
        (stage / f"{layer.name}.csvt").write_text(quoted + "\n", "ascii")
        if layer.located:
            (stage / f"{layer.name}.prj").write_text(job.target.crs.to_wkt("WKT1_ESRI"), "utf-8")
    return remarks


def middles(layer: ExportLayer, job: Job) -> list[tuple[float, float]]:
    """Centroids (x, y) in the system of the job, found in degrees so that they are the same place in each."""
    table: gpd.GeoDataFrame = layer.table
    points = []
    for geometry in table.geometry:
        if geometry is None:
            points.append((np.nan, np.nan))
            continue
        middle = shapely.centroid(transform(geometry, job.target.code, 4326))
        there = transform(middle, 4326, job.target.code)
        points.append((round(there.x, job.target.decimals), round(there.y, job.target.decimals)))
    return points
