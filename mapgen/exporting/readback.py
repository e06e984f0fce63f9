"""Exports are read back before they are said to be done: what the files hold against what they should hold.

Drivers swallow errors: on a full disk, or when memory ends, GDAL may leave a file that is cut off and report
success. Compared are the number of features, their ids in order, every attribute, and of each geometry the
bounds and the number of vertices, as far as the format carries them.
"""

import sqlite3
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from ezdxf.lldxf.const import DXFError
from pyogrio.errors import DataLayerError, DataSourceError

from layers.messages import Message, reason

#: What figures may lose as text: a dBASE field holds fifteen decimals.
_RELATIVE, _ABSOLUTE = 1e-9, 1e-12
#: What readers raise on files that are not whole.
_UNREADABLE = (
    OSError, ValueError, TypeError, KeyError, IndexError, RuntimeError, zipfile.BadZipFile, zlib.error,
    struct.error, sqlite3.Error, ET.ParseError, DXFError, pa.ArrowException, shapely.errors.ShapelyError,
    DataSourceError, DataLayerError,
)  # fmt: skip


#: Columns and geometries of some features.
Part = tuple[Mapping[str, Sequence[Any]], np.ndarray]


@dataclass(frozen=True)
class Held:
    """A layer as a file should hold it, and as it does.

    Attributes
    ----------
    name : str
        What messages call the layer.
    key : str
        Column that identifies a feature.
    expected : geopandas.GeoDataFrame
        Every column that the file carries, with values as the format leaves them, and ``geometry``.
    found : iterator of (dict of str to list, numpy.ndarray)
        Parts of the file one after the other: columns, and geometries. A column that is missing holds
        nothing; figures may be text.
    tolerance : float
        What the format may take from a coordinate, in units of the coordinate system.
    """

    name: str
    key: str
    expected: gpd.GeoDataFrame
    found: Iterator[Part]
    tolerance: float


def mismatch(layers: Iterable[Held]) -> Message | str | None:
    """Find out whether files hold what they should.

    Parameters
    ----------
    layers : iterable of Held

    Returns
    -------
    Message or str or None
        The first difference, or why a file cannot be read; None if there is none.
    """
    try:
        return next((said for said in map(_difference, layers) if said is not None), None)
    except _UNREADABLE as error:
        return Message("reason-unreadable", values={"reason": reason(error)})


def _difference(held: Held) -> Message | None:
    count, first = 0, None
    for columns, shapes in held.found:
        ours = held.expected.iloc[count : count + len(shapes)]
        count += len(shapes)
        if first is None and len(ours) == len(shapes):
            first = _first_difference(held, ours, columns, shapes)
    if count != len(held.expected):
        values: dict[str, object] = {"layer": held.name, "found": count, "expected": len(held.expected)}
        return Message("reason-read-back-count", values=values)
    return first


def _first_difference(
    held: Held, ours: gpd.GeoDataFrame, columns: Mapping[str, Sequence[Any]], shapes: np.ndarray
) -> Message | None:
    ids = ours[held.key].tolist()
    names = [held.key, *(name for name in ours.columns if name not in (held.key, "geometry"))]
    for name in names:
        there = columns.get(name, [None] * len(ids))
        figures = pd.api.types.is_numeric_dtype(ours[name])
        same = _same_figures(ours[name], there) if figures else _same_texts(ours[name], there)
        if not same.all():
            return _differing(held, ids, same, name)
    same = _same_shapes(ours.geometry.to_numpy(), shapes, held.tolerance)
    return None if same.all() else _differing(held, ids, same, "geometry")


def _differing(held: Held, ids: list[str], same: np.ndarray, column: str) -> Message:
    feature = ids[int(np.argmin(same))]
    return Message("reason-read-back", values={"layer": held.name, "feature": feature, "field": column})


def _same_texts(ours: Iterable[Any], theirs: Iterable[Any]) -> np.ndarray:
    return np.array([_text(here) == _text(there) for here, there in zip(ours, theirs, strict=True)])


def _text(value: Any) -> str:
    """Text; none at all is as good as an empty one, for not every format tells them apart."""
    return value if isinstance(value, str) else ""


def _same_figures(ours: pd.Series, theirs: Iterable[Any]) -> np.ndarray:
    there = [np.nan if value is None or value == "" else float(value) for value in theirs]
    here = ours.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(np.isclose(here, there, rtol=_RELATIVE, atol=_ABSOLUTE, equal_nan=True))


def _same_shapes(ours: np.ndarray, theirs: np.ndarray, tolerance: float) -> np.ndarray:
    counts = shapely.get_num_coordinates(ours) == shapely.get_num_coordinates(theirs)
    bounds = np.isclose(shapely.bounds(ours), shapely.bounds(theirs), rtol=0, atol=tolerance, equal_nan=True)
    return np.asarray(counts & bounds.all(axis=1))
