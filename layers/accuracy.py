"""Claims of accuracy against what is known from elsewhere: whether nine tenths lie within `accuracy_m`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import shapely

from geo.axis import nearest_m
from geo.deviation import Deviation, deviation
from layers.assemble import Atlas, Element, LabelledEdge
from layers.baseline import Baseline
from layers.entries import Line
from layers.evidence import Evidence, KnownLine, KnownPlace, name_keys, shapes
from layers.verdicts import LineResult, PlaceResult, Tested, Verdict, Way

#: Less of a line than this share shows nothing of the whole.
MIN_COVERED = 0.2
#: A claim of more than so many times what was measured, and of so many metres more, is too modest.
MODEST_TIMES, MODEST_M = 3, 30.0
#: A line or a point of the same name that is further away than this, m, is another one; but wide claims
#: reach further.
NEAR_LINE_M, NEAR_POINT_M, NEAR_TIMES = 2_000.0, 20_000.0, 3
#: A line without a name counts where it lies nearer than this, m, or than so many times the claim, and turns
#: off by no more than this, degrees; but nothing on the ground runs along the limit of something.
NEAR_NAMELESS_M, NAMELESS_TIMES, PARALLEL_DEG = 100.0, 2, 30.0
_UNSEEN = ("hill", "limit")


def verdict_on(claimed_m: float, measured_m: float) -> Verdict:
    """Judge a claim by what was measured of nine tenths of a line, or of a point, m."""
    if measured_m > claimed_m:
        return "too brave"
    modest = claimed_m > MODEST_TIMES * measured_m and claimed_m - measured_m >= MODEST_M
    return "too modest" if modest else "holds"


def examine(atlas: Atlas, plans: list[str], evidence: Evidence, *, unnamed: bool = False) -> Tested:
    """Test what plans claim of the accuracy of their lines, zones and nodes.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans.
    evidence : Evidence
    unnamed : bool
        Whether lines without a name count: the nearest ones that run roughly alike.

    Returns
    -------
    Tested
        Edges in the order of the plans, each place once; baselines that these follow, or all of them if all
        plans were chosen, in the order of their file; places in the order of the evidence.
    """
    owners = {element.owner: None for plan in plans for element in atlas.of_plan(plan)}
    edges = [edge for owner in owners for edge in atlas.edges.get(owner, []) if edge.baseline_id]
    every = plans == list(atlas.catalog.plans)
    used = {edge.baseline_id for edge in edges}
    lines = [line for name, line in atlas.catalog.baselines.items() if every or name in used]
    bench = _Bench(evidence, atlas.catalog.baselines.values(), unnamed=unnamed)
    known = atlas.catalog.baselines
    strangers = {line.baseline: None for line in evidence.lines if line.baseline not in (None, *known)}
    places = _Places(atlas, plans)
    results = [result for place in evidence.places for result in places.results(place)]
    return Tested(
        [bench.result(known[edge.baseline_id or ""].record, edge.geometry, edge) for edge in edges],
        [bench.result(line.record, line.geometry, None) for line in lines],
        _nearest_of_each_node(results),
        [str(name) for name in (*strangers, *places.strangers)],
        evidence.files,
    )


class _Bench:
    """Where lines are measured: what is known from elsewhere, looked up once for each baseline."""

    def __init__(self, evidence: Evidence, lines: Iterable[Line], *, unnamed: bool) -> None:
        self.evidence, self.unnamed = evidence, unnamed
        self.known: dict[str, tuple[list[KnownLine], Way | None, int]] = {}
        self.named: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            for key in name_keys(line.record.name):
                self.named[key].append(line)
        nameless = evidence.nameless if unnamed else []
        self.tree = shapely.STRtree([line.geometry for line in nameless])

    def result(self, record: Baseline, geometry: shapely.Geometry, edge: LabelledEdge | None) -> LineResult:
        """Judge a baseline, or an edge that follows it.

        What a line of its name refutes is not refuted if the line fits another baseline of that name: a
        river's arm is called after the river.
        """
        found = self._measured(record, geometry, edge)
        if found.verdict != "too brave" or not found.shared:
            return found
        others = [
            self._measured(line.record, line.geometry, None)
            for line in self._namesakes(record, self.known[record.id][0])
        ]
        theirs = any(other.way == "name" and other.verdict in ("holds", "too modest") for other in others)
        return replace(found, verdict="not shown") if theirs else found

    def _namesakes(self, record: Baseline, lines: list[KnownLine]) -> list[Line]:
        """Baselines that lines may be meant by instead of one: of its name, and of a kind that they can show.

        Other readings of it are none: they are there to be told apart.
        """
        every = {line.record.id: line for key in name_keys(record.name) for line in self.named[key]}
        return [
            other
            for name, other in every.items()
            if name not in (record.id, record.alternative_to)
            and other.record.alternative_to != record.id
            and any(line.shows(other.record.kind) for line in lines)
        ]

    def _measured(
        self, record: Baseline, geometry: shapely.Geometry, edge: LabelledEdge | None
    ) -> LineResult:
        claimed = edge.accuracy_m if edge else record.accuracy_m
        if record.id not in self.known:
            self.known[record.id] = self._meant(record)
        lines, way, unfit = self.known[record.id]
        within = max(NEAR_LINE_M, NEAR_TIMES * claimed)
        found = deviation(geometry, shapes(lines), within) if lines else Deviation(0.0)
        if self.unnamed and way != "baseline" and not found.covered and record.kind not in _UNSEEN:
            within = max(NEAR_NAMELESS_M, NAMELESS_TIMES * claimed)
            lines, way = self._near(record, geometry, within), "unnamed"
            found = deviation(geometry, shapes(lines), within, PARALLEL_DEG)
        shown = found.p90_m is not None and found.covered >= MIN_COVERED
        return LineResult(
            edge,
            record,
            claimed,
            found,
            verdict_on(claimed, found.p90_m) if shown and found.p90_m is not None else "not shown",
            way if found.covered else None,
            tuple(dict.fromkeys(line.file for line in lines)) if found.covered else (),
            unfit,
            any(_same(said, line.source) for line in lines for said in (record.source, record.source_en)),
            way == "name" and bool(self._namesakes(record, lines)),
            geometry,
        )

    def _meant(self, record: Baseline) -> tuple[list[KnownLine], Way | None, int]:
        """Lines that a baseline is meant by, how they were found, and how many say nothing if all do."""
        if said := self.evidence.said_to_be(record.id):
            return said, "baseline", 0
        named = self.evidence.named_like(record)
        fit = [line for line in named if line.shows(record.kind)]
        return fit, "name" if fit else None, 0 if fit else len(named)

    def _near(self, record: Baseline, geometry: shapely.Geometry, metres: float) -> list[KnownLine]:
        west, south, east, north = geometry.bounds
        # A degree is no shorter than this along a parallel of the belts; more than needed does no harm.
        reach = metres / 60_000
        around = self.tree.query(shapely.box(west - reach, south - reach, east + reach, north + reach))
        nameless = self.evidence.nameless
        return [nameless[number] for number in np.sort(around) if nameless[number].shows(record.kind)]


def _same(one: str | None, other: str | None) -> bool:
    """Whether two names of a source are the same, or one is part of the other."""
    if not one or not other:
        return False
    mine, theirs = one.casefold(), other.casefold()
    return mine in theirs or theirs in mine


class _Places:
    """Zones and nodes of plans, by their ids and names."""

    def __init__(self, atlas: Atlas, plans: list[str]) -> None:
        self.atlas = atlas
        elements = [element for plan in plans for element in atlas.of_plan(plan)]
        self.zones = _by_name(each for each in elements if each.kind in ("zone", "group"))
        self.nodes = _by_name(each for each in elements if each.kind == "node")
        self.strangers: dict[str, None] = {}

    def results(self, place: KnownPlace) -> Iterator[PlaceResult]:
        """Test a place against each zone that it lies in, and against the node that it is."""
        for name in place.zones:
            for zone in self._called(self.zones, name):
                off = nearest_m(place.point, zone.geometry)
                claimed = self._claimed(zone, place.point)
                # Of a place inside nothing follows of how modest the claim is.
                yield PlaceResult(zone, place, claimed, off, "too brave" if off > claimed else "holds")
        if place.node is not None:
            nodes = self._called(self.nodes, place.node)
        else:
            nodes = {each.owner: each for key in place.keys for each in self.nodes.get(key, ())}.values()
        for node in nodes:
            off = nearest_m(place.point, node.geometry)
            if place.node is not None or off <= max(NEAR_POINT_M, NEAR_TIMES * node.accuracy_m):
                yield PlaceResult(node, place, node.accuracy_m, off, verdict_on(node.accuracy_m, off))

    def _called(self, elements: dict[str, list[Element]], name: str) -> Iterable[Element]:
        found = elements.get(name) or [each for key in name_keys(name) for each in elements.get(key, ())]
        if not found:
            self.strangers[name] = None
        return {each.owner: each for each in found}.values()

    def _claimed(self, zone: Element, point: shapely.Point) -> float:
        """Accuracy of the boundary of a zone where it comes nearest to a point, m."""
        leaves = self.atlas.leaves(zone)
        near = [
            (nearest_m(point, edge.geometry), edge.accuracy_m)
            for leaf in leaves
            for edge in self.atlas.edges_of(leaf)
        ]
        near += [
            (nearest_m(point, shapely.boundary(leaf.geometry)), leaf.accuracy_m)
            for leaf in leaves
            if not self.atlas.edges_of(leaf)
        ]
        return min(near)[1]


def _by_name(elements: Iterable[Element]) -> dict[str, list[Element]]:
    """Elements by id and by each of their names; an id has a dot and no name is one."""
    found: dict[str, list[Element]] = {}
    for each in elements:
        record = each.entry.record
        for key in {record.id, *name_keys(record.name), *name_keys(record.name_en)}:
            found.setdefault(key, []).append(each)
    return found


def _nearest_of_each_node(results: list[PlaceResult]) -> list[PlaceResult]:
    """Of several places with the name of a node the nearest one: a name stands on a map more than once."""
    best: dict[str, PlaceResult] = {}
    for each in results:
        if each.element.kind == "node":
            here = best.get(each.element.owner)
            if here is None or (each.place.node is None, each.off_m) < (here.place.node is None, here.off_m):
                best[each.element.owner] = each
    return [each for each in results if each.element.kind != "node" or best[each.element.owner] is each]
