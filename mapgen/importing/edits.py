"""Edits of features as new layer files: what may be edited is taken over, the rest is refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from geo.place import DECIMALS
from layers.canonical import dumps
from layers.catalog import Catalog, Entry, read_feature
from layers.geometry import member
from layers.messages import Message
from layers.schema import KEYS, Zone
from mapgen.authoring.formatting import vars_of
from mapgen.importing.columns import derived
from mapgen.importing.difference import Change
from mapgen.importing.snapshot import SHARED, Item

#: Nobody corrects more problems at a time; to find all those of 60,000 features would take a minute.
MAX_PROBLEMS = 1_000

#: Attributes and geometry by id.
Features = dict[str, tuple[dict[str, Any], shapely.Geometry | None]]


@dataclass
class Draft:
    """Layer files as they would be.

    Attributes
    ----------
    files : dict of str to bytes
        Files that change, by name relative to the layers folder.
    problems : list of Message
        Why nothing may be written; the last one says so if there may be more.
    pending : list of (Item, Message)
        Redrawn features whose geometry follows from others. A problem, unless those others were
        edited in such a way that it follows indeed.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Message] = field(default_factory=list)
    pending: list[tuple[Item, Message]] = field(default_factory=list)


def file_of(item: Item) -> str:
    """Name of the layer file that a feature stands in."""
    return f"{item.layer}.geojson" if item.layer in SHARED else f"{item.plan}/{item.layer}.geojson"


def draft(catalog: Catalog, changes: list[Change], source: str, *, delete: bool) -> Draft:
    """Apply changes to the layer files.

    Parameters
    ----------
    catalog : Catalog
        The layers as they are.
    changes : list of Change
    source : str
        What messages call the file that the changes come from.
    delete : bool
        Whether features that are gone are taken out; else they stay.

    Returns
    -------
    Draft
    """
    made = Draft()
    tables = _tables(catalog)
    touched: set[str] = set()
    known = ", ".join(catalog.plans)
    for number, change in enumerate(changes):
        if len(made.problems) >= MAX_PROBLEMS:
            left = {"count": len(changes) - number, "limit": MAX_PROBLEMS}
            made.problems.append(Message("import-stopped", source, values=left))
            break
        item, file = change.item, file_of(change.item)
        if item.layer not in SHARED and item.plan not in catalog.plans:
            values = {"plan": item.plan, "known": known}
            made.problems.append(Message("import-plan", source, item.id, values))
            continue
        features = tables.setdefault(file, {})
        old = features.get(item.id)
        if change.what == "gone":
            if delete and old is not None:
                del features[item.id]
                touched.add(file)
            continue
        _refuse_derived(catalog, change, source, made)
        if old is not None and not change.attributes and change.redrawn and _is_derived(old[0]):
            continue
        features[item.id] = feature = _edited(old, change)
        made.problems += _problems(feature, item, source)
        touched.add(file)
    if not made.problems:
        made.files = {
            file: dumps(file.rpartition("/")[2].removesuffix(".geojson"), tables[file].values()).encode()
            for file in sorted(touched)
        }
    return made


def _tables(catalog: Catalog) -> dict[str, Features]:
    tables: dict[str, Features] = {
        "baselines.geojson": {
            name: (vars_of(line.record), line.drawn) for name, line in catalog.baselines.items()
        },
        **{
            f"{layer}.geojson": {each.record.id: (vars_of(each.record), each.geometry) for each in sceneries}
            for layer, sceneries in (("context", catalog.context), ("ground", catalog.ground))
        },
    }
    for name, entry in catalog.entries.items():
        tables.setdefault(entry.file, {})[name] = (vars_of(entry.record), entry.geometry)
    return tables


def _is_derived(values: Mapping[str, Any]) -> bool:
    followed = any(values.get(key) for key in ("same_as", "sides", "bank"))
    return followed or values.get("basis") in ("members", "listed", "pending")


