"""Edges, measuring, coordinates, scale bar, full screen."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import random
import re

import sample_page as sample
from opened import Open, until
from playwright.sync_api import expect
from pyproj import Geod, Transformer
from test_page import COPY, point_on_screen

#: Whether something is drawn in the colour that only an inferred edge has.
CONNECTOR = f"""(() => {{
  const {{ canvas, pen }} = ({COPY})("elements"), pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i] === 161 && pixels[i + 1] === 29 && pixels[i + 2] === 51) return true;
  return false;
}})()"""


def test_edges_appear_on_demand_each_with_its_river_or_road(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.map.fitBounds([[22.715, 113.495], [22.755, 113.545]], {animate: false})")
    assert not page.evaluate(CONNECTOR)
    labels = "ZM.names.written.filter(each => each.kind === 'edge').map(each => each.text)"
    assert page.evaluate(labels) == []
    page.get_by_label("四至（逐边标注）").check()
    until(page, CONNECTOR)
    assert sorted(page.evaluate(labels)) == sorted(
        ["下横沥水道（南岸）", "蕉门水道（西岸）", "明珠湾大桥", "灵新大道"]
    )
    legend = page.locator("#zm-legend")
    for words in ("沿描绘的界线要素", "沿勾画的界线要素", "推定的连接"):
        expect(legend).to_contain_text(words)
    styles = page.evaluate("['traced', 'sketched', 'inferred'].map(basis => ZM.style.edge({ basis }))")
    assert styles[0]["dashArray"] is None
    assert styles[1]["dashArray"]
    assert styles[2]["dashArray"]
    assert styles[2]["color"] != styles[0]["color"]
    page.get_by_role("checkbox", name="中科院明珠科学园").uncheck()
    until(page, f"!({CONNECTOR})")


def test_the_small_projection_agrees_with_proj(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    dice = random.Random(1)  # noqa: S311  the same dice each time are wanted
    points = [(dice.uniform(112.5, 115.5), dice.uniform(18, 30)) for _ in range(50)] + [
        (114.0, 22.7),
        (113.5, 22.75),
    ]
    mine = page.evaluate("points => points.map(([lon, lat]) => ZM.projection.plane(lon, lat))", points)
    # The page takes WGS 84 degrees for CGCS2000 degrees, as every map here does (they agree to centimetres).
    proj = Transformer.from_crs(4490, 4547, always_xy=True)
    for (lon, lat), (east, north) in zip(points, mine, strict=True):
        x, y = proj.transform(lon, lat)
        assert abs(x - east) < 0.001, (lon, lat)
        assert abs(y - north) < 0.001, (lon, lat)


def test_lengths_and_areas_agree_with_the_geodesic(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    geod = Geod(ellps="GRS80")
    lines = [
        [(113.5, 22.7), (113.6, 22.8)],
        [(113.0, 22.5), (114.0, 23.2), (114.2, 22.4)],
        [(113.5, 22.75), (113.501, 22.75)],
    ]
    for line in lines:
        mine = page.evaluate("line => ZM.projection.length(line)", line)
        true = geod.line_length(*zip(*line, strict=True))
        assert abs(mine / true - 1) < 2e-5
    rings = [
        [(113.5, 22.72), (113.54, 22.72), (113.54, 22.75), (113.5, 22.75)],
        [(113.2, 22.5), (113.7, 22.5), (113.6, 23.0)],
    ]
    for ring in rings:
        mine = page.evaluate("ring => ZM.projection.area(ring)", ring)
        true = abs(geod.polygon_area_perimeter(*zip(*ring, strict=True))[0])
        assert abs(mine / true - 1) < 2e-5


def number(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text.partition(" ")[0]))


def test_distance_by_mouse(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="量距离").click()
    corners = [(113.50, 22.72), (113.54, 22.72), (113.54, 22.75)]
    for corner in corners:
        page.mouse.click(*point_on_screen(page, *corner))
        page.wait_for_timeout(350)  # slower than a double click
    true = Geod(ellps="GRS80").line_length(*zip(*corners, strict=True)) / 1000
    assert (
        abs(number(page.locator("#zm-measure-result").inner_text()) - true) < true * 0.03
    )  # a pixel is 80 m here
    expect(page.locator("#zm-card")).to_be_hidden()  # clicks measure, they do not open cards
    page.get_by_role("button", name="撤销").click()
    assert number(page.locator("#zm-measure-result").inner_text()) < true * 0.7
    page.keyboard.press("Escape")
    expect(page.locator("#zm-measure")).to_be_hidden()
    page.mouse.click(*point_on_screen(page, 113.505, 22.745))
    expect(page.locator("#zm-card h2")).to_have_text("中科院明珠科学园")


def test_distance_by_keyboard_has_all_its_decimals(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="量距离").press("Enter")
    expect(page.locator("#zm-measure-result")).to_contain_text("回车键")
    page.locator("#map_zonemap").focus()
    ends = [(113.5, 22.7), Geod(ellps="GRS80").fwd(113.5, 22.7, 20, 29_100)[:2]]
    for lon, lat in ends:
        page.evaluate("([lon, lat]) => ZM.map.setView([lat, lon], 15, {animate: false})", [lon, lat])
        page.keyboard.press("Enter")
    expect(page.locator("#zm-measure-result")).to_have_text("29.10 km")


def test_area_by_keyboard(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="量面积").press("Enter")
    corners = [(113.50, 22.72), (113.54, 22.72), (113.54, 22.75), (113.50, 22.75)]
    page.locator("#map_zonemap").focus()
    for lon, lat in corners:
        page.evaluate("([lon, lat]) => ZM.map.setView([lat, lon], 15, {animate: false})", [lon, lat])
        page.keyboard.press("Enter")
    true = abs(Geod(ellps="GRS80").polygon_area_perimeter(*zip(*corners, strict=True))[0]) / 1e6
    assert abs(number(page.locator("#zm-measure-result").inner_text()) - true) < true * 0.003


def test_coordinates_under_the_pointer(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.mouse.move(*point_on_screen(page, 113.52, 22.74))
    page.wait_for_timeout(100)
    words = page.locator("#zm-position").inner_text()
    lon, lat = (float(each) for each in re.findall(r"([\d.]+)°", words)[:2])
    assert abs(lon - 113.52) < 0.001
    assert abs(lat - 22.74) < 0.001
    east, north = (int(each.replace(",", "")) for each in re.findall(r"([\d,]+) m", words))
    x, y = Transformer.from_crs(4490, 4547, always_xy=True).transform(lon, lat)
    assert abs(east - x) <= 1.6  # five decimals of a degree are a metre
    assert abs(north - y) <= 1.6


def test_the_scale_bar_is_true(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    bar = page.locator(".zm-foot .leaflet-control-scale-line")
    words = bar.inner_text()
    metres = number(words) * (1000 if "km" in words else 1)
    width = bar.evaluate("node => node.getBoundingClientRect().width")
    true = page.evaluate(
        """width => { const y = ZM.map.getSize().y / 2; return ZM.projection.length([0, width].map(x => { const p = ZM.map.containerPointToLatLng([x, y]); return [p.lng, p.lat]; })); }""",
        width,
    )
    assert abs(true / metres - 1) < 0.02


def test_full_screen_and_its_refusal(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="全屏").click()
    until(page, "document.fullscreenElement !== null")
    expect(page.locator("#zm-full-screen")).to_have_attribute("aria-pressed", "true")
    # The map has the whole screen but for the phrase above it.
    expect(page.locator("header.zm-bar")).to_be_hidden()
    expect(page.locator("#zm-panel")).to_be_hidden()
    stage, width, height = page.evaluate(
        "(() => { const { x, y, width, height } = document.getElementById('zm-stage').getBoundingClientRect();"
        " return [[x, y, width, height], innerWidth, innerHeight]; })()"
    )
    assert stage == [0, 44, width, height - 44]
    page.get_by_role("button", name="全屏").click()
    until(page, "document.fullscreenElement === null")
    page.evaluate(
        "() => { document.documentElement.requestFullscreen = () => Promise.reject(new Error('no')); }"
    )
    page.get_by_role("button", name="全屏").click()
    expect(page.locator("#zm-notices")).to_contain_text("不允许全屏")
