"""Taking it away: downloads and paper."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sample_page as sample
from opened import Open
from playwright.sync_api import Page, expect
from shapely.geometry import Point, shape


def download(page: Page, button: Any) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_geojson_of_what_is_shown(open_page: Open) -> None:
    page = open_page(sample.payload(), accept_downloads=True).page
    page.get_by_role("checkbox", name="一核", exact=True).uncheck()
    page.get_by_role("button", name="下载", exact=True).click()
    name, raw = download(page, page.locator("#zm-download").get_by_role("button", name="GeoJSON"))
    assert name == "nansha-shown.geojson"
    data = json.loads(raw.decode("utf-8"))
    assert data["type"] == "FeatureCollection"
    assert "crs" not in data
    assert data["license"] == "ODbL-1.0"
    given = sample.payload()
    shown = [each for each in given["elements"] if each["role"] != "一核"]
    assert [each["id"] for each in data["features"]] == [each["id"] for each in shown]
    for feature, element in zip(data["features"], shown, strict=True):
        assert feature["geometry"] == given["geometries"][element["geom"]]
        for key, value in feature["properties"].items():
            # Words of the functions, of which these have none.
            assert value == element.get(key), key


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#lang=en", accept_downloads=True).page
    page.get_by_role("button", name="Download", exact=True).click()
    name, raw = download(page, page.locator("#zm-download").get_by_role("button", name="CSV table"))
    assert name == "nansha-shown.csv"
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 9
    by_id = {row["id"]: row for row in rows}
    assert by_id["nansha.formula"]["name"] == '\'=HYPERLINK("http://x")'
    assert by_id["nansha.formula"]["name_en"] == "'@SUM(1)"
    assert by_id["nansha.formula"]["note"] == "'-1+1"
    assert by_id["nansha.science"]["diff_km2"] == "-0.188"  # a number is a number
    assert by_id["nansha.science"]["sides"].startswith("N 下横沥水道 (下横沥水道（南岸）); E ")
    assert by_id["nansha.hostile"]["name"] == sample.HOSTILE
    assert (by_id["nansha.lab"]["lon"], by_id["nansha.lab"]["lat"]) == ("113.6", "22.66")
    given = sample.payload()["geometries"]
    for row in rows:
        place = Point(float(row["lon"]), float(row["lat"]))
        assert shape(given[row["id"]]).distance(place) < 1e-5, row["id"]  # in it or on it
        assert len(row["lon"].partition(".")[2]) <= 5
    for row in rows:
        for key, value in row.items():
            assert not re.match(r"[=+@\t\r]", value), (key, value)


def test_one_element_alone(open_page: Open) -> None:
    page = open_page(sample.payload(), accept_downloads=True).page
    page.evaluate("ZM.state.select('nansha.science', {})")
    name, raw = download(page, page.locator("#zm-card").get_by_role("button", name="GeoJSON"))
    assert name == "nansha.science.geojson"
    assert [each["id"] for each in json.loads(raw)["features"]] == ["nansha.science"]


def test_sides_come_along_while_they_are_shown(open_page: Open) -> None:
    page = open_page(sample.payload(), accept_downloads=True).page
    page.evaluate("() => { ZM.state.setOverlay('edges', true); ZM.state.select('nansha.science', {}); }")
    _, raw = download(page, page.locator("#zm-card").get_by_role("button", name="GeoJSON"))
    element, *edges = json.loads(raw)["features"]
    assert element["id"] == "nansha.science"
    given = sample.payload()["edges"]
    assert [edge["geometry"] for edge in edges] == [edge["geometry"] for edge in given]
    assert [edge["properties"] for edge in edges] == [
        {key: value for key, value in edge.items() if key != "geometry"}
        | {"zone_name": element["properties"]["name"]}
        for edge in given
    ]


def test_nothing_shown_is_said_not_saved(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="全部隐藏").click()
    page.get_by_role("button", name="下载", exact=True).click()
    page.locator("#zm-download").get_by_role("button", name="CSV 表格").click()
    expect(page.locator("#zm-notices")).to_contain_text("无可下载")


def pdf(page: Page, file: Path) -> tuple[int, tuple[float, float], str]:
    """Print to PDF; return the number of pages, the page's size in mm and its text."""
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    if not shutil.which("pdfinfo") or not shutil.which("pdftotext"):
        pytest.fail("pdfinfo and pdftotext are missing: install poppler-utils")
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
    width, height = (
        float(each) / 72 * 25.4 for each in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups()
    )
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    return pages, (width, height), text


