"""Pages whose colours the reader's system sets, and readers with nothing but a keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sample_goals
import sample_index
import sample_page as sample
from opened import Open
from playwright.sync_api import Browser, Locator

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


@pytest.mark.parametrize("button", [".zm-part", "#zm-table-toggle", ".zm-only", "#zm-measure-distance"])
def test_what_is_pressed_or_open_is_seen(open_page: Open, button: str) -> None:
    page = open_page(sample.payload(), **FORCED).page
    before = ground(page.locator(button).first)
    page.locator(button).first.click()
    page.mouse.move(900, 500)
    assert ground(page.locator(button).first) != before


def test_land_on_the_first_page_keeps_its_colour(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text(render_index(sample_index.payload()), encoding="utf-8")
    found = []
    options: list[dict[str, Any]] = [{}, FORCED]
    for each in options:
        context = browser.new_context(**each)
        page = context.new_page()
        page.goto(file.as_uri())
        found.append(ground(page.locator(".ix-frame").first))
        context.close()
    assert found[0] == found[1]


def test_the_map_is_one_tab_and_enter_away(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "map_zonemap"
    page.evaluate("ZM.map.setView([22.73, 113.56], 14, { animate: false })")
    page.keyboard.press("Enter")
    assert page.locator("#zm-card h2").inner_text() == "南方海洋科技创新中心核心区"
