"""One look: what the page draws is what look.toml says, to the letter."""

from typing import Any

import pytest
import sample_page as sample
from opened import Open
from playwright.sync_api import Page

from mapgen import look
from mapgen.look import Look

ROLE = "#2166ac"
BASES = ["stated sides", "reference sides", "traced", "sketched", "inferred", "no such basis"]


def drawn(page: Page, function: str, item: dict[str, Any]) -> dict[str, Any]:
    return dict(page.evaluate(f"(item) => ZM.style.{function}(item)", item))


def assert_alike(style: dict[str, Any], wanted: Look) -> None:
    assert style["color"] == wanted.color
    assert style["weight"] == wanted.width
    assert style["opacity"] == wanted.opacity
    dashes = [float(length) for length in (style["dashArray"] or "").split()]
    assert dashes == pytest.approx(list(wanted.dash))
    assert (style["fillColor"] if style["fill"] else None) == wanted.fill
    if wanted.fill:
        assert style["fillOpacity"] == wanted.fill_opacity
    assert style.get("radius") == wanted.radius


@pytest.mark.parametrize("kind", ["zone", "group", "axis", "node"])
def test_elements(open_page: Open, kind: str) -> None:
    page = open_page(sample.payload()).page
    for basis in BASES:
        for metres in (50, 1000, 1001):
            item = {"kind": kind, "basis": basis, "color": ROLE, "accuracy_m": metres}
            assert_alike(drawn(page, "element", item), look.element(kind, ROLE, basis, metres))


def test_edges_baselines_and_ground(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    for basis in BASES:
        assert_alike(drawn(page, "edge", {"basis": basis}), look.edge(basis))
        for kind in ("bank", "road"):
            item = {"kind": kind, "basis": basis}
            assert_alike(drawn(page, "baseline", item), look.baseline(kind, basis))
    for kind, shape in (("water", "Polygon"), ("land", "Polygon"), ("river", "LineString")):
        item = {"kind": kind, "geometry": {"type": shape}}
        assert_alike(drawn(page, "context", item), look.context(kind, is_area=shape == "Polygon"))


def test_signs_of_the_legend_have_the_colours_of_the_map(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    item = {"kind": "node", "basis": "sketched", "color": ROLE, "accuracy_m": 5000}
    sign = page.evaluate("(item) => ZM.legend.symbol(item).innerHTML", item)
    wanted = look.element("node", ROLE, "sketched", 5000)
    assert f'stroke="{wanted.color}"' in sign
    assert f'fill="{wanted.fill}"' in sign
    assert "stroke-dasharray" in sign
