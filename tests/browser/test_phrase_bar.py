"""The layout phrase above the map: its parts light up what they are on the ground."""

from __future__ import annotations

from typing import Any

import pytest
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from opened import PHONE, WIDE, Open, until
from playwright.sync_api import Page, expect

STILL = {"reduced_motion": "reduce"}
TOUCH = {"has_touch": True, "is_mobile": True}
LIT = "ZM.state.visible().filter(ZM.state.isLit).map(({ id }) => id)"
VIEW = "[ZM.map.getCenter().lat, ZM.map.getCenter().lng, ZM.map.getZoom()]"
NAMED = "ZM.names.written.filter(({ kind }) => !['water', 'place'].includes(kind)).map(({ text }) => text)"
PARTS = "#zm-phrase .zm-part:visible"
CORE = ["nansha.core", "nansha.ocean", "nansha.science", "nansha.lab"]


def lit(page: Page) -> list[str]:
    return sorted(page.evaluate(LIT))


def pressed(page: Page) -> list[str]:
    return page.locator("#zm-phrase [aria-pressed=true] > span:first-child").all_inner_texts()


def press(page: Page, name: str) -> None:
    page.locator(PARTS).filter(has_text=name).click()


def test_the_parts_stand_in_the_order_of_the_phrase_in_both_languages(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    group = page.get_by_role("group", name="布局表述")
    expect(group.get_by_role("button")).to_have_text(["一廊", "一核科学城", "多园区"])
    expect(page.locator("#zm-phrase-words")).to_contain_text("点选其中一部分")
    page.get_by_role("button", name="English").click()
    group = page.get_by_role("group", name="Layout phrase")
    expect(group.get_by_role("button")).to_have_text(["One Corridor", "One CoreScience City", "Many Parks"])
    assert pressed(page) == []
    assert len(lit(page)) == 9


def test_a_part_lights_up_its_elements_and_goes_out_again(open_page: Open) -> None:
    page = open_page(sample.payload(), **STILL).page
    before = page.evaluate(VIEW)
    press(page, "一核")
    assert pressed(page) == ["一核"]
    assert lit(page) == sorted(CORE)
    until(page, f"{NAMED}.includes('中科院明珠科学园') && !{NAMED}.includes('大岗智造基地')")
    assert set(page.evaluate(NAMED)) <= set(
        page.evaluate("ZM.model.drawn.filter(ZM.state.isLit).map(e => e.name)")
    )
    expect(page.locator("#zm-phrase-words")).to_have_text("南沙科学城主体功能区、广东省实验室")
    assert page.evaluate(VIEW) != before
    press(page, "多园区")
    assert lit(page) == ["nansha.dagang", "nansha.qingsheng"]
    assert pressed(page) == ["多园区"]
    press(page, "多园区")
    assert page.evaluate(VIEW) == pytest.approx(before)
    assert pressed(page) == []
    assert len(lit(page)) == 9


def alpha(page: Page, pane: str, lon: float, lat: float) -> int:
    """How opaque a canvas is at a place, 0 to 255."""
    found: int = page.evaluate(
        """([pane, lon, lat]) => {
            const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
            const box = canvas.getBoundingClientRect(), stage = ZM.map.getContainer().getBoundingClientRect();
            const at = ZM.map.latLngToContainerPoint([lat, lon]);
            const ratio = canvas.width / box.width;
            const x = (at.x + stage.left - box.left) * ratio, y = (at.y + stage.top - box.top) * ratio;
            return canvas.getContext("2d").getImageData(Math.round(x), Math.round(y), 1, 1).data[3];
        }""",
        [pane, lon, lat],
    )
    return found


def test_what_is_dim_is_painted_so(open_page: Open) -> None:
    page = open_page(sample.payload(), watch=False, **STILL).page  # Chromium advises on how to read a canvas
    page.evaluate("['context', 'baselines'].forEach((name) => ZM.state.setOverlay(name, false))")
    places = [("zm-elements", 113.475, 22.815), ("zm-points", 113.58, 22.78), ("zm-points", 113.60, 22.66)]
    page.wait_for_timeout(200)
    zone, other, lab = (alpha(page, *place) for place in places)
    page.evaluate("ZM.state.light(ZM.model.plan('nansha').parts[1])")
    page.wait_for_timeout(200)
    dim_zone, dim_other, lit_lab = (alpha(page, *place) for place in places)
    share = page.evaluate("ZM.config.look.map.dim")
    assert dim_zone == pytest.approx(zone * share, abs=3)
    assert dim_other == pytest.approx(other * share, abs=3)
    assert lit_lab == lab == 255


def test_what_is_chosen_outside_the_part_is_not_dim(open_page: Open) -> None:
    page = open_page(sample.payload(), **STILL).page
    press(page, "一廊")
    page.evaluate("ZM.state.select('nansha.dagang', {})")
    assert lit(page) == ["nansha.corridor", "nansha.dagang"]
    until(page, "ZM.names.written.some(({ text }) => text === '大岗智造基地')")


def test_a_hidden_part_is_shown_as_long_as_it_is_lit(open_page: Open) -> None:
    page = open_page(sample.payload(), **STILL).page
    box = page.get_by_role("checkbox", name="多园区")
    box.uncheck()
    press(page, "多园区")
    expect(box).to_be_checked()
    press(page, "一廊")
    expect(box).not_to_be_checked()
    assert lit(page) == ["nansha.corridor"]


def test_a_link_brings_the_part_back(open_page: Open) -> None:
    page = open_page(sample.payload(), **STILL).page
    press(page, "一核")
    until(page, "location.hash.includes('part=')")
    view, link = page.evaluate(VIEW), page.evaluate("location.hash")
    other = open_page(sample.payload(), hash_=link, **STILL).page
    assert pressed(other) == ["一核"]
    assert lit(other) == sorted(CORE)
    assert other.evaluate(VIEW) == pytest.approx(view, abs=0.01)
    press(other, "一核")  # nothing was there before: all is shown
    west, south, east, north = other.evaluate("ZM.model.whole()")
    inside = f"ZM.map.getBounds().contains([[{south}, {west}], [{north}, {east}]])"
    assert other.evaluate(inside)


@pytest.mark.parametrize("hash_", ["#part=nansha/二核", "#part=", "#part=%00&v=22.7,113.5,11"])
def test_a_link_to_a_part_that_is_none_lights_nothing(open_page: Open, hash_: str) -> None:
    page = open_page(sample.payload(), hash_=hash_).page
    assert pressed(page) == []
    assert len(lit(page)) == 9


def test_a_link_with_a_part_alone_frames_it(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#part=nansha/一廊", **STILL).page
    assert pressed(page) == ["一廊"]
    assert fills(page, "[...ZM.model.plan('nansha').parts[0].elements]") >= 0.85


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "突出显示：一核 科学城"), ("en", "Highlighted: One Core Science City")]
)
def test_the_sheet_names_the_lit_part(open_page: Open, language: str, said: str) -> None:
    page = open_page(sample.payload(), hash_=f"#lang={language}&part=nansha/一核").page
    page.locator("#zm-print-open").click()
    expect(page.locator(".zm-sheet-head p").first).to_contain_text(said)
    paths = page.locator(".zm-sheet-map .leaflet-zm-elements-pane path")
    strengths = paths.evaluate_all("all => all.map(path => Number(path.getAttribute('stroke-opacity')))")
    full = page.evaluate("ZM.style.element(ZM.model.element('nansha.corridor')).opacity")
    assert any(
        strength == pytest.approx(full * page.evaluate("ZM.config.look.map.dim")) for strength in strengths
    )
    assert full not in strengths  # the corridor is no part of the core
    assert 1 in strengths


