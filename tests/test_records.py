"""One test for each record of the layers: what it holds, where it lies, and how well it is known.

The records are those in layers/ when the tests run; none is listed here.
"""

import json
import math
from dataclasses import replace
from itertools import combinations, groupby
from pathlib import Path

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame

from layers.assemble import Atlas, Element
from layers.building import build_zones, with_banks
from layers.canonical import dumps
from layers.catalog import DEFAULT, Catalog, layer_files
from layers.checks import check
from layers.features import read_feature
from layers.schema import Axis, Zone
from mapgen.text.texts import line, sentence

#: Bounds of the cities with a little room, degrees: (west, south, east, north).
CITIES = {"广州": (112.94, 22.43, 114.06, 23.95), "深圳": (113.74, 22.38, 114.64, 22.88)}
#: Bounds of what the context may show: the estuary and what lies around it.
REGION = (112.5, 21.9, 114.9, 24.2)
#: What a very wide or a very high window shows around the atlas.
AROUND = (111.9, 21.4, 115.3, 24.3)

FILES = [path for path in layer_files(DEFAULT) if path.suffix == ".geojson"]


def records(*names: str) -> list[tuple[str, int, str]]:
    """File, place in it and id of every record; broken files are told by the tests that read them."""
    found = []
    for path in FILES:
        if path.stem in names:
            try:
                features = json.loads(path.read_text("utf-8"))["features"]
                ids = [str(feature["properties"].get("id")) for feature in features]
            except (ValueError, LookupError, TypeError, AttributeError):
                ids = ["unreadable"]
            file = path.relative_to(DEFAULT).as_posix()
            found += [(file, number, id_) for number, id_ in enumerate(ids)]
    return found


ELEMENTS = records("zones", "axes", "nodes")
BASELINES, CONTEXT, GROUND = records("baselines"), records("context"), records("ground")
EACH = pytest.mark.parametrize("id_", [id_ for _, _, id_ in ELEMENTS])


def test_there_are_records() -> None:
    assert len(ELEMENTS) >= 137
    assert BASELINES
    assert CONTEXT
    assert GROUND


@pytest.mark.parametrize("id_", [id_ for _, _, id_ in BASELINES])
def test_every_baseline_says_what_it_was_drawn_from_and_how(id_: str, own_atlas: Atlas) -> None:
    record = own_atlas.catalog.baselines[id_].record
    assert record.source
    assert record.source_en
    assert record.method
    if "OpenStreetMap" in record.source:
        assert record.source_licence == "ODbL-1.0"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DEFAULT).as_posix())
def test_a_file_is_in_canonical_form(path: Path) -> None:
    text = path.read_text("utf-8")
    told = [
        (item["properties"], item["geometry"] and shapely.from_geojson(json.dumps(item["geometry"])))
        for item in json.loads(text)["features"]
    ]
    assert dumps(path.stem, told) == text


@pytest.mark.parametrize(
    ("file", "number"),
    [r[:2] for r in (*ELEMENTS, *BASELINES, *CONTEXT, *GROUND)],
    ids=[f"{r[0]} {r[2]}" for r in (*ELEMENTS, *BASELINES, *CONTEXT, *GROUND)],
)
def test_a_record_follows_the_schema(file: str, number: int) -> None:
    item = json.loads((DEFAULT / file).read_text("utf-8"))["features"][number]
    checked = read_feature(item, Path(file).stem, file, f"#{number + 1}")
    assert isinstance(checked, tuple), [line(problem, "en") for problem in checked]


def corners(shape: shapely.Geometry) -> tuple[float, float, float, float]:
    return tuple(shape.bounds)


def inside(bounds: tuple[float, ...], room: tuple[float, ...]) -> bool:
    return bounds[0] >= room[0] and bounds[1] >= room[1] and bounds[2] <= room[2] and bounds[3] <= room[3]


@EACH
def test_an_element_has_a_sound_place(id_: str, own_atlas: Atlas) -> None:
    element = own_atlas.elements[id_]
    shape = element.geometry
    assert shape.is_valid
    assert not shape.is_empty
    assert (
        shape.geom_type
        in {
            "zone": ("Polygon", "MultiPolygon"),
            "group": ("Polygon", "MultiPolygon"),
            "axis": ("LineString", "MultiLineString"),
            "node": ("Point",),
        }[element.kind]
    )
    place = own_atlas.catalog.plans[element.entry.plan].place
    (city,) = [room for name, room in CITIES.items() if name in place]
    # Partners lie outside; their role is hidden until somebody asks for it.
    plan = own_atlas.catalog.plans[element.entry.plan]
    hidden = {role.name for role in plan.roles if not role.shown}
    assert inside(corners(shape), REGION if element.entry.record.role in hidden else city)


