"""Two plans on a map that is split, by keyboard, mouse and finger, or upon each other with opacities."""

from __future__ import annotations

import pytest
import sample_page as sample
from compared import at, compare, handle, states
from opened import PHONE, Open, until
from playwright.sync_api import Page, expect


def pixel(page: Page, pane: str, lon: float, lat: float) -> list[int]:
    """What is seen of a pane at a place: the colour painted there, or nothing where it is cut off."""
    found: list[int] = page.evaluate(
        """([pane, lon, lat]) => {
            const at = ZM.map.latLngToContainerPoint([lat, lon]);
            const stage = ZM.map.getContainer().getBoundingClientRect();
            const own = document.querySelector(`.leaflet-${pane}-pane`), canvas = own.querySelector("canvas");
            if (!canvas) return [0, 0, 0, 0];
            const layer = ZM.map.containerPointToLayerPoint(at);
            const xs = [...own.style.clipPath.matchAll(/(-?[\\d.]+)px (-?[\\d.]+)px/g)].map(([, x]) => +x);
            if (xs.length && (layer.x < Math.min(...xs) || layer.x > Math.max(...xs))) return [0, 0, 0, 0];
            const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
            const x = (at.x + stage.left - box.left) * ratio, y = (at.y + stage.top - box.top) * ratio;
            return [...canvas.getContext("2d").getImageData(Math.round(x), Math.round(y), 1, 1).data];
        }""",
        [pane, lon, lat],
    )
    return found


def test_each_side_shows_its_own_plan(open_page: Open) -> None:
    page = compare(open_page, states(), watch=False)  # Chromium advises on how to read a canvas
    page.wait_for_timeout(300)
    place = (113.51, 22.735)  # in the zone as either plan has it
    x = page.evaluate(
        "([lon, lat]) => ZM.map.latLngToContainerPoint([lat, lon]).x / ZM.map.getSize().x", place
    )
    picked = "(([lon, lat]) => ZM.pickAt.at(ZM.map, L.latLng(lat, lon), 2).map(({ plan }) => plan))"
    for share, side, other, plan in ((x + 0.1, 0, 1, "draft"), (x - 0.1, 1, 0, "nansha")):
        page.evaluate("(share) => ZM.comparing.swipe(share)", share)
        assert pixel(page, f"zm-elements-{side}", *place)[3] > 0
        assert pixel(page, f"zm-elements-{other}", *place)[3] == 0
        assert set(page.evaluate(f"{picked}({list(place)})")) == {plan}
    page.get_by_role("button", name="叠加").click()
    page.wait_for_timeout(200)
    assert set(page.evaluate(f"{picked}({list(place)})")) == {"draft", "nansha"}
    assert page.locator(".leaflet-zm-elements-0-pane canvas").count() == 0


def test_names_keep_to_their_side(open_page: Open) -> None:
    page = compare(open_page, states())
    own = """() => {
      const shown = ZM.state.visible();
      const split = ZM.map.containerPointToLayerPoint([ZM.map.getSize().x * ZM.state.split().at, 0]).x;
      const plans = ({ text }) => shown.filter(({ name }) => name === text).map(({ plan }) => plan);
      const written = ZM.names.written.map((each) => [plans(each), each.box]);
      const sides = written.filter(([own]) => own.length === 1);
      const keeps = ([[plan], box]) => (plan === "draft" ? box[2] <= split : box[0] >= split);
      return [sides.length, sides.every(keeps)];
    }"""
    for share in (0.5, 0.7):
        page.evaluate("(share) => ZM.comparing.swipe(share)", share)
        until(page, f"(({own})()[1])")
        assert page.evaluate(own)[0] > 0


def test_the_handle_covers_no_name(open_page: Open) -> None:
    page = compare(open_page, states())
    between = """() => {
      const stage = ZM.map.getContainer().getBoundingClientRect();
      const grip = document.querySelector(".zm-swipe-grip").getBoundingClientRect();
      const at = (x) => ZM.map.containerPointToLayerPoint([x - stage.left, 0]).x;
      const over = ({ box }) => box[2] > at(grip.left) && box[0] < at(grip.right);
      return [ZM.names.written.length, ZM.names.written.filter(over).map(({ text }) => text)];
    }"""
    x = page.evaluate("ZM.map.latLngToContainerPoint([22.735, 113.51]).x / ZM.map.getSize().x")
    for share in (x - 0.02, x, x + 0.02):
        page.evaluate("(share) => ZM.comparing.swipe(share)", share)
        page.wait_for_timeout(300)
        written, covered = page.evaluate(between)
        assert written > 0
        assert covered == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_phone_leaves_the_map_room_to_compare(open_page: Open, language: str) -> None:
    touch = {"has_touch": True, "is_mobile": True}
    page = open_page(sample.atlas(), PHONE, hash_=f"#lang={language}&cmp=nansha,guangzhou", **touch).page
    stage, box = (page.locator(each).bounding_box() for each in ("#zm-stage", "#zm-compare"))
    assert stage
    assert box
    assert stage["height"] >= 270
    assert box["height"] >= 280
    page.locator("#zm-compare-close").tap()
    expect(page.locator("#zm-phrase")).to_be_visible()
    expect(page.locator("#zm-search")).to_be_visible()


