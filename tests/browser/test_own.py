"""A reader's own table on a page: brought, asked about, counted, shown, taken away, removed; nothing kept or sent."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from opened import PHONE, WIDE, Open, until
from openpyxl import load_workbook
from owned import begun, bring, counted, place, said
from playwright.sync_api import Page, expect
from test_own_tables import NOWHERE, OCEAN, SCIENCE, table
from test_taking import download

from geo.gcj02 import SHIFTS
from mapgen.pages import map as webmap
from mapgen.pages.scripts import ordered, program

BAD = sample.HOSTILE.replace('"', '""')
ROWS = f"""企业,行业,投资,lng,lat
甲,软件,10,113.51,22.73
乙,软件,,113.52,22.74
丙,海洋,-5,113.56,22.73
"=1+1",海洋,7.5,113.60,22.90
"{BAD}","{BAD}",3,113.54,22.73
缺,海洋,1,,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "企业.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def own(page: Page) -> Page:
    return page.locator("#zm-own-body")


def test_the_system_is_asked_for_with_the_places_of_one_row(open_page: Open, tmp_path: Path) -> None:
    (lon, lat) = SHIFTS["bd09"](np.array([SCIENCE]))[0]
    path = tmp_path / "t.csv"
    path.write_text(table((lon, lat)), encoding="utf-8")
    page = begun(open_page(sample.payload()).page)
    bring(page, path)
    go = page.locator("#zm-own-go")
    expect(go).to_be_disabled()
    assert page.locator("[name=zm-own-datum]:checked").count() == 0
    systems = page.locator(".zm-own-system").all_inner_texts()
    assert "113.51000, 22.73000" in systems[2]
    assert "位于中科院明珠科学园" in systems[2].replace("南沙科学城主体功能区、", "")
    assert "米" in systems[2]
    # All three are on the map, where it was moved to.
    assert page.evaluate("ZM.map.getZoom()") > 13
    assert page.evaluate("Boolean(document.querySelector('.leaflet-zm-own-trial-pane canvas'))")
    page.locator("#zm-own-datum-bd09").check()
    expect(go).to_be_enabled()
    place(page, None)
    assert counted(page)["中科院明珠科学园"] == ["1"]
    assert not page.evaluate("Boolean(document.querySelector('.leaflet-zm-own-trial-pane canvas'))")


