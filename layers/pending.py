"""Zones whose boundary is not known yet: which they are, with what follows from them, and what each lacks."""

from collections.abc import Collection, Iterator, Sequence

import shapely

from geo.boundary import MAX_GAP_M, BoundaryError, build
from geo.inside import enclosed
from geo.place import DECIMALS
from geo.side import Side, Sides, Unbuildable, too_few
from layers.entries import Catalog, Entry
from layers.messages import Message
from layers.schema import SideRecord, Zone

#: How it is put that lines do not close where no point inside is given.
_WITHOUT_POINT = {"open": "pending-enclose-nothing", "wrong-side": "pending-turned"}


def pending_zones(catalog: Catalog) -> set[str]:
    """Find the zones that have no geometry yet.

    Parameters
    ----------
    catalog : Catalog

    Returns
    -------
    set of str
        Ids of the pending zones, of those that are the same place as one, and of the groups with such a
        member: what is known of the rest of a group is not the group.
    """
    if all(entry.record.basis != "pending" for entry in catalog.entries.values()):
        return set()
    found: dict[str, bool] = {}

    def is_pending(entry: Entry) -> bool:
        record = catalog.owner(entry).record
        if record.id not in found:
            found[record.id] = record.basis == "pending" or any(map(is_pending, members(catalog, record.id)))
        return found[record.id]

    return {name for name, entry in catalog.entries.items() if entry.layer == "zones" and is_pending(entry)}


def members(catalog: Catalog, group: str) -> list[Entry]:
    """Features that a group's geometry is made of; none of what is no group."""
    entry = catalog.entries[group]
    if entry.record.basis != "members":
        return []
    children = (catalog.entries[child] for child in catalog.children.get(group, ()))
    return [child for child in children if child.layer == entry.layer]


def lacking(catalog: Catalog, entry: Entry, waiting: Collection[str]) -> Iterator[Message]:
    """Say what a zone without a geometry lacks.

    Parameters
    ----------
    catalog : Catalog
    entry : Entry
        Of one of `waiting`.
    waiting : collection of str
        What `pending_zones` found.

    Yields
    ------
    Message
        One for the zone, or one for each of its parts that its lines do not enclose.
    """
    record, owner = entry.record, catalog.owner(entry).record
    if owner.id != record.id:
        yield Message("pending-same", entry.file, record.id, {"owner": owner.id})
        return
    if record.basis == "members":
        names = [each.record.id for each in members(catalog, record.id) if each.record.id in waiting]
        yield Message("pending-members", entry.file, record.id, {"members": ", ".join(names)})
        return
    sides = record.sides if isinstance(record, Zone) else None
    if not sides:
        yield Message("pending-no-sides", entry.file, record.id)
    elif isinstance(record, Zone) and (few := _few(catalog, record)):
        named = ", ".join(f"{side.side} {side.stated}" for side in few)
        yield Message("pending-few", entry.file, record.id, {"count": len(few), "sides": named})
    elif open_ := [f"{side.side} {side.stated}" for side in sides if side.baseline is None]:
        values: dict[str, object] = {"sides": ", ".join(open_), "count": len(open_), "all": len(sides)}
        yield Message("pending-sides", entry.file, record.id, values)
    elif isinstance(record, Zone):
        yield from _closing(catalog, entry, record)


def _few(catalog: Catalog, zone: Zone) -> list[SideRecord]:
    """Sides of the first part that has too few to enclose anything, and whose lines do not."""
    for part in zone.parts.values():
        if too_few([side.side for side in part]):
            try:
                if any(side.baseline is None for side in part):
                    return part
                _point(catalog, zone.id, part, None)
            except Unbuildable:
                return part
    return []


def _closing(catalog: Catalog, entry: Entry, zone: Zone) -> Iterator[Message]:
    """Whether the lines of a zone's sides enclose something, part by part."""
    given: Sequence[list[float] | None] = zone.insides or [None] * len(zone.parts)
    points = []
    for part, inside in zip(zone.parts.values(), given, strict=True):
        try:
            points.append(_point(catalog, zone.id, part, inside))
        except Unbuildable as why:
            # What is said of the sides of a built zone is said of its point inside as well.
            code = None if inside else _WITHOUT_POINT.get(why.code)
            reason = Message(code or f"boundary-{why.code}", values=why.values)
            yield Message("pending-open", entry.file, zone.id, {"reason": reason})
    if len(points) == len(zone.parts):
        told = ", ".join(f"[{x}, {y}]" for x, y in points)
        yield Message("pending-whole", entry.file, zone.id, {"inside": told})


def _point(
    catalog: Catalog, name: str, part: list[SideRecord], inside: list[float] | None
) -> tuple[float, float]:
    """A point inside what the sides of a part enclose.

    Raises
    ------
    Unbuildable
        If they enclose nothing, or more than one area.
    """
    lines = {side.baseline or "": catalog.baselines[side.baseline or ""].geometry for side in part}
    sides = Sides(name, tuple(Side(side.side, side.baseline or "") for side in part))
    if inside is not None:
        try:
            build([Sides(name, sides.sides, (inside[0], inside[1]))], lines)
        except BoundaryError as error:
            raise Unbuildable(error.problems[0].code, **error.problems[0].values) from None
        return inside[0], inside[1]
    for side in sides.sides:
        if not lines[side.baseline].is_simple:
            raise Unbuildable("baseline-crosses-itself", side=side.compass, baseline=side.baseline)
    faces = enclosed(sides, lines, MAX_GAP_M).faces
    if len(faces) > 1:
        raise Unbuildable("ambiguous")
    point = shapely.point_on_surface(faces[0])
    return round(point.x, DECIMALS), round(point.y, DECIMALS)
