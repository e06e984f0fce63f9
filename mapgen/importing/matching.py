"""Which feature of the layers each row of a strange file is: by its id, else by its name."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, get_args

import shapely

from geo.place import TOLERANCE_M, same_place
from layers.baseline import BaselineKind
from layers.files import FILES
from layers.messages import Message
from mapgen.importing.cells import cells
from mapgen.importing.columns import computed, editable
from mapgen.importing.naming import contrary
from mapgen.importing.reader import Table
from mapgen.importing.snapshot import PENDING, SHARED, SHARED_LAYERS, TABLES, Item, Snapshot
from mapgen.tables.frames import LAYER_OF

_LAYER_OF_SHAPE = {"Polygon": "zones", "Point": "nodes", "LineString": "axes"}
#: Names that a message lists.
_FEW = 8
#: Columns that other programs add and nobody edits.
_NOISE = frozenset(
    (
        *("fid", "ogc_fid", "objectid", "objectid_1", "shape_leng", "shape_length", "shape_area", "layer"),
        *("description", "timestamp", "begin", "end", "altitudemode", "tessellate", "extrude", "visibility"),
        *("draworder", "icon", "snippet", "styleurl", "gx_media_links", "zonemap_id", "path"),
        # Of the labelled edges, which follow from baselines.
        *("edge", "zone", "zone_name", "side", "baseline", "baseline_id", "length_m"),
    )
)


@dataclass
class Incoming:
    """What a file holds, recognised.

    Attributes
    ----------
    state : Snapshot
        Features by layer and id; new ones have the id that the file gives them.
    edges : list of Item
        Labelled edges by the id of the export; they follow from baselines.
    strangers : list of str
        Columns that are not ours.
    contrary : list of str
        Columns of ours that stand twice, by case or alias, and say different things.
    labels : list of str
        Points that were left out, for they only hold the place of a name beside its area or line.
    problems : list of Message
    """

    state: Snapshot
    edges: list[Item] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    contrary: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    table: Table
    place: str
    values: Mapping[str, Any]
    geometry: shapely.Geometry | None


def recognise(tables: list[Table], known: Snapshot, label: str, tolerance_m: float = TOLERANCE_M) -> Incoming:
    """Recognise the features of a file.

    Parameters
    ----------
    tables : list of Table
    known : Snapshot
        The layers as they are, or what the file is compared with.
    label : str
        What the result is called.
    tolerance_m : float
        How far off a vertex may be that has not moved, m.

    Returns
    -------
    Incoming
    """
    found = Incoming(Snapshot(label, tolerance_m=tolerance_m))
    waiting: list[_Row] = []
    strangers: dict[str, None] = {}
    ours = {column for layer in (*FILES, "baselines") for column in _columns(layer)}
    rows = list(_rows(tables, known, found))
    labels, alone = _Labels(rows, known), []
    for row in rows:
        if labels.include(row):
            found.labels.append(row.place)
            continue
        if labels.stands_alone(row):
            alone.append(row.place)
            continue
        strangers |= dict.fromkeys(key for key in row.values if key not in ours and key.lower() not in _NOISE)
        if (layer := _known_layer(row, known, tolerance_m)) is not None:
            name = str(row.values["id"])
            _take(found, row, layer, name, table=known.items[layer, name].table)
        else:
            waiting.append(row)
    names = _Names(known, found.state)
    for row in waiting:
        _by_name_or_new(found, row, names)
    if alone:
        found.problems.append(Message("import-labels-alone", label, listed(alone)))
    found.strangers = list(strangers)
    return found


def _rows(tables: list[Table], known: Snapshot, found: Incoming) -> Iterator[_Row]:
    """Rows that may be features; labelled edges are noted down; arcs follow from relations."""
    plans = _plans_by_layer(known)
    for table in tables:
        _cover(found.state, plans, table)
        found.contrary += contrary(table.rows, table.format)
        for number, (raw, geometry) in enumerate(zip(table.rows, table.geometries, strict=True), start=1):
            values, problems = cells(raw, table, f"{table.layer}#{number}")
            found.problems += problems
            row = _Row(table, str(values.get("id") or f"{table.layer}#{number}"), values, geometry)
            if (edge := _edge(row)) is not None:
                found.edges.append(edge)
            elif not {"from_id", "to_id"} <= values.keys():
                yield row


def _columns(layer: str) -> tuple[str, ...]:
    return ("id", *editable(layer), *computed(layer))


class _Labels:
    """Points that programs put beside areas and lines for their names: they bear an id or a name of those."""

    def __init__(self, rows: list[_Row], known: Snapshot) -> None:
        drawn = [row for row in rows if shapely.get_dimensions(row.geometry) > 0]
        self._ids = {str(row.values["id"]) for row in drawn if row.values.get("id") is not None}
        self._names = {row.values["name"] for row in drawn if isinstance(row.values.get("name"), str)}
        nodes = [item for item in known.items.values() if item.layer == "nodes"]
        self._nodes = {item.id for item in nodes}
        self._names -= {item.name for item in nodes}
        self._plans = {plan for plan, _ in known.scope if plan}
        elsewhere = [item for item in known.items.values() if shapely.get_dimensions(item.geometry) > 0]
        self._ids_elsewhere = {item.id for item in elsewhere} - self._nodes
        own_names = {item.name for item in elsewhere if item.layer not in SHARED and item.name}
        self._names_elsewhere = own_names - {item.name for item in nodes}

    def include(self, row: _Row) -> bool:
        """Whether a row is such a point."""
        stated = row.values.get("id")
        if row.geometry is None or row.geometry.geom_type != "Point" or stated in self._nodes:
            return False
        if stated in self._ids:
            return True
        # A new node may be called as an area is, but then it has an id of its own in one of the plans.
        own = stated is not None and str(stated).partition(".")[0] in self._plans
        return not own and row.values.get("name") in self._names

    def stands_alone(self, row: _Row) -> bool:
        """Whether a row is such a point of an area or line that is in the layers and not in the file."""
        if row.geometry is None or row.geometry.geom_type != "Point":
            return False
        stated = row.values.get("id")
        if stated is None:
            return row.values.get("kind") is None and row.values.get("name") in self._names_elsewhere
        return stated in self._ids_elsewhere


class _Names:
    """Features by name that no row has claimed so far, for rows that have no id that is known.

    Attributes
    ----------
    lines : set of str
        Names of baselines.
    """

    def __init__(self, known: Snapshot, claimed: Snapshot) -> None:
        self.lines = {item.name for item in known.items.values() if item.layer == "baselines" and item.name}
        self._free: dict[tuple[str, str, str | None], dict[str, Item]] = defaultdict(dict)
        for key, item in known.items.items():
            for place in _places(item) if key not in claimed.items else ():
                self._free[place][item.id] = item

    def candidates(self, layer: str, name: str, plan: str | None) -> Mapping[str, Item]:
        """Features of a layer that are called so, by id: in a plan or, without one, in any."""
        return self._free.get((layer, name, plan), {})

    def claim(self, item: Item) -> None:
        """Leave a feature to the row that it was found for."""
        for place in _places(item):
            del self._free[place][item.id]


def _places(item: Item) -> tuple[tuple[str, str, str | None], ...]:
    return (item.layer, item.name, None), (item.layer, item.name, item.plan)


def _plans_by_layer(known: Snapshot) -> dict[tuple[str, str], set[str]]:
    """Plans whose layers a file may hold, by the beginning of the layer's name and its kind."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for plan, kind in known.scope:
        found[plan.replace("-", "_"), kind].add(plan)
    return found