@pytest.mark.parametrize(("paper", "size"), [("A4", (297, 210)), ("A3", (420, 297))])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_is_one_page_of_its_paper_with_all_its_parts(
    open_page: Open, tmp_path: Path, paper: str, size: tuple[int, int], language: str
) -> None:
    page = open_page(sample.atlas()).page
    page.evaluate("language => ZM.setLanguage(language)", language)
    page.locator("#zm-print-open").click()
    page.locator(f"input[value={paper}]").check()
    page.wait_for_timeout(300)
    pages, measured, text = pdf(page, tmp_path / "sheet.pdf")
    assert pages == 1
    assert abs(measured[0] - size[0]) < 1
    assert abs(measured[1] - size[1]) < 1
    wanted = {
        "zh": [
            "五个规划的空间布局",
            "示意图",
            "审图号",
            "图例",
            "规划四至",
            "示意勾画",
            "OpenStreetMap",
            "一核",
        ],
        "en": [
            "Atlas of the plans",
            "Schematic map",
            "map approval",
            "Legend",
            "Stated sides",
            "Sketched",
            "OpenStreetMap",
            "Core",
        ],
    }[language]
    scale = page.locator(".zm-sheet-scale").inner_text().split(":")[1].strip()
    for words in [*wanted, scale]:
        assert words in " ".join(text.split()), words
    assert "全部显示" not in text  # no part of the page itself


def test_nothing_on_the_sheet_is_cut(open_page: Open) -> None:
    payload = sample.atlas()
    for i in range(40):
        role = {
            "name": f"很长的角色名称第{i}号",
            "name_en": f"Role with a long name number {i}",
            "color": "#1b7837",
            "shown": True,
        }
        payload["plans"][1]["roles"].append(role)
        payload["elements"].append(
            sample.element(
                f"guangzhou.r{i}", "zone", f"片区{i}", f"Zone {i}", role["name"], geom="nansha.ocean"
            )
        )
    page = open_page(payload).page
    for language in ("zh", "en"):
        page.evaluate(
            "language => { ZM.setLanguage(language); ZM.state.setOverlay('edges', true); ZM.print.open(true); }",
            language,
        )
        page.wait_for_timeout(200)
        cut = page.evaluate(
            """() => { const sheet = document.querySelector(".zm-sheet"), out = sheet.getBoundingClientRect(), cut = [];
            for (const node of sheet.querySelectorAll("h1, h2, h3, p, li, strong, .zm-sheet-approval, .zm-north, .zm-sheet-map, .leaflet-control-scale")) {
              const box = node.getBoundingClientRect();
              if (box.left < out.left || box.right > out.right + 0.5 || box.bottom > out.bottom || box.top < out.top) cut.push(node.className || node.textContent);
            }
            const legend = document.querySelector(".zm-sheet-legend");
            if (legend.scrollHeight > legend.clientHeight + 1 || legend.scrollWidth > legend.clientWidth + 1) cut.push("legend");
            if (parseFloat(getComputedStyle(legend).fontSize) < 6.4) cut.push("too small to read");
            return cut; }"""
        )
        assert cut == []
        page.evaluate("ZM.print.close()")


def test_the_scale_on_paper_is_true(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-print-open").click()
    scale = int(re.sub(r"\D", "", page.locator(".zm-sheet-scale").inner_text().split(":")[1]))
    # 113.50 to 113.54 E at 22.75 N is 4,109 m on the ellipsoid; the science park is that wide.
    box = page.evaluate(
        """() => { const paths = [...document.querySelectorAll(".zm-sheet .leaflet-zm-elements-pane path")];
        return Math.max(...paths.filter(path => path.getAttribute("stroke") === ZM.style.darker("#2166ac") && path.getAttribute("stroke-width") === "2").map(path => { const b = path.getBBox(); return b.width; })); }"""
    )
    on_paper_mm = box / 96 * 25.4
    assert abs(on_paper_mm * scale / 1000 - 4109) < 4109 * 0.02


def test_the_sheet_shows_all_that_the_screen_shows_and_not_much_more(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    for view in ("ZM.panel.home()", "ZM.map.setView([22.74, 113.52], 14, {animate: false})"):
        page.evaluate(f"() => {{ {view}; ZM.print.open(true); }}")
        page.wait_for_timeout(200)
        inside = page.evaluate(
            """() => { const frame = document.querySelector(".zm-sheet-map").getBoundingClientRect();
            return [...document.querySelectorAll(".zm-sheet .leaflet-zm-elements-pane path")].map(path => path.getBoundingClientRect()).filter(box => box.width && box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom).length; }"""
        )
        scale = int(re.sub(r"\D", "", page.locator(".zm-sheet-scale").inner_text().split(":")[1]))
        if "home" in view:
            assert inside == 31  # dots and outlines of nine elements, and the bands along their lines
            assert (
                scale <= 200_000
            )  # 30 km on 26 cm would be 115,000; steps are at most 1.25 apart and margins
        else:
            assert scale < 60_000
        page.evaluate("ZM.print.close()")


def test_the_browsers_own_print_command_prints_the_sheet(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample.payload()).page
    pages, measured, text = pdf(page, tmp_path / "direct.pdf")
    assert pages == 1
    assert abs(measured[0] - 297) < 1
    assert "示意图" in text
    assert "全部显示" not in text
    expect(page.locator("#zm-print")).to_be_hidden()


def test_the_print_view_opens_and_closes_by_keyboard(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-print-open").press("Enter")
    expect(page.locator("#zm-print-now")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#zm-print")).to_be_hidden()
    expect(page.locator("#zm-print-open")).to_be_focused()
