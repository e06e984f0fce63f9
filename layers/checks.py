"""All findings about the layers: topology, areas, inferred edges and the layout claims."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from geo.area import plane_scale
from geo.topology import Shape, defects
from layers.assemble import Atlas, Element
from layers.problems import message
from layers.rules import Breach, breaches

#: Geodesic and plane area must agree within this share once the projection's own scale is taken off.
PLANE_TOLERANCE_PCT = 0.02


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes
    ----------
    level : {"error", "warning"}
        An error is something that cannot be so; a warning is something that a note must explain.
    rule : str
        What was tested: ``topology-…``, ``area-…``, ``edge-inferred`` or ``claim-…``.
    id : str
        The feature it is about.
    code : str
        Table in ``messages.toml``.
    values : dict
    breach : Breach or None
        For a claim, which one and how it fails.
    """

    level: Literal["error", "warning"]
    id: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    breach: Breach | None = None

    @property
    def rule(self) -> str:
        """Name of what was tested."""
        return self.code

    def text(self, language: str) -> str:
        """Say it in one line."""
        return self.breach.text(language) if self.breach else message(self.code, self.values, language)


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
        In the order of the plans: topology, areas, inferred edges, claims.
    """
    found: list[Finding] = []
    for plan in plans:
        elements = atlas.of_plan(plan)
        found += _topology(elements)
        for element in elements:
            found += _areas(element)
            found += _edges(atlas, element)
        for _, broken in breaches(atlas, plan):
            found += [Finding("error", breach.id, breach.code, breach.values, breach) for breach in broken]
    return found


def _topology(elements: list[Element]) -> list[Finding]:
    shapes = [
        Shape(element.id, element.geometry, element.entry.record.parent, element.accuracy_m)
        for element in elements
    ]
    return [
        Finding(defect.level, defect.id, f"topology-{defect.code}", defect.values)
        for defect in defects(shapes)
    ]


def _areas(element: Element) -> list[Finding]:
    found = []
    if element.area_km2 and element.plane_km2:
        percent = 100 * abs(element.plane_km2 / plane_scale(element.geometry) / element.area_km2 - 1)
        if percent > PLANE_TOLERANCE_PCT:
            found.append(Finding("error", element.id, "area-plane", {"percent": round(percent, 3)}))
    if element.comparison and element.comparison.grade == "conflict":
        values = {
            "stated": element.entry.record.stated_km2,
            "computed": round(element.area_km2 or 0, 2),
            "percent": f"{element.comparison.diff_pct:+.1f}",
        }
        found.append(Finding("warning", element.id, "area-conflict", values))
    return found


def _edges(atlas: Atlas, element: Element) -> list[Finding]:
    if element.owner != element.id:
        return []
    metres = sum(edge.length_m for edge in atlas.edges_of(element) if edge.basis == "inferred")
    return [Finding("warning", element.id, "edge-inferred", {"metres": round(metres)})] if metres else []
