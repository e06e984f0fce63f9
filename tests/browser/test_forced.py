"""Pages whose colours the reader's system sets, and readers with nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sample_goals
import sample_index
import sample_page as sample
from opened import Open
from owned import bring, place
from playwright.sync_api import Browser, Locator, Page

from mapgen.pages.index import render_index

FORCED = {"forced_colors": "active", "color_scheme": "dark", "reduced_motion": "reduce"}


def ground(found: Locator) -> str:
    colour: str = found.evaluate("node => getComputedStyle(node).backgroundColor")
    return colour


def test_land_keeps_its_colour(open_page: Open) -> None:
    plain = ground(open_page(sample.payload()).page.locator("#map_zonemap"))
    assert ground(open_page(sample.payload(), **FORCED).page.locator("#map_zonemap")) == plain


def test_bars_of_the_table_are_seen(open_page: Open) -> None:
    page = open_page(sample.payload(), **FORCED).page
    page.get_by_role("button", name="表格").click()
    bar = page.locator(".zm-bar-track").first
    assert ground(bar) != ground(bar.locator(".zm-bar-fill"))


def test_bars_of_the_indicators_are_seen(open_page: Open) -> None:
    page = open_page(sample_goals.page(), **FORCED).page
    page.locator("#zm-goals-toggle").click()
    bar = page.locator(".zm-goal-bar").first
    assert ground(bar) != ground(bar.locator(".zm-goal-base").first)


def test_bars_of_a_readers_own_table_are_seen(open_page: Open, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,lng,lat\n甲,113.51,22.73\n", encoding="utf-8")
    page = place(bring(open_page(sample.payload(), **FORCED).page, path))
    bar = page.locator(".zm-own-track").first
    assert ground(bar) != ground(bar.locator(".zm-own-bar"))


@pytest.mark.parametrize("sign", [".zm-swatch", ".zm-symbol", ".zm-line"])
def test_signs_stand_on_the_ground_of_the_map(open_page: Open, sign: str) -> None:
    """Dark lines and dots would be lost on a dark page."""
    page = open_page(sample.payload(), **FORCED).page
    assert ground(page.locator(f"#zm-panel {sign}").first) == ground(page.locator("#map_zonemap"))


def test_the_row_of_what_is_chosen_is_seen(open_page: Open) -> None:
    page = open_page(sample.payload(), **FORCED).page
    page.get_by_role("button", name="表格").click()
    page.evaluate("ZM.state.select('nansha.science', {})")
    styles = page.evaluate(
        """[...document.querySelectorAll("#zm-table tbody tr")].map((each) =>
            [each.classList.contains("zm-chosen"), getComputedStyle(each).outlineStyle])"""
    )
    assert {style for chosen, style in styles if chosen} == {"solid"}
    assert {style for chosen, style in styles if not chosen} == {"none"}


def test_the_result_that_enter_takes_is_seen(open_page: Open) -> None:
    page = open_page(sample.payload(), **FORCED).page
    page.fill("#zm-search-input", "n")
    page.keyboard.press("ArrowDown")
    styles = page.evaluate(
        """[...document.querySelectorAll("#zm-search li[role=option]")].map((each) =>
            [each.getAttribute("aria-selected"), getComputedStyle(each).outlineStyle])"""
    )
    assert len(styles) > 1
    assert [style for chosen, style in styles if chosen == "true"] == ["solid"]
    assert {style for chosen, style in styles if chosen != "true"} == {"none"}


@pytest.mark.parametrize("button", [".zm-part", "#zm-table-toggle", ".zm-only", "#zm-measure-distance"])
def test_what_is_pressed_or_open_is_seen(open_page: Open, button: str) -> None:
    page = open_page(sample.payload(), **FORCED).page
    before = ground(page.locator(button).first)
    page.locator(button).first.click()
    page.mouse.move(900, 500)
    assert ground(page.locator(button).first) != before


@pytest.fixture
def first_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open the first page with options of a browser."""
    contexts = []

    def opened(**options: Any) -> Page:
        file = tmp_path / "index.html"
        file.write_text(render_index(sample_index.payload()), encoding="utf-8")
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def test_land_on_the_first_page_keeps_its_colour(first_page: Callable[..., Page]) -> None:
    plain, forced = (ground(first_page(**each).locator(".ix-frame").first) for each in ({}, FORCED))
    assert plain == forced


def test_bars_on_the_first_page_are_seen(first_page: Callable[..., Page]) -> None:
    page = first_page(**FORCED)
    page.locator("#ix-indicators summary").nth(1).click()
    bar = page.locator(".zm-goal-bar").first
    assert ground(bar) != ground(bar.locator(".zm-goal-base").first)


def test_lines_of_the_first_pages_legend_are_seen(first_page: Callable[..., Page]) -> None:
    page = first_page(**FORCED)
    line = page.locator("#ix-bases path").first.evaluate("node => getComputedStyle(node).stroke")
    assert line == page.locator(".ix-legend h2").evaluate("node => getComputedStyle(node).color")


def test_the_map_is_one_tab_and_enter_away(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "map_zonemap"
    page.evaluate("ZM.map.setView([22.73, 113.56], 14, { animate: false })")
    page.keyboard.press("Enter")
    assert page.locator("#zm-card h2").inner_text() == "南方海洋科技创新中心核心区"