@pytest.mark.parametrize(
    ("head", "system"),
    [
        ("名称,bd_lng,bd_lat", "bd09"),
        ("名称,GCJ02经度,GCJ02纬度", "gcj02"),
        ("名称,经度(高德),纬度(高德)", "gcj02"),
        ("名称,WGS84经度,WGS84纬度", "wgs84"),
        ("名称,百度lng,百度lat", "bd09"),
        ("名称,lng,lat", None),
        ("名称,百度经度,高德纬度", None),
    ],
)
def test_a_system_that_headings_name_is_chosen_before(
    open_page: Open, tmp_path: Path, head: str, system: str | None
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(table(SCIENCE, head=head), encoding="utf-8")
    page = bring(begun(open_page(sample.payload()).page), path)
    chosen = page.locator("[name=zm-own-datum]:checked")
    assert [each.get_attribute("value") for each in chosen.all()] == ([system] if system else [])
    assert ("已预选" in own(page).inner_text()) == bool(system)


def test_counts_sums_means_and_kinds(open_page: Open, file: Path) -> None:
    page = place(bring(begun(open_page(sample.payload()).page), file))
    assert (
        said(page)
        == "已放置 5 个点。1 个不在任何区内。1 个正好在边界上，计入所接的每个区。1 行没有可用的位置，未计入。"
    )
    science = "中科院明珠科学园"
    assert counted(page)[science] == ["3"]
    assert counted(page)["南沙科技创新走廊"] == ["2"]
    page.locator("#zm-own-metres").fill("5000")
    page.locator("#zm-own-metres").press("Enter")
    assert counted(page)["南沙科技创新走廊"] == ["4"]
    page.locator("#zm-own-by").select_option(label="行业")
    assert sorted(counted(page)[science][1:]) == ["0", "1", "2"]
    page.locator("#zm-own-by").select_option("-1")
    page.locator("#zm-own-measure").select_option("sum")
    page.locator("#zm-own-column").select_option(label="投资")
    assert counted(page)[science] == ["13", "3"]
    assert counted(page)["南方海洋科技创新中心核心区"] == ["\u22125", "1"]
    page.locator("#zm-own-measure").select_option("mean")
    assert counted(page)[science] == ["6.5", "3"]
    page.locator("#zm-own-filterBy").select_option(label="投资")
    page.locator("#zm-own-filterFor").fill("> 5")
    page.locator("#zm-own-filterFor").press("Enter")
    assert counted(page)[science] == ["10", "1"]
    assert "筛选后为 2 个" in said(page)
    page.evaluate("ZM.setLanguage('en')")
    assert "Passing the filter: 2." in said(page)
    assert counted(page)["CAS Mingzhu Science Park"] == ["10", "1"]


def painted(page: Page, pane: str, lon: float, lat: float) -> list[int]:
    """The colour of a pane's canvas at a place: red, green, blue, opacity."""
    return page.evaluate(
        """([pane, lon, lat]) => {
        const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`), box = canvas.getBoundingClientRect(),
            stage = ZM.map.getContainer().getBoundingClientRect(), at = ZM.map.latLngToContainerPoint([lat, lon]), scale = canvas.width / box.width,
            copy = document.createElement("canvas"), pen = copy.getContext("2d", { willReadFrequently: true });
        Object.assign(copy, { width: canvas.width, height: canvas.height });
        pen.drawImage(canvas, 0, 0);
        return [...pen.getImageData(Math.round((at.x + stage.left - box.left) * scale), Math.round((at.y + stage.top - box.top) * scale), 1, 1).data]; }""",
        [pane, lon, lat],
    )  # type: ignore[no-any-return]


def test_zones_are_shaded_and_places_are_dots(open_page: Open, file: Path) -> None:
    page = place(bring(begun(open_page(sample.payload(), reduced_motion="reduce").page), file))
    page.wait_for_timeout(200)
    look = page.evaluate("ZM.config.look.own")

    # One, three and four places share five colours; Qingsheng has none.
    def shade(lon: float, lat: float) -> str:
        return "#" + "".join(f"{part:02x}" for part in painted(page, "zm-own-shades", lon, lat)[:3])

    def near(one: str, other: str) -> bool:
        return all(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) < 3 for i in (1, 3, 5))

    assert near(shade(113.535, 22.745), look["shades"][2])
    assert near(shade(113.475, 22.815), look["none"])
    assert painted(page, "zm-own-points", *OCEAN)[3] == 255
    assert painted(page, "zm-own-points", 113.58, 22.735)[3] == 0
    entries = page.locator("#zm-own-body .zm-own-key li").all_inner_texts()
    assert entries == ["0", "1", "3", "4"]
    page.locator("#zm-own-isShaded").uncheck()
    assert not page.evaluate("Boolean(document.querySelector('.leaflet-zm-own-shades-pane canvas'))")
    page.locator("#zm-own-colorBy").select_option(label="行业")
    assert set(page.locator("#zm-own-body .zm-own-key li").all_inner_texts()) >= {"软件", "海洋"}
    page.locator("#zm-own-isDotted").uncheck()
    assert not page.evaluate("Boolean(document.querySelector('.leaflet-zm-own-points-pane canvas'))")


def test_hidden_zones_are_neither_shaded_nor_listed(open_page: Open, file: Path) -> None:
    page = place(bring(begun(open_page(sample.payload()).page), file))
    page.get_by_role("checkbox", name="一核", exact=True).uncheck()
    assert "中科院明珠科学园" not in counted(page)
    assert counted(page)["不在任何区内"] == ["1"]


