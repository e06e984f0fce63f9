"""What is uncertain looks uncertain: dashes that stay dashes, rough points, names that are not cut."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import itertools
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sample_page as sample
from opened import Open, until
from playwright.sync_api import Browser, Page
from pyproj import Geod
from test_page import COPY, HAS_COLOR, PAINTED, pixel, point_on_screen

from mapgen.pages.map import render

#: Lightness (0 to 255) at places between two others of what the canvases show, one over the other, on white.
LIGHT = f"""([from, to, count]) => {{
  const map = ZM.map.getContainer().getBoundingClientRect(), light = new Array(count).fill(255);
  for (const pane of ["elements", "highlight"].filter((name) => document.querySelector(`.leaflet-zm-${{name}}-pane canvas`))) {{
    const {{ canvas, pen }} = ({COPY})(pane), box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
    for (let i = 0; i < count; i++) {{
      const [lon, lat] = [0, 1].map((at) => from[at] + (to[at] - from[at]) * (i + 0.5) / count), spot = ZM.map.latLngToContainerPoint([lat, lon]);
      const [r, g, b, a] = pen.getImageData(Math.round((map.left + spot.x - box.left) * ratio), Math.round((map.top + spot.y - box.top) * ratio), 1, 1).data;
      light[i] = ((0.3 * r + 0.6 * g + 0.1 * b) * a + light[i] * (255 - a)) / 255;
    }}
  }}
  return light;
}}"""


def bare(page: Page) -> None:
    """Leave only the elements on the map: no names, no water, no baselines."""
    page.evaluate(
        "() => { for (const name of ['labels', 'context', 'baselines']) ZM.state.setOverlay(name, false); }"
    )


def dashed(light: list[float]) -> bool:
    """Whether light and dark take turns along a line."""
    threshold = (min(light) + max(light)) / 2
    turns = sum((a < threshold) != (b < threshold) for a, b in itertools.pairwise(light))
    return max(light) - min(light) > 60 and turns >= 8


def rough_payload() -> dict[str, Any]:
    payload = sample.payload()
    for element in payload["elements"]:
        if element["id"] == "nansha.lab":
            element["accuracy_m"] = 2500
    return payload


def test_a_rough_point_is_hollow_and_an_exact_one_is_full(open_page: Open) -> None:
    page = open_page(rough_payload()).page
    bare(page)
    for name, lon, lat in (("lab", 113.60, 22.66), ("formula", 113.44, 22.70)):
        page.evaluate("([lat, lon]) => ZM.map.setView([lat, lon], 14, { animate: false })", [lat, lon])
        color = page.evaluate("ZM.style.darker(ZM.model.element('nansha.lab').color)")
        wanted = [255, 255, 255, 255] if name == "lab" else [*bytes.fromhex(color[1:]), 255]
        assert pixel(page, "points", lon, lat) == wanted, name


def test_a_chosen_point_shows_how_far_off_it_may_be(open_page: Open) -> None:
    page = open_page(rough_payload()).page
    bare(page)
    page.evaluate("ZM.map.setView([22.66, 113.60], 13, { animate: false })")
    geod = Geod(ellps="WGS84")
    ring = page.evaluate("ZM.geo.circle([113.60, 22.66], 2500).coordinates[0]")
    for lon, lat in ring:
        assert abs(geod.inv(113.60, 22.66, lon, lat)[2] - 2500) < 2500 * 0.005
    inside, outside = (geod.fwd(113.60, 22.66, 45, metres)[:2] for metres in (2000, 3000))
    page.evaluate("ZM.state.select('nansha.lab', {})")
    until(page, f"({HAS_COLOR})([234, 88, 12], 'highlight')")
    assert pixel(page, "highlight", *inside)[3] > 0
    assert pixel(page, "highlight", *outside)[3] == 0
    page.evaluate("ZM.state.hover(ZM.model.element('nansha.formula'))")
    assert page.evaluate(
        "ZM.scene.highlight([{ element: ZM.state.hovered(), soft: true }]).every(({ geometry }) => geometry.type === 'Point')"
    )
    page.evaluate("ZM.state.show([ZM.model.element('nansha.lab')], false)")  # nothing is left to glow
    until(page, f"!({HAS_COLOR})([234, 88, 12], 'highlight')")
    assert pixel(page, "highlight", *inside)[3] == 0


def test_a_chosen_zone_keeps_its_dashes(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    bare(page)
    page.evaluate("ZM.map.fitBounds([[22.75, 113.39], [22.795, 113.44]], { animate: false })")
    south = [[113.402, 22.76], [113.428, 22.76], 400]  # of a sketched zone
    assert dashed(page.evaluate(LIGHT, south))
    page.evaluate("ZM.state.select('nansha.dagang', {})")
    page.wait_for_timeout(150)
    assert dashed(page.evaluate(LIGHT, south))
    page.evaluate(
        "ZM.state.select('nansha.science', {}); ZM.map.fitBounds([[22.715, 113.49], [22.755, 113.545]], { animate: false })"
    )
    page.wait_for_timeout(150)
    assert not dashed(page.evaluate(LIGHT, [[113.502, 22.75], [113.538, 22.75], 400]))


@pytest.mark.parametrize("zoom", [12, 14])
def test_a_line_has_a_soft_band_as_wide_as_it_may_be_off(open_page: Open, zoom: int) -> None:
    page = open_page(sample.payload()).page
    bare(page)
    page.evaluate("zoom => ZM.map.setView([22.76, 113.415], zoom, { animate: false })", zoom)
    page.wait_for_timeout(150)
    geod = Geod(ellps="WGS84")
    south = [
        pixel(page, "elements", *geod.fwd(113.415, 22.76, 180, metres)[:2])[3]
        for metres in (100, 300, 500, 700, 900)  # of a zone that may be off by 800 m
    ]
    assert south[:4] == sorted(south[:4], reverse=True)
    assert south[0] > south[3] > 0
    assert south[4] == 0


def test_a_built_zone_is_no_surer_than_its_lines(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    bare(page)
    page.evaluate("ZM.map.fitBounds([[22.715, 113.49], [22.755, 113.545]], { animate: false })")
    page.wait_for_timeout(150)
    assert dashed(page.evaluate(LIGHT, [[113.50, 22.722], [113.50, 22.748], 400]))  # Lingxin Avenue, sketched
    assert not dashed(page.evaluate(LIGHT, [[113.502, 22.75], [113.538, 22.75], 400]))  # the bank, traced
    sketched, stated = page.evaluate(
        "[['nansha.dagang'], ['nansha.science']].map(([id]) => ZM.model.outlineBasis(ZM.model.element(id)))"
    )
    assert (sketched, stated) == ("sketched", "stated sides")


def test_a_sheet_has_the_same_bands(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.print.open(true)")
    widths = page.evaluate(
        "[...document.querySelectorAll('.zm-sheet .leaflet-pane path')].filter(path => Number(path.getAttribute('stroke-opacity')) === ZM.config.look.band.opacity).map(path => Number(path.getAttribute('stroke-width')))"
    )
    # Six areas and lines, of which one has two accuracies; a group has none.
    shares = page.evaluate("ZM.config.look.band.shares.length")
    assert len(widths) == shares * 5
    assert max(widths) / min(widths) == pytest.approx(800 / 60 / 0.25, rel=0.01)


def test_dashes_far_in_are_still_dashes(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    bare(page)
    page.evaluate("ZM.map.setView([22.76, 113.415], 18, { animate: false })")
    assert dashed(page.evaluate(LIGHT, [[113.4145, 22.76], [113.4155, 22.76], 200]))


def test_a_sketched_side_does_not_look_solid_on_its_zones_line(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    bare(page)
    page.evaluate(
        "() => { ZM.state.setOverlay('edges', true); ZM.map.fitBounds([[22.715, 113.49], [22.755, 113.545]], { animate: false }); }"
    )
    page.wait_for_timeout(150)
    assert dashed(page.evaluate(LIGHT, [[113.50, 22.722], [113.50, 22.748], 400]))  # Lingxin Avenue, sketched
    assert not dashed(page.evaluate(LIGHT, [[113.502, 22.75], [113.538, 22.75], 400]))  # the bank, traced


def test_the_map_is_there_before_what_stands_around_it(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(sample.payload()), encoding="utf-8")
    page = browser.new_page()
    page.add_init_script(
        f"""window.seen = []; new MutationObserver((changes) => {{ for (const {{ attributeName }} of changes)
          if (attributeName.startsWith("data-")) seen.push([attributeName, ({PAINTED})("elements"), ZM.names.written.length, document.querySelector("#zm-tree").childElementCount]);
        }}).observe(document, {{ attributes: true, subtree: true, attributeFilter: ["data-drawn", "data-ready"] }})"""
    )
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]")
    (first, painted, names, rows), (second, _, written, filled) = page.evaluate("seen")
    assert (first, second) == ("data-drawn", "data-ready")
    assert painted > 0.0002
    assert names == rows == 0
    assert filled > 0
    assert written > 3
    page.context.close()


def test_a_click_on_the_map_never_leaves_the_place_under_the_card(open_page: Open) -> None:
    page = open_page(sample.payload(), (360, 740), has_touch=True, is_mobile=True).page
    page.evaluate("ZM.map.setView([22.725, 113.46], 13, { animate: false })")  # the point lies low on the map
    lon, lat = 113.44, 22.70
    page.touchscreen.tap(*point_on_screen(page, lon, lat))
    page.wait_for_selector("#zm-card h2")
    page.wait_for_timeout(600)
    assert point_on_screen(page, lon, lat)[1] < page.locator("#zm-card").bounding_box()["y"]


def test_beside_an_open_panel_the_card_leaves_the_place_in_sight(open_page: Open) -> None:
    page = open_page(sample.payload(), (768, 1024), reduced_motion="reduce").page
    card = page.locator("#zm-card")
    page.evaluate("ZM.state.select('nansha.lab', { fly: true })")
    lon, lat = 113.60, 22.66
    box = card.bounding_box()
    assert box
    stage = page.locator("#zm-stage").bounding_box()
    assert stage
    x, y = point_on_screen(page, lon, lat)
    assert stage["x"] < x < stage["x"] + stage["width"]
    assert box["y"] + box["height"] < y < stage["y"] + stage["height"]
    page.keyboard.press("Escape")
    page.evaluate("ZM.map.setView([22.68, 113.44], 13, { animate: false })")
    page.mouse.click(*point_on_screen(page, 113.44, 22.70))  # high on the map, where the card comes to lie
    page.wait_for_selector("#zm-card h2")
    box = card.bounding_box()
    assert box
    assert point_on_screen(page, 113.44, 22.70)[1] > box["y"] + box["height"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_on_paper_is_cut_at_the_frame(open_page: Open, language: str) -> None:
    page = open_page(sample.many(300, 0)).page
    page.evaluate(
        "language => { ZM.setLanguage(language); ZM.map.setView([22.55, 113.3], 11.5, { animate: false }); ZM.print.open(true); }",
        language,
    )
    frame = page.locator(".zm-sheet-map").bounding_box()
    boxes = page.evaluate(
        "[...document.querySelectorAll('.zm-sheet .zm-names text')].map((node) => node.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) > 20
    for box in boxes:
        assert box["left"] >= frame["x"] - 1
        assert box["right"] <= frame["x"] + frame["width"] + 1
        assert box["top"] >= frame["y"] - 2
        assert box["bottom"] <= frame["y"] + frame["height"] + 2


def test_the_browsers_own_print_puts_names_where_the_dialog_does(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample.payload()).page

    def words(name: str) -> dict[str, list[float]]:
        page.pdf(path=tmp_path / name, prefer_css_page_size=True)
        told = subprocess.run(
            ["pdftotext", "-bbox", tmp_path / name, "-"], capture_output=True, text=True, check=True
        ).stdout
        return {
            word: [float(x), float(y)]
            for x, y, word in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>', told)
        }

    direct = words("direct.pdf")
    page.locator("#zm-print-open").click()
    page.wait_for_timeout(200)
    dialog = words("dialog.pdf")
    assert "广东省实验室" in direct  # names are text: a reader can search for them
    for word in ("广东省实验室", "龙穴岛"):
        assert direct[word] == pytest.approx(dialog[word], abs=1.5), word


def test_long_names_say_where_they_are_cut(open_page: Open) -> None:
    payload = sample.payload()
    for element in payload["elements"]:
        if element["id"] == "nansha.science":
            element["name_en"] = (
                "Southern Marine Science and Engineering Guangdong Laboratory of Very Many Words that Nobody Reads to the End of"
            )
            element["name"] = "很" * 300
    page = open_page(payload).page
    for language in ("en", "zh"):
        page.evaluate(
            "language => { ZM.setLanguage(language); ZM.state.select('nansha.science', { fly: true }); }",
            language,
        )
        until(page, "ZM.names.written.some((name) => name.rows.length > 2)")
        rows = page.evaluate("ZM.names.written.find((name) => name.rows.length > 2).rows")
        assert len(rows) == 4
        assert rows[-1].endswith("…")
        assert max(map(len, rows)) < 40


def test_names_and_dots_are_not_covered_by_a_glow(open_page: Open) -> None:
    payload = sample.payload()
    payload["geometries"]["nansha.formula"] = {"type": "Point", "coordinates": [113.415, 22.76]}  # on a side
    page = open_page(payload).page
    page.evaluate("ZM.map.setView([22.765, 113.415], 14, { animate: false })")
    color = [*bytes.fromhex(page.evaluate("ZM.style.darker(ZM.model.element('nansha.formula').color)")[1:])]
    page.evaluate("ZM.state.hover(ZM.model.element('nansha.dagang'))")
    until(page, f"({PAINTED})('highlight') > 0")
    # Dots and names lie on a canvas above that of the glow.
    assert pixel(page, "highlight", 113.415, 22.76)[3] > 0
    assert pixel(page, "points", 113.415, 22.76) == [*color, 255]
    assert page.evaluate("ZM.names.written.length") > 0
    assert page.evaluate(f"({HAS_COLOR})([23, 32, 43], 'points')")  # letters of names
    above = [
        page.evaluate("name => Number(getComputedStyle(ZM.map.getPane(name)).zIndex)", f"zm-{name}")
        for name in ("elements", "highlight", "points")
    ]
    assert above == sorted(set(above))
    page.evaluate("ZM.state.hover(null)")
    until(page, f"({PAINTED})('highlight') === 0")


def test_a_link_with_a_selection_opens_with_the_highlight_under_the_names(open_page: Open) -> None:
    payload = sample.payload()
    payload["geometries"]["nansha.formula"] = {"type": "Point", "coordinates": [113.415, 22.76]}  # on a side
    page = open_page(payload, hash_="#v=22.765,113.415,14&on=labels&sel=nansha.dagang").page
    until(page, f"({PAINTED})('highlight') > 0")
    until(page, "ZM.names.written.some(({ text }) => text === '大岗智造基地')")
    assert pixel(page, "highlight", 113.415, 22.76)[3] > 0
    assert pixel(page, "points", 113.415, 22.76)[3] == 255  # a dot, or the end of a name's leader
    assert page.evaluate(f"({HAS_COLOR})([23, 32, 43], 'points')")  # letters of names
    # Whatever was made first: what lies above goes by these.
    above = "name => Number(getComputedStyle(ZM.map.getPane(name)).zIndex)"
    assert page.evaluate(above, "zm-highlight") < page.evaluate(above, "zm-points")


def test_the_name_of_what_is_chosen_is_written_first_without_a_move(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.map.setView([22.72, 113.52], 10, { animate: false })")  # too small for names of points
    names = "ZM.names.written.map((name) => name.text)"
    assert "广东省实验室" not in page.evaluate(names)
    page.evaluate("ZM.state.select('nansha.lab', {})")
    until(page, f"({names})[0] === '广东省实验室'")


def test_no_outline_runs_where_two_waters_meet(open_page: Open) -> None:
    payload = sample.payload()
    mouth = {
        "name": None,
        "name_en": None,
        "kind": "water",
        "geometry": sample.square(113.53, 22.79, 0.014, 0.02),
    }
    payload["context"].append(mouth)
    page = open_page(payload).page
    page.evaluate("ZM.state.setOverlay('baselines', false)")
    page.evaluate("ZM.map.setView([22.80, 113.544], 15, { animate: false })")
    until(page, f"({PAINTED})('ground') > 0")
    for lon in (113.54, 113.544):  # each an edge of one inside the other
        for step in (-4e-5, 0, 4e-5):  # a pixel to either side
            seen = pixel(page, "ground", lon + step, 22.80)  # rounded where two fills share a pixel
            assert max(abs(a - b) for a, b in zip(seen, [0xCF, 0xE3, 0xEE, 255], strict=True)) <= 2
