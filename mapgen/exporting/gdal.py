"""One layer through a GDAL driver, with what GDAL can be told of its columns."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from mapgen.exporting.fields import Field
from mapgen.exporting.layers import ExportLayer
from mapgen.tables.frames import ARROW_TYPES, PART

_MULTI = {
    "MultiPolygon": (shapely.GeometryType.POLYGON, shapely.multipolygons),
    "MultiLineString": (shapely.GeometryType.LINESTRING, shapely.multilinestrings),
}


@contextmanager
def settings(**options: str) -> Iterator[None]:
    """Set GDAL's configuration for a while.

    Parameters
    ----------
    **options : str
        Names and values of configuration options.
    """
    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def arrow(layer: ExportLayer, about_columns: Mapping[str, Mapping[str, str]] | None = None) -> pa.Table:
    """A layer as an Arrow table with its geometry as WKB.

    Parameters
    ----------
    layer : ExportLayer
    about_columns : mapping of str to mapping of str to str, optional
        What GDAL is told of each column, such as ``GDAL:OGR:width``.

    Returns
    -------
    pyarrow.Table
        The columns with the types of the field dictionary, then ``geometry``.
        A layer that is declared as Multi* holds nothing else; one without geometry has no such column.
    """
    column_metadata = about_columns or {}
    arrays, schema = [], []
    for item in layer.fields:
        values = pa.array(layer.table[item.name], type=ARROW_TYPES[item.type], from_pandas=True)
        arrays.append(values)
        schema.append(pa.field(item.name, values.type, metadata=dict(column_metadata.get(item.name, {}))))
    if layer.geometry_type is not None:
        arrays.append(_wkb(layer.table.geometry.to_numpy(), layer.geometry_type))
        schema.append(pa.field("geometry", pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"}))
    return pa.Table.from_arrays(arrays, schema=pa.schema(schema))


def _wkb(geometries: np.ndarray, wanted: str) -> pa.Array:
    """Geometries as WKB, by and by: promoted, and as single texts, they weigh far more than the column."""
    starts = range(0, max(len(geometries), 1), PART)
    chunks = [shapely.to_wkb(promoted(geometries[start : start + PART], wanted)) for start in starts]
    return pa.concat_arrays([pa.array(chunk, type=pa.binary()) for chunk in chunks])


def promoted(geometries: np.ndarray, wanted: str) -> np.ndarray:
    """Geometries as the Multi* type that a layer is declared with; others as they are."""
    if wanted not in _MULTI:
        return geometries
    simple, gather = _MULTI[wanted]
    single = np.flatnonzero(shapely.get_type_id(geometries) == simple)
    changed = geometries.copy()
    changed[single] = gather(geometries[single], indices=np.arange(len(single)))
    return changed


def words(item: Field) -> dict[str, str]:
    """Alias and comment of a column as GDAL is told them."""
    return {"GDAL:OGR:alternative_name": item.alias, "GDAL:OGR:comment": item.comment}


def write(table: pa.Table, path: Path | BytesIO, driver: str, layer: ExportLayer, **more: Any) -> None:
    """Write an Arrow table with a driver.

    Parameters
    ----------
    table : pyarrow.Table
        As `arrow` makes it.
    path : Path or BytesIO
        A file, or memory for what GDAL writes in one piece.
    driver : str
        GDAL's name of it.
    layer : ExportLayer
        Gives the name, the type of geometry and the coordinate system.
    **more
        What `pyogrio.write_arrow` takes besides.
    """
    if layer.located:
        more.setdefault("geometry_type", layer.geometry_type)
        more |= {"geometry_name": "geometry", "crs": f"EPSG:{layer.table.crs.to_epsg()}"}
    pyogrio.write_arrow(table, path, layer=layer.name, driver=driver, **more)
