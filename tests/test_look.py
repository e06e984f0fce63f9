"""One look: KML, DXF and the pictures of the first page draw each basis and a rough point alike.

QGIS is compared in tests/test_look_qgis.py, the page in tests/browser/test_page_look.py.
"""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import ezdxf
import pytest
import shapely
from ezdxf.document import Drawing
from support import atlas_of, copy_of_grid, draw, put

from layers.assemble import Atlas
from mapgen import look
from mapgen.exporting.delivery import exports
from mapgen.exporting.dxf import METRES_PER_PX
from mapgen.exporting.layers import export_layers
from mapgen.look import Look
from mapgen.pages.thumbnail import thumbnail

ROLE = "#2166ac"
BASES = ["stated sides", "reference sides", "traced", "sketched"]
ROUGH, EXACT = "town.north-point", "town.south-point"
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The made-up town with a rough point, a traced zone, a sketched baseline and a gap to close."""
    grid = copy_of_grid(tmp_path_factory.mktemp("look") / "layers")
    put(grid, "town/nodes", ROUGH, accuracy_m=look.rough_m() + 1)
    put(grid, "town/nodes", EXACT, accuracy_m=look.rough_m())
    put(grid, "baselines", "middle-road", basis="sketched")
    put(grid, "baselines", "north-river", coordinates=[[113.49, 22.9], [113.599, 22.9]])
    draw(grid, "town.south", shapely.box(113.5, 22.8, 113.6, 22.84))
    put(grid, "town/zones", "town.south", accuracy_m=3000)
    put(grid, "baselines", "south-road", alternative_to="middle-road", reason="不一", reason_en="Unclear")
    return atlas_of(grid)


def looks(atlas: Atlas) -> dict[str, Look]:
    """What each element is to look like."""
    colours = {role.name: role.color for role in atlas.catalog.plans["town"].roles}
    return {
        item.id: look.element(
            item.kind,
            colours[item.entry.record.role],
            item.basis,
            item.accuracy_m,
            indicative=bool(item.shape_is_indicative),
        )
        for item in atlas.of_plan("town")
    }


def file_of(atlas: Atlas, form: str, name: str) -> bytes:
    made = exports(atlas, ["town"], [form], None).files
    return next(content for path, content in made.items() if path.endswith(name))


def test_a_basis_decides_the_dashes() -> None:
    dashes = {basis: look.element("zone", ROLE, basis).dash for basis in BASES}
    assert not dashes["stated sides"]
    assert len(set(dashes.values())) == len(BASES)
    assert look.element("zone", ROLE, "no such basis").dash == dashes["sketched"]
    assert look.dash("sketched", 5.2) == tuple(2 * length for length in look.dash("sketched", 2.6))


def test_a_shape_that_says_little_has_no_firm_outline() -> None:
    for kind in ("zone", "group"):
        firm, soft = (look.element(kind, ROLE, "traced", 9, indicative=each) for each in (False, True))
        assert soft.width < firm.width
        assert soft.opacity < firm.opacity
        assert soft.dash
        assert soft.dash not in {look.dash(basis, firm.width) for basis in BASES}
        assert (soft.color, soft.fill, soft.fill_opacity) == (firm.color, firm.fill, firm.fill_opacity)


def test_a_rough_point_is_a_ring() -> None:
    rough, exact = (look.element("node", ROLE, "sketched", metres) for metres in (1001, 1000))
    assert rough.hollow
    assert not exact.hollow
    assert rough.color == exact.fill == look.darker(ROLE)
    assert rough.ink == exact.ink == look.darker(ROLE)


def test_the_pictures_of_the_first_page_draw_each_look(atlas: Atlas) -> None:
    shown = looks(atlas)
    shapes = thumbnail(atlas, "town")["shapes"][1:]  # below is water
    kinds = ("zone", "axis", "node")
    elements = [item for kind in kinds for item in atlas.of_plan("town") if item.kind == kind]
    assert len(shapes) == len(elements)
    for shape, element in zip(shapes, elements, strict=True):
        wanted = shown[element.id]
        assert shape["stroke"] == wanted.color
        assert shape["stroke-width"] == wanted.width
        assert shape.get("stroke-opacity", 1) == wanted.opacity
        lengths = [float(length) for length in shape.get("stroke-dasharray", "").split()]
        assert lengths == pytest.approx(wanted.dash, rel=1e-4)
        assert shape["fill"] == (wanted.fill or "none")
        assert shape.get("fill-opacity", 1) == wanted.fill_opacity
        assert shape.get("r") == wanted.radius


def test_in_pictures_the_smaller_of_overlapping_zones_has_its_colour(tmp_path: Path) -> None:
    grid = copy_of_grid(tmp_path / "layers")
    draw(grid, "town.south", shapely.box(113.5, 22.8, 113.6, 22.84))
    draw(grid, "town.north", shapely.box(113.5, 22.83, 113.6, 22.85))
    shapes = [shape for shape in thumbnail(atlas_of(grid), "town")["shapes"] if shape.get("fill-opacity")]
    insides = [shapely.Polygon(corners(shape["d"])) for shape in shapes if shape["fill"] != "none"]
    outlines = [shapely.Polygon(corners(shape["d"])) for shape in shapes if shape["stroke-width"]]
    both = [(a, b) for i, a in enumerate(outlines) for b in outlines[:i] if a.intersection(b).area > 5]
    assert both
    for i, inside in enumerate(insides):
        assert all(inside.intersection(other).area < 5 for other in insides[:i])
    assert shapely.union_all(insides).area == pytest.approx(shapely.union_all(outlines).area, rel=0.01)


def corners(path: str) -> list[list[float]]:
    """Of the one ring of SVG path data."""
    return [[float(each) for each in pair.split(",")] for pair in path.strip("MZ").split("L")]


@pytest.fixture(scope="module")
def drawing(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    path = tmp_path_factory.mktemp("dxf") / "town.dxf"
    path.write_bytes(file_of(atlas, "dxf", "town.dxf"))
    return ezdxf.readfile(path)  # type: ignore[attr-defined]


def identity(entity: Any) -> str:
    return str(next(tag.value for tag in entity.get_xdata("ZONEMAP") if tag.code == 1000))


def assert_pen(drawing: Drawing, entity: Any, wanted: Look) -> None:
    kind = drawing.linetypes.get(entity.dxf.linetype)
    lengths = [abs(tag.value) for tag in kind.pattern_tags.tags if tag.code == 49]
    assert lengths == pytest.approx(wanted.dash)
    # Hundredths of a millimetre; CAD has a few weights only.
    assert entity.dxf.lineweight == pytest.approx(wanted.width * 25.4 / 96 * 100, abs=10)
    colour = entity.rgb or drawing.layers.get(entity.dxf.layer).rgb
    assert tuple(colour) == tuple(bytes.fromhex(wanted.ink[1:]))


def test_cad_draws_each_basis(atlas: Atlas, drawing: Drawing) -> None:
    wanted = looks(atlas)
    edges = {layer.layer: layer.table for layer in export_layers(atlas, ["town"])}
    for row in edges["boundaries"].to_dict("records"):
        wanted[row["edge"]] = look.edge(row["basis"])
    for row in edges["baselines"].to_dict("records"):
        other = row["id"] == "south-road"
        wanted[row["id"]] = look.baseline(row["kind"], row["basis"], alternative=other)
    assert {"sketched", "inferred"} <= set(edges["boundaries"]["basis"])
    lines = drawing.modelspace().query("LWPOLYLINE")
    assert {identity(line) for line in lines} == set(wanted) - {ROUGH, EXACT}
    assert len({line.dxf.linetype for line in lines}) >= 4
    for line in lines:
        assert_pen(drawing, line, wanted[identity(line)])
    assert drawing.header["$LTSCALE"] == METRES_PER_PX


def test_cad_draws_a_full_circle_or_a_ring(atlas: Atlas, drawing: Drawing) -> None:
    signs = {identity(sign): sign for sign in drawing.modelspace().query("INSERT")}
    assert set(signs) == {ROUGH, EXACT}
    assert drawing.header["$PDMODE"] == 1  # the points themselves draw nothing over them
    for name, wanted in looks(atlas).items():
        if wanted.radius:
            block = drawing.blocks[signs[name].dxf.name]
            assert bool(block.query("HATCH")) == (not wanted.hollow)
            (circle,) = block.query("CIRCLE")
            assert circle.dxf.radius == wanted.radius * METRES_PER_PX
            layer = drawing.layers.get(signs[name].dxf.layer)
            assert layer.rgb == tuple(bytes.fromhex(wanted.ink[1:]))


def test_a_drawing_names_only_line_types_that_it_has(drawing: Drawing) -> None:
    known = {item.dxf.name.upper() for item in drawing.linetypes}
    entities = [item for item in drawing.entitydb.values() if item.dxf.hasattr("linetype")]
    assert len(entities) > 10
    assert {item.dxf.linetype.upper() for item in entities} <= known
    auditor = drawing.audit()
    assert not auditor.errors
    assert not auditor.fixes


def test_kml_draws_what_it_can(atlas: Atlas) -> None:
    root = ET.fromstring(file_of(atlas, "kml", "town.kml"))  # noqa: S314 - our own text
    styles = {item.get("id"): item for item in root.iter(f"{KML}Style")}
    marks = {mark.get("id", ""): mark for mark in root.iter(f"{KML}Placemark")}
    edges = {layer.layer: layer.table for layer in export_layers(atlas, ["town"])}["boundaries"]
    wanted = looks(atlas) | {row["edge"]: look.edge(row["basis"]) for row in edges.to_dict("records")}
    assert set(marks) == set(wanted)
    for name, expected in wanted.items():
        place = marks[name].findtext(f"{KML}styleUrl", "")[1:]
        told = marks[name] if marks[name].find(f"{KML}Style") is not None else styles[place]
        if expected.radius:
            opacity = look.kml_rough_opacity() if expected.hollow else 1
            assert told.findtext(f".//{KML}IconStyle/{KML}color") == abgr(expected.ink, opacity)
            continue
        assert told.findtext(f".//{KML}LineStyle/{KML}color") == abgr(expected.color, expected.opacity)
        assert float(told.findtext(f".//{KML}LineStyle/{KML}width", "")) == expected.width
        if expected.fill:
            inside = told.findtext(f".//{KML}PolyStyle/{KML}color")
            assert inside == abgr(expected.fill, expected.fill_opacity)
    assert {expected.hollow for expected in wanted.values()} == {True, False}


def abgr(colour: str, opacity: float) -> str:
    return f"{round(255 * opacity):02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}"
