"""A state of the layers that can be compared with another: every feature with its values and its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from geo.place import TOLERANCE_M
from layers.assemble import Atlas
from mapgen.tables.frames import COLUMNS, LAYER_OF, LISTS, row

#: The shared layers belong to no plan.
SHARED = ("baselines", "context", "ground")
#: Those that come apart by geometry in exports.
_APART = ("context", "ground")
_SHAPES = ("points", "lines", "areas")
#: Layer of the exports in which zones without a geometry stand.
PENDING = "pending"
#: Layers of the exports that hold features of a plan.
TABLES = (*dict.fromkeys(LAYER_OF.values()), PENDING)
SHARED_LAYERS = ("baselines", *(f"{layer}_{shape}" for layer in _APART for shape in _SHAPES))


@dataclass(frozen=True)
class Item:
    """One feature.

    Attributes
    ----------
    layer : {"zones", "axes", "nodes", "places", "baselines", "context", "ground", "relations", "indicators"}
    id : str
    plan : str
        Empty for baselines, context and ground.
    values : dict
        By column; a column that is missing was not carried.
    geometry : shapely.Geometry or None
        (lon, lat) degrees.
    place : str
        Where it stands, for messages.
    by_name : bool
        Whether it was recognised by its name, because it has no id that is known.
    cuts : bool
        Whether it comes from a format that cuts long texts short.
    table : str
        Layer of the exports that it stands in, where that is another: pending zones have one of their own.
    """

    layer: str
    id: str
    plan: str
    values: Mapping[str, Any]
    geometry: shapely.Geometry | None
    place: str = ""
    by_name: bool = False
    cuts: bool = False
    table: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.values.get("name") or "")

    @property
    def key(self) -> tuple[str, str]:
        """Layer and id, which no two features of a state share."""
        return self.layer, self.id

    @property
    def scope(self) -> tuple[str, str]:
        """Plan and layer of the exports; context and ground come in a layer for each type of geometry."""
        apart = f"_{shape_layer(self.geometry)}" if self.layer in _APART else ""
        return self.plan, self.table or f"{self.layer}{apart}"


def shape_layer(geometry: shapely.Geometry | None) -> str:
    """What exports call a layer of such geometries: areas, lines or points."""
    dimensions = -1 if geometry is None else int(shapely.get_dimensions(geometry))
    return _SHAPES[dimensions]


@dataclass
class Snapshot:
    """A state of the layers.

    Attributes
    ----------
    label : str
        The folder or file that it was read from.
    items : dict of (str, str) to Item
        By layer and id.
    scope : set of (str, str)
        Plan and layer of what the state covers: a feature that is missing from there is gone,
        a feature of another plan or layer is none of its business.
    whole : bool
        Whether it covers everything there is, so that whatever is not in it was not there.
    tolerance_m : float
        How far off a vertex may be that has not moved, for the way that it came, m.
    """

    label: str
    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    scope: set[tuple[str, str]] = field(default_factory=set)
    whole: bool = False
    tolerance_m: float = TOLERANCE_M

    def add(self, item: Item) -> None:
        """Take a feature in."""
        self.items[item.key] = item
        self.scope.add(item.scope)


def of_atlas(atlas: Atlas, label: str) -> Snapshot:
    """State of assembled layers: every column of the exports, sides and inside points as well.

    Parameters
    ----------
    atlas : Atlas
    label : str

    Returns
    -------
    Snapshot
    """
    catalog = atlas.catalog
    state = Snapshot(label, whole=True)
    state.scope = {(plan, layer) for plan in catalog.plans for layer in TABLES}
    state.scope |= {("", layer) for layer in SHARED_LAYERS}
    for element in (each for plan in catalog.plans for each in atlas.features_of(plan)):
        layer, record = LAYER_OF[element.kind], element.entry.record
        flat = row(element)
        values = {column: flat[column] for column in COLUMNS[layer] if column in flat}
        listed = record.model_dump(include=set(LISTS), exclude_none=True)
        lists = {key: listed.get(key) for key in LISTS if hasattr(record, key)}
        plan, table = element.entry.plan, PENDING if element.id in atlas.pending else ""
        state.add(Item(layer, element.id, plan, {**values, **lists}, element.geometry, table=table))
    for line in catalog.baselines.values():
        state.add(Item("baselines", line.record.id, "", line.record.model_dump(), line.geometry))
    for layer, sceneries in (("context", catalog.context), ("ground", catalog.ground)):
        for scenery in sceneries:
            state.add(Item(layer, scenery.record.id, "", scenery.record.model_dump(), scenery.geometry))
    return state
