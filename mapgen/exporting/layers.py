"""What an export holds: the layers of each plan, the baselines, the context and the ground."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from layers.assemble import Atlas
from layers.messages import Message
from layers.schema import KEYS
from mapgen.exporting.fields import Field, field
from mapgen.tables.frames import layers_of, sided, table
from mapgen.tables.indicators import indicator_table
from mapgen.text.texts import sentence

#: The table of a plan's figures, which is no layer: only what holds tables besides has it.
INDICATORS = "indicators"

#: Geometry type of each layer where a format wants one type a layer; None for a table without geometry.
GEOMETRY_TYPES: dict[str, str | None] = {
    "zones": "MultiPolygon",
    "axes": "MultiLineString",
    "nodes": "Point",
    "places": None,
    "pending": None,
    "indicators": None,
    "boundaries": "MultiLineString",
    "relations": "LineString",
    "baselines": "LineString",
}

#: Context and ground are taken apart by the type of their geometry, for GIS draw and hold one type a layer.
SCENERY = {
    f"{layer}_{shape}": (layer, geometry_type, types)
    for layer in ("context", "ground")
    for shape, geometry_type, types in (
        ("areas", "MultiPolygon", ("Polygon", "MultiPolygon")),
        ("lines", "MultiLineString", ("LineString", "MultiLineString")),
        ("points", "Point", ("Point",)),
    )
}


@dataclass(frozen=True)
class ExportLayer:
    """A layer as it is exported.

    Attributes
    ----------
    name : str
        Such as ``nansha_zones``: lower-case letters, digits and underscores.
    layer : str
        zones, axes, nodes, places, pending, boundaries, relations or indicators of a plan,
        baselines, context or ground.
    plan : str or None
        Id of the plan; None for what plans share.
    title, title_en : str
    geometry_type : str or None
        The one type of geometry that the layer is declared with; None for a table without geometry.
    table : geopandas.GeoDataFrame
        Columns in order, and ``geometry``.
    """

    name: str
    layer: str
    plan: str | None
    title: str
    title_en: str
    geometry_type: str | None
    table: gpd.GeoDataFrame

    @property
    def key(self) -> str:
        """Name of the column that identifies a feature."""
        return "edge" if self.layer == "boundaries" else "id"

    @property
    def located(self) -> bool:
        """Whether its features have a geometry."""
        return self.geometry_type is not None

    @property
    def columns(self) -> list[str]:
        """Names of the attribute columns."""
        return [name for name in self.table.columns if name != "geometry"]

    @property
    def fields(self) -> list[Field]:
        """The field dictionary of the layer."""
        return [field(self.layer, name) for name in self.columns]

    def with_table(self, changed: gpd.GeoDataFrame) -> "ExportLayer":
        """The same layer with another table."""
        return replace(self, table=changed)


def export_layers(atlas: Atlas, plans: list[str]) -> list[ExportLayer]:
    """Tables of everything that is exported.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the chosen plans. Baselines, context and ground are always whole,
        so that a line that is not in an export is one that somebody took out.

    Returns
    -------
    list of ExportLayer
        EPSG:4326; a plan's layers in the order of the plans, then baselines, context and
        ground. Layers without features are there as well, but for those of the last two.
    """
    layers = [layer for plan in plans for layer in _of_plan(atlas, plan)]
    layers.append(_shared("baselines", list(atlas.catalog.baselines.values())))
    layers += _scenery("context", atlas.catalog.context)
    layers += _scenery("ground", atlas.catalog.ground)
    return layers


def layer_names(plans: Sequence[str]) -> list[str]:
    """Return the names of all layers that an export of plans may have."""
    return [
        *(_name(plan, layer) for plan in plans for layer in GEOMETRY_TYPES if layer != "baselines"),
        *SCENERY,
    ]


def _name(plan: str, layer: str) -> str:
    return f"{plan.replace('-', '_')}_{layer}"


def _of_plan(atlas: Atlas, plan: str) -> Iterator[ExportLayer]:
    yield from (_plan_layer(atlas, plan, layer) for layer in layers_of(atlas, plan))
    if plan in atlas.catalog.indicators:
        yield _named(atlas, plan, INDICATORS, indicator_table(atlas.catalog, plan))


def _plan_layer(atlas: Atlas, plan: str, layer: str) -> ExportLayer:
    rows = table(atlas, plan, layer)
    if layer == "zones":
        told = [sided(atlas.elements[name].entry.record) for name in rows["id"]]
        for column in ("sides", "inside"):
            rows[column] = _texts([each[column] for each in told])
    if layer == "boundaries":
        rows.insert(0, "edge", _texts(list(_edge_ids(rows["zone"]))))
    return _named(atlas, plan, layer, rows)


def _named(atlas: Atlas, plan: str, layer: str, rows: gpd.GeoDataFrame) -> ExportLayer:
    record = atlas.catalog.plans[plan]
    title, title_en = titles(layer)
    columns = [name for name in rows.columns if name != "geometry"]
    return ExportLayer(
        _name(plan, layer),
        layer,
        plan,
        f"{record.title} {title}",
        f"{record.title_en}: {title_en}",
        GEOMETRY_TYPES[layer],
        rows[[*columns, "geometry"]],
    )


def titles(layer: str) -> tuple[str, str]:
    """Title of a layer, Chinese and English."""
    named = Message(f"title-{layer}")
    return sentence(named, "zh"), sentence(named, "en")


def _edge_ids(zones: pd.Series) -> Iterator[str]:
    numbers = zones.groupby(zones, sort=False).cumcount() + 1
    yield from (f"{zone}#{number}" for zone, number in zip(zones, numbers, strict=True))


def _shared(layer: str, items: Sequence[Any]) -> ExportLayer:
    data = {
        column: _texts([_flat(getattr(item.record, column)) for item in items])
        if field(layer, column).type == "text"
        else pd.Series(
            [getattr(item.record, column) for item in items],
            dtype="Int32" if field(layer, column).type == "integer" else "float64",
        )
        for column in KEYS[layer]
    }
    rows = gpd.GeoDataFrame(data, geometry=[item.geometry for item in items], crs=4326)
    return ExportLayer(layer, layer, None, *titles(layer), GEOMETRY_TYPES.get(layer, "Unknown"), rows)


def _flat(value: Any) -> Any:
    """Terms of a list as one text."""
    return ";".join(value) if isinstance(value, list) else value


def _scenery(layer: str, items: Sequence[Any]) -> Iterator[ExportLayer]:
    for name, (of, geometry_type, types) in SCENERY.items():
        if of == layer and (own := [item for item in items if item.geometry.geom_type in types]):
            yield replace(_shared(layer, own), name=name, geometry_type=geometry_type)


def _texts(values: list[Any]) -> pd.Series:
    return pd.Series(values, dtype="str")
