"""The Python interface: the plans' layers as tables and maps.

>>> import mapgen
>>> zones = mapgen.zones("nansha")  # a GeoDataFrame, EPSG:4326

Each function reads the layers anew. Whoever wants several tables opens the atlas once:

>>> atlas = mapgen.open()
>>> atlas.axes("nansha")
>>> atlas.check()
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from layers import messages
from layers.assemble import Atlas, assemble
from layers.catalog import DEFAULT, load
from layers.checks import check
from layers.plan import Plan
from mapgen.tables import frames
from mapgen.tables.area_check import COLUMNS as AREA_COLUMNS
from mapgen.tables.area_check import area_rows
from mapgen.tables.findings import COLUMNS as FINDING_COLUMNS
from mapgen.tables.findings import finding_rows
from mapgen.tables.shared import COLUMNS as SHARED_COLUMNS
from mapgen.tables.shared import shared_rows
from mapgen.text.loading import require_language
from mapgen.text.texts import line

if TYPE_CHECKING:
    import folium
    from folium.map import Layer

__all__ = [
    "AtlasTables",
    "LayerError",
    "axes",
    "boundaries",
    "map",
    "map_layers",
    "nodes",
    "open",
    "tally",
    "zones",
]

#: A layers folder, however it is written; None is the one that comes with the package.
Folder = str | os.PathLike[str] | None


class LayerError(messages.LayerError):
    """The layers, or a table to be counted, cannot be used: a line each with file, feature, reason, mend.

    Attributes
    ----------
    messages : list of layers.messages.Message
        The same as codes and values.
    """

    def __str__(self) -> str:
        return self.text("en")

    def text(self, language: str) -> str:
        """Say it in a language, "en" or "zh"."""
        return "\n".join(line(message, language) for message in self.messages)


@contextmanager
def _worded() -> Iterator[None]:
    """Put errors of the layers into words: who calls from Python reads the exception itself."""
    try:
        yield
    except messages.MessageError as error:
        raise LayerError(*error.messages) from None


_PLAN_COLUMNS = ("id", "title", "title_en", "layout", "layout_en", "place", "place_en", "source", "note")


def open(layers: Folder = None) -> "AtlasTables":  # noqa: A001 - the names are read with the package: mapgen.open
    """Read, check and assemble a layers folder.

    Parameters
    ----------
    layers : path-like, optional
        A layers folder; without it the layers that come with the package.

    Returns
    -------
    AtlasTables

    Raises
    ------
    LayerError
        If the layers cannot be used as they are.
    """
    with _worded():
        return AtlasTables(assemble(load(DEFAULT if layers is None else Path(layers))))


def zones(*plans: str, layers: Folder = None) -> gpd.GeoDataFrame:
    """Zones, and the groups made of them: `AtlasTables.zones` of a folder that is opened for it.

    Parameters
    ----------
    *plans : str
        Ids of plans; all without any.
    layers : path-like, optional
        A layers folder; without it the layers that come with the package.

    Returns
    -------
    geopandas.GeoDataFrame
        Polygons in EPSG:4326, the columns of an export; areas in km², accuracy in m.

    Raises
    ------
    LayerError
        If the layers cannot be used, or hold no such plan.
    """
    return open(layers).zones(*plans)


def axes(*plans: str, layers: Folder = None) -> gpd.GeoDataFrame:
    """Corridors and axes, as lines; parameters, columns and errors as for `zones`."""
    return open(layers).axes(*plans)


def nodes(*plans: str, layers: Folder = None) -> gpd.GeoDataFrame:
    """Nodes, as points; parameters, columns and errors as for `zones`."""
    return open(layers).nodes(*plans)


def boundaries(*plans: str, layers: Folder = None) -> gpd.GeoDataFrame:
    """Edges of the zones that are built from named sides, as lines; parameters and errors as for `zones`.

    The columns are those of an export: zone, side, the words of the plan, baseline, basis,
    accuracy and length in m.
    """
    return open(layers).boundaries(*plans)


def map(*plans: str, layers: Folder = None, language: str = "zh", **options: Any) -> "folium.Map":  # noqa: A001
    """Map plans: `AtlasTables.map` of a folder that is opened for it.

    Parameters
    ----------
    *plans : str
        Ids of plans; all without any.
    layers : path-like, optional
        A layers folder; without it the layers that come with the package.
    language : {"zh", "en"}, optional
        Language of names, tooltips and popups.
    **options
        Further options of `mapgen.pages.map.folium_map` and of `folium.Map`.

    Returns
    -------
    folium.Map
        Shows itself in a notebook, with no network; other layers, plugins and tiles may be added to it.

    Raises
    ------
    LayerError
        If the layers cannot be used, or hold no such plan.
    ValueError
        If the language is another.
    """
    return open(layers).map(*plans, language=language, **options)


def map_layers(*plans: str, layers: Folder = None, language: str = "zh") -> list["Layer"]:
    """Layers of plans for a map of folium; parameters and errors as for `map`.

    From bottom to top: shores and rivers, baselines, one for each role, the sides and the relations.
    """
    return open(layers).map_layers(*plans, language=language)


def tally(
    table: "pd.DataFrame | str | os.PathLike[str] | Sequence[str | os.PathLike[str]]",
    *plans: str,
    layers: Folder = None,
    **options: Any,
) -> pd.DataFrame:
    """Count the rows of a table in zones: `AtlasTables.tally` of a folder that is opened for it."""
    return open(layers).tally(table, *plans, **options)


class AtlasTables:
    """The plans of a layers folder as tables; what `mapgen.open` returns.

    Tables with geometry are GeoDataFrames in EPSG:4326, their rows in drawing order.

    Parameters
    ----------
    atlas : layers.atlas.Atlas
        The assembled layers behind the tables.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas

    def __repr__(self) -> str:
        return f"<AtlasTables of {', '.join(self.atlas.catalog.plans)}: {len(self.atlas.elements)} elements>"

    @cached_property
    def plans(self) -> pd.DataFrame:
        """A row for each plan: id, title, layout phrase, place, source and note."""
        rows = [_plan(plan) for plan in self.atlas.catalog.plans.values()]
        return pd.DataFrame(rows, columns=list(_PLAN_COLUMNS), dtype="str")

    @cached_property
    def elements(self) -> gpd.GeoDataFrame:
        """Every zone, group, axis and node of every plan; areas in km², accuracy in m."""
        return frames.elements(self.atlas, self.atlas.catalog.plans)

    @cached_property
    def edges(self) -> gpd.GeoDataFrame:
        """Every edge of every zone that is built from named sides; accuracy and length in m."""
        return self.boundaries()

    @cached_property
    def areas(self) -> pd.DataFrame:
        """Stated areas against computed ones, km²: the table of ``zonemap areas``."""
        rows = area_rows(self.atlas, self.atlas.catalog.chosen([]))
        return pd.DataFrame(rows, columns=list(AREA_COLUMNS))

    @cached_property
    def shared(self) -> pd.DataFrame:
        """Places that several plans name, and what each says there: the table of ``zonemap shared``."""
        rows = shared_rows(self.atlas, self.atlas.catalog.plans)
        return pd.DataFrame(rows, columns=list(SHARED_COLUMNS))

    def zones(self, *plans: str) -> gpd.GeoDataFrame:
        """Zones, and the groups made of them, of some plans or of all.

        Parameters
        ----------
        *plans : str
            Ids of plans; all without any.

        Returns
        -------
        geopandas.GeoDataFrame
            Polygons in EPSG:4326, the columns of an export; areas in km², accuracy in m.

        Raises
        ------
        LayerError
            If there is no such plan.
        """
        return self._layer("zones", plans)

    def axes(self, *plans: str) -> gpd.GeoDataFrame:
        """Corridors and axes, as lines; parameters and errors as for `zones`."""
        return self._layer("axes", plans)

    def nodes(self, *plans: str) -> gpd.GeoDataFrame:
        """Nodes, as points; parameters and errors as for `zones`."""
        return self._layer("nodes", plans)

    def places(self, *plans: str) -> pd.DataFrame:
        """Listed places, without geometry, with what holds them; parameters and errors as for `zones`."""
        return pd.DataFrame(self._layer("places", plans).drop(columns="geometry"))

    def pending(self, *plans: str) -> pd.DataFrame:
        """Zones without a boundary yet, with their sides as JSON; parameters and errors as for `zones`."""
        return pd.DataFrame(self._layer("pending", plans).drop(columns="geometry"))

    def boundaries(self, *plans: str) -> gpd.GeoDataFrame:
        """Edges of zones built from named sides, as lines; parameters and errors as for `zones`."""
        return self._layer("boundaries", plans)

    def map(self, *plans: str, language: str = "zh", **options: Any) -> "folium.Map":
        """Map plans; parameters, return value and errors as for `mapgen.map`."""
        from mapgen.pages.map import folium_map

        return folium_map(self.atlas, self._chosen(plans), language=language, **options)

    def map_layers(self, *plans: str, language: str = "zh") -> list["Layer"]:
        """Layers for a map of folium; parameters, return value and errors as for `mapgen.map_layers`."""
        from mapgen.pages import map as maps

        return [*maps.map_layers(self.atlas, self._chosen(plans), language=language)]

    def check(self, *plans: str, language: str = "zh") -> pd.DataFrame:
        """What is wrong or doubtful: topology, areas and layout claims.

        Parameters
        ----------
        *plans : str
            Ids of plans; all without any.
        language : {"zh", "en"}, optional
            Language of the messages.

        Returns
        -------
        pandas.DataFrame
            Level ("error" or "warning"), rule, id and message; no row if nothing is found.

        Raises
        ------
        LayerError
            If there is no such plan.
        ValueError
            If the language is another.
        """
        require_language(language)
        found = check(self.atlas, self._chosen(plans))
        return pd.DataFrame(finding_rows(found, language), columns=list(FINDING_COLUMNS), dtype="str")

    def tally(
        self,
        table: "pd.DataFrame | str | os.PathLike[str] | Sequence[str | os.PathLike[str]]",
        *plans: str,
        by: str | Sequence[str] = (),
        sum: str | None = None,  # noqa: A002 - as the option of the command
        year: str | None = None,
        lon: str | None = None,
        lat: str | None = None,
        crs: int | str | None = None,
        from_: str | None = None,
        within_m: float | None = None,
        cluster: str | None = None,
    ) -> pd.DataFrame:
        """Count the rows of a table in zones.

        Parameters
        ----------
        table : pandas.DataFrame, geopandas.GeoDataFrame, path-like, or sequence of path-like
            Rows with coordinates, or points; or files: CSV, Parquet, GeoParquet, XLSX, which need the extra
            ``zonemap[tally]``.
        *plans : str
            Ids of plans; all without any.
        by : str or sequence of str, optional
            Columns by whose values rows are counted apart.
        sum : str, optional
            Column to sum.
        year : str, optional
            Column of years or dates, by which rows are counted apart.
        lon, lat : str, optional
            Columns of coordinates (x and y with `crs`); found by their names and values without them.
        crs : int or str, optional
            EPSG code of the coordinates; degrees of WGS 84 or CGCS2000 without it.
        from_ : {"gcj02", "bd09"}, optional
            How degrees are shifted.
        within_m : float, optional
            Count what lies within this distance (m) of each axis as well.
        cluster : str, optional
            Address of a scheduler of Dask distributed that counts the files.

        Returns
        -------
        pandas.DataFrame
            ``plan``, ``zone``, ``name``, ``count``, and what was asked for; a point on an edge that zones
            share counts in each. Its ``attrs`` have ``rejected`` (the first twenty bad rows),
            ``rejected_count``, ``outside`` and ``in_several``.

        Raises
        ------
        LayerError
            If there is no such plan, file or column, or what reads files is not installed.
        """
        from mapgen.tallying.columns import Asked
        from mapgen.tallying.frames import count_frame
        from mapgen.tallying.parts import Kept
        from mapgen.tallying.result import result_of
        from mapgen.tallying.run import all_parts, files_of
        from mapgen.tallying.run import tally as count
        from mapgen.tallying.zones import zones_of

        chosen = self._chosen(plans)
        columns = (by,) if isinstance(by, str) else tuple(by)
        asked = Asked(columns, sum, year, lon, lat, None if crs is None else str(crs), from_)
        with _worded():
            zones = zones_of(self.atlas, chosen, within_m)
            if isinstance(table, pd.DataFrame):
                return result_of(count_frame(table, zones, asked), zones, asked).frame()
            given = [table] if isinstance(table, str | os.PathLike) else table
            parts = all_parts(files_of(os.fspath(path) for path in given))
            return count(parts, zones, asked, Kept(None, zones, asked), lambda *_: None, cluster).frame()

    def _chosen(self, plans: tuple[str, ...]) -> list[str]:
        if stranger := next((plan for plan in plans if not isinstance(plan, str)), None):
            raise TypeError(f"{stranger!r} is no id of a plan; give ids one by one, as in zones('a', 'b')")
        with _worded():
            return self.atlas.catalog.chosen(plans)

    def _layer(self, layer: str, plans: tuple[str, ...]) -> gpd.GeoDataFrame:
        chosen = self._chosen(plans)
        return frames.joined([frames.table(self.atlas, plan, layer) for plan in chosen])


def _plan(plan: Plan) -> dict[str, object]:
    return {column: getattr(plan, column) for column in _PLAN_COLUMNS}