def test_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page(sample.payload(), **STILL).page
    page.locator("#zm-phrase button").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert pressed(page) == ["一核"]
    page.keyboard.press("Space")
    assert pressed(page) == []
    assert page.evaluate("document.activeElement.textContent") == "一核科学城"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_it_is_one_row_that_scrolls(open_page: Open, language: str) -> None:
    page = open_page(sample.payload(), PHONE, hash_=f"#lang={language}", **STILL, **TOUCH).page
    bar = page.locator("#zm-phrase")
    found = bar.bounding_box()
    assert found
    assert (found["width"], found["height"]) == (PHONE[0], 44)
    assert bar.evaluate("node => node.scrollWidth > node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    tops = page.locator(PARTS).evaluate_all("all => all.map(node => node.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    page.locator(PARTS).last.tap()
    assert lit(page) == ["nansha.dagang", "nansha.qingsheng"]


def test_of_several_plans_each_is_a_part_and_shows_its_own(open_page: Open) -> None:
    page = open_page(sample.atlas(), **STILL).page
    expect(page.locator(PARTS)).to_have_text(["广州市南沙区", "广州市"])
    page.locator(PARTS).nth(1).click()
    expect(page.locator(PARTS)).to_have_text(["广州市南沙区", "广州市", "多点"])
    expect(page.locator("#zm-phrase-words")).to_have_text("一轴四核多点")
    assert all(name.startswith("guangzhou.") for name in lit(page))
    page.locator(PARTS).nth(2).click()
    assert pressed(page) == ["多点"]
    page.locator(PARTS).nth(2).click()
    expect(page.locator(PARTS)).to_have_count(2)


def test_words_of_the_phrase_beside_its_parts_stay(open_page: Open) -> None:
    payload = sample.payload()
    payload["plans"][0] |= {
        "layout": "“一廊一核”与多园区布局",
        "layout_en": "“One Corridor, One Core”, Many Parks",
    }
    page = open_page(payload).page
    expect(page.locator("#zm-phrase-parts > *")).to_have_text(["一廊", "一核科学城", "与", "多园区", "布局"])
    page.get_by_role("button", name="English").click()
    expect(page.locator("#zm-phrase-parts > *")).to_have_text(
        ["One Corridor", "One CoreScience City", "Many Parks"]
    )


def test_a_plan_without_parts_has_no_bar_and_loses_no_room(open_page: Open) -> None:
    payload = sample.payload()
    with_bar = open_page(payload).page.locator("#zm-stage").bounding_box()
    payload["plans"][0]["phrase"] = []
    page = open_page(payload).page
    expect(page.locator("#zm-phrase")).to_be_hidden()
    without = page.locator("#zm-stage").bounding_box()
    assert with_bar
    assert without
    assert without["height"] == with_bar["height"] + 44


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_serious_while_a_part_is_lit(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(sample.payload(), size, hash_="#part=nansha/一核").page
    found = [
        each for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")
    ]
    assert found == []


def fills(page: Page, elements: str) -> float:
    """How much of the map's height or width, of which it is more, some elements take."""
    share: float = page.evaluate(
        f"""(() => {{
            const [west, south, east, north] = ZM.model.extent({elements}), size = ZM.map.getSize();
            const a = ZM.map.latLngToContainerPoint([north, west]);
            const b = ZM.map.latLngToContainerPoint([south, east]);
            return Math.max((b.x - a.x) / size.x, (b.y - a.y) / size.y);
        }})()"""
    )
    return share


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (768, 1024), PHONE], ids=str)
def test_the_first_frame_and_each_part_use_the_room(open_page: Open, size: Any, language: str) -> None:
    options = TOUCH if size == PHONE else {}
    page = open_page(sample.payload(), size, hash_=f"#lang={language}", **STILL, **options).page
    assert fills(page, "[...ZM.model.elements.values()]") >= 0.85
    for i in range(3):
        page.locator(PARTS).nth(i).click()
        assert fills(page, f"[...ZM.model.plan('nansha').parts[{i}].elements]") >= 0.85
    page.evaluate("ZM.map.setZoom(ZM.map.getZoom() + 0.3, { animate: false })")
    assert page.evaluate("ZM.map.getZoom() % 0.25") == 0
