"""Tiles as an option: off, moved where their datum asks for it, and never in the way when they fail.

A tile server of the tests' own stands on loopback. It draws a cross at known points, the way a
GCJ-02 service would: the point's GCJ-02 coordinates, by an independent library, in Web Mercator.
Where the crosses come out on the screen is then measured.
"""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import io
import math
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import eviltransform
import pytest
import sample_page as sample
from opened import Open, until
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect
from pyproj import Geod

GROUND, CROSS = (200, 230, 200), (255, 0, 255)
POINTS = [(113.5123, 22.7311), (113.5203, 22.7352), (113.5287, 22.7275), (113.5082, 22.7267)]
#: Where on the screen they are looked at, in pixels from the middle: near the corners and the middle.
OFFS = [(-430, -250), (430, 230), (380, -260), (0, 0)]


def mercator(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Pixel of a place in the tile scheme."""
    size = 256 * 2**zoom
    return (lon + 180) / 360 * size, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size


class Tiles(BaseHTTPRequestHandler):
    """Draws `/{datum}/{z}/{x}/{y}`; everything below `/refuse` fails."""

    asked: list[str] = []  # noqa: RUF012  one server at a time

    def do_GET(self) -> None:
        self.asked.append(self.path)
        _, datum, *rest = self.path.partition("?")[0].split("/")
        if datum == "refuse":
            self.send_error(403)
            return
        zoom, x, y = map(int, rest[:3])
        picture = Image.new("RGB", (256, 256), GROUND)
        pen = ImageDraw.Draw(picture)
        for lon, lat in POINTS:
            moved = eviltransform.wgs2gcj(lat, lon)[::-1] if datum == "gcj02" else (lon, lat)
            px, py = mercator(*moved, zoom)
            px, py = round(px - 256 * x - 0.5), round(py - 256 * y - 0.5)
            pen.line([(px - 6, py), (px + 6, py)], CROSS)
            pen.line([(px, py - 6), (px, py + 6)], CROSS)
        out = io.BytesIO()
        picture.save(out, "PNG")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(out.getvalue())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Tiles.asked.clear()
    found = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


def source(server: str, datum: str, ident: str = "amap", **more: Any) -> dict[str, Any]:
    return {
        "id": ident,
        "url": f"{server}/{datum}/{{z}}/{{x}}/{{y}}",
        "subdomains": "",
        "maxZoom": 18,
        "datum": datum,
        "key": False,
        **more,
    }


def opened(open_page: Open, tiles: list[dict[str, Any]], **more: Any) -> Page:
    return open_page(sample.payload(), watch=False, rendering={"tiles": tiles}, **more).page


def cross_on_screen(
    page: Page, point: tuple[float, float], zoom: float, off: tuple[int, int]
) -> tuple[float, float]:
    """Longitude and latitude at which a point's cross is seen, `off` pixels from the map's middle."""
    page.evaluate(
        """([[lon, lat], zoom, off]) => ZM.map.setView(ZM.map.unproject(ZM.map.project([lat, lon], zoom).subtract(off), zoom), zoom, {animate: false})""",
        [point, zoom, off],
    )
    picture = picture_of_tiles(page)
    x, y = page.evaluate(
        "([lon, lat]) => { const p = ZM.map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }", point
    )
    around = [
        (i, j) for i in range(round(x) - 14, round(x) + 15) for j in range(round(y) - 14, round(y) + 15)
    ]
    cross = [spot for spot in around if picture.getpixel(spot) == CROSS]
    assert cross, f"no cross within 14 pixels of {point}"
    (left, right), (top, bottom) = ((min(each), max(each)) for each in zip(*cross, strict=True))
    # Two tiles that meet in a cross may lie a pixel closer or wider than on the server.
    assert abs(right - left - 12) <= 1
    assert abs(bottom - top - 12) <= 1
    middle = [(left + right) / 2 + 0.5, (top + bottom) / 2 + 0.5]
    lon, lat = page.evaluate(
        "([x, y]) => { const p = ZM.map.containerPointToLatLng([x, y]); return [p.lng, p.lat]; }", middle
    )
    return lon, lat


def picture_of_tiles(page: Page) -> Image.Image:
    """The map as it is seen once all tiles have come and have faded in."""
    page.wait_for_timeout(100)
    until(
        page,
        "(() => { const tiles = [...document.querySelectorAll('.leaflet-tile')]; return tiles.length > 0 && tiles.every(tile => tile.classList.contains('leaflet-tile-loaded')); })()",
    )
    page.wait_for_timeout(400)
    box = page.locator("#map_zonemap").bounding_box()
    assert box
    return Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")


def bare(page: Page) -> None:
    """Hide our own layers, so that only tiles are on the screen."""
    page.evaluate(
        "() => { ZM.state.show([...ZM.model.elements.values()], false); for (const name of ZM.state.overlayNames()) ZM.state.setOverlay(name, false); ZM.panel.showPanel(false); }"
    )


@pytest.mark.parametrize(("zoom", "metres"), [(16, 2), (17, 1.2), (18, 0.7)])
def test_gcj02_tiles_meet_the_wgs84_layers(open_page: Open, server: str, zoom: int, metres: float) -> None:
    page = opened(open_page, [source(server, "gcj02")])
    page.get_by_label("高德").check()
    bare(page)
    geod = Geod(ellps="WGS84")
    for point, off in zip(POINTS, OFFS, strict=True):
        assert geod.inv(*point, *cross_on_screen(page, point, zoom, off))[2] < metres, point


def test_without_the_move_gcj02_tiles_would_be_far_off(open_page: Open, server: str) -> None:
    """Shows that the test above can fail: the same tiles taken for WGS 84 show no cross nearby."""
    page = opened(open_page, [source(server, "gcj02") | {"datum": "wgs84"}])
    bare(page)
    page.evaluate("ZM.tiles.use('amap')")
    with pytest.raises(AssertionError, match="no cross within"):
        cross_on_screen(page, POINTS[0], 16, OFFS[0])


def test_wgs84_tiles_stay_where_they_are(open_page: Open, server: str) -> None:
    page = opened(open_page, [source(server, "wgs84", "osm")])
    bare(page)
    page.evaluate("ZM.tiles.use('osm')")
    geod = Geod(ellps="WGS84")
    for point, off in zip(POINTS, OFFS, strict=True):
        assert geod.inv(*point, *cross_on_screen(page, point, 16, off))[2] < 2


def test_moved_tiles_leave_no_edge_of_the_map_bare(open_page: Open, server: str) -> None:
    page = opened(open_page, [source(server, "gcj02")])
    bare(page)
    page.evaluate("ZM.tiles.use('amap')")
    for zoom in (11, 16, 18):
        page.evaluate("zoom => { ZM.map.setView([22.7308, 113.5185], zoom, {animate: false}); }", zoom)
        picture = picture_of_tiles(page)
        for x in (2, picture.width // 2, picture.width - 3):
            assert picture.getpixel((x, 2)) in (GROUND, CROSS), (zoom, x)
        for y in (picture.height // 3, picture.height // 2):
            assert picture.getpixel((2, y)) in (GROUND, CROSS)
            assert picture.getpixel((picture.width - 3, y)) in (GROUND, CROSS)


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_tiles_are_printed_where_they_belong(
    open_page: Open, server: str, tmp_path: Path, datum: str
) -> None:
    page = opened(open_page, [source(server, datum)])
    page.evaluate("""() => { ZM.tiles.use('amap');
        ZM.map.setView([22.735, 113.52], 14, { animate: false });
        for (const name of ZM.state.overlayNames()) ZM.state.setOverlay(name, false);
        ZM.state.show([...ZM.model.elements.values()], false);
        ZM.state.show([ZM.model.element('nansha.science')], true); }""")
    page.locator("#zm-print-open").click()
    tiles = "[...document.querySelectorAll('.zm-sheet .leaflet-tile-pane img')]"
    until(page, f"{tiles}.length > 3 && {tiles}.every(tile => tile.complete && tile.naturalWidth > 0)")
    # The park is 113.50 to 113.54 by 22.72 to 22.75: its outline tells where on the paper is what.
    frame, park = page.evaluate(
        """() => ['.zm-sheet', '.zm-sheet .leaflet-zm-elements-pane path'].map(name => {
        const box = document.querySelector(name).getBoundingClientRect();
        return [box.left, box.top, box.width, box.height]; })"""
    )
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True, print_background=True)
    command = ["pdftoppm", "-r", "192", "-png", "-singlefile", tmp_path / "sheet.pdf", tmp_path / "sheet"]
    subprocess.run(command, check=True)
    picture = Image.open(tmp_path / "sheet.png").convert("RGB")
    scale = picture.width / frame[2]
    for lon, lat in POINTS:
        x = (park[0] - frame[0] + (lon - 113.5) / 0.04 * park[2]) * scale
        y = (park[1] - frame[1] + (22.75 - lat) / 0.03 * park[3]) * scale
        reach = 30
        around = [
            (i, j)
            for i in range(round(x) - reach, round(x) + reach)
            for j in range(round(y) - reach, round(y) + reach)
        ]
        seen = [spot for spot in around if is_cross(picture.getpixel(spot))]
        assert seen, (lon, lat)
        middle = [sum(each) / len(seen) for each in zip(*seen, strict=True)]
        # 2.5 pixels of the page: a tile is moved by whole pixels, by the shift at its middle, and the server
        # draws a cross at whole pixels; on paper a pixel of a tile may be 1.5 of the page.
        assert math.dist(middle, (x, y)) < 5, (lon, lat)


def is_cross(color: tuple[int, int, int]) -> bool:
    """Whether a pixel is a cross's, seen through the park's thin blue."""
    red, green, blue = color
    return red - green > 90 and blue - green > 90


def test_the_small_formula_agrees_with_a_library(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    places = [(113.5 + 0.13 * i, 22.4 + 0.11 * j) for i in range(6) for j in range(8)] + [
        (116.397, 39.909),
        (87.6, 43.8),
    ]
    forward = page.evaluate("places => places.map(([lon, lat]) => ZM.gcj02.fromWgs84(lon, lat))", places)
    there_and_back = page.evaluate(
        "places => places.map(([lon, lat]) => ZM.gcj02.toWgs84(...ZM.gcj02.fromWgs84(lon, lat)))", places
    )
    geod = Geod(ellps="WGS84")
    for place, moved, back in zip(places, forward, there_and_back, strict=True):
        lat, lon = eviltransform.wgs2gcj(place[1], place[0])
        assert geod.inv(lon, lat, *moved)[2] < 0.1
        assert 100 < geod.inv(*place, *moved)[2] < 1000
        assert geod.inv(*place, *back)[2] < 0.01


def test_tiles_are_off_until_chosen_and_go_off_again(open_page: Open, server: str) -> None:
    page = opened(open_page, [source(server, "wgs84", "osm", refusesDisk=True)])
    page.wait_for_timeout(300)
    assert Tiles.asked == []
    page.get_by_label("OpenStreetMap").check()
    until(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 3")
    expect(page.locator("#zm-credits")).to_contain_text("瓦片 © OpenStreetMap 贡献者")
    expect(page.locator("#zm-notices")).to_contain_text("从本地打开")
    page.get_by_label("不使用").check()
    until(page, "document.querySelectorAll('.leaflet-tile').length === 0")
    expect(page.locator("#zm-credits")).not_to_contain_text("瓦片 ©")


def test_the_readers_key_is_asked_for_used_and_kept_on_the_device(open_page: Open, server: str) -> None:
    tiles = [
        source(server, "wgs84", "tianditu", key=True)
        | {"url": f"{server}/wgs84/{{z}}/{{x}}/{{y}}?tk={{key}}"}
    ]
    page = opened(open_page, tiles)
    page.get_by_label("天地图", exact=True).check()
    expect(page.locator("#zm-notices")).to_contain_text("您自己的密钥")
    assert Tiles.asked == []
    page.get_by_label("天地图密钥").fill("my&key")
    page.get_by_role("button", name="使用", exact=True).click()
    until(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 3")
    assert all(path.endswith("?tk=my%26key") for path in Tiles.asked)
    until(page, "location.hash.includes('base=tianditu')")  # the address is written a moment later
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.get_by_role("button", name="显示底图").click()  # the address may be anybody's: the page asks again
    until(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 3")  # link and key are kept


def test_a_key_can_be_given_to_the_build(open_page: Open, server: str) -> None:
    tiles = [
        source(server, "wgs84", "tianditu", key=True)
        | {"url": f"{server}/wgs84/{{z}}/{{x}}/{{y}}?tk={{key}}"}
    ]
    page = open_page(
        sample.payload(), watch=False, rendering={"tiles": tiles, "keys": {"tianditu": "built"}}
    ).page
    page.get_by_label("天地图", exact=True).check()
    until(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 3")
    assert all(path.endswith("?tk=built") for path in Tiles.asked)


def test_no_storage_is_said_and_the_key_still_works(open_page: Open, server: str) -> None:
    tiles = [source(server, "wgs84", "tianditu", key=True)]
    page = opened(open_page, tiles)
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new Error('no'); }; Storage.prototype.getItem = () => { throw new Error('no'); }; }"
    )
    page.get_by_label("天地图", exact=True).check()
    page.get_by_label("天地图密钥").fill("key")
    page.get_by_role("button", name="使用", exact=True).click()
    expect(page.locator("#zm-notices")).to_contain_text("浏览器不允许保存")
    until(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 3")


def test_a_tile_that_fails_is_a_sentence_and_the_map_goes_on(open_page: Open, server: str) -> None:
    page = opened(open_page, [source(server, "refuse", "osm") | {"datum": "wgs84"}])
    page.get_by_label("OpenStreetMap").check()
    notice = page.locator(".zm-notice", has_text="OpenStreetMap：未能取得瓦片")
    expect(notice).to_have_count(1)
    page.evaluate("ZM.state.select('nansha.lab', {fly: true})")
    expect(page.locator("#zm-card h2")).to_have_text("广东省实验室")


def test_a_source_that_refuses_pages_from_disk_says_so(open_page: Open, server: str) -> None:
    page = opened(open_page, [source(server, "wgs84", "osm", refusesDisk=True), source(server, "wgs84")])
    said = page.locator("#zm-notices", has_text="OpenStreetMap 的服务器可能拒绝从本地打开的页面")
    page.get_by_label("OpenStreetMap").check()
    expect(said).to_have_count(1)
    page.get_by_label("高德").check()
    expect(said).to_have_count(0)


def test_no_network_is_a_sentence(open_page: Open, server: str) -> None:
    page = opened(open_page, [source(server, "wgs84", "osm")])
    page.context.set_offline(offline=True)
    page.get_by_label("OpenStreetMap").check()
    expect(page.locator("#zm-notices")).to_contain_text("当前没有网络")
