"""What a page is given, as `mapgen.pages.contract` has it: plain JSON values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, cast

import shapely

from geo.crs import transverse_mercator
from layers.assemble import Atlas, Element, Named
from layers.catalog import Catalog
from layers.claims import breaches
from layers.geometry import members
from layers.schema import Axis, SideRecord, Zone
from layers.verdicts import Tested
from mapgen.pages.contract import (
    FORMAT,
    BaselineInfo,
    ClaimInfo,
    ContextInfo,
    EdgeInfo,
    ElementInfo,
    Geometry,
    GroundInfo,
    ListedInfo,
    PageInfo,
    PartInfo,
    Payload,
    PendingInfo,
    PendingSideInfo,
    PlanInfo,
    ReadingInfo,
    SameInfo,
    SideInfo,
    SystemInfo,
    TermInfo,
    TestedInfo,
    UntestedInfo,
)
from mapgen.pages.elsewhere import elsewhere
from mapgen.pages.ground import ground_info
from mapgen.pages.indicators import indicators_info
from mapgen.pages.siblings import siblings
from mapgen.tables.findings import untested_statements
from mapgen.tables.frames import ROUNDING, edge_rows, structured
from mapgen.tables.same import same_rows
from mapgen.text.breaks import lengths
from mapgen.text.texts import sentence

#: Decimals of a degree in a page: 1 m, half a pixel at the closest zoom.
DECIMALS = 5

#: Columns of exports that a page does without.
_LEFT_OUT = ("function_zh", "function_en", "holder")


def payload(
    atlas: Atlas,
    plans: list[str],
    page: str,
    title: str | None,
    title_en: str | None,
    tested: Tested | None = None,
    pages: Sequence[str] = (),
) -> Payload:
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
    tested : Tested, optional
        Claims of accuracy against lines from elsewhere, which the page then shows as a layer.
    pages : sequence of str, optional
        Ids of the pages that are made with this one, as in `siblings`; none where it stands alone.

    Returns
    -------
    Payload
        JSON values only; every string in it is to be treated as hostile.
    """
    catalog = atlas.catalog
    elements = [element for plan in plans for element in atlas.of_plan(plan)]
    owners = {element.owner: atlas.elements[element.owner] for element in elements}
    zones = [owner for owner in owners.values() if owner.id in atlas.edges]
    places: list[Named] = [place for plan in plans for place in atlas.places_of(plan)]
    pending: list[Named] = [zone for plan in plans for zone in atlas.pending_of(plan)]
    beside = siblings(atlas, pages, plans)
    around = elsewhere(atlas, plans, owners, DECIMALS)
    return {
        "format": FORMAT,
        "page": _page(atlas, plans, page, title, title_en),
        "plans": [_plan(atlas, plan) for plan in plans],
        "listed": _listed(atlas, places, pending),
        **_words(
            atlas, [*elements, *places, *pending, *(atlas.elements[other["id"]] for other in around.others)]
        ),
        "elements": [_element(atlas, element, atlas.sharing[element.owner]) for element in elements],
        "geometries": dict(
            zip(owners, _geometries(owner.geometry for owner in owners.values()), strict=True)
        ),
        "other_plans": around.other_plans,
        "others": around.others,
        "differing": around.differing,
        "same": cast("list[SameInfo]", same_rows(atlas, plans)),
        "relations": around.relations,
        "ends": around.ends,
        "edges": _edges(atlas, zones),
        **_tested(tested, owners),
        "baselines": _baselines(atlas, zones, pending),
        "readings": _readings(atlas, zones),
        "context": _context(catalog),
        **_ground(atlas, plans),
        "indicators": indicators_info(catalog, plans),
        "pages": beside.pages,
        "beyond": beside.beyond,
        "credits": credits_of(catalog)["credits"],
        "credits_en": credits_of(catalog)["credits_en"],
    }


def retitled(given: Payload, atlas: Atlas, page: str, title: str | None, title_en: str | None) -> Payload:
    """Return the same layers as another page: a payload of which nothing but ``page`` is made anew."""
    return {**given, "page": _page(atlas, given["page"]["plans"], page, title, title_en)}


