"""What follows from lines: banks from centrelines, zones from sides, and their areas by other readings."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import shapely

from geo.area import geodesic_km2
from geo.bank import bank
from geo.boundary import Boundary, BoundaryError, Side, Sides, build, merged
from geo.errors import GeoError
from geo.uncertainty import Outline, UncertainEdge, intervals
from layers.entries import Catalog, Line
from layers.files import BASELINES
from layers.messages import LayerError, Message
from layers.schema import Zone


@dataclass(frozen=True, slots=True)
class Reading:
    """What a zone would be if one of its lines ran as another reading has it.

    Attributes
    ----------
    main : str
        Id of the baseline that the zone follows.
    line : str
        Id of the alternative that takes its place.
    area_km2 : float
        Geodesic area of the zone then, km².
    area_low_km2, area_high_km2 : float
        The interval that holds nine tenths of the areas which the accuracy of the edges allows, km².
    """

    main: str
    line: str
    area_km2: float
    area_low_km2: float
    area_high_km2: float


def with_banks(catalog: Catalog) -> dict[str, Line]:
    """Give the banks their geometry, each from its centreline and its half width.

    Parameters
    ----------
    catalog : Catalog
        Whose references are sound.

    Returns
    -------
    dict of str to Line
        All baselines by id, in the catalogue's order.

    Raises
    ------
    LayerError
        If a bank cannot be made; all of them are named.
    """
    # A line of the context may be called as a baseline is: the baseline goes first.
    drawn = {scene.record.id: scene.geometry for scene in catalog.context}
    drawn |= {name: line.geometry for name, line in catalog.baselines.items()}
    found, problems = {}, []
    for name, line in catalog.baselines.items():
        record = line.record
        if record.bank is None:
            found[name] = line
            continue
        try:
            shape = bank(drawn[record.centreline or ""], record.half_width_m or 0.0, record.bank)
            found[name] = Line(record, shape)
        except GeoError as error:
            problems.append(Message(error.code, BASELINES, name, error.values))
    if problems:
        raise LayerError(*problems)
    return found


def build_zones(catalog: Catalog) -> dict[str, Boundary]:
    """Build all zones that state their sides.

    Parameters
    ----------
    catalog : Catalog

    Returns
    -------
    dict of str to Boundary
        By the id of the zone.

    Raises
    ------
    LayerError
        If zones cannot be built; all of them are named.
    """
    lines = {name: line.geometry for name, line in catalog.baselines.items()}
    try:
        return _built(_sided(catalog), lines)
    except BoundaryError as error:
        raise LayerError(
            *(
                Message(f"boundary-{p.code}", catalog.entries[p.zone].file, p.zone, p.values)
                for p in error.problems
            )
        ) from None


def readings(catalog: Catalog) -> dict[str, list[Reading]]:
    """Build the zones along lines of which there is another reading, once more with each.

    Parameters
    ----------
    catalog : Catalog

    Returns
    -------
    dict of str to list of Reading
        By the id of the zone, in the order of the baselines; one line is exchanged at a time.

    Raises
    ------
    LayerError
        If a zone cannot be built with an alternative; all of them are named.
    """
    found: dict[str, list[Reading]] = defaultdict(list)
    problems: list[Message] = []
    alternatives = {name: line for name, line in catalog.baselines.items() if line.record.alternative_to}
    parts: dict[str, list[Sides]] = defaultdict(list)
    along: dict[str, dict[str, None]] = defaultdict(dict)
    for part in _sided(catalog) if alternatives else ():
        parts[part.zone].append(part)
        for side in part.sides:
            along[side.baseline][part.zone] = None
    for name, line in alternatives.items():
        main = line.record.alternative_to or ""
        # All parts of a zone, also those that the line does not touch.
        wanted = [part for zone in along[main] for part in parts[zone]]
        followed = dict.fromkeys(side.baseline for part in wanted for side in part.sides)
        lines = {id_: catalog.baselines[id_].geometry for id_ in followed} | {main: line.geometry}
        try:
            built = _built(wanted, lines)
        except BoundaryError as error:
            for p in error.problems:
                values = {"line": name, "reason": Message(f"boundary-{p.code}", values=p.values)}
                problems.append(Message("alternative-unbuilt", catalog.entries[p.zone].file, p.zone, values))
            continue
        for zone, boundary in built.items():
            outline = Outline(
                boundary.polygon,
                geodesic_km2(boundary.polygon),
                list(_uncertain(catalog, boundary, main, name)),
            )
            (interval,) = intervals([outline])
            found[zone].append(Reading(main, name, outline.area_km2, *interval))
    if problems:
        raise LayerError(*problems)
    return dict(found)


def _uncertain(catalog: Catalog, boundary: Boundary, main: str, other: str) -> Iterator[UncertainEdge]:
    """Edges of a boundary that was built with another line in the place of the main one."""
    for edge in boundary.edges:
        follows = None
        if edge.compass is not None and edge.baseline is not None:
            follows = other if edge.baseline == main else edge.baseline
        accuracy = 0.0 if follows is None else catalog.baselines[follows].record.accuracy_m
        yield UncertainEdge(edge.line, follows, accuracy)


def _sided(catalog: Catalog) -> list[Sides]:
    """Sides of every part of every zone that states them."""
    wanted = []
    for entry in catalog.entries.values():
        record = entry.record
        if isinstance(record, Zone) and record.is_built:
            for part, inside in zip(record.parts.values(), record.insides, strict=True):
                sides = tuple(Side(side.side, side.baseline or "") for side in part)
                wanted.append(Sides(record.id, sides, (inside[0], inside[1])))
    return wanted


def _built(wanted: Collection[Sides], lines: Mapping[str, shapely.LineString]) -> dict[str, Boundary]:
    parts: dict[str, list[Boundary]] = defaultdict(list)
    for sides, boundary in zip(wanted, build(list(wanted), lines), strict=True):
        parts[sides.zone].append(boundary)
    return {zone: merged(boundaries) for zone, boundaries in parts.items()}
