"""Small things of the first minute, each of which once was wrong."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import sample_goals
import sample_page as sample
from opened import PHONE, Open, until
from playwright.sync_api import Page, expect
from test_page import pixel

#: Whether the cross of the keyboard is on the map.
CROSS = "getComputedStyle(ZM.map.getContainer(), '::after').content !== 'none'"


def test_the_cross_is_the_keyboards_alone(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.mouse.click(700, 450)
    assert page.evaluate("document.activeElement.id") == "map_zonemap"
    assert not page.evaluate(CROSS)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(CROSS)


def test_the_tip_leaves_the_card_readable(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.state.select('nansha.science', {})")
    page.evaluate("ZM.map.setView([22.735, 113.52], 14, { animate: false })")
    card = page.locator("#zm-card").bounding_box()
    assert card
    page.mouse.move(card["x"] - 40, 450)
    page.mouse.move(card["x"] - 8, 452)
    page.evaluate("ZM.map.panBy([1, 0], { animate: false })")
    for x in range(4, 60, 4):  # whatever lies there
        page.mouse.move(card["x"] - x, 452)
        page.wait_for_timeout(40)
        tip = page.locator("#zm-tip")
        if tip.is_visible():
            break
    box = tip.bounding_box()
    assert box
    assert box["x"] + box["width"] <= card["x"]


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "尚未取得审图号"), ("en", "No map approval number (审图号) yet")]
)
def test_a_map_without_an_approval_number_says_so(open_page: Open, language: str, said: str) -> None:
    page = open_page(sample.payload(), hash_=f"#lang={language}").page
    expect(page.locator(".zm-approval")).to_contain_text(said)
    page.evaluate("ZM.print.open(true)")
    expect(page.locator(".zm-sheet-foot")).to_contain_text(said)


def test_a_map_with_an_approval_number_states_it(open_page: Open) -> None:
    payload = sample.payload()
    payload["page"]["review_number"] = "粤AS(2026)001号"
    page = open_page(payload).page
    expect(page.locator(".zm-approval")).to_contain_text("审图号：粤AS(2026)001号")
    page.evaluate("ZM.print.open(true)")
    expect(page.locator(".zm-sheet-foot")).to_contain_text("审图号：粤AS(2026)001号")


def downloaded(page: Page) -> list[dict[str, str]]:
    page.locator("#zm-download-toggle").click()
    with page.expect_download() as waiting:
        page.locator("#zm-download [data-format=csv]").click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_of_a_chinese_page_is_chinese(open_page: Open) -> None:
    page = open_page(sample.payload(), accept_downloads=True).page
    rows = {row["编号"]: row for row in downloaded(page)}
    assert not [head for head in rows["nansha.ocean"] if head.isascii()]
    ocean = rows["nansha.ocean"]
    assert (ocean["类别"], ocean["依据"], ocean["面积等级"]) == ("片区", "规划四至", "取整可解释")
    assert ocean["状态"] == "在建"
    assert ocean["数量指标"] == "研究院（2025年目标）：不少于14家"
    assert rows["nansha.science"]["四至（所沿界线）"].startswith("北 下横沥水道（下横沥水道（南岸））；东 ")


def test_the_csv_of_an_english_page_has_the_names_that_exports_have(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#lang=en", accept_downloads=True).page
    (ocean,) = [row for row in downloaded(page) if row["id"] == "nansha.ocean"]
    assert (ocean["kind"], ocean["basis"], ocean["grade"]) == ("zone", "stated sides", "consistent")


def seen(page: Page) -> list[float]:
    bounds: list[float] = page.evaluate(
        "(() => { const b = ZM.map.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; })()"
    )
    return bounds


@pytest.mark.parametrize("box", ["table", "goals"])
def test_what_opens_below_fits_the_map_instead_of_cutting_it(open_page: Open, box: str) -> None:
    page = open_page(sample_goals.page(), reduced_motion="reduce").page
    west, south, east, north = before = seen(page)
    page.locator(f"#zm-{box}-toggle").click()
    now, rounded = seen(page), (north - south) / 400  # the middle of a map lies on a whole pixel
    assert now[0] <= west + rounded
    assert now[1] <= south + rounded
    assert now[2] >= east - rounded
    assert now[3] >= north - rounded
    page.locator(f"#zm-{box}-toggle").click()
    assert seen(page) == pytest.approx(before, abs=rounded)
    page.locator(f"#zm-{box}-toggle").click()
    page.evaluate("ZM.map.setZoom(14, { animate: false })")
    page.locator(f"#zm-{box}-toggle").click()
    assert page.evaluate("ZM.map.getZoom()") == 14  # the reader's own view stays


@pytest.mark.parametrize(("language", "said"), [("zh", "放大后"), ("en", "zoom in")])
def test_sides_without_names_say_where_their_names_are(open_page: Open, language: str, said: str) -> None:
    page = open_page(sample.payload(), hash_=f"#lang={language}").page
    page.evaluate("ZM.map.setZoom(11, { animate: false })")
    hint = page.locator("#zm-overlays .zm-hint")
    expect(hint).to_be_hidden()
    page.locator("#zm-overlay-edges").check()
    expect(hint).to_contain_text(said, ignore_case=True)
    page.evaluate("ZM.map.setView([22.735, 113.52], 14, { animate: false })")
    expect(hint).to_be_hidden()
    until(page, "ZM.names.written.some(({ kind }) => kind === 'edge')")


def overlapping() -> dict[str, Any]:
    """A zone of another role lies half in a larger one, both known by firm lines."""
    payload = sample.payload()
    small = payload["elements"][4]
    assert small["id"] == "nansha.dagang"
    small["accuracy_m"] = None  # no band
    payload["geometries"]["nansha.dagang"] = sample.square(113.53, 22.73, 0.02, 0.008)
    return payload


#: A pixel of the painted insides on a sheet: red, green, blue, alpha, at degrees.
ON_PAPER = """([lon, lat]) => {
  const map = window.sheet, canvas = document.querySelector(".zm-sheet .leaflet-zm-insides-pane canvas");
  const copy = document.createElement("canvas"), pen = copy.getContext("2d", { willReadFrequently: true });
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  pen.drawImage(canvas, 0, 0);
  const { x, y } = map.latLngToContainerPoint([lat, lon]), ratio = canvas.width / map.getSize().x;
  return [...pen.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data];
}"""


def bare(page: Page) -> None:
    """Show two zones and nothing else, near."""
    for overlay in ("labels", "context", "baselines"):
        page.evaluate("name => ZM.state.setOverlay(name, false)", overlay)
    page.evaluate("ZM.state.showOnly(new Set(['nansha.science', 'nansha.dagang'].map(ZM.model.element)))")
    page.evaluate("ZM.map.setView([22.735, 113.53], 14, { animate: false })")
    page.wait_for_timeout(200)


def test_where_zones_overlap_the_smaller_has_its_colour(open_page: Open) -> None:
    page = open_page(overlapping(), reduced_motion="reduce").page
    bare(page)
    both, alone, large = (
        pixel(page, "elements", *place)
        for place in ((113.536, 22.7365), (113.546, 22.7345), (113.524, 22.735))
    )
    assert both == alone != large
    color = [*bytes.fromhex(page.evaluate("ZM.model.element('nansha.dagang').color")[1:])]
    assert all(abs(a - b) <= 3 for a, b in zip(both[:3], color, strict=True))
    page.evaluate(
        "() => { const made = L.map; L.map = (...given) => { window.sheet = made(...given); return window.sheet; }; ZM.print.open(true); }"
    )
    both, alone = (page.evaluate(ON_PAPER, place) for place in ([113.536, 22.7365], [113.546, 22.7345]))
    assert both == alone
    assert all(abs(a - b) <= 3 for a, b in zip(both[:3], color, strict=True))


def test_what_is_lit_lies_whole_upon_what_is_dim(open_page: Open) -> None:
    page = open_page(overlapping(), reduced_motion="reduce").page
    bare(page)
    page.evaluate(
        "ZM.state.light({ ...ZM.model.plan('nansha').parts[0], elements: new Set([ZM.model.element('nansha.science')]) })"
    )
    page.wait_for_timeout(200)
    both, large = (pixel(page, "elements", *place) for place in ((113.536, 22.7365), (113.524, 22.735)))
    assert both == large
    order = "ZM.scene.elements().map(({ look }) => look.opacity).slice(-1)[0]"
    assert page.evaluate(order) == page.evaluate(
        "ZM.style.element(ZM.model.element('nansha.science')).opacity"
    )


@pytest.mark.parametrize("size", [(768, 1024), PHONE], ids=str)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_in_a_narrow_table_do_not_make_rows_tall(open_page: Open, language: str, size: Any) -> None:
    payload = sample.payload()
    payload["terms"] = {
        f"t{i}": {"zh": "重大科技基础设施", "en": "Major science infrastructure"} for i in range(2)
    }
    payload["elements"][1]["function"] = ["t0", "t1"]
    page = open_page(payload, size, hash_=f"#lang={language}").page
    page.locator("#zm-table-toggle").click()
    cell = page.locator("#zm-table td.zm-cell-words", has_text={"zh": "重大", "en": "Major"}[language])
    assert cell.first.evaluate("node => node.scrollHeight") <= 60
