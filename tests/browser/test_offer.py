"""A link that names tiles: the reader is asked first, and until the answer nothing is fetched."""

import pytest
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from opened import PHONE, WIDE, Open, Watched, until
from playwright.sync_api import Page, expect

from mapgen.text.words import words

LINK = "#v=22.74000,113.50000,12&base="
OSM = "https://tile.openstreetmap.org/"
TEXTS = words("tiles")


def question(page: Page) -> tuple[str, ...]:
    """What the box says and what its buttons say."""
    box = page.locator("#zm-offer")
    expect(box).to_be_visible()
    return (box.locator("p").inner_text(), *box.get_by_role("button").all_inner_texts())


def opened(open_page: Open, hash_: str, size: tuple[int, int] = WIDE) -> Watched:
    return open_page(sample.payload(), size, hash_=hash_, watch=False)


def fetched_nothing(found: Watched) -> None:
    found.page.wait_for_timeout(400)
    assert found.requests == []
    assert found.page.evaluate("ZM.tiles.current()") is None


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_link_with_tiles_asks_and_fetches_nothing(
    open_page: Open, language: str, size: tuple[int, int]
) -> None:
    found = opened(open_page, f"{LINK}osm&lang={language}", size)
    told = TEXTS[language]
    assert question(found.page) == (
        told["tiles.offer"].replace("{name}", "OpenStreetMap"),
        told["tiles.offer_no"],
        told["tiles.offer_yes"],
    )
    fetched_nothing(found)
    box = found.page.locator("#zm-offer").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert found.complaints == []
    assert Axe().run(found.page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []


@pytest.mark.parametrize("base", ["osm", "amap", "tianditu"])
def test_no_source_is_asked_without_a_click(open_page: Open, base: str) -> None:
    found = open_page(
        sample.payload(), hash_=LINK + base, watch=False, rendering={"keys": {"tianditu": "built"}}
    )
    question(found.page)
    fetched_nothing(found)


def test_no_leaves_the_map_without_tiles(open_page: Open) -> None:
    found = opened(open_page, f"{LINK}osm&sel=nansha.lab")
    question(found.page)
    found.page.get_by_role("button", name="不显示", exact=True).click()
    expect(found.page.locator("#zm-offer")).to_be_hidden()
    fetched_nothing(found)
    expect(found.page.get_by_label("不使用")).to_be_checked()
    found.page.evaluate("ZM.map.setZoom(13)")
    until(found.page, "!location.hash.includes('base=') && location.hash.includes('13')")
    expect(found.page.locator("#zm-card h2")).to_have_text("广东省实验室")
    fetched_nothing(found)


def test_yes_shows_the_tiles_that_the_link_names(open_page: Open) -> None:
    found = opened(open_page, f"{LINK}osm&lang=en")
    question(found.page)
    found.page.get_by_role("button", name="Show tiles", exact=True).click()
    until(found.page, "document.querySelectorAll('.leaflet-tile-pane img').length > 3")
    assert found.requests
    assert all(url.startswith(OSM) for url in found.requests)
    expect(found.page.locator("#zm-offer")).to_be_hidden()
    expect(found.page.get_by_role("radio", name="OpenStreetMap")).to_be_checked()
    until(found.page, "location.hash.includes('base=osm')")


def test_the_keyboard_answers(open_page: Open) -> None:
    found = opened(open_page, f"{LINK}osm&sel=nansha.lab")
    page = found.page
    expect(page.locator("#zm-offer-no")).to_be_focused()  # Enter alone fetches nothing
    page.keyboard.press("Enter")
    expect(page.locator("#zm-offer")).to_be_hidden()
    page.evaluate("hash => { location.hash = hash; }", f"{LINK}amap&sel=nansha.lab")
    assert "高德" in question(page)[0]
    page.keyboard.press("Escape")
    expect(page.locator("#zm-offer")).to_be_hidden()
    expect(page.locator("#zm-card")).to_be_visible()  # Escape closed the question alone
    fetched_nothing(found)
    page.locator("#zm-language").focus()
    page.evaluate("hash => { location.hash = hash; }", f"{LINK}osm&lang=en")
    assert "OpenStreetMap" in question(page)[0]
    page.keyboard.press("Tab")
    expect(page.locator("#zm-offer-yes")).to_be_focused()
    page.keyboard.press("Enter")
    until(page, "ZM.tiles.current() === 'osm'")
    expect(page.locator("#zm-language")).to_be_focused()


def test_the_question_follows_the_language_and_goes_once_it_is_settled(open_page: Open) -> None:
    found = opened(open_page, f"{LINK}osm")
    page = found.page
    assert question(page)[1] == "不显示"
    page.locator("#zm-language").click()
    assert question(page)[1] == "Do not show"
    page.get_by_label("Amap").check()
    expect(page.locator("#zm-offer")).to_be_hidden()
    assert page.evaluate("ZM.tiles.current()") == "amap"
    page.evaluate("hash => { location.hash = hash; }", f"{LINK}osm")
    question(page)
    page.evaluate("hash => { location.hash = hash; }", LINK + "no-such")
    expect(page.locator("#zm-offer")).to_be_hidden()
    assert page.evaluate("ZM.tiles.current()") is None
