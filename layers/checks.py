"""All findings about the layers: topology, areas, inferred edges, the layout claims and indicators."""

from dataclasses import dataclass
from typing import Literal

from geo.area import plane_scale
from geo.topology import Shape, defects
from layers.assemble import Atlas, Element
from layers.claims import breaches, untested
from layers.indicator_checks import indicator_findings
from layers.messages import Message
from layers.pending import lacking

#: Geodesic and plane area must agree within this share once the projection's own scale is taken off.
PLANE_TOLERANCE_PCT = 0.02


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes
    ----------
    level : {"error", "warning"}
        An error is something that cannot be so; a warning is something that a note must explain.
    message : Message
        What was found; its code says what was tested: ``pending-…``, ``topology-…``, ``area-…``,
        ``edge-inferred``, ``claim-…`` or ``indicator-…``.
    """

    level: Literal["error", "warning"]
    message: Message

    @property
    def rule(self) -> str:
        """Name of what was tested."""
        return self.message.code

    @property
    def id(self) -> str:
        """The feature or the row of a table that it is about."""
        return self.message.feature


def check(atlas: Atlas, plans: list[str]) -> list[Finding]:
    """Examine plans.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans to examine.

    Returns
    -------
    list of Finding
        In the order of the plans: pending zones, topology, areas, inferred edges, claims, indicators.
    """
    found: list[Finding] = []
    for plan in plans:
        elements = atlas.of_plan(plan)
        found += _pending(atlas, plan)
        found += _topology(elements)
        for element in elements:
            found += _areas(element)
            found += _edges(atlas, element)
        for _, broken in breaches(atlas, plan):
            found += [Finding("error", breach) for breach in broken]
        for rule, waiting in untested(atlas, plan):
            values = {"rule": rule.rule, "ids": ", ".join(waiting)}
            found.append(Finding("warning", rule.breach(plan, plan, "claim-pending", values)))
        # A document that contradicts itself is no error of the layers.
        tables = atlas.catalog.indicators.get(plan, [])
        found += [Finding("warning", misfit) for misfit in indicator_findings(tables)]
    return found


def _pending(atlas: Atlas, plan: str) -> list[Finding]:
    """What each zone without a geometry lacks."""
    return [
        Finding("warning", message)
        for zone in atlas.pending_of(plan)
        for message in lacking(atlas.catalog, zone.entry, atlas.pending)
    ]


def _topology(elements: list[Element]) -> list[Finding]:
    files = {element.id: element.entry.file for element in elements}
    shapes = [
        Shape(element.id, element.geometry, element.entry.record.parent, element.accuracy_m)
        for element in elements
    ]
    return [
        Finding(defect.level, Message(f"topology-{defect.code}", files[defect.id], defect.id, defect.values))
        for defect in defects(shapes)
    ]


def _areas(element: Element) -> list[Finding]:
    found = []
    if element.area_km2 and element.plane_km2:
        percent = 100 * abs(element.plane_km2 / plane_scale(element.geometry) / element.area_km2 - 1)
        if percent > PLANE_TOLERANCE_PCT:
            found.append(_finding("error", "area-plane", element, percent=round(percent, 3)))
    if element.comparison and element.comparison.grade == "conflict":
        figures = {
            "stated": element.entry.record.stated_km2,
            "computed": round(element.area_km2 or 0, 2),
            "percent": f"{element.comparison.diff_pct:+.1f}",
        }
        found.append(_finding("warning", "area-conflict", element, **figures))
    return found


def _edges(atlas: Atlas, element: Element) -> list[Finding]:
    if element.owner != element.id:
        return []
    metres = sum(edge.length_m for edge in atlas.edges_of(element) if edge.basis == "inferred")
    return [_finding("warning", "edge-inferred", element, metres=round(metres))] if metres else []


def _finding(level: Literal["error", "warning"], code: str, element: Element, **values: object) -> Finding:
    return Finding(level, Message(code, element.entry.file, element.id, values))
