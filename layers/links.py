"""Relations between elements, with the arcs by which maps show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geo.arc import arc
from layers.relations import Relation

if TYPE_CHECKING:  # the atlas holds links
    from layers.atlas import Atlas


@dataclass(frozen=True, slots=True)
class Link:
    """A relation with everything that follows from it.

    Attributes
    ----------
    id : str
        The plan's id and the place in its file, such as ``haizhu#1``.
    plan : str
        Id of the plan that states it.
    record : Relation
    geometry : shapely.LineString or None
        An arc, (lon, lat) degrees; None where an end has no geometry, or where both have the same anchor.
    """

    id: str
    plan: str
    record: Relation
    geometry: shapely.LineString | None

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of the features that it leads from and to."""
        return self.record.from_, self.record.to


def links_of(atlas: "Atlas", plan: str, relations: Iterable[Relation]) -> list[Link]:
    """Give the relations that a plan states their arcs.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.
    relations : iterable of Relation

    Returns
    -------
    list of Link
        In the same order.
    """
    found = []
    for number, record in enumerate(relations, start=1):
        ends = [atlas.elements.get(name) for name in (record.from_, record.to)]
        shapes = [end.geometry for end in ends if end is not None]
        line = arc(*shapes) if len(shapes) == len(ends) else None
        found.append(Link(f"{plan}#{number}", plan, record, line))
    return found
