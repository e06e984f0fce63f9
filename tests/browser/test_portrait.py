"""Paper in portrait: a tall plan gets it, with all of its legend, credits and words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sample_page as sample
from opened import Open
from playwright.sync_api import expect
from test_printing import SHEETS, five_plans
from test_taking import pdf

from layers.assemble import Atlas
from mapgen.pages.payload import payload as payload_of


def tall() -> dict[str, Any]:
    payload = sample.payload()
    payload["geometries"]["nansha.formula"] = {"type": "Point", "coordinates": [113.5, 23.2]}
    return payload


@pytest.mark.parametrize(("paper", "size"), [("A4", (210, 297)), ("A3", (297, 420))])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tall_plan_is_printed_in_portrait(
    open_page: Open, tmp_path: Path, paper: str, size: tuple[int, int], language: str
) -> None:
    page = open_page(tall(), hash_=f"#lang={language}").page
    page.locator("#zm-print-open").click()
    expect(page.locator("input[value=portrait]")).to_be_checked()
    page.locator(f"input[value={paper}]").check()
    (sheet,) = page.evaluate(SHEETS)
    assert sheet["cut"] == []
    assert sheet["smallest"] >= 6.99
    assert sheet["height"] > 0.7
    pages, measured, text = pdf(page, tmp_path / "sheet.pdf")
    assert pages == 1
    assert measured == pytest.approx(size, abs=1)
    for words in {"zh": ("示意图", "图例", "审图号"), "en": ("Schematic map", "Legend", "OpenStreetMap")}[
        language
    ]:
        assert words in text


def test_a_wide_plan_is_printed_in_landscape_and_the_reader_may_turn_it(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-print-open").click()
    expect(page.locator("input[value=landscape]")).to_be_checked()
    page.locator("input[value=portrait]").check()
    box = page.locator(".zm-sheet").bounding_box()
    assert box
    assert box["height"] > 1.4 * box["width"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_legend_is_whole_in_portrait(open_page: Open, tmp_path: Path, language: str) -> None:
    page = open_page(five_plans(), hash_=f"#lang={language}").page
    page.locator("#zm-print-open").click()
    page.locator("input[value=portrait]").check()
    sheets = page.evaluate(SHEETS)
    assert [sheet["cut"] for sheet in sheets] == [[]] * len(sheets)
    assert all(sheet["smallest"] >= 6.99 for sheet in sheets)
    pages, measured, _ = pdf(page, tmp_path / "sheet.pdf")
    assert pages == len(sheets)
    assert measured == pytest.approx((210, 297), abs=1)


@pytest.mark.parametrize(("name", "turn"), [("guangzhou", "portrait"), ("haizhu", "landscape")])
def test_the_plans_own_shapes_choose(open_page: Open, own_atlas: Atlas, name: str, turn: str) -> None:
    page = open_page(payload_of(own_atlas, [name], name, None, None), (1440, 900)).page
    page.locator("#zm-print-open").click()
    expect(page.locator(f"input[value={turn}]")).to_be_checked()
    assert [sheet["cut"] for sheet in page.evaluate(SHEETS)] == [[]] * page.locator(".zm-sheet").count()
