"""What is new, gone, moved or called otherwise between two states of the layers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from geo.place import area_km2, moved_m, same_place
from layers.schema import KEYS
from mapgen.importing.columns import cut_short, derived, editable, same_value
from mapgen.importing.snapshot import Item, Snapshot


@dataclass(frozen=True)
class Change:
    """What has become of one feature.

    Attributes
    ----------
    what : {"new", "gone", "changed"}
    item : Item
        As it is now; as it was if it is gone.
    before : Item or None
        As it was; None if it is new.
    redrawn : bool
        Whether its geometry is another one, or is there where none was, or the other way round.
    moved_m : float or None
        Hausdorff distance of the outlines, m; None if it is not redrawn or cannot be measured.
    area_before_km2, area_after_km2 : float or None
        Geodesic areas, km²; None for points and lines, and where nothing is redrawn.
    attributes : dict of str to (object, object)
        From what to what, by column.
    """

    what: Literal["new", "gone", "changed"]
    item: Item
    before: Item | None = None
    redrawn: bool = False
    moved_m: float | None = None
    area_before_km2: float | None = None
    area_after_km2: float | None = None
    attributes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def difference(before: Snapshot, after: Snapshot) -> list[Change]:
    """Compare two states.

    Parameters
    ----------
    before, after : Snapshot

    Returns
    -------
    list of Change
        New features, then those that are gone, then those that changed; each in the order of its state.
        Columns that one of the two does not carry, and columns that follow from others, do not count.
    """
    tolerance_m = max(before.tolerance_m, after.tolerance_m)
    whole = before.whole and after.whole
    new = [
        Change("new", item, area_after_km2=area_km2(item.geometry))
        for key, item in after.items.items()
        if key not in before.items and (before.whole or item.scope in before.scope)
    ]
    gone = [
        Change("gone", item, item, area_before_km2=area_km2(item.geometry))
        for key, item in before.items.items()
        if key not in after.items and item.scope in after.scope
    ]
    changed = [
        change for key, item in after.items.items() if key in before.items
        for change in _changed(before.items[key], item, tolerance_m, whole=whole)
    ]  # fmt: skip
    return [*new, *gone, *changed]


def _changed(before: Item, after: Item, tolerance_m: float, *, whole: bool) -> Iterator[Change]:
    attributes = dict(changed_attributes(before, after))
    here, there = before.geometry, after.geometry
    # A file may not carry a geometry; layers that have none where others have one have found or lost it.
    if here is None or there is None:
        same = not whole or here is there
    else:
        same = same_place(here, there, tolerance_m)
    if same:
        if attributes:
            yield Change("changed", after, before, attributes=attributes)
        return
    yield Change(
        "changed",
        after,
        before,
        redrawn=True,
        moved_m=None if here is None or there is None else moved_m(here, there),
        area_before_km2=area_km2(here),
        area_after_km2=area_km2(there),
        attributes=attributes,
    )


def changed_attributes(before: Item, after: Item) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Columns of the layer files that both carry and that differ, with what was and what is."""
    follows = derived(before.layer, before.values) & derived(after.layer, {**before.values, **after.values})
    for column in editable(before.layer) if before.layer in KEYS else before.values:
        if column in follows or column not in before.values or column not in after.values:
            continue
        old, new = before.values[column], after.values[column]
        cut = (after.cuts and cut_short(column, old, new)) or (before.cuts and cut_short(column, new, old))
        if not cut and not same_value(column, old, new):
            yield column, (old, new)
