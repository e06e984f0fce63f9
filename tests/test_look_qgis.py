"""One look: QGIS styles draw each basis and a rough point as the map does."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import unescape

import pytest
import shapely
from support import atlas_of, copy_of_grid, draw, put

from layers.assemble import Atlas
from mapgen import look
from mapgen.exporting import qml
from mapgen.exporting.delivery import exports
from mapgen.exporting.layers import export_layers
from mapgen.look import Look

ROLE = "#2166ac"
POINTS = 0.75  # to a pixel


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    grid = copy_of_grid(tmp_path_factory.mktemp("look") / "layers")
    draw(grid, "town.south", shapely.box(113.5, 22.8, 113.6, 22.84))
    put(grid, "baselines", "south-road", alternative_to="middle-road", reason="不一", reason_en="Unclear")
    return atlas_of(grid)


def style(atlas: Atlas, kind: str) -> ET.Element:
    layers = {layer.layer: layer for layer in export_layers(atlas, ["town"])}
    return ET.fromstring(qml.document(layers[kind], {"一核": ROLE}))  # noqa: S314 - our own text


def evaluated(expression: str, values: dict[str, Any]) -> Any:
    """An expression of QGIS over a feature's attributes, where it is plain SQL as well."""
    with sqlite3.connect(":memory:") as database:
        columns = ", ".join(f'? AS "{name}"' for name in values)
        (result,) = database.execute(
            f"SELECT {expression} FROM (SELECT {columns})",  # noqa: S608 - our own expression
            list(values.values()),
        ).fetchone()
        return result


def driven(parent: ET.Element, tag: str) -> dict[str, str]:
    return {
        item.get("name", ""): option.get("value", "")
        for item in parent.findall(f"{tag}/Option/Option[@name='properties']/Option")
        for option in item.findall("Option[@name='expression']")
    }


#: Properties of a symbol by the name under which an expression sets them.
SET_BY = {
    "fillColor": "color", "outlineColor": "line_color", "outlineWidth": "line_width",
    "customDash": "customdash", "size": "size", "enabled": "enabled",
}  # fmt: skip