def _edited(
    old: tuple[dict[str, Any], shapely.Geometry | None] | None, change: Change
) -> tuple[dict[str, Any], shapely.Geometry | None]:
    """The feature with the edits in it."""
    item = change.item
    if old is None or change.before is None:
        values = {key: item.values.get(key) for key in KEYS[item.layer]}
        shape = None if _is_derived(values) else _simple(item.geometry, None)
        return _without_followers(values, item), shape
    values, shape = dict(old[0]), old[1]
    values |= {column: new for column, (_, new) in change.attributes.items()}
    if _is_derived(values):
        return _without_followers(values, item), None
    if _is_derived(old[0]):
        # It was the place of others and is now its own: what was derived has to be said from now on.
        follows = derived(item.layer, change.before.values)
        values |= {column: item.values.get(column) for column in follows if values.get(column) is None}
        shape = None
    if change.redrawn or shape is None:
        shape = _simple(item.geometry, shape)
    return values, shape


def _without_followers(values: dict[str, Any], item: Item) -> dict[str, Any]:
    # An export shows what basis and accuracy follow from others; a layer file must not repeat it.
    if item.layer in SHARED:
        return values
    if values.get("same_as") is not None:
        return {**values, "basis": None, "accuracy_m": None}
    if item.values.get("kind") == "group" and values.get("sides") is None:
        return {**values, "basis": "members", "accuracy_m": None}
    return {**values, "accuracy_m": None} if _is_derived(values) else values


def _simple(shape: shapely.Geometry | None, old: shapely.Geometry | None) -> shapely.Geometry | None:
    """A multipart of one part as that part, unless it was such a multipart before."""
    if shape is None or shape.is_empty or not shape.geom_type.startswith("Multi"):
        return shape
    if old is not None and old.geom_type == shape.geom_type:
        return shape
    return shape.geoms[0] if len(shape.geoms) == 1 else shape


def _problems(
    feature: tuple[dict[str, Any], shapely.Geometry | None], item: Item, source: str
) -> list[Message]:
    """What the strict reader of the layers says about the feature as it would be written."""
    values, shape = feature
    properties = {
        "type": "Feature",
        "properties": {key: values.get(key) for key in KEYS[item.layer]},
        "geometry": None if shape is None else member(shape, DECIMALS),
    }
    checked = read_feature(properties, item.layer, source, item.place or item.id)
    return checked if isinstance(checked, list) else []


def _refuse_derived(catalog: Catalog, change: Change, source: str, made: Draft) -> None:
    """Say what to edit instead of a geometry that follows from others."""
    item = change.item
    line = catalog.baselines.get(item.id) if item.layer == "baselines" else None
    if change.redrawn and line is not None and line.record.bank and "bank" not in change.attributes:
        values: dict[str, object] = {"centreline": line.record.centreline}
        made.pending.append((item, Message("import-bank", source, item.id, values)))
        return
    entry = catalog.entries.get(item.id)
    if not change.redrawn or entry is None or item.layer in SHARED or entry.record.derived_from is None:
        return
    code, values = _instead(catalog, entry)
    if entry.record.derived_from == "same_as" and "same_as" in change.attributes:
        return
    made.pending.append((item, Message(code, source, item.id, values)))


def _instead(catalog: Catalog, entry: Entry) -> tuple[str, dict[str, object]]:
    owner = catalog.owner(entry).record
    same = owner.id != entry.record.id
    if isinstance(owner, Zone) and owner.sides is not None:
        lines = list(dict.fromkeys(side.baseline or "" for side in owner.sides))
        code = "import-same-built" if same else "import-built"
        return code, {"owner": owner.id, "baselines": ", ".join(lines)}
    if owner.basis == "members":
        code = "import-same-group" if same else "import-group"
        return code, {"owner": owner.id, "members": ", ".join(catalog.children[owner.id])}
    return "import-same", {"owner": owner.id}
