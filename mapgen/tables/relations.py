"""Relations that plans state between places, as flat rows."""

from collections.abc import Iterator
from typing import Any

from layers.assemble import Atlas

#: Columns of the layer, in order; an arc follows as its geometry.
COLUMNS = ("id", "plan", "from_id", "from_name", "to_id", "to_name", "kind", "cite", "note")


def relation_rows(atlas: Atlas, plan: str) -> Iterator[dict[str, Any]]:
    """Relations that a plan states and that have an arc, as rows.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.

    Yields
    ------
    dict
        `COLUMNS`, and ``geometry``, the arc in (lon, lat) degrees. A relation whose end has no geometry
        is none of a layer of lines.
    """
    names = atlas.catalog.entries
    for link in atlas.links.get(plan, ()):
        if link.geometry is None:
            continue
        start, end = link.ends
        yield {
            "id": link.id,
            "plan": link.plan,
            "from_id": start,
            "from_name": names[start].record.name,
            "to_id": end,
            "to_name": names[end].record.name,
            "kind": link.record.kind,
            "cite": link.record.cite,
            "note": link.record.note,
            "geometry": link.geometry,
        }
