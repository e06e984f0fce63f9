"""What a page is given of that which is not on it: statements of other plans, and relations that lead out."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from layers.assemble import Atlas, Element
from layers.catalog import Catalog, Entry
from layers.geometry import members
from layers.links import Link
from mapgen.pages.contract import EndInfo, OtherInfo, OtherPlanInfo, RelationInfo
from mapgen.tables.frames import structured
from mapgen.tables.shared import SAID, differing


class Elsewhere(NamedTuple):
    """Parts of `mapgen.pages.contract.Payload`."""

    other_plans: list[OtherPlanInfo]
    others: list[OtherInfo]
    differing: dict[str, list[str]]
    relations: list[RelationInfo]
    ends: list[EndInfo]


def elsewhere(atlas: Atlas, plans: list[str], places: Mapping[str, Element], decimals: int) -> Elsewhere:
    """Gather what the plans of a page leave to others.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans on the page.
    places : mapping of str to Element
        Elements that own a place on the page, by their ids.
    decimals : int
        Of a degree, for the arcs of relations.

    Returns
    -------
    Elsewhere
    """
    catalog = atlas.catalog
    shared = {owner: ids for owner in places if len(ids := atlas.sharing[owner]) > 1}
    others = [atlas.elements[name] for ids in shared.values() for name in ids]
    others = [element for element in others if element.entry.plan not in plans]
    links = _about(atlas, [*plans, *places])
    here = {element.id for plan in plans for element in atlas.of_plan(plan)}
    ends = [catalog.entries[name] for name in dict.fromkeys(end for link in links for end in link.ends)]
    ends = [end for end in ends if end.record.id not in here]
    named = {*(element.entry.plan for element in others), *(link.plan for link in links)}
    named |= {end.plan for end in ends}
    return Elsewhere(
        other_plans=[
            {"id": plan, "title": catalog.plans[plan].title, "title_en": catalog.plans[plan].title_en}
            for plan in sorted(named.difference(plans))
        ],
        others=[_other(catalog, element) for element in others],
        differing={owner: keys for owner, ids in shared.items() if (keys := differing(atlas, ids))},
        relations=_relations(links, decimals),
        ends=[_end(catalog, end) for end in ends],
    )


def _other(catalog: Catalog, element: Element) -> OtherInfo:
    """What another plan says of a place: no geometry, which is the same."""
    values = structured(element)
    roles = catalog.plans[element.entry.plan].roles
    more: dict[str, Any] = {
        "id": element.id,
        "plan": element.entry.plan,
        "role_en": next(role.name_en for role in roles if role.name == values["role"]),
        "geom": element.owner,
    }
    return cast("OtherInfo", {**{key: values[key] for key in SAID}, **more})


def _about(atlas: Atlas, names: list[str]) -> list[Link]:
    """Relations that have an end in a plan or at a place of the page, be it under another plan's name."""
    found: dict[int, Link] = {}
    for name in names:
        found |= atlas.links_about.get(name, {})
    return [found[number] for number in sorted(found)]


def _relations(links: list[Link], decimals: int) -> list[RelationInfo]:
    arcs = [link.geometry for link in links if link.geometry is not None]
    drawn = iter(members(arcs, decimals))
    return [
        {
            "plan": link.plan,
            "ends": list(link.ends),
            "kind": link.record.kind,
            "cite": link.record.cite,
            "note": link.record.note,
            "geometry": cast("Any", next(drawn)) if link.geometry is not None else None,
        }
        for link in links
    ]


def _end(catalog: Catalog, entry: Entry) -> EndInfo:
    record = entry.record
    return {
        "id": record.id,
        "plan": entry.plan,
        "name": record.name,
        "name_en": record.name_en,
        "geom": catalog.owner(entry).record.id,
    }
