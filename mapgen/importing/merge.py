"""An edited file brought home: compared, drafted, and proved in a copy before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.gcj02 import BACK_M, NAMES
from geo.place import moved_m, same_place
from layers.assemble import Atlas, assemble
from layers.catalog import Catalog, catalog_of
from layers.checks import Finding, check
from layers.files import LayerFiles, read_files
from layers.messages import LayerError, Message
from mapgen.files.day import today
from mapgen.importing.columns import as_text, computed, cut_short, derived, editable, fills_field, same_value
from mapgen.importing.difference import Change, difference
from mapgen.importing.edits import Draft, draft
from mapgen.importing.matching import Incoming, listed, recognise
from mapgen.importing.reader import Overrides, Table, read
from mapgen.importing.shift import Offset, moved_alike, shifted_by
from mapgen.importing.snapshot import SHARED, Item, Snapshot, of_atlas

#: A built geometry that was edited along with its baselines may differ by their rounding to five decimals.
_FOLLOWS_M = 3.0


@dataclass
class Merge:
    """What an edited file would do to the layers.

    Attributes
    ----------
    changes : list of Change
        What the file says otherwise than the layers.
    consequences : list of Change
        What moves because of that, such as zones along an edited baseline.
    findings : list of Finding
        What `zonemap check` would find and does not find now.
    remarks : list of Message
        What is worth a word and does not stand in the way.
    problems : list of Message
        Why nothing may be written.
    unfit : bool
        Whether it holds what no layer file can, so that its differences are not worth showing.
    files, before : dict of str to bytes
        Layer files that change: as they would be, as they are.
    """

    changes: list[Change]
    consequences: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    unfit: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    before: dict[str, bytes | None] = field(default_factory=dict)


def merge_file(folder: Path, file: Path, overrides: Overrides, *, delete: bool) -> Merge:
    """Find out what an edited file would do to the layers.

    Parameters
    ----------
    folder : Path
        Layers folder.
    file : Path
        What came back.
    overrides : Overrides
        What the user says about the file.
    delete : bool
        Whether features that are missing from the file are taken out of the layers.

    Returns
    -------
    Merge

    Raises
    ------
    LayerError
        If the layers as they are, or the file, cannot be read.
    """
    source = file.name or str(file)
    # What somebody changes from here on is noticed when it comes to writing.
    files = read_files(folder)
    atlas = assemble(catalog_of(files))
    now = of_atlas(atlas, str(folder))
    tables = read(file, overrides)
    incoming = recognise(tables, now, source, overrides.tolerance_m)
    _date(now, incoming.state)
    found = Merge(difference(now, incoming.state))
    found.remarks += [remark for table in tables for remark in table.remarks]
    found.remarks += _older(tables, atlas.catalog.version, source)
    found.problems += incoming.problems
    _coordinates(found, now, incoming.state, overrides.system, source)
    found.remarks += _remarks(now, incoming, found.changes, source, delete=delete)
    found.problems += _lost_places(atlas.catalog, incoming, source)
    found.problems += _drawn_pending(atlas, incoming, source)
    found.problems += _cut_edits(found.changes, source)
    made = draft(atlas.catalog, found.changes, source, delete=delete)
    edges = _edited_edges(atlas, incoming, source)
    found.problems += made.problems
    found.unfit = bool(made.problems)
    if made.files and not found.problems:
        _prove(files, atlas, now, made, edges, found)
    else:
        found.problems += [problem for _, problem in [*made.pending, *edges]]
    if not found.problems:
        found.files = {name: new for name, new in made.files.items() if files.contents.get(name) != new}
        found.before = {name: files.content(name) if name in files else None for name in found.files}
    return found


def _date(now: Snapshot, incoming: Snapshot) -> None:
    """Give features without a day of entry theirs: of the layers or, if they are new, today."""
    for key, item in incoming.items.items():
        if item.layer in SHARED or item.values.get("entered") is not None:
            continue
        before = now.items.get(key)
        day = str(today()) if before is None else before.values.get("entered")
        incoming.items[key] = replace(item, values={**item.values, "entered": day})


def _coordinates(found: Merge, now: Snapshot, incoming: Snapshot, stated: str | None, source: str) -> None:
    """Say which coordinates they seem to be; this stops an import unless the user has said what they are."""
    if stated in ("gcj02", "bd09"):
        values: dict[str, object] = {"name": NAMES[stated], "metres": f"{BACK_M:g}"}
        found.remarks.append(Message("coordinates-shifted-back", source, values=values))
    shift = shifted_by(now, incoming, stated)
    if shift is not None:
        values = {"name": shift.name, "count": len(shift.ids), "whole": shift.whole}
        if stated is not None:
            values["stated"] = stated
            found.remarks.append(Message("import-shifted-stated", source, values=values))
        elif shift.of_most:
            values["system"] = shift.system
            found.problems.append(Message("import-shifted", source, values=values))
        else:
            values["ids"] = listed(shift.ids)
            found.remarks.append(Message("import-shifted-some", source, values=values))
    if stated is None and not (shift is not None and shift.of_most):
        _moved(found, moved_alike(now, incoming), source)


def _moved(found: Merge, offset: Offset | None, source: str) -> None:
    """Say that most features moved alike; so far as no edit moves them this stops an import."""
    if offset is None:
        return
    values: dict[str, object] = {"count": offset.count, "whole": offset.whole}
    if offset.is_far:
        values["km"] = f"{offset.metres / 1000:.0f}"
        found.problems.append(Message("import-moved-far", source, values=values))
    else:
        ways = {"metres": offset.metres, "east": offset.east, "north": offset.north}
        values |= {name: f"{metres:.0f}" for name, metres in ways.items()}
        found.remarks.append(Message("import-moved-alike", source, values=values))


def _older(tables: list[Table], ours: str, source: str) -> Iterator[Message]:
    """A file exported from other layers than these undoes, where it differs, what was done to them since."""
    for theirs in sorted({table.version for table in tables if table.version not in (None, ours)}, key=str):
        yield Message("import-older", source, values={"theirs": theirs, "ours": ours})


def _prove(
    files: LayerFiles,
    atlas: Atlas,
    now: Snapshot,
    made: Draft,
    edges: list[tuple[Item, Message]],
    found: Merge,
) -> None:
    """Load and build the layers as they would be."""
    try:
        then = assemble(catalog_of(files.changed(made.files)))
    except LayerError as error:
        found.problems += error.messages
        found.problems += [problem for _, problem in [*made.pending, *edges]]
        return
    after = of_atlas(then, "")
    found.problems += [
        problem for item, problem in made.pending if not _follows(after.items.get(item.key), item)
    ]
    lines = _edges(then)
    found.problems += [problem for item, problem in edges if not _follows(lines.get(item.id), item)]
    said = {change.item.key for change in found.changes}
    found.consequences = [change for change in difference(now, after) if change.item.key not in said]
    plans = list(atlas.catalog.plans)
    known = {str(finding.message) for finding in check(atlas, plans)}
    found.findings = [each for each in check(then, plans) if str(each.message) not in known]


def _follows(built: Item | None, item: Item) -> bool:
    if built is None or built.geometry is None or item.geometry is None:
        return False
    distance = moved_m(built.geometry, item.geometry)
    return distance is not None and distance <= _FOLLOWS_M


def _edges(atlas: Atlas) -> dict[str, Item]:
    """Labelled edges by the id that exports give them."""
    return {
        f"{name}#{number}": Item(
            "boundaries", f"{name}#{number}", "", {"baseline_id": edge.baseline_id}, edge.geometry
        )
        for name, element in atlas.elements.items()
        for number, edge in enumerate(atlas.edges_of(element), start=1)
    }


def _edited_edges(atlas: Atlas, incoming: Incoming, source: str) -> list[tuple[Item, Message]]:
    known, pending = _edges(atlas), []
    for item in incoming.edges:
        edge = known.get(item.id)
        if edge is None or item.geometry is None:
            continue
        if same_place(edge.geometry, item.geometry, incoming.state.tolerance_m):
            continue
        line = edge.values["baseline_id"]
        code = "import-edge" if line else "import-connector"
        pending.append((item, Message(code, source, item.id, {"baseline": line})))
    return pending


def _remarks(
    now: Snapshot, incoming: Incoming, changes: list[Change], source: str, *, delete: bool
) -> Iterator[Message]:
    if incoming.labels:
        yield Message("import-labels", source, listed(incoming.labels))
    yield from _columns(incoming, source)
    ignored: dict[tuple[str, str], list[str]] = {}
    for key, item in incoming.state.items.items():
        before = now.items.get(key)
        if before is None:
            continue
        if item.by_name:
            yield Message("import-by-name", source, item.place, {"name": item.name, "id": item.id})
        for column in _ignored(before, item):
            ignored.setdefault(("import-computed", column), []).append(item.id)
        for column in _cut(before, item):
            ignored.setdefault(("import-cut", column), []).append(item.id)
    for (code, column), ids in ignored.items():
        yield Message(code, source, listed(ids), {"column": column})
    gone = [change.item.id for change in changes if change.what == "gone"]
    if gone:
        yield Message("import-deleted" if delete else "import-kept", source, listed(gone))


def _columns(incoming: Incoming, source: str) -> Iterator[Message]:
    for code, columns in (("import-strangers", incoming.strangers), ("import-contrary", incoming.contrary)):
        if columns:
            yield Message(code, source, values={"columns": listed(dict.fromkeys(columns))})


def _cut(before: Item, after: Item) -> Iterator[str]:
    """Columns that the Shapefile has cut short and nobody has edited."""
    for column in editable(after.layer) if after.cuts else ():
        if cut_short(column, before.values.get(column), after.values.get(column)):
            yield column


def _ignored(before: Item, after: Item) -> Iterator[str]:
    """Columns that were edited in vain, because they are computed or follow from others."""
    follows = derived(before.layer, before.values) & derived(after.layer, {**before.values, **after.values})
    for column in (*computed(before.layer), *sorted(follows)):
        if column in before.values and column in after.values:
            old, new = before.values[column], after.values[column]
            if not same_value(column, old, new) and not (after.cuts and cut_short(column, old, new)):
                yield column


def _lost_places(catalog: Catalog, incoming: Incoming, source: str) -> Iterator[Message]:
    """Drawn features that came back without a geometry."""
    for item in incoming.state.items.values():
        entry = catalog.entries.get(item.id) if item.layer not in SHARED else None
        line = catalog.baselines.get(item.id) if item.layer == "baselines" else None
        follows = entry or line
        drawn = follows is None or follows.record.derived_from is None
        known = entry is not None or item.id in catalog.baselines
        stated = item.values.get("same_as") is not None or item.values.get("basis") == "pending"
        if item.geometry is None and drawn and known and not stated:
            yield Message("geometry-missing", source, item.id)


def _drawn_pending(atlas: Atlas, incoming: Incoming, source: str) -> Iterator[Message]:
    """Pending zones that came back with a geometry, and with no word on how it is known."""
    for item in incoming.state.items.values():
        zone = atlas.pending.get(item.id) if item.layer == "zones" else None
        waits = zone is not None and item.values.get("basis", "pending") == "pending"
        if zone is None or not waits or item.geometry is None:
            continue
        if zone.owner != zone.id:
            yield Message("import-same", source, item.id, {"owner": zone.owner})
        elif zone.kind == "group":
            yield Message("import-group", source, item.id, {"members": ", ".join(zone.members)})
        else:
            yield Message("import-pending", source, item.id)


def _cut_edits(changes: list[Change], source: str) -> Iterator[Message]:
    """Edits of texts whose end the Shapefile has lost; they are taken out of the changes."""
    for change in changes:
        for column, (old, new) in list(change.attributes.items()):
            if change.item.cuts and fills_field(new) and fills_field(as_text(column, old)):
                del change.attributes[column]
                yield Message("import-cut-edit", source, change.item.id, {"column": column})