def _cover(state: Snapshot, plans: Mapping[tuple[str, str], set[str]], table: Table) -> None:
    """An empty layer still says whose features are gone, if its name does."""
    head, _, kind = table.layer.rpartition("_")
    if table.layer in SHARED_LAYERS:
        state.scope.add(("", table.layer))
    elif kind in TABLES and not table.rows:
        state.scope |= {(plan, kind) for plan in plans.get((head, kind), ())}


def _edge(row: _Row) -> Item | None:
    name = row.values.get("edge")
    if name is None and not row.table.layer.endswith("boundaries"):
        return None
    return Item("boundaries", str(name or row.place), "", row.values, row.geometry, row.place)


def _known_layer(row: _Row, known: Snapshot, tolerance_m: float) -> str | None:
    name = row.values.get("id")
    if name is None:
        return None
    layers = [layer for layer in (*FILES, *SHARED) if (layer, name) in known.items]
    if len(layers) > 1:
        # A baseline and a piece of context may share an id: the layer tells, else the place.
        words = _words(row.table)
        there = [
            layer
            for layer in layers
            if same_place(known.items[layer, name].geometry, row.geometry, tolerance_m)
        ]
        return next((layer for layer in layers if layer in words), (there or layers)[0])
    return layers[0] if layers else None