def test_a_place_is_named_on_pointing_as_text(open_page: Open, file: Path) -> None:
    page = place(bring(begun(open_page(sample.payload(), reduced_motion="reduce").page), file))
    page.wait_for_timeout(200)
    for lon, lat, name in ((113.51, 22.73, "甲"), (113.54, 22.73, sample.HOSTILE)):
        page.evaluate("at => ZM.map.setView(at, 14, {animate: false})", [lat, lon])
        x, y = page.evaluate(
            "at => { const p = ZM.map.latLngToContainerPoint(at), b = ZM.map.getContainer().getBoundingClientRect(); return [p.x + b.left, p.y + b.top]; }",
            [lat, lon],
        )
        page.mouse.move(x + 1, y + 1)
        tip = page.locator(".zm-own-tip")
        expect(tip).to_be_visible()
        assert tip.locator("b").evaluate("node => node.textContent") == name
        assert tip.locator("img, script").count() == 0
    page.mouse.move(5, 5)
    expect(page.locator(".zm-own-tip")).to_be_hidden()


def test_rows_and_counts_are_taken_away(open_page: Open, file: Path) -> None:
    page = place(bring(begun(open_page(sample.payload(), accept_downloads=True).page), file))
    name, raw = download(page, own(page).locator("[data-format=csv]"))
    assert name == "企业-zones.csv"
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["企业"] for row in rows] == ["甲", "乙", "丙", "'=1+1", sample.HOSTILE, "缺"]
    assert rows[0]["区编号"] == "nansha.core; nansha.science"
    assert rows[0]["区名称"] == "南沙科学城主体功能区; 中科院明珠科学园"
    assert [row["投资"] for row in rows] == ["10", "", "-5", "7.5", "3", "1"]
    assert rows[3]["区编号"] == ""
    assert rows[5]["说明"] == "没有坐标"
    name, raw = download(page, own(page).locator("[data-format=geojson]"))
    features = json.loads(raw)["features"]
    assert len(features) == 5
    assert features[2]["geometry"]["coordinates"] == [113.56, 22.73]
    assert features[2]["properties"]["区编号"] == "nansha.core; nansha.ocean"
    name, raw = download(page, own(page).locator("[data-format=xlsx]"))
    assert name == "企业-zones.xlsx"
    book = load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["统计", "数据"]
    values = list(book["数据"].values)
    assert values[0][:5] == ("企业", "行业", "投资", "lng", "lat")
    assert values[4][0] == "=1+1"
    assert book["数据"]["A5"].data_type == "s"  # a text, not a formula
    assert values[5][0] == sample.HOSTILE
    assert [row[2] for row in values[1:]] == [10, None, -5, 7.5, 3, 1]
    counts = {row[1]: row[3] for row in book["统计"].values}
    assert counts["nansha.science"] == 3
    assert counts["nansha.qingsheng"] == 0
    name, raw = download(page, own(page).locator("[data-format=counts]"))
    assert "nansha,nansha.science,中科院明珠科学园,3" in raw.decode("utf-8-sig").splitlines()
    # What was taken away comes back.
    path = file.parent / "again.xlsx"
    page.locator("#zm-own-remove").click()
    book.active = 1
    book.remove(book["统计"])
    book.save(path)
    place(bring(page, path))
    assert counted(page)["中科院明珠科学园"] == ["3"]


def test_all_is_removed_by_one_click_and_nothing_was_kept(open_page: Open, file: Path) -> None:
    page = place(bring(begun(open_page(sample.payload()).page), file))
    until(page, "Boolean(document.querySelector('.leaflet-zm-own-points-pane canvas'))")
    page.locator("#zm-own-remove").click()
    expect(page.locator("#zm-own-choose")).to_be_focused()
    assert page.locator("#zm-own-body tbody").count() == 0
    for pane in ("points", "shades", "trial"):
        assert not page.evaluate(f"Boolean(document.querySelector('.leaflet-zm-own-{pane}-pane canvas'))")
    expect(page.locator("#zm-own-keys")).to_be_empty()
    assert page.locator("#zm-own-legend").get_attribute("hidden") is not None
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert "甲" not in page.evaluate("location.href")
    # Nor is it in a page that is saved for others.
    place(bring(page, file))
    assert "行业" not in page.evaluate("ZM.share.page('lang=zh', false)")


