"""The contract of a page: every key that a page is given, and what stands under it.

`mapgen.pages.payload` and `mapgen.pages.index` write it, the scripts of ``mapgen/web`` read it, and a test
holds both them and the made-up payloads of the tests to it. Strings come from layers and are hostile.
Coordinates are [longitude, latitude] in degrees, EPSG:4326; areas km², lengths and accuracies metres.
"""

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config

# pydantic, which checks payloads against these types in a test, asks for this one before Python 3.12.
from typing_extensions import TypedDict

from geo.area import Grade
from layers.baseline import BaselineKind, Method
from layers.ground import GroundKind
from layers.relations import RelationKind
from layers.schema import Basis, Bound, Status
from layers.verdicts import Verdict
from mapgen.pages.indicators import IndicatorsInfo

#: Goes up with every change after which an older page could not read what a newer build writes.
FORMAT = 1

ElementKind = Literal["zone", "group", "axis", "node"]


class Geometry(TypedDict):
    """A GeoJSON geometry."""

    type: Literal["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any]


class SystemInfo(TypedDict):
    """The projected system of the coordinates under the pointer: `geo.crs.TransverseMercator`."""

    code: int
    name: str
    datum: Literal["WGS 84", "CGCS2000"]
    meridian: float
    scale: float
    false_easting: float
    false_northing: float


class PageInfo(TypedDict):
    """The page itself."""

    id: str  # a plan's, or "atlas"
    title: str | None
    title_en: str | None
    plans: list[str]
    layers_version: str
    license: str | None
    license_en: str | None
    crs: SystemInfo
    review_number: str | None  # map approval number


class RoleInfo(TypedDict):
    """A role of a plan, in drawing order."""

    name: str
    name_en: str
    color: str  # "#rrggbb"
    shown: bool  # before anybody asks for it


class ClaimInfo(TypedDict):
    """What a plan's layout phrase says, and whether the geometry agrees."""

    rule: str
    claim: str
    claim_en: str
    ok: bool
    message: str  # empty if it agrees
    message_en: str


class UntestedInfo(TypedDict):
    """What a plan says of places and no rule tests, and why."""

    statement: str
    statement_en: str
    reason: str
    reason_en: str
    heading: str | None  # of the document; None for a claim that waits for a pending zone


class PartInfo(TypedDict):
    """A part of a layout phrase and what belongs to it: `layers.phrase.Part`."""

    part: str
    part_en: str
    name: str | None  # what it is, where the phrase does not say so
    name_en: str | None
    roles: list[str]  # Chinese names of roles of the plan
    ids: list[str]  # further elements


class PlanInfo(TypedDict):
    """A plan."""

    id: str
    title: str
    title_en: str
    layout: str
    layout_en: str
    place: str
    place_en: str
    source: str
    note: str | None
    supersedes: str | None  # a plan's, of which this one is a later state
    phrase: list[PartInfo]  # in the order of the phrase; empty if the plan does not state them
    roles: list[RoleInfo]
    claims: list[ClaimInfo]
    untested: list[UntestedInfo]


class SideInfo(TypedDict):
    """A side of a zone as the plan states it, and the baseline that it follows."""

    side: Literal["N", "E", "S", "W", "ring"]
    stated: str
    baseline: str
    baseline_id: str
    basis: Literal["traced", "sketched"]
    accuracy_m: float


class TermInfo(TypedDict):
    """What people call a function, or a unit."""

    zh: str
    en: str


class FigureInfo(TypedDict):
    """A quantity that a plan states of a place."""

    quantity: str
    quantity_en: str
    value: float
    bound: NotRequired[Bound]
    unit: str  # one of `Payload.units`
    year: NotRequired[int]
    kind: Literal["target", "state"]
    cite: str


class PlaceInfo(TypedDict):
    """What is told of every place, with a geometry or without."""

    id: str
    plan: str
    name: str
    name_en: str
    initials: str  # of the Chinese name in pinyin, for the search
    role: str  # the Chinese name of one of the plan's roles
    cite: str
    function: list[str] | None  # of `Payload.terms`
    status: Status | None
    status_year: int | None
    host: str | None
    host_en: str | None
    lead: str | None
    lead_en: str | None
    from_year: int | None
    to_year: int | None
    figures: list[FigureInfo] | None
    note: str | None


@with_config(ConfigDict(extra="allow"))
class ElementInfo(PlaceInfo):
    """A zone, a group of zones, an axis or a node.

    Further attributes of the schema stand in it under their own names, as in the exports: scripts hand them
    on to the download and read none of them by name.
    """

    kind: ElementKind
    words: str  # lengths of the words of its name: `mapgen.text.breaks`
    parent: str | None
    stated_km2: float | None
    qualifier: str | None  # of the stated area
    area_km2: float | None
    area_low_km2: float | None  # of the interval that holds nine tenths of what the accuracy allows
    area_high_km2: float | None
    shape_is_indicative: Literal[0, 1] | None  # whether it may be off by more than half its width
    plane_km2: float | None
    diff_km2: float | None
    diff_pct: float | None
    grade: Grade | None
    reference_diff_km2: float | None
    reference_diff_pct: float | None
    reference_grade: Grade | None
    basis: Basis
    accuracy_m: float | None
    reference_km2: float | None
    reference_cite: str | None
    same_as: str | None
    entered: str | None  # year-month-day
    source_grade: Literal["A", "B", "C"] | None
    sides: list[SideInfo]
    members: list[str]
    passes: list[str]
    shared_by: list[str]  # elements of any plan at the same place
    geom: str  # where its geometry stands: the id of the element that owns the place


class OtherPlanInfo(TypedDict):
    """A plan that is not on the page, and names a place that is or is named by a relation."""

    id: str
    title: str
    title_en: str


class PendingSideInfo(TypedDict):
    """A side of a pending zone and the line that it is to follow; None where there is no line yet."""

    side: Literal["N", "E", "S", "W", "ring"]
    stated: str
    baseline: str | None
    baseline_id: str | None


class ListedInfo(PlaceInfo):
    """What has no geometry: a place, or a pending zone."""

    holder: str | None  # an element's id; None if only the plan's area is known


class PendingInfo(ListedInfo):
    """The same on a page that has pending zones: what places have not is None, or empty."""

    kind: Literal["place", "zone", "group"]
    basis: Literal["listed", "pending"]
    parent: str | None
    stated_km2: float | None
    qualifier: str | None
    same_as: str | None
    members: list[str]
    sides: list[PendingSideInfo]


@with_config(ConfigDict(extra="allow"))
class OtherInfo(TypedDict):
    """What a plan that is not on the page says of a place: `mapgen.tables.shared.SAID`.

    Further attributes of the schema stand in it under their own names.
    """

    id: str
    plan: str  # one of `Payload.other_plans`
    name: str
    name_en: str
    role: str
    role_en: str
    stated_km2: float | None
    qualifier: str | None
    cite: str
    geom: str  # as `ElementInfo.geom`


class SameInfo(TypedDict):
    """A place that two plans of the page have: `mapgen.tables.same.Same`; km² and %."""

    first: str  # id of an element or of a place without a geometry; plans in the order of the page
    second: str
    also: list[str] | None  # ids of further names of the place in either plan
    by: Literal["place", "id", "name"]  # how it is known to be the same
    diff_km2: float | None  # the second less the first, of computed areas
    diff_pct: float | None  # in percent of the first
    back_pct: float | None  # the first less the second, in percent of the second
    stated_diff_km2: float | None  # the same of the areas that the plans state
    stated_diff_pct: float | None
    stated_back_pct: float | None


class RelationInfo(TypedDict):
    """A relation that a plan states between two places, of which at least one is on the page."""

    plan: str  # a plan's on the page, or one of `Payload.other_plans`
    ends: list[str]  # from and to: ids of elements on the page, or of `Payload.ends`
    kind: RelationKind
    cite: str
    note: str | None
    geometry: Geometry | None  # an arc; None where an end has no geometry


class EndInfo(TypedDict):
    """An end of a relation that is no element of the page."""

    id: str
    plan: str  # a plan's on the page, or one of `Payload.other_plans`
    name: str
    name_en: str
    geom: str  # as `ElementInfo.geom`; on the page if an element there is the same place


class EdgeInfo(TypedDict):
    """A labelled edge of a zone's boundary; a connector has no side and follows nothing."""

    zone: str  # as `ElementInfo.geom`
    side: Literal["N", "E", "S", "W", "ring"] | None
    baseline: str | None
    baseline_id: str | None
    basis: Literal["traced", "sketched", "inferred"]
    accuracy_m: float | None
    length_m: float
    geometry: Geometry


class BaselineInfo(TypedDict):
    """A line that sides follow, or another reading of one."""

    id: str
    name: str
    name_en: str
    kind: BaselineKind
    accuracy_m: float
    basis: Literal["traced", "sketched"]
    source: str | None
    source_en: str | None
    source_date: str | None
    source_licence: str | None
    method: list[Method] | None
    half_width_m: float | None
    half_width_accuracy_m: float | None
    alternative_to: str | None  # id of a line on the page; no zone follows this one then
    reason: str | None
    reason_en: str | None
    geometry: Geometry


class ReadingInfo(TypedDict):
    """What a zone would be if one of its lines ran as another reading has it."""

    zone: str  # as `ElementInfo.geom`
    main: str  # id of the baseline that it follows
    line: str  # id of the alternative
    area_km2: float


class ContextInfo(TypedDict):
    """Water and land around the elements, and names of places."""

    name: str | None
    name_en: str | None
    kind: Literal["water", "river", "island", "land", "label"]
    geometry: Geometry


class GroundInfo(TypedDict):
    """What lies around the elements: roads, lines, hills, stations, names of towns."""

    name: str | None  # None for lines, whose names no page shows
    name_en: str | None
    kind: GroundKind
    rank: int  # 1 at every zoom, 4 only close up
    geometry: Geometry


class TestedInfo(TypedDict):
    """An edge of a zone whose claim of accuracy was tested against independent lines."""

    zone: str  # as `ElementInfo.geom`
    verdict: Verdict
    geometry: Geometry


class SiblingInfo(TypedDict):
    """A page of the same build, this one included; its file is named after it."""

    id: str  # a plan's, "index" or "atlas"
    title: str | None  # None for those two, which the page's own words name
    title_en: str | None
    layout: str | None
    layout_en: str | None


class FindInfo(TypedDict):
    """What can be found on another page."""

    id: str
    plan: str  # and so the page
    name: str
    name_en: str
    initials: str  # of the Chinese name in pinyin


class Payload(TypedDict):
    """What a map page is given."""

    format: int
    page: PageInfo
    plans: list[PlanInfo]
    elements: list[ElementInfo]
    listed: list[ListedInfo] | list[PendingInfo]
    terms: dict[str, TermInfo]  # of functions
    units: dict[str, TermInfo]
    geometries: dict[str, Geometry]
    other_plans: list[OtherPlanInfo]
    others: list[OtherInfo]
    differing: dict[str, list[str]]  # attributes in which those at a place differ, by `ElementInfo.geom`
    same: list[SameInfo]  # places that plans of the page have in common; none on a page of one plan
    relations: list[RelationInfo]
    ends: list[EndInfo]
    edges: list[EdgeInfo]
    tested: NotRequired[list[TestedInfo]]  # only where something was tested
    tested_files: NotRequired[list[str]]  # what it was tested against, as the user calls it
    baselines: list[BaselineInfo]
    readings: list[ReadingInfo]
    context: list[ContextInfo]
    ground: NotRequired[list[GroundInfo]]  # only where the layers have one
    indicators: IndicatorsInfo
    pages: list[SiblingInfo]  # empty where a page stands alone
    beyond: list[FindInfo]
    credits: list[str]
    credits_en: list[str]


class _Drawn(TypedDict):
    """What the shapes of a small picture have in common: attributes of an SVG element."""

    stroke: str  # "#rrggbb"
    fill: str  # "#rrggbb" or "none"


# Names with hyphens can only be written in this way; what is left out is SVG's own default.
_Stroke = TypedDict(
    "_Stroke",
    {
        "stroke-width": float,
        "stroke-linecap": Literal["round", "butt"],
        "stroke-opacity": NotRequired[float],
        "stroke-dasharray": NotRequired[str],
        "fill-opacity": NotRequired[float],
    },
)


class PathInfo(_Drawn, _Stroke):
    """A line or an area of a small picture: an SVG path, in px of the picture."""

    d: str


class CircleInfo(_Drawn, _Stroke):
    """A node of a small picture: an SVG circle, in px of the picture."""

    cx: float
    cy: float
    r: float


class NameInfo(TypedDict):
    """A row of a name in a small picture: the middle of its baseline, px."""

    x: float
    y: float
    text: str


class PictureInfo(TypedDict):
    """A small picture of a plan, in px, with its shapes from bottom to top."""

    width: float
    height: float
    shapes: list[PathInfo | CircleInfo]
    names: dict[Literal["zh", "en"], list[NameInfo]]  # the main ones, where they have room


class HeldInfo(TypedDict):
    """How many claims of a layout phrase were tested, and how many of them hold."""

    held: int
    tested: int
    untested: int  # statements of the plan that no claim stands for


class CardInfo(TypedDict):
    """A plan on the first page; what there is none of is not counted."""

    id: str
    title: str
    title_en: str
    layout: str
    layout_en: str
    counts: dict[ElementKind | Literal["pending"], int]
    bases: dict[Basis, int]  # of zones
    grades: dict[Grade, int]  # of stated areas, else of those of public sources; groups included
    claims: HeldInfo
    picture: PictureInfo
    layers: list[Literal["zones", "axes", "nodes", "places", "pending", "boundaries", "relations"]]


class AreaInfo(TypedDict):
    """An area that is given against the computed one: a row of `mapgen.tables.area_check`; km² and %."""

    plan: str
    id: str
    name: str
    name_en: str
    stated_km2: float | None
    area_km2: float
    area_low_km2: float | None
    area_high_km2: float | None
    diff_km2: float | None
    diff_pct: float | None
    grade: Grade | None
    reference_km2: float | None
    reference_diff_km2: float | None
    reference_diff_pct: float | None
    reference_grade: Grade | None


class IndexPayload(TypedDict):
    """What the first page is given."""

    title: str | None
    title_en: str | None
    license: str | None
    license_en: str | None
    layers_version: str
    credits: list[str]
    credits_en: list[str]
    plans: list[CardInfo]
    finds: list[FindInfo]  # what the search knows
    areas: list[AreaInfo]
    indicators: IndicatorsInfo
