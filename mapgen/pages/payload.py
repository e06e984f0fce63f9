"""What a page is given: elements, geometries, edges, context and texts as plain JSON values."""

from collections import defaultdict
from typing import Any

from geo.crs import transverse_mercator
from layers.assemble import Atlas, Element
from layers.catalog import Catalog
from layers.geometry import member
from layers.rules import breaches
from layers.schema import Axis, Zone
from mapgen.tables.frames import edge_rows, row

#: Decimals of a degree in a page: 1 m, half a pixel at the closest zoom.
DECIMALS = 5


def payload(
    atlas: Atlas, plans: list[str], page: str, title: str | None, title_en: str | None
) -> dict[str, Any]:
    """Gather what one page shows.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans on the page.
    page : str
        Id of the page: a plan's id, or "atlas".
    title, title_en : str or None
        Title of the page; without it the page says that it shows all plans.

    Returns
    -------
    dict
        JSON values only; every string in it is to be treated as hostile.
    """
    catalog = atlas.catalog
    elements = [element for plan in plans for element in atlas.of_plan(plan)]
    owners = {element.owner: atlas.elements[element.owner] for element in elements}
    zones = [owner for owner in owners.values() if owner.id in atlas.edges]
    sharing: dict[str, list[str]] = defaultdict(list)
    for element in atlas.elements.values():
        sharing[element.owner].append(element.id)
    return {
        "format": 1,
        "page": {
            "id": page,
            "title": title,
            "title_en": title_en,
            "plans": plans,
            "layers_version": catalog.version(),
            "license": catalog.description.licence,
            "license_en": catalog.description.licence_en,
            # The system of the coordinates under the pointer.
            "crs": transverse_mercator(atlas.projected_crs(plans))._asdict(),
            # An approval is for one map: that of several plans would need one of its own.
            "review_number": catalog.plans[plans[0]].review_number if plans == [page] else None,
        },
        "plans": [_plan(atlas, plan) for plan in plans],
        "elements": [_element(atlas, element, sharing[element.owner]) for element in elements],
        "geometries": {name: member(owner.geometry, DECIMALS) for name, owner in owners.items()},
        "edges": [_edge(edge) for zone in zones for edge in edge_rows(atlas, zone)],
        "baselines": _baselines(atlas, zones),
        "context": _context(catalog),
        **credits_of(catalog),
    }


def credits_of(catalog: Catalog) -> dict[str, list[str]]:
    """Whom the layers credit, in both languages; empty where nothing is stated."""
    told = catalog.description
    return {"credits": told.credits or [], "credits_en": told.credits_en or []}


def _plan(atlas: Atlas, name: str) -> dict[str, Any]:
    plan = atlas.catalog.plans[name]
    fields = {
        key: getattr(plan, key)
        for key in ("id", "title", "title_en", "layout", "layout_en", "place", "place_en")
    }
    claims = [
        {
            "rule": rule.rule,
            "claim": rule.claim,
            "claim_en": rule.claim_en,
            "ok": not broken,
            "message": " ".join(breach.text("zh") for breach in broken),
            "message_en": " ".join(breach.text("en") for breach in broken),
        }
        for rule, broken in breaches(atlas, name)
    ]
    roles = [role.model_dump() for role in plan.roles]
    return {**fields, "source": plan.source, "note": plan.note, "roles": roles, "claims": claims}


def _element(atlas: Atlas, element: Element, sharing: list[str]) -> dict[str, Any]:
    values = row(element)
    record = atlas.elements[element.owner].entry.record
    return {
        **values,
        "initials": atlas.catalog.initials(values["name"]),
        "shared_by": [name for name in sharing if name != element.id],
        "sides": _sides(atlas, record) if isinstance(record, Zone) else [],
        "members": list(element.members),
        "passes": list(element.entry.record.passes or []) if isinstance(element.entry.record, Axis) else [],
        "geom": element.owner,
    }


def _sides(atlas: Atlas, record: Zone) -> list[dict[str, Any]]:
    sides = []
    for side in record.sides or []:
        line = atlas.catalog.baselines[side.baseline].record
        sides.append(
            {
                "side": side.side,
                "stated": side.stated,
                "baseline": line.name,
                "baseline_id": line.id,
                "basis": line.basis,
                "accuracy_m": line.accuracy_m,
            }
        )
    return sides


def _edge(edge: dict[str, Any]) -> dict[str, Any]:
    # The page has the zone's name already.
    values = {key: value for key, value in edge.items() if key != "zone_name"}
    return {**values, "geometry": member(edge["geometry"], DECIMALS)}


def _baselines(atlas: Atlas, zones: list[Element]) -> list[dict[str, Any]]:
    used = {edge.baseline_id for zone in zones for edge in atlas.edges_of(zone)}
    return [
        {**line.record.model_dump(exclude={"note"}), "geometry": member(line.geometry, DECIMALS)}
        for name, line in atlas.catalog.baselines.items()
        if name in used
    ]


def _context(catalog: Catalog) -> list[dict[str, Any]]:
    keys = ("name", "name_en", "kind")
    return [
        {**{key: getattr(item.record, key) for key in keys}, "geometry": member(item.geometry, DECIMALS)}
        for item in catalog.context
    ]
