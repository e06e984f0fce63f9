"""The frame around the map: titles that can be told apart, and a foot that leaves the map its room."""

from __future__ import annotations

from typing import Any

import pytest
import sample_goals
import sample_page as sample
from opened import PHONE, Open
from playwright.sync_api import expect
from test_pages import PAGES

from layers.assemble import Atlas
from layers.catalog import Catalog

PLACES = ("Guangzhou", "Haizhu", "Huangpu", "Nansha", "Nanshan")
TOUCH = {"has_touch": True, "is_mobile": True}
#: Whether a word of the title lies within what is seen of it.
SEEN = """word => {
    const title = document.getElementById("zm-title"), node = title.firstChild, at = node.data.indexOf(word);
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    const box = title.getBoundingClientRect(), own = range.getBoundingClientRect();
    return own.bottom <= box.bottom + 1 && own.right <= box.right + 1;
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (1024, 768), PHONE], ids=str)
def test_english_titles_can_be_told_apart(open_page: Open, own_catalog: Catalog, size: Any) -> None:
    titles = [
        own_catalog.plans[plan].title_en for plan in ("guangzhou", "haizhu", "huangpu", "nansha", "nanshan")
    ]
    payload = sample.payload()
    page = open_page(payload, size, hash_="#lang=en", **(TOUCH if size == PHONE else {})).page
    for title, word in zip(titles, PLACES, strict=True):
        page.evaluate("title => { document.getElementById('zm-title').textContent = title; }", title)
        assert page.evaluate(SEEN, word), title
        # The map keeps its place when the words come, a frame after it.
        assert size == PHONE or page.locator("header.zm-bar").bounding_box()["height"] <= 57


@pytest.mark.parametrize(
    "size",
    [
        (1440, 900),
        (1300, 800),
        (1280, 720),
        (1160, 800),
        (1060, 800),
        (1000, 800),
        (940, 800),
        (768, 1024),
        PHONE,
    ],
    ids=str,
)
def test_english_titles_are_whole_beside_all_buttons(
    open_page: Open, own_catalog: Catalog, size: Any
) -> None:
    options = TOUCH if size == PHONE else {}
    page = open_page(sample_goals.page() | {"pages": PAGES}, size, hash_="#lang=en", **options).page
    for plan in own_catalog.plans.values():
        cut = page.evaluate(
            """title => {
                const node = document.getElementById('zm-title');
                node.textContent = title;
                return node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth;
            }""",
            plan.title_en,
        )
        assert not cut, plan.title_en


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_foot_of_a_phones_map_is_one_row_that_opens(open_page: Open, language: str) -> None:
    page = open_page(sample.payload(), PHONE, hash_=f"#lang={language}", **TOUCH).page
    stage, foot = (page.locator(each).bounding_box() for each in ("#zm-stage", ".zm-foot-end"))
    assert stage
    assert foot
    assert foot["height"] <= 32
    more = page.get_by_role("button", name={"zh": "坐标与来源", "en": "Coordinates and credits"}[language])
    more.tap()
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#zm-position")).to_be_visible()
    whole = page.locator("#zm-credits")
    assert whole.evaluate("node => node.scrollWidth <= node.clientWidth")
    more.tap()
    expect(page.locator("#zm-position")).to_be_hidden()


def test_a_link_in_another_language_shows_all_on_a_phone(open_page: Open, own_atlas: Atlas) -> None:
    payload = sample.payload()
    payload["page"]["title_en"] = own_atlas.catalog.plans["huangpu"].title_en  # three lines instead of one
    page = open_page(payload, PHONE, hash_="#lang=en", reduced_motion="reduce", **TOUCH).page
    west, south, east, north = page.evaluate("ZM.model.whole()")
    assert page.evaluate(f"ZM.map.getBounds().contains([[{south}, {west}], [{north}, {east}]])")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("payload", [sample_goals.page(), sample.atlas()], ids=["plan", "atlas"])
def test_a_page_at_twice_its_size_leaves_the_map_room(
    open_page: Open, payload: dict[str, Any], language: str
) -> None:
    made = payload | {"pages": PAGES}
    page = open_page(made, (720, 450), hash_=f"#lang={language}", device_scale_factor=2).page
    header, stage = (page.locator(each).bounding_box() for each in ("header.zm-bar", "#zm-stage"))
    assert header
    assert stage
    assert header["height"] <= 100
    assert stage["height"] >= 300
    assert page.evaluate("document.documentElement.scrollWidth") == 720
    for button in page.locator("header.zm-bar button:visible").all():
        own = button.bounding_box()
        assert own
        assert own["x"] + own["width"] <= 720