def _words(table: Table) -> list[str]:
    """Of a layer's name, such as ``nansha``, ``zones``."""
    return table.layer.lower().split("_")


def _take(
    found: Incoming, row: _Row, layer: str, name: str, *, table: str = "", by_name: bool = False
) -> None:
    plan = "" if layer in SHARED else name.partition(".")[0]
    own = {column: row.values[column] for column in _columns(layer) if column in row.values}
    item = Item(
        layer,
        name,
        plan,
        {**own, "id": name},
        row.geometry,
        row.place,
        by_name,
        cuts=row.table.format == "shp",
        table=table,
    )
    if (before := found.state.items.get(item.key)) is not None:
        values = {"first": before.place, "second": f"{row.table.layer}"}
        found.problems.append(Message("import-twice", row.table.file, name, values))
    found.state.add(item)


def _by_name_or_new(found: Incoming, row: _Row, names: _Names) -> None:
    layer, name, stated = _guess(row, names), row.values.get("name"), row.values.get("id")
    plan = None if stated is None or layer in SHARED else str(stated).partition(".")[0] or None
    same = names.candidates(layer, name, plan) if name else {}
    if len(same) == 1:
        (item,) = same.values()
        names.claim(item)
        _take(found, row, layer, item.id, table=item.table, by_name=True)
    elif len(same) > 1:
        values = {"name": name, "ids": listed(same)}
        found.problems.append(Message("import-ambiguous", row.table.file, row.place, values))
    elif stated is None:
        found.problems.append(Message("import-no-id", row.table.file, row.place, {"name": name or "-"}))
    else:
        is_pending = layer == "zones" and (row.values.get("basis") == PENDING or PENDING in _words(row.table))
        _take(found, row, layer, str(stated), table=PENDING if is_pending else "")


def listed(names: Collection[str]) -> str:
    """The first few of some names, and how many more there are."""
    few = ", ".join(islice(names, _FEW))
    return few + (f" … (+{len(names) - _FEW})" if len(names) > _FEW else "")


def _guess(row: _Row, names: _Names) -> str:
    """Layer of a feature that is not known by its id."""
    values, kind = row.values, str(row.values.get("kind"))
    words = [word for word in _words(row.table) if word in (*LAYER_OF.values(), *SHARED)]
    shape = row.geometry.geom_type.removeprefix("Multi") if row.geometry is not None else "Polygon"
    likely = _LAYER_OF_SHAPE.get(shape, "zones")
    if likely == "axes":
        dotless = values.get("id") is not None and "." not in str(values["id"])
        likely = "baselines" if values.get("name") in names.lines or dotless else likely
    hints = (
        (kind in LAYER_OF, LAYER_OF.get(kind, "")),
        (bool(words), words[-1] if words else ""),
        (kind in get_args(BaselineKind), "baselines"),
        (values.get("sides") is not None, "zones"),
        (values.get("passes") is not None, "axes"),
        (row.geometry is None and values.get("holder") is not None, "places"),
    )
    return next((layer for holds, layer in hints if holds), likely)