@EACH
def test_an_element_says_what_it_is_and_how_well_it_is_known(id_: str, own_atlas: Atlas) -> None:
    element = own_atlas.elements[id_]
    record = element.entry.record
    plan = own_atlas.catalog.plans[element.entry.plan]
    assert record.name.strip() == record.name
    assert any("\u4e00" <= char <= "\u9fff" for char in record.name)
    assert not any("\u4e00" <= char <= "\u9fff" for char in record.name_en)
    assert record.role in {role.name for role in plan.roles}
    assert record.cite.strip()
    # No sketch is known to a metre, and nothing digitised is known better than its decimals.
    assert math.isfinite(element.accuracy_m)
    assert element.accuracy_m >= 1
    if element.basis == "sketched":
        assert element.accuracy_m >= 50
    if record.basis in ("traced", "sketched"):
        assert record.accuracy_m == element.accuracy_m
    if isinstance(record, Axis) and record.passes:
        assert len(record.passes) == len(set(record.passes))


@EACH
def test_an_area_is_told_from_what_was_computed(id_: str, own_atlas: Atlas) -> None:
    element = own_atlas.elements[id_]
    if element.kind not in ("zone", "group"):
        assert element.area_km2 is None
        assert element.comparison is None
        return
    assert element.area_km2 is not None
    assert element.plane_km2 == pytest.approx(element.area_km2, rel=0.0006)
    # A computed figure copied over as if it were stated would be consistent to the last decimal.
    stated = element.entry.record.stated_km2
    assert stated is None or stated != round(element.area_km2, 4)
    assert (element.comparison is None) == (stated is None)
    if element.comparison and element.comparison.grade == "conflict":
        owner = own_atlas.elements[element.owner].entry.record
        assert element.entry.record.note or owner.note, "a conflict must be explained in the note"


BUILT = [
    id_
    for file, number, id_ in records("zones")
    if json.loads((DEFAULT / file).read_text("utf-8"))["features"][number]["properties"].get("sides")
]


def test_zones_are_built() -> None:
    assert len(BUILT) >= 7


def towards(element: Element, edge: shapely.Geometry) -> tuple[float, float]:
    """East and north of the edge's middle from the middle of the part that it bounds."""
    part = min(shapely.get_parts([element.geometry]), key=lambda each: each.distance(edge))
    return edge.centroid.x - part.centroid.x, edge.centroid.y - part.centroid.y


def test_groups_are_written_as_polygons(own_atlas: Atlas, tmp_path: Path) -> None:
    """Members that share an edge but for a centimetre once left a line in their group's file."""
    groups = [id_ for id_, each in own_atlas.elements.items() if each.kind == "group"]
    assert groups
    for id_ in groups:
        path = tmp_path / f"{id_}.geojson"
        group = GeoDataFrame({"id": [id_]}, geometry=[own_atlas.elements[id_].geometry], crs=4326)
        group.to_file(path, RFC7946="YES", COORDINATE_PRECISION=9)
        (feature,) = json.loads(path.read_text("utf-8"))["features"]
        assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}, id_


@pytest.mark.parametrize("id_", BUILT)
def test_every_stated_side_is_an_edge_on_its_side(id_: str, own_atlas: Atlas) -> None:
    element = own_atlas.elements[id_]
    record = element.entry.record
    assert isinstance(record, Zone)
    edges = own_atlas.edges[id_]
    asked = {(side.side, side.baseline) for side in record.sides or []}
    assert {(edge.side, edge.baseline_id) for edge in edges if edge.basis != "inferred"} == asked
    for edge in edges:
        assert not edge.geometry.is_empty
        assert edge.accuracy_m >= 1
        east, north = towards(element, edge.geometry)
        toward = {"N": north, "S": -north, "E": east, "W": -east}.get(edge.side or "")
        assert toward is None or toward > 0, f"{edge.side} {edge.baseline_id}"


@pytest.mark.parametrize("id_", BUILT)
def test_a_built_zone_follows_its_baselines_and_nothing_else(id_: str, own_atlas: Atlas) -> None:
    element = own_atlas.elements[id_]
    edges = own_atlas.edges[id_]
    rim = shapely.boundary(element.geometry)
    drawn = shapely.union_all([edge.geometry for edge in edges])
    assert shapely.hausdorff_distance(rim, drawn) < 1e-9
    for edge in edges:
        if edge.baseline_id is not None:
            line = own_atlas.catalog.baselines[edge.baseline_id].geometry
            assert edge.geometry.difference(shapely.buffer(line, 1e-6)).is_empty, edge.baseline_id
    record = element.entry.record
    assert isinstance(record, Zone)
    for point in record.insides:
        assert element.geometry.contains(shapely.Point(point))


@pytest.mark.parametrize("id_", [id_ for _, _, id_ in BASELINES])
def test_a_baseline(id_: str, own_catalog: Catalog) -> None:
    line = own_catalog.baselines[id_]
    assert line.geometry.is_simple
    assert inside(corners(line.geometry), REGION)
    assert line.record.accuracy_m >= 1
    assert not any("\u4e00" <= char <= "\u9fff" for char in line.record.name_en)