def _page(atlas: Atlas, plans: list[str], page: str, title: str | None, title_en: str | None) -> PageInfo:
    catalog = atlas.catalog
    return {
        "id": page,
        "title": title,
        "title_en": title_en,
        "plans": plans,
        "layers_version": catalog.version,
        "license": catalog.description.licence,
        "license_en": catalog.description.licence_en,
        # The system of the coordinates under the pointer.
        "crs": cast("SystemInfo", transverse_mercator(atlas.projected_crs(plans))._asdict()),
        # An approval is for one map: that of several plans would need one of its own.
        "review_number": catalog.plans[plans[0]].review_number if plans == [page] else None,
    }


def credits_of(catalog: Catalog) -> dict[str, list[str]]:
    """Whom the layers credit, in both languages; empty where nothing is stated."""
    told = catalog.description
    return {"credits": told.credits or [], "credits_en": told.credits_en or []}


def _plan(atlas: Atlas, name: str) -> PlanInfo:
    plan = atlas.catalog.plans[name]
    claims: list[ClaimInfo] = [
        {
            "rule": rule.rule,
            "claim": rule.claim,
            "claim_en": rule.claim_en,
            "ok": not broken,
            "message": " ".join(sentence(breach, "zh") for breach in broken),
            "message_en": " ".join(sentence(breach, "en") for breach in broken),
        }
        for rule, broken in breaches(atlas, name)
    ]
    return {
        "id": plan.id,
        "title": plan.title,
        "title_en": plan.title_en,
        "layout": plan.layout,
        "layout_en": plan.layout_en,
        "place": plan.place,
        "place_en": plan.place_en,
        "source": plan.source,
        "note": plan.note,
        "supersedes": plan.supersedes,
        "phrase": [cast("PartInfo", part.model_dump()) for part in plan.phrase],
        "roles": [
            {"name": role.name, "name_en": role.name_en, "color": role.color, "shown": role.shown}
            for role in plan.roles
        ],
        "claims": claims,
        "untested": cast("list[UntestedInfo]", untested_statements(atlas, name)),
    }


def _element(atlas: Atlas, element: Element, sharing: list[str]) -> ElementInfo:
    # The words of its functions would stand in every element.
    values = {key: value for key, value in structured(element).items() if key not in _LEFT_OUT}
    record = atlas.elements[element.owner].entry.record
    more = {
        "initials": atlas.catalog.initials(values["name"]),
        "words": lengths(values["name"], atlas.catalog.vocabulary.words),
        "shared_by": [name for name in sharing if name != element.id],
        "sides": _sides(atlas, record) if isinstance(record, Zone) else [],
        "members": list(element.members),
        "passes": list(element.entry.record.passes or []) if isinstance(element.entry.record, Axis) else [],
        "geom": element.owner,
    }
    return cast("ElementInfo", {**values, **more})


class _Words(TypedDict):
    terms: dict[str, TermInfo]
    units: dict[str, TermInfo]


def _listed(atlas: Atlas, places: list[Named], pending: list[Named]) -> list[ListedInfo]:
    """Places, then pending zones; what only these have stands in all of them, and nowhere without them."""
    keys = (PendingInfo if pending else ListedInfo).__annotations__
    told = [_bare(atlas, each) for each in (*places, *pending)]
    return [cast("ListedInfo", {key: values[key] for key in keys}) for values in told]


def _bare(atlas: Atlas, each: Named) -> dict[str, Any]:
    """What a page tells of something without a geometry."""
    record = each.entry.record
    values: dict[str, Any] = {
        **structured(each),
        "initials": atlas.catalog.initials(record.name),
        "members": list(each.members),
        "sides": [],
    }
    if isinstance(record, Zone):
        values["sides"] = [_open_side(atlas, side) for side in record.sides or []]
        values["holder"] = record.parent if record.parent in atlas.elements else None
    return values


def _open_side(atlas: Atlas, side: SideRecord) -> PendingSideInfo:
    line = atlas.catalog.baselines[side.baseline].record if side.baseline else None
    return {
        "side": side.side,
        "stated": side.stated,
        "baseline": None if line is None else line.name,
        "baseline_id": side.baseline,
    }


