"""One look: QGIS, KML, DXF and the pictures of the first page draw each basis and a rough point alike."""

from pathlib import Path
from xml.etree import ElementTree as ET

import ezdxf
import pytest
import shapely
from support import atlas_of, draw, put

from layers.assemble import Atlas
from mapgen import look
from mapgen.exporting import qml
from mapgen.exporting.delivery import exports
from mapgen.exporting.layers import export_layers
from mapgen.pages.thumbnail import thumbnail

ROLE = "#2166ac"
BASES = ["stated sides", "reference sides", "traced", "sketched"]
ROUGH, EXACT = "town.north-point", "town.south-point"


@pytest.fixture
def atlas(grid: Path) -> Atlas:
    """The made-up town with a rough point and a traced zone."""
    put(grid, "town/nodes", ROUGH, accuracy_m=look.rough_m() + 1)
    put(grid, "town/nodes", EXACT, accuracy_m=look.rough_m())
    draw(grid, "town.south", shapely.box(113.5, 22.8, 113.6, 22.84))
    return atlas_of(grid)


def test_a_basis_decides_the_dashes() -> None:
    dashes = {basis: look.element("zone", ROLE, basis).dash for basis in BASES}
    assert not dashes["stated sides"]
    assert not dashes["reference sides"]
    assert dashes["traced"]
    assert dashes["traced"] != dashes["sketched"]
    assert look.element("zone", ROLE, "no such basis").dash == dashes["sketched"]
    assert look.dash("sketched", 5.2) == tuple(2 * length for length in look.dash("sketched", 2.6))


def test_a_rough_point_is_a_ring() -> None:
    rough, exact = (look.element("node", ROLE, "sketched", metres) for metres in (1001, 1000))
    assert rough.hollow
    assert not exact.hollow
    assert rough.color == exact.fill == look.darker(ROLE)


def test_every_opacity_of_zones_is_that_of_the_look(atlas: Atlas) -> None:
    wanted = look.element("zone", ROLE, "sketched").fill_opacity
    picture = thumbnail(atlas, "town")
    assert {float(shape["fill-opacity"]) for shape in picture["shapes"] if "fill-opacity" in shape} >= {
        wanted
    }


def test_pictures_of_the_first_page_show_rough_points_hollow(atlas: Atlas) -> None:
    dots = [shape for shape in thumbnail(atlas, "town")["shapes"] if "cx" in shape]
    hollow = [dot for dot in dots if dot["fill"] == look.element("node", ROLE, "sketched", 5000).fill]
    assert (len(hollow), len(dots)) == (1, 2)
    assert all(dot.get("stroke-dasharray") for dot in hollow)


def test_qgis_draws_rings_beyond_the_limit_and_dashes_by_basis(atlas: Atlas) -> None:
    layers = {layer.kind: layer for layer in export_layers(atlas, ["town"])}
    zones, nodes = (qml.document(layers[kind], {"两点": ROLE}) for kind in ("zones", "nodes"))
    assert f"&quot;accuracy_m&quot; &gt; {look.rough_m():g}" in nodes
    rough, exact = (look.element("node", ROLE, "sketched", metres) for metres in (1001, 1000))
    for colour in {rough.color, rough.fill, exact.color, exact.fill}:
        channels = ",".join(str(int((colour or "")[at : at + 2], 16)) for at in (1, 3, 5))
        assert channels in nodes
    for basis in ("traced", "sketched"):
        assert f"'{basis}'" in zones


def made(atlas: Atlas, form: str, folder: Path) -> Path:
    for name, content in exports(atlas, ["town"], [form], None).files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return next(path for path in sorted(folder.rglob(f"*.{form}")) if path.stem.startswith("town"))


def test_dxf_names_only_line_types_that_it_has_and_passes_the_audit(atlas: Atlas, tmp_path: Path) -> None:
    drawing = ezdxf.readfile(made(atlas, "dxf", tmp_path))  # type: ignore[attr-defined]
    known = {item.dxf.name.upper() for item in drawing.linetypes}
    used = {
        entity.dxf.linetype.upper() for entity in drawing.entitydb.values() if entity.dxf.hasattr("linetype")
    }
    assert used <= known
    auditor = drawing.audit()
    assert not auditor.errors
    assert not auditor.fixes


def test_dxf_draws_rough_points_with_another_block(atlas: Atlas, tmp_path: Path) -> None:
    drawing = ezdxf.readfile(made(atlas, "dxf", tmp_path))  # type: ignore[attr-defined]
    blocks = [insert.dxf.name for insert in drawing.modelspace().query("INSERT")]
    assert len(blocks) == 2
    assert len(set(blocks)) == 2
    filled = {name: bool(drawing.blocks[name].query("HATCH")) for name in blocks}
    assert sorted(filled.values()) == [False, True]


def test_kml_tints_rough_points_otherwise(atlas: Atlas, tmp_path: Path) -> None:
    root = ET.parse(made(atlas, "kml", tmp_path)).getroot()  # noqa: S314
    space = "{http://www.opengis.net/kml/2.2}"
    alphas = {
        mark.get("id"): color.text[:2]
        for mark in root.iter(f"{space}Placemark")
        for color in mark.iter(f"{space}color")
        if mark.find(f".//{space}Point") is not None and color.text
    }
    assert alphas[ROUGH] == f"{round(255 * look.kml_rough_opacity()):02x}"
    assert alphas[EXACT] == "ff"