def test_every_baseline_is_followed(own_atlas: Atlas) -> None:
    """By a zone, or by a bank; an alternative is followed by none."""
    followed = {edge.baseline_id for edges in own_atlas.edges.values() for edge in edges}
    records = [line.record for line in own_atlas.catalog.baselines.values()]
    alternatives = {record.id for record in records if record.alternative_to}
    centrelines = {record.centreline for record in records if record.bank}
    assert not followed & alternatives
    assert {record.id for record in records} - followed == centrelines | alternatives


@pytest.mark.parametrize("number", range(len(CONTEXT)), ids=[id_ for _, _, id_ in CONTEXT])
def test_a_context_feature(number: int, own_catalog: Catalog) -> None:
    item = own_catalog.context[number]
    assert item.geometry.is_valid
    assert inside(corners(item.geometry), AROUND)
    assert (item.record.name is None) == (item.record.name_en is None)


@pytest.mark.parametrize("number", range(len(GROUND)), ids=[id_ for _, _, id_ in GROUND])
def test_a_feature_of_the_ground(number: int, own_catalog: Catalog) -> None:
    item = own_catalog.ground[number]
    assert item.geometry.is_valid
    assert inside(corners(item.geometry), AROUND)
    assert any("\u4e00" <= char <= "\u9fff" for char in item.record.name)
    assert not any("\u4e00" <= char <= "\u9fff" for char in item.record.name_en)


def test_ids_and_names_are_told_apart(own_catalog: Catalog) -> None:
    names = sorted((entry.plan, entry.record.name) for entry in own_catalog.entries.values())
    assert [name for name, same in groupby(names) if len(list(same)) > 1] == []


def test_no_error_is_found(own_atlas: Atlas) -> None:
    found = check(own_atlas, list(own_atlas.catalog.plans))
    assert [sentence(finding.message, "en") for finding in found if finding.level == "error"] == []


def shared(one: shapely.Geometry, other: shapely.Geometry) -> float:
    """Length of the boundary that two zones share, degrees; 0 where they share area as well."""
    if not one.intersects(other) or one.intersection(other).area > 0:
        return 0.0
    return float(one.boundary.intersection(other.boundary).length)


@pytest.fixture(scope="module")
def neighbours(own_atlas: Atlas) -> dict[tuple[str, str], float]:
    """Pairs of built zones that share a boundary and no area, with the length that they share."""
    shapes = {name: own_atlas.elements[name].geometry for name in own_atlas.edges}
    return {
        (a, b): length for a, b in combinations(sorted(shapes), 2) if (length := shared(shapes[a], shapes[b]))
    }


def test_there_are_neighbours(neighbours: dict[tuple[str, str], float]) -> None:
    assert len(neighbours) >= 2


@pytest.mark.parametrize("id_", [id_ for _, _, id_ in BASELINES])
def test_a_baseline_moved_by_200_m_takes_its_zones_along(
    id_: str, own_atlas: Atlas, neighbours: dict[tuple[str, str], float]
) -> None:
    catalog = own_atlas.catalog
    line = catalog.baselines[id_]
    # Across the line: to the east what runs north, to the north what runs east.
    west, south, east, north = line.geometry.bounds
    step = np.array([200 / 102_600, 0] if north - south > east - west else [0, 200 / 110_750])
    moved = replace(line, geometry=shapely.transform(line.geometry, lambda c: c + step))
    lines = {**catalog.baselines, id_: moved}
    # Banks go with their centreline.
    derived = with_banks(replace(catalog, baselines=lines))
    lines |= {name: bank for name, bank in derived.items() if bank.record.centreline == id_}
    changed = {name for name in lines if lines[name] is not catalog.baselines[name]}
    built = build_zones(replace(catalog, baselines=lines))
    edges = own_atlas.edges.items()
    along = [name for name, own in edges if changed & {edge.baseline_id for edge in own}]
    if line.record.alternative_to:
        assert not along
        assert any(each.line == id_ for zones in own_atlas.readings.values() for each in zones)
        return
    assert along
    for name in along:
        assert built[name].polygon.is_valid
        assert not built[name].polygon.equals(own_atlas.elements[name].geometry)
        (edge, *_) = [edge for edge in built[name].edges if edge.baseline in changed]
        there = lines[edge.baseline or ""].geometry
        assert edge.line.difference(shapely.buffer(there, 1e-6)).is_empty
    for (a, b), length in neighbours.items():
        still = shared(built[a].polygon, built[b].polygon)
        # A moved line may cut off up to 300 m of what two neighbours share along another line.
        least = max(min(length / 2, length - 0.003), 0)
        assert still > least, f"a gap or an overlap opened between {a} and {b}"