def _words(atlas: Atlas, told: list[Named]) -> _Words:
    """What people call the functions and units of everything that the page tells of a place."""
    terms: dict[str, TermInfo] = {
        name: cast("TermInfo", term.model_dump())
        for each in told
        for name, term in zip(each.entry.record.function or (), each.functions, strict=True)
    }
    used = {figure.unit for each in told for figure in each.entry.record.figures or ()}
    known = atlas.catalog.vocabulary.units
    units: dict[str, TermInfo] = {
        name: cast("TermInfo", term.model_dump()) for name, term in known.items() if name in used
    }
    return {"terms": terms, "units": units}


def _sides(atlas: Atlas, record: Zone) -> list[SideInfo]:
    sides: list[SideInfo] = []
    for side in record.sides or []:
        line = atlas.catalog.baselines[side.baseline or ""].record
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


def _edges(atlas: Atlas, zones: list[Element]) -> list[EdgeInfo]:
    rows = [edge for zone in zones for edge in edge_rows(atlas, zone)]
    for edge in rows:
        del edge["zone_name"]  # the page has it already
    return cast("list[EdgeInfo]", _placed(rows, [edge["geometry"] for edge in rows]))


class _Tested(TypedDict, total=False):
    tested: list[TestedInfo]
    tested_files: list[str]


def _tested(tested: Tested | None, owners: Mapping[str, Element]) -> _Tested:
    """Edges of the zones on the page with their verdicts; nothing on a page of what was not tested."""
    if tested is None:
        return {}
    found = [each for each in tested.edges if each.edge and each.edge.zone in owners]
    records = [{"zone": each.edge.zone, "verdict": each.verdict} for each in found if each.edge]
    placed = _placed(records, [each.geometry for each in found])
    return {"tested": cast("list[TestedInfo]", placed), "tested_files": tested.files}


def _baselines(atlas: Atlas, zones: list[Element], pending: list[Named]) -> list[BaselineInfo]:
    """Lines that zones follow, or will once all of them are known, and their alternatives."""
    used = {edge.baseline_id for zone in zones for edge in atlas.edges_of(zone)}
    waiting = (each.entry.record for each in pending)
    used |= {side.baseline for zone in waiting if isinstance(zone, Zone) for side in zone.sides or ()}
    lines = [
        line
        for name, line in atlas.catalog.baselines.items()
        if name in used or line.record.alternative_to in used
    ]
    columns = [column for column in BaselineInfo.__annotations__ if column != "geometry"]
    records = [{column: getattr(line.record, column) for column in columns} for line in lines]
    return cast("list[BaselineInfo]", _placed(records, [line.geometry for line in lines]))


def _readings(atlas: Atlas, zones: list[Element]) -> list[ReadingInfo]:
    return [
        {
            "zone": zone.id,
            "main": reading.main,
            "line": reading.line,
            "area_km2": round(reading.area_km2, ROUNDING["area_km2"]),
        }
        for zone in zones
        for reading in atlas.readings.get(zone.id, ())
    ]


def _context(catalog: Catalog) -> list[ContextInfo]:
    records = [
        {"name": item.record.name, "name_en": item.record.name_en, "kind": item.record.kind}
        for item in catalog.context
    ]
    return cast("list[ContextInfo]", _placed(records, [item.geometry for item in catalog.context]))


class _Ground(TypedDict, total=False):
    ground: list[GroundInfo]


def _ground(atlas: Atlas, plans: list[str]) -> _Ground:
    """Nothing on a page whose layers have none."""
    found = ground_info(atlas, plans, DECIMALS)
    return {"ground": found} if found else {}


def _placed(records: list[dict[str, Any]], geometries: Iterable[shapely.Geometry]) -> list[dict[str, Any]]:
    """Records with their geometries, rounded."""
    return [
        {**record, "geometry": geometry}
        for record, geometry in zip(records, _geometries(geometries), strict=True)
    ]


def _geometries(geometries: Iterable[shapely.Geometry]) -> list[Geometry]:
    return cast("list[Geometry]", members(list(geometries), DECIMALS))
