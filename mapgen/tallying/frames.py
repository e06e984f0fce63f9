"""Tables in memory, counted as those in files are."""

from dataclasses import replace
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from mapgen.tallying.batches import BATCH, Batch, quoted
from mapgen.tallying.columns import SAMPLE, Asked, find
from mapgen.tallying.counting import Counted, Counter
from mapgen.tallying.numbers import number, two
from mapgen.tallying.systems import remarks, system
from mapgen.tallying.zones import Zones, cells

_NAME = "DataFrame"


def count_frame(frame: pd.DataFrame, zones: Zones, asked: Asked) -> Counted:
    """Count the rows of a table in memory.

    Parameters
    ----------
    frame : pandas.DataFrame or geopandas.GeoDataFrame
        With columns of coordinates; or with points, in whatever system it states, degrees if it states none.
    zones : Zones
    asked : Asked

    Raises
    ------
    OutputError
        If it has no such columns.
    """
    if isinstance(frame, gpd.GeoDataFrame) and asked.x is None and frame.active_geometry_name:
        shapes = frame.geometry
        if frame.crs is not None and asked.crs is None and asked.shift is None:
            shapes = shapes.to_crs(4326)
        shapes = shapes.to_numpy()
        is_point = (shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes)
        points = np.where(is_point, shapes, None)
        x, y = shapely.get_x(points), shapely.get_y(points)
        table = pd.DataFrame(frame.drop(columns=frame.active_geometry_name)).assign(
            **{"\0x": np.asarray(x), "\0y": np.asarray(y)}
        )
        asked = replace(asked, x="\0x", y="\0y")
    else:
        table = pd.DataFrame(frame)
    return _count(table, zones, asked)


def _count(table: pd.DataFrame, zones: Zones, asked: Asked) -> Counted:
    told = system(asked.crs, asked.shift)
    names = [str(name) for name in table.columns]
    sample = [
        [None if pd.isna(cell) is True else str(cell) for cell in row]
        for row in table.head(SAMPLE).itertuples(index=False)
    ]
    layout = find([names, *sample], asked, told.box, _NAME, headed=True)
    counter = Counter(cells(zones, asked.crs, asked.shift, len(table)), asked, told.box, _NAME)
    counter.found.remarks = remarks(_NAME, layout.places, asked.crs, asked.shift)
    counter.found.places = [(_NAME, *layout.places)] if "\0x" not in layout.places else []
    for start in range(0, len(table), BATCH):
        some = table.iloc[start : start + BATCH]
        columns = some.iloc[:, layout.x], some.iloc[:, layout.y]
        if layout.x == layout.y:
            places = np.array([two(_text(cell)) for cell in columns[0]], dtype=float).reshape(-1, 2)
            x, y = places[:, ::-1].T if layout.turned else places.T
        else:
            x, y = map(_floats, columns)
        groups = [_texts(some.iloc[:, at]) for at in layout.groups]
        total = None if layout.total is None else _floats(some.iloc[:, layout.total])
        counter.take(Batch(x, y, groups, total, start + 1, partial(_cells, columns)))
    return counter.finish()


def _floats(column: pd.Series) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(column):
        return np.asarray(column.to_numpy(dtype=float, na_value=np.nan))
    return np.array([number(_text(cell)) for cell in column], dtype=float)


def _texts(column: pd.Series) -> pa.Array:
    return pa.array([_text(cell) for cell in column], pa.string())


def _text(cell: object) -> str | None:
    # What is a list has no truth of its own, and is text here.
    return None if pd.isna(cell) is True else str(cell)


def _cells(columns: tuple[pd.Series, pd.Series], at: int) -> str:
    return quoted(*(column.iloc[at] for column in columns))
