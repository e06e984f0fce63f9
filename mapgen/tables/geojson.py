"""GeoJSON as RFC 7946 has it: WGS 84, exterior rings counter-clockwise, no crs member."""

import io
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely

#: Decimals of a degree: a centimetre, the grid that built boundaries lie on.
DECIMALS = 7


#: What GDAL is told to write. Of a number whose last decimal stands behind five nines or noughts it drops
#: the end as a rounding error, be it one or not (113.6999991 becomes 113.7): behind two more decimals, both
#: of which are 0 because coordinates are rounded before, it takes none of ours for one.
_WRITTEN = DECIMALS + 2

#: Columns of tables that are lists in GeoJSON: terms with semicolons between them, and records as JSON.
TERMS, RECORDS = {"function", "method"}, {"figures"}

#: What GDAL puts round the features, each of which has a line of its own.
_HEAD, _BETWEEN, _END = b'"features": [\n', b",\n", b"\n]\n}\n"


def dumps(table: gpd.GeoDataFrame, name: str) -> bytes:
    """Write a table as GeoJSON.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
        EPSG:4326.
    name : str
        Name of the layer.

    Returns
    -------
    bytes
        UTF-8, one feature a line; the same table gives the same bytes.
    """
    return joined([pa.table(table.to_arrow(index=False, geometry_encoding="WKB"))], name)


def joined(tables: Iterable[pa.Table], name: str) -> bytes:
    """Write tables as one GeoJSON file: what `dumps` makes of them together, in less memory.

    Parameters
    ----------
    tables : iterable of pyarrow.Table
        With the same columns, and ``geometry`` as WKB in EPSG:4326; none but the first may be empty.
    name : str
        Name of the layer.

    Returns
    -------
    bytes
    """
    whole = io.BytesIO()
    for table in tables:
        text = _dumps(table, name)
        if whole.tell():
            whole.seek(-len(_END), io.SEEK_CUR)
            whole.write(_BETWEEN)
            text = text[text.index(_HEAD) + len(_HEAD) :]
        whole.write(text)
    return whole.getvalue()


def _structured(table: pa.Table) -> pa.Table:
    """The table with lists where a flat table has text; GDAL is told which text is JSON."""
    for at, column in enumerate(table.schema):
        if column.name in TERMS:
            table = table.set_column(at, column.name, pc.split_pattern(table[column.name], ";"))
        elif column.name in RECORDS:
            told = column.with_metadata({"ARROW:extension:name": "arrow.json"})
            table = table.set_column(at, told, table[column.name])
    return table


def _rounded(table: pa.Table) -> pa.Table:
    """The table with all decimals of its coordinates that a file keeps."""
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    shapes = shapely.transform(shapes, lambda places: np.round(places, DECIMALS))
    at = table.column_names.index("geometry")
    return table.set_column(at, table.field(at), pa.array(shapely.to_wkb(shapes), pa.binary()))


def _dumps(table: pa.Table, name: str) -> bytes:
    buffer = io.BytesIO()
    pyogrio.write_arrow(
        _structured(_rounded(table)),
        buffer,
        layer=name,
        driver="GeoJSON",
        layer_options={
            "RFC7946": "YES",
            "COORDINATE_PRECISION": str(_WRITTEN),
            "WRITE_NAME": "YES",
            # A name such as [1] is text, and must not come out as a list.
            "AUTODETECT_JSON_STRINGS": "NO",
        },
        geometry_name="geometry",
        geometry_type="Unknown",
        crs="EPSG:4326",
    )
    return buffer.getvalue()
