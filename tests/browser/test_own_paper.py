"""A reader's own places on printed sheets: dots, shades, their legend, and whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest
import sample_page as sample
from opened import PHONE, Open
from owned import begun, bring, place
from playwright.sync_api import Page, expect
from test_printing import SHEETS, printed

HOSTILE = sample.HOSTILE.replace('"', '""')
ROWS = f"""企业,"{HOSTILE}",lng,lat
甲,软件,113.51,22.73
乙,"{HOSTILE}",113.52,22.74
丙,海洋,113.60,22.90
缺,海洋,,
"""
CREDIT = {"zh": "使用者自有数据，不属于规划", "en": "Own data of the reader, not part of the plan"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "企业.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def counted(open_page: Open, file: Path, language: str) -> Page:
    page = place(bring(begun(open_page(sample.payload(), hash_=f"#lang={language}").page), file))
    page.locator("#zm-own-colorBy").select_option("1")
    return page


def ink(page: Page, pane: str) -> bool:
    """Whether anything is painted on a pane of the sheet's map."""
    return bool(
        page.evaluate(
            """pane => { const canvas = document.querySelector(`.zm-sheet-map .leaflet-${pane}-pane canvas`);
            return Boolean(canvas) && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean); }""",  # noqa: E501
            pane,
        )
    )


@pytest.mark.parametrize("language", CREDIT)
def test_own_places_are_printed_with_their_legend_and_whose_they_are(
    open_page: Open, file: Path, tmp_path: Path, language: str
) -> None:
    page = counted(open_page, file, language)
    page.locator("#zm-print-open").click()
    assert ink(page, "zm-own-points")
    assert ink(page, "zm-own-shades")
    for sheet in page.evaluate(SHEETS):
        assert sheet["cut"] == []
        assert sheet["smallest"] >= 7
    legend = page.locator(".zm-sheet-legend").first
    assert legend.locator("h3").first.text_content() == CREDIT[language]
    entries = legend.locator(".zm-entry").all_text_contents()
    assert entries[0].startswith("企业.csv")
    assert {"zh": "1 个不在任何区内", "en": "In no zone: 1."}[language] in entries[0]
    assert {"0", "2", "软件", "海洋", sample.HOSTILE} <= set(entries)
    _, texts = printed(page, tmp_path / "sheet.pdf")
    for text in texts:
        assert "".join(CREDIT[language].split()) in "".join(text.split())
    # A filter is said: the figures are those of what passes it.
    page.keyboard.press("Escape")
    page.locator("#zm-own-filterBy").select_option("0")
    page.locator("#zm-own-filterFor").fill("甲")
    page.locator("#zm-own-filterFor").press("Enter")
    page.locator("#zm-print-open").click()
    assert {"zh": "企业：甲", "en": "企业: 甲"}[language] in legend.locator(".zm-entry").first.inner_text()


@pytest.mark.parametrize("hide", [("isDotted", "isShaded"), ("remove",), ("back",)], ids="-".join)
def test_without_own_places_a_sheet_says_nothing_of_them(
    open_page: Open, file: Path, hide: tuple[str, ...]
) -> None:
    page = counted(open_page, file, "zh")
    for name in hide:
        page.locator(f"#zm-own-{name}").click()
    page.locator("#zm-print-open").click()
    assert "自有数据" not in page.locator(".zm-sheet").inner_text()
    assert not ink(page, "zm-own-points")
    assert not ink(page, "zm-own-shades")


def test_a_place_that_the_screen_shows_beside_all_zones_is_on_the_sheet(
    open_page: Open, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,lng,lat\n甲,113.51,22.73\n乙,113.2,22.73\n", encoding="utf-8")
    page = place(bring(begun(open_page(sample.payload()).page), path))
    page.locator("#zm-own-close").click()
    page.evaluate("ZM.map.setView([22.75, 113.5], 9, {animate: false})")
    page.locator("#zm-print-open").click()
    far = page.locator(".zm-sheet-scale").inner_text()
    page.keyboard.press("Escape")
    page.evaluate("ZM.ownPoints.hide(), ZM.print.more = null")
    page.locator("#zm-print-open").click()
    near = page.locator(".zm-sheet-scale").inner_text()
    figures = [int("".join(filter(str.isdigit, text.split(":")[1]))) for text in (far, near)]
    assert figures[0] > 1.3 * figures[1]


def test_on_a_phone_the_legend_waits_on_the_map(open_page: Open, file: Path) -> None:
    options = {"has_touch": True, "is_mobile": True}
    page = place(bring(begun(open_page(sample.payload(), PHONE, **options).page), file))
    expect(page.locator("#zm-own-legend")).to_be_hidden()  # it stands in the box
    page.locator("#zm-own-close").click()
    title = page.locator("#zm-own-legend summary")
    expect(title).to_have_text("图例")
    expect(page.locator("#zm-own-legend li").first).to_be_hidden()
    title.tap()
    expect(page.locator("#zm-own-legend li").first).to_be_visible()
    box = page.locator("#zm-own-legend").bounding_box()
    stage = page.locator("#zm-stage").bounding_box()
    assert box
    assert stage
    assert box["y"] > stage["y"]
    assert box["y"] + box["height"] < stage["y"] + stage["height"]
    page.evaluate("ZM.setLanguage('en')")
    expect(title).to_have_text("Legend")
    expect(page.locator("#zm-own-legend li").first).to_be_visible()  # and stays open


def test_a_column_called_anything_leaves_the_sheet_whole(open_page: Open, tmp_path: Path) -> None:
    long, path = "n" * 5000, tmp_path / "t.csv"
    path.write_text(
        f"企业,{long},lng,lat\n甲,{long}x,113.51,22.73\n乙,{'长' * 5000},113.52,22.74\n", encoding="utf-8"
    )
    page = place(bring(begun(open_page(sample.payload()).page), path))
    page.locator("#zm-own-colorBy").select_option("1")
    page.locator("#zm-print-open").click()
    sheets = page.evaluate(SHEETS)
    assert [sheet["cut"] for sheet in sheets] == [[] for _ in sheets]
    assert min(sheet["smallest"] for sheet in sheets) >= 7
    assert len(sheets) <= 3
