"""Pages of one build know each other: links between them, a search that goes on, the same place elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import sample_page as sample
from opened import PHONE, Open
from playwright.sync_api import Page, expect

NONE = dict.fromkeys(("title", "title_en", "layout", "layout_en"))
PAGES = [
    {"id": "index", **NONE},
    {"id": "atlas", **NONE},
    {
        "id": "nansha",
        "title": "南沙规划",
        "title_en": "Nansha Plan",
        "layout": "一廊",
        "layout_en": "Corridor",
    },
    {"id": "haizhu", **dict.fromkeys(NONE, sample.HOSTILE)},
]
BEYOND = [
    {"id": "haizhu.pazhou", "plan": "haizhu", "name": "琶洲", "name_en": "Pazhou", "initials": "pz"},
    {"id": "haizhu.x", "plan": "haizhu", "name": sample.HOSTILE, "name_en": sample.HOSTILE, "initials": ""},
]


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page(with_pages()).page


def with_pages() -> dict[str, Any]:
    return sample.payload() | {"pages": PAGES, "beyond": BEYOND}


def test_every_page_is_offered_and_the_language_goes_along(page: Page) -> None:
    page.click("#zm-pages-toggle")
    rows = page.locator("#zm-page-list a")
    expect(rows).to_have_count(4)
    assert [row.get_attribute("href") for row in rows.all()] == [
        f"{name}.html#lang=zh" for name in ("index", "atlas", "nansha", "haizhu")
    ]
    expect(rows.nth(2)).to_have_attribute("aria-current", "page")
    expect(rows.nth(0)).to_have_text("首页")
    page.keyboard.press("Escape")
    expect(page.locator("#zm-page-list")).to_be_hidden()
    page.click("#zm-language")
    page.click("#zm-pages-toggle")
    assert rows.nth(1).get_attribute("href") == "atlas.html#lang=en"
    expect(rows.nth(2)).to_contain_text("Nansha Plan")


def test_a_page_that_stands_alone_offers_none(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    expect(page.locator("#zm-pages")).to_be_hidden()


def test_what_is_not_here_is_found_elsewhere(page: Page) -> None:
    page.fill("#zm-search-input", "琶洲")
    expect(page.locator("#zm-search-list li")).to_have_count(1)
    expect(page.locator("#zm-search .zm-elsewhere")).to_contain_text("其他图")
    there = Path(unquote(urlsplit(page.url).path)).with_name("haizhu.html")
    there.write_text("<title>there</title>", "utf-8")
    page.keyboard.press("Enter")
    page.wait_for_url("**/haizhu.html#lang=zh&sel=haizhu.pazhou")


def test_hostile_names_of_other_pages_are_text(page: Page) -> None:
    page.fill("#zm-search-input", "<img")
    expect(page.locator("#zm-search-list")).to_contain_text("<img")
    page.click("#zm-pages-toggle")
    expect(page.locator("#zm-page-list")).to_contain_text("<img")
    assert page.locator("#zm-page-list img, #zm-search-list img").count() == 0


def test_a_link_that_only_selects_goes_there(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#lang=zh&sel=nansha.lab").page
    card = page.locator("#zm-card").bounding_box()
    at = page.evaluate(
        "() => { const [x, y] = ZM.model.anchor(ZM.model.element('nansha.lab'));"
        " const p = ZM.map.latLngToContainerPoint([y, x]);"
        " const box = ZM.byId('zm-stage').getBoundingClientRect(); return [p.x + box.left, p.y + box.top]; }"
    )
    assert card
    assert not card["x"] <= at[0] <= card["x"] + card["width"]


def test_the_list_fits_a_phone(open_page: Open) -> None:
    page = open_page(with_pages(), size=PHONE).page
    page.click("#zm-pages-toggle")
    box = page.locator("#zm-page-list").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