def test_the_policy_lets_nothing_out(open_page: Open) -> None:
    text = webmap.render(sample.payload())
    policy = text.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    assert "unsafe" not in policy
    page = begun(open_page(sample.payload(), watch=False).page)
    assert (
        page.evaluate("fetch('https://example.org/').then(() => 'sent', error => error.name)") == "TypeError"
    )
    # Another script cannot be put in the place of what waits.
    page.evaluate("document.head.append(ZM.make('script', {text: 'window.foreign = true'}))")
    assert page.evaluate("window.foreign === undefined")


DROP = """async ([text, name]) => {
    const given = new DataTransfer();
    given.items.add(new File([text], name));
    const stage = document.getElementById("zm-stage");
    for (const type of ["dragover", "drop"])
        stage.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: given }));
}"""
PASTE = """([text, selector]) => {
    const given = new DataTransfer();
    given.setData("text/plain", text);
    document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: given }));
}"""


def test_a_file_is_dropped_on_the_map_of_a_page_that_has_just_opened(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate(DROP, [ROWS, "t.csv"])
    page.locator("#zm-own-go").wait_for()
    expect(page.locator("#zm-own")).to_be_visible()
    place(page)
    assert counted(page)["中科院明珠科学园"] == ["3"]
    # The button in the panel closes and opens the box.
    page.locator("#zm-own-toggle").click()
    expect(page.locator("#zm-own")).to_be_hidden()
    expect(page.locator("#zm-own-legend")).to_be_visible()
    page.locator("#zm-own-toggle").click()
    assert counted(page)["中科院明珠科学园"] == ["3"]


def test_a_table_is_pasted_on_the_page_or_into_the_field(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    tabs = table(SCIENCE, OCEAN, NOWHERE).replace(",", "\t")
    page.evaluate(PASTE, [tabs, "#zm-search input"])  # belongs to the field
    assert page.locator("#zm-own").count() == 0
    page.evaluate(PASTE, ["one line", "#map_zonemap"])  # is no table
    assert page.locator("#zm-own").count() == 0
    page.evaluate(PASTE, [tabs, "#map_zonemap"])
    place(page)
    assert counted(page)["全部点"] == ["3"]
    page.locator("#zm-own-remove").click()
    page.evaluate(PASTE, [tabs, "#zm-own-paste"])
    place(page)
    page.locator("#zm-own-remove").click()
    page.locator("#zm-own-paste").fill(tabs)
    page.locator("#zm-own-take").click()
    place(page)
    assert counted(page)["全部点"] == ["3"]


def test_columns_headings_and_way_can_be_changed(open_page: Open, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c,d\n甲,113.6,113.51,22.73\n乙,113.6,113.56,22.73\n", encoding="utf-8")
    page = bring(begun(open_page(sample.payload()).page), path)
    page.locator("#zm-own-lon").focus()
    page.locator("#zm-own-lon").select_option(label="c")
    expect(page.locator("#zm-own-lon")).to_be_focused()
    page.locator("#zm-own-head").fill("2")
    page.locator("#zm-own-head").press("Enter")
    assert "1 行" in page.locator(".zm-own-read").inner_text()
    page.locator("#zm-own-head").fill("1")
    page.locator("#zm-own-head").press("Enter")
    page.locator("#zm-own-lon").select_option(label="c")
    place(page)
    assert counted(page)["中科院明珠科学园"] == ["1"]
    page.locator("#zm-own-back").click()
    expect(page.locator("#zm-own-go")).to_be_focused()
    page.locator("#zm-own-lon").select_option("-1")
    assert "没有找到位置" in own(page).inner_text()
    expect(page.locator("#zm-own-go")).to_be_disabled()


def test_all_by_keyboard(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-own-toggle").press("Enter")
    page.locator("#zm-own-paste").focus()
    page.evaluate(PASTE, [table(SCIENCE), "#zm-own-paste"])
    page.locator("#zm-own-datum-wgs84").press("Space")
    expect(page.locator("#zm-own-datum-wgs84")).to_be_focused()
    page.locator("#zm-own-go").press("Enter")
    page.locator("#zm-own-measure").wait_for()
    expect(own(page)).to_be_focused()
    page.locator("#zm-own-close").press("Enter")
    expect(page.locator("#zm-own-toggle")).to_be_focused()


def test_on_a_page_at_200_percent_tab_alone_leads_through(open_page: Open) -> None:
    """A laptop's screen at 200 %: the button that opens the box is gone once it has opened."""
    page = open_page(sample.payload(), (640, 360), hash_="#lang=en", forced_colors="active").page

    def tab(to: str, most: int) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == to:
                return
        pytest.fail(f"{to} was not reached with {most} tabs")

    tab("zm-layers-toggle", 12)
    page.keyboard.press("Enter")
    tab("zm-own-toggle", 12)
    page.keyboard.press("Enter")
    expect(page.locator("#zm-own-choose")).to_be_focused()
    tab("zm-own-paste", 4)
    page.keyboard.insert_text(table(SCIENCE, OCEAN).replace(",", "\t"))
    tab("zm-own-take", 1)
    page.keyboard.press("Enter")
    expect(own(page)).to_be_focused()
    expect(page.locator(".zm-own-read")).to_have_text("Pasted table (clipboard): 2 rows, 3 columns.")
    tab("zm-own-datum-wgs84", 8)
    page.keyboard.press("Space")
    tab("zm-own-go", 3)
    page.keyboard.press("Enter")
    expect(own(page)).to_be_focused()
    tab("zm-own-measure", 3)
    expect(page.locator("#zm-own-legend")).to_be_hidden()
    page.locator("#zm-own-close").press("Enter")
    expect(page.locator("#zm-own-legend summary")).to_be_visible()
    # What is changed by others leaves the keyboard where it is.
    expect(page.locator("#zm-layers-toggle")).to_be_focused()
    page.evaluate("ZM.setLanguage('zh')")
    expect(page.locator("#zm-layers-toggle")).to_be_focused()


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=str)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_and_all_fits(
    open_page: Open, file: Path, size: tuple[int, int], forced: Any, language: str
) -> None:
    options = {"has_touch": True, "is_mobile": True} if size == PHONE else {}
    page = open_page(
        sample.payload(), size, hash_=f"#lang={language}", bypass_csp=True, forced_colors=forced, **options
    ).page

    def check() -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        wide = page.evaluate(
            """() => [...document.querySelectorAll("#zm-own *")].filter(node => { const box = node.getBoundingClientRect();
            return box.width && box.right > innerWidth + 1 && !node.closest("table"); }).map(node => node.id || node.className)"""
        )
        assert wide == []

    begun(page)
    check()
    bring(page, file)
    check()
    place(page)
    page.locator("#zm-own-by").select_option("1")
    page.locator("#zm-own-colorBy").select_option("1")
    check()
    if size == PHONE:
        page.locator("#zm-own-close").click()
        expect(page.locator("#zm-layers-toggle")).to_be_focused()


def test_what_waits_in_a_page_is_what_it_needs_and_small() -> None:
    for script in (webmap.SCRIPT, webmap.ATLAS_SCRIPT):
        own_names = set(ordered(webmap.OWN_SCRIPT)) - set(ordered(script))
        assert {name.split("/")[0] for name in own_names} == {"own"}
    assert program(webmap.OWN_SCRIPT, webmap.SCRIPT) == program(webmap.OWN_SCRIPT, webmap.ATLAS_SCRIPT)


def test_every_other_module_runs_without_it(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert page.evaluate("[ZM.placed, ZM.csv, ZM.texts.zh['own.go']].every(each => each === undefined)")