def drawn(symbol: ET.Element, values: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What each layer of a symbol draws for a feature: its properties, and expressions over them."""
    for layer in symbol.findall("layer"):
        told = {item.get("name", ""): item.get("value", "") for item in layer.findall("Option/Option")}
        # Both generations of QGIS read the same.
        assert told == {item.get("k", ""): item.get("v", "") for item in layer.findall("prop")}
        for name, expression in driven(layer, "data_defined_properties").items():
            outline = name.replace("outline", "outline_").lower()
            key = outline if outline in told else SET_BY[name]
            assert key in told or key == "enabled", name
            told[key] = evaluated(expression, values) or ""
        yield told


def rgba(colour: str, opacity: float) -> str:
    return ",".join(str(each) for each in (*bytes.fromhex(colour[1:]), round(255 * opacity)))


def assert_line(told: dict[str, str], wanted: Look) -> None:
    assert told["line_color"] == rgba(wanted.color, wanted.opacity)
    assert told["line_width_unit"] == "Point"
    assert float(told["line_width"]) == pytest.approx(wanted.width * POINTS)
    lengths = [float(length) / POINTS for length in told["customdash"].split(";") if length]
    assert lengths == pytest.approx(wanted.dash, rel=1e-4)
    assert told["customdash_unit"] == "Point"
    assert told["capstyle"] == {"butt": "flat", "round": "round"}[wanted.cap]


def assert_band(strokes: list[dict[str, str]], along: Look, metres: float, *, shown: bool = True) -> None:
    """A soft band, to scale, as wide as a line may be off on either side."""
    opacity, shares = look.band()
    assert len(strokes) == len(shares) >= 3
    for stroke, share in zip(strokes, shares, strict=True):
        assert stroke["line_color"] == rgba(along.color, opacity)
        assert stroke["line_width_unit"] == "RenderMetersInMapUnits"
        assert float(stroke["line_width"]) == pytest.approx(2 * metres * share)
        assert bool(stroke.get("enabled", True)) == shown


@pytest.mark.parametrize("basis", ["stated sides", "reference sides", "traced", "sketched", "unheard of"])
def test_qgis_draws_zones_groups_and_axes_by_basis(atlas: Atlas, basis: str) -> None:
    (symbol,) = style(atlas, "zones").iter("symbol")
    for kind in ("zone", "group"):
        wanted = look.element(kind, ROLE, basis)
        values = {"kind": kind, "basis": basis, "accuracy_m": 300, "shape_is_indicative": 0}
        values |= {"grade": None, "reference_grade": None}
        *band, mark, fill, line = drawn(symbol, values)
        assert not mark["enabled"]
        assert_line(mark, look.unexplained())
        for grades, doubted in (
            (("conflict", None), True),
            ((None, "conflict"), True),
            (("consistent", "conflict"), False),
        ):
            given = dict(zip(("grade", "reference_grade"), grades, strict=True))
            *_, mark, _, _ = drawn(symbol, values | given)
            assert bool(mark["enabled"]) == doubted
        assert_band(band, wanted, 300, shown=kind == "zone")
        assert fill["color"] == rgba(wanted.fill or "", wanted.fill_opacity)
        assert fill["outline_style"] == "no"
        assert_line(line, wanted)
        *_, line = drawn(symbol, values | {"shape_is_indicative": 1})
        assert_line(line, look.element(kind, ROLE, basis, indicative=True))
    (symbol,) = style(atlas, "axes").iter("symbol")
    *band, line = drawn(symbol, {"basis": basis, "accuracy_m": 800})
    wanted = look.element("axis", ROLE, basis)
    assert_band(band, wanted, 800)
    assert_line(line, wanted)


def test_qgis_draws_a_ring_beyond_the_limit(atlas: Atlas) -> None:
    (symbol,) = style(atlas, "nodes").iter("symbol")
    for metres in (look.rough_m(), look.rough_m() + 0.1):
        wanted = look.element("node", ROLE, "sketched", metres)
        (told,) = drawn(symbol, {"accuracy_m": metres})
        assert told["color"] == rgba(wanted.fill or "", wanted.fill_opacity)
        assert told["outline_color"] == rgba(wanted.color, wanted.opacity)
        assert float(told["outline_width"]) == pytest.approx(wanted.width * POINTS)
        assert told["outline_style"] == ("dot" if wanted.dash else "solid")
        assert float(told["size"]) == 2 * (wanted.radius or 0) * POINTS


def test_qgis_draws_edges_baselines_and_ground(atlas: Atlas) -> None:
    def symbols(kind: str) -> dict[str, ET.Element]:
        root = style(atlas, kind)
        by_number = {item.get("name"): item for item in root.iter("symbol")}
        return {item.get("value", ""): by_number[item.get("symbol")] for item in root.iter("category")}

    edges = symbols("boundaries")
    assert set(edges) == {"traced", "sketched", "inferred"}
    for basis, symbol in edges.items():
        *band, line = drawn(symbol, {"accuracy_m": 60})
        assert_band(band, look.edge(basis), 60)
        assert_line(line, look.edge(basis))
        assert (line["use_custom_dash"] == "1") == bool(look.edge(basis).dash)
    for kind, symbol in symbols("baselines").items():
        for basis in ("traced", "sketched"):
            for main in (None, "middle-road"):
                (line,) = drawn(symbol, {"basis": basis, "alternative_to": main})
                assert_line(line, look.baseline(kind, basis, alternative=main is not None))
    fill, line = drawn(symbols("context")["water"], {})
    wanted = look.context("water", is_area=True)
    assert fill["color"] == rgba(wanted.fill or "", wanted.fill_opacity)
    assert_line(line, wanted)


def test_qgis_tells_sides_that_a_reference_states_from_those_of_the_plan(
    atlas: Atlas, tmp_path: Path
) -> None:
    layers = {layer.layer: layer for layer in export_layers(atlas, ["town"])}
    root = ET.fromstring(qml.document(layers["boundaries"], {}, ["town.south"]))  # noqa: S314 - our own text
    by_number = {item.get("name"): item for item in root.iter("symbol")}
    symbols = {item.get("value", ""): by_number[item.get("symbol")] for item in root.iter("category")}
    for zone, basis in (("town.south", "reference sides"), ("town.north", "stated sides")):
        for category, edge in (("traced", basis), ("sketched", "sketched"), ("inferred", "inferred")):
            *_, line = drawn(symbols[category], {"zone": zone, "accuracy_m": 60})
            wanted = look.edge(category)
            lengths = [float(each) / POINTS for each in line["customdash"].split(";") if each]
            assert lengths == pytest.approx(look.dash(edge, wanted.width), rel=1e-4)
    grid = copy_of_grid(tmp_path / "layers")
    put(grid, "town/zones", "town.south", basis="reference sides", reference_cite="志书")
    made = exports(atlas_of(grid), ["town"], ["gpkg"], None).files
    file = tmp_path / "town.gpkg"
    file.write_bytes(next(content for name, content in made.items() if name.endswith(".gpkg")))
    with sqlite3.connect(file) as database:
        rows = "SELECT styleQML FROM layer_styles WHERE f_table_name = 'town_boundaries'"
        ((text,),) = database.execute(rows).fetchall()
    assert "\"zone\" IN ('town.south')" in unescape(text, {"&quot;": '"'})


def test_in_qgis_a_group_is_no_obstacle_to_the_names_of_its_members(atlas: Atlas) -> None:
    (settings,) = style(atlas, "zones").iter("settings")
    obstacle = driven(settings, "dd_properties")["IsObstacle"]
    assert not evaluated(obstacle, {"kind": "group"})
    assert evaluated(obstacle, {"kind": "zone"})


def test_of_very_many_roles_a_style_lists_the_first_that_occur(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = {layer.layer: layer for layer in export_layers(atlas, ["town"])}
    colours = {f"角色{number}": ROLE for number in range(20)} | {"两点": "#112233", "一核": ROLE}
    monkeypatch.setattr(qml, "MOST_ROLES", 3)
    root = ET.fromstring(qml.document(layers["nodes"], colours))  # noqa: S314 - our own text
    told = {item.get("value"): item for item in root.iter("category")}
    assert list(told) == ["两点", ""]
    assert told[""].get("label") == "其他角色 · other roles"
    drawn = {item.get("name"): ET.tostring(item, encoding="unicode") for item in root.iter("symbol")}
    assert list(drawn) == ["0", "1"]
    for role, colour in (("两点", "#112233"), ("", look.neutral())):
        channels = ",".join(str(int(look.darker(colour)[at : at + 2], 16)) for at in (1, 3, 5))
        assert channels in drawn[str(told[role].get("symbol"))]
    monkeypatch.setattr(qml, "MOST_ROLES", 0)
    root = ET.fromstring(qml.document(layers["nodes"], colours))  # noqa: S314 - our own text
    assert [item.get("value") for item in root.iter("category")] == [""]
