"""One look: what the page draws is what look.toml says, to the letter."""

from typing import Any

import pytest
import sample_page as sample
from opened import Open, until
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
            if kind in ("zone", "group"):
                soft = drawn(page, "element", item | {"shape_is_indicative": 1})
                assert_alike(soft, look.element(kind, ROLE, basis, metres, indicative=True))


def test_bands(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    opacity, shares = look.band()
    strokes = page.evaluate("ZM.style.band('#123456', 300)")
    assert [stroke["metres"] for stroke in strokes] == pytest.approx([600 * share for share in shares])
    assert {(stroke["color"], stroke["opacity"]) for stroke in strokes} == {("#123456", opacity)}
    assert page.evaluate("ZM.style.band('#123456', null)") == []


def test_edges_baselines_and_ground(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    for basis in BASES:
        assert_alike(drawn(page, "edge", {"basis": basis}), look.edge(basis))
        for kind in ("bank", "road"):
            item = {"kind": kind, "basis": basis}
            assert_alike(drawn(page, "baseline", item), look.baseline(kind, basis))
            item["alternative_to"] = "other"
            assert_alike(drawn(page, "baseline", item), look.baseline(kind, basis, alternative=True))
    for kind, shape in (("water", "Polygon"), ("land", "Polygon"), ("river", "LineString")):
        item = {"kind": kind, "geometry": {"type": shape}}
        assert_alike(drawn(page, "context", item), look.context(kind, is_area=shape == "Polygon"))


SIGNS = """items => items.map(item => {
    const shape = ZM.legend.symbol(item).firstChild;
    return Object.fromEntries([...shape.attributes].map(({ name, value }) => [name, value]));
})"""


def test_signs_of_the_legend_are_the_map_drawn_smaller(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    scale = look.page()["legend"]["scale"]
    items = [
        {"kind": kind, "basis": basis, "color": ROLE, "accuracy_m": metres}
        for kind in ("zone", "group", "axis", "node")
        for basis in BASES
        for metres in (50, 5000)
    ]
    for item, sign in zip(items, page.evaluate(SIGNS, items), strict=True):
        wanted = look.element(item["kind"], ROLE, item["basis"], item["accuracy_m"])
        assert sign["stroke"] == wanted.color
        assert float(sign["stroke-width"]) == pytest.approx(wanted.width * scale)
        assert float(sign["stroke-opacity"]) == wanted.opacity
        assert sign["stroke-linecap"] == wanted.cap
        dashes = [float(length) / scale for length in sign.get("stroke-dasharray", "").split()]
        assert dashes == pytest.approx(list(wanted.dash))
        assert sign["fill"] == (wanted.fill or "none")
        if wanted.fill:
            assert float(sign["fill-opacity"]) == wanted.fill_opacity
        if wanted.radius:
            assert float(sign["r"]) == pytest.approx(wanted.radius * scale)


RINGS = """() => {
    const signs = [...document.querySelectorAll("#zm-legend .zm-symbol")];
    const sign = signs.find((each) => each.children.length === 3);
    return [...sign.children].map((circle) => [circle.getAttribute("r"), circle.getAttribute("fill")]);
}"""


def test_a_dot_for_several_is_ringed_in_the_legend_as_on_a_small_map(open_page: Open) -> None:
    stated = look.page()
    ring, gap, dot = open_page(sample.payload()).page.evaluate(RINGS)
    radius = stated["map"]["small_dots"][-1]["radius"] * stated["legend"]["scale"]
    ink = look.darker(look.neutral())
    for (r, fill), share, wanted in (
        (ring, stated["map"]["stack"]["to"], ink),
        (gap, stated["map"]["stack"]["from"], look.halo().color),
        (dot, 1, ink),
    ):
        assert (float(r), fill) == (pytest.approx(radius * share), wanted)


MEASURED = """() => {
    const looks = [];
    ZM.map.eachLayer(({ options }) => {
        if (options.pane !== "zm-measure" || !options.color) return;
        const { color, weight, dashArray, fillColor, fillOpacity, radius } = options;
        looks.push([color, weight, dashArray, fillColor, fillOpacity, radius ?? null]);
    });
    return looks;
}"""


def test_what_is_measured(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    area = look.page()["map"]["measure"]
    point = area["point"]
    page.locator("#zm-measure-area").click()
    for x, y in ((500, 300), (700, 300), (600, 450)):
        page.mouse.click(x, y)
    until(page, f"({MEASURED})().length === 4")
    shape, *clicked = page.evaluate(MEASURED)
    dashes = " ".join(str(length) for length in area["dash"])
    assert shape == [area["color"], area["width"], dashes, area["fill"], area["fill_opacity"], None]
    assert clicked == [[point["color"], point["width"], None, point["fill"], 1, point["radius"]]] * 3