def test_each_plan_has_one_colour_and_an_opacity(open_page: Open) -> None:
    page = compare(open_page, states(), watch=False)
    colors = page.evaluate("ZM.config.look.grouping.plans.slice(0, 2)")
    own = "Object.fromEntries(ZM.state.visible().map(({ plan, color }) => [plan, color]))"
    assert page.evaluate(own) == {"draft": colors[0], "nansha": colors[1]}
    page.get_by_role("button", name="叠加").click()
    page.evaluate("['context', 'baselines', 'labels'].forEach((name) => ZM.state.setOverlay(name, false))")
    page.wait_for_timeout(200)
    alone = (113.45, 22.69)  # in the zone that only the draft has
    before = pixel(page, "zm-elements", *alone)[3]
    page.get_by_role("slider", name="规划 A 的不透明度").fill("50")
    page.wait_for_timeout(200)
    assert pixel(page, "zm-elements", *alone)[3] == pytest.approx(before / 2, abs=3)
    expect(page.locator(".zm-compare-opacity output").first).to_have_text("50 %")
    assert "规划重叠处" in page.locator("#zm-legend").inner_text()


def test_the_keyboard_moves_the_divider(open_page: Open) -> None:
    page = compare(open_page, sample.atlas())
    center = "[ZM.map.getCenter().lat, ZM.map.getCenter().lng]"
    before = page.evaluate(center)
    handle(page).focus()
    for key, percent in (
        ("ArrowRight", 52),
        ("ArrowLeft", 50),
        ("ArrowUp", 52),
        ("ArrowDown", 50),
        ("PageUp", 60),
        ("Home", 0),
        ("ArrowLeft", 0),
        ("End", 100),
        ("ArrowRight", 100),
        ("PageDown", 90),
    ):
        page.keyboard.press(key)
        assert at(page) == percent, key
    assert handle(page).get_attribute("aria-valuetext") == "90 %：左侧为广州市南沙区，右侧为广州市"
    before = page.evaluate("[ZM.map.getCenter().lat, ZM.map.getCenter().lng]")
    assert page.evaluate("[ZM.map.getCenter().lat, ZM.map.getCenter().lng]") == before


def test_the_mouse_drags_the_divider_and_not_the_map(open_page: Open) -> None:
    page = compare(open_page, sample.atlas())
    center = "[ZM.map.getCenter().lat, ZM.map.getCenter().lng]"
    before = page.evaluate(center)
    box = handle(page).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 150, y + 5, steps=5)
    assert at(page) > 55
    page.mouse.up()
    moved = at(page)
    page.mouse.move(x - 100, y)
    assert at(page) == moved
    assert page.evaluate(center) == before


def test_a_finger_drags_the_divider_on_a_phone(open_page: Open) -> None:
    page = compare(open_page, sample.atlas(), PHONE, has_touch=True, is_mobile=True)
    center = "[ZM.map.getCenter().lat, ZM.map.getCenter().lng]"
    before = page.evaluate(center)
    box = handle(page).bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": left, "y": top} for left, top in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (x, y))
    for step in range(1, 5):
        touch("touchMove", (x - 20 * step, y + 3))
    touch("touchEnd")
    until(page, "Number(document.querySelector('.zm-swipe-handle').getAttribute('aria-valuenow')) < 35")
    assert page.evaluate(center) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    for button in page.locator("#zm-compare button:visible").all()[:5]:
        own = button.bounding_box()
        assert own
        assert own["x"] >= 0
        assert own["x"] + own["width"] <= PHONE[0]


def test_in_forced_colours_the_signs_of_the_plans_keep_theirs(open_page: Open) -> None:
    page = compare(open_page, states(), forced_colors="active")
    colors = page.evaluate(
        """[...document.querySelectorAll("#zm-compare-plans .zm-compare-sign")]
            .map((each) => getComputedStyle(each).backgroundColor)"""
    )
    assert colors == ["rgb(0, 86, 134)", "rgb(160, 71, 0)"]
    grip = page.evaluate("getComputedStyle(document.querySelector('.zm-swipe-grip')).borderTopColor")
    line = page.evaluate("getComputedStyle(document.querySelector('.zm-swipe'), '::before').backgroundColor")
    assert line == "rgb(23, 32, 43)"
    assert grip not in ("rgba(0, 0, 0, 0)", page.evaluate("getComputedStyle(document.body).backgroundColor"))
