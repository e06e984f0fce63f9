"""The page itself: drawn, readable, safe, accessible, in both languages and at both widths."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import itertools

import pytest
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from opened import PHONE, WIDE, Open, until
from playwright.sync_api import Page, expect

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])

#: Reads a pane's canvas through a copy, so that reading changes nothing about how it is drawn.
COPY = """name => {
  const canvas = document.querySelector(`.leaflet-zm-${name}-pane canvas`);
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  return { canvas, pen };
}"""
#: The share of the pixels of a pane's canvas that are painted.
PAINTED = f"""name => {{
  if (!document.querySelector(`.leaflet-zm-${{name}}-pane canvas`)) return 0;
  const {{ canvas, pen }} = ({COPY})(name), pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  let painted = 0;
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) painted += 1;
  return painted / (pixels.length / 4);
}}"""

#: Whether a colour is on a pane's canvas, to the last bit.
HAS_COLOR = f"""([red, green, blue], pane = "elements") => {{
  if (!document.querySelector(`.leaflet-zm-${{pane}}-pane canvas`)) return false;
  const {{ canvas, pen }} = ({COPY})(pane), pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i] === red && pixels[i + 1] === green && pixels[i + 2] === blue) return true;
  return false;
}}"""


def point_on_screen(page: Page, lon: float, lat: float) -> tuple[float, float]:
    spot = page.evaluate(
        """([lon, lat]) => {
          const p = ZM.map.latLngToContainerPoint([lat, lon]), box = ZM.map.getContainer().getBoundingClientRect();
          return [box.left + p.x, box.top + p.y];
        }""",
        [lon, lat],
    )
    return spot[0], spot[1]


def pixel(page: Page, pane: str, lon: float, lat: float) -> list[int]:
    """Red, green, blue and alpha of a pane's canvas at a place."""
    return page.evaluate(
        f"""([pane, lon, lat]) => {{
          const {{ canvas, pen }} = ({COPY})(pane), box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
          const spot = ZM.map.latLngToContainerPoint([lat, lon]), map = ZM.map.getContainer().getBoundingClientRect();
          return [...pen.getImageData(Math.round((map.left + spot.x - box.left) * ratio), Math.round((map.top + spot.y - box.top) * ratio), 1, 1).data];
        }}""",
        [pane, lon, lat],
    )


@SIZES
def test_zones_lines_and_names_are_drawn_with_no_request_and_no_complaint(
    open_page: Open, size: tuple[int, int]
) -> None:
    page = open_page(sample.payload(), size).page
    assert page.evaluate(PAINTED, "elements") > 0.0002
    red, green, blue, alpha = pixel(page, "elements", 113.56, 22.73)
    assert alpha > 0
    assert blue > red, (red, green, blue)  # 一核 is blue
    written = page.evaluate("ZM.names.written.map(each => each.text)")
    assert "庆盛产教融合示范区" in written
    lon, lat, color = page.evaluate(
        """(() => { const node = ZM.model.drawn.find((each) => each.geometry.type === "Point");
        return [...node.geometry.coordinates, ZM.style.darker(node.color)]; })()"""
    )
    page.evaluate("([lat, lon]) => ZM.map.setView([lat, lon], 15, { animate: false })", [lat, lon])
    assert pixel(page, "points", lon, lat) == [*bytes.fromhex(color[1:]), 255]
    page.evaluate("() => { ZM.state.setOverlay('labels', false); ZM.panel.home(); }")
    page.get_by_role("button", name="图层", exact=True).click() if size == PHONE else None
    page.get_by_role("button", name="全部隐藏").click()
    until(page, f"({PAINTED})('elements') < 0.9")
    assert page.evaluate(PAINTED, "elements") > 0.0002  # rivers and baselines are left
    page.evaluate("() => { ZM.state.setOverlay('context', false); ZM.state.setOverlay('baselines', false); }")
    until(page, f"({PAINTED})('elements') === 0")


def test_the_page_has_the_very_data_that_it_was_given(open_page: Open) -> None:
    given = sample.payload()
    page = open_page(given).page
    found = page.evaluate("ZM.payload")
    assert found["geometries"] == given["geometries"]
    for key in ("page", "plans", "elements", "edges", "baselines", "context", "credits"):
        assert found[key] == given[key], key


def test_names_never_overlap(open_page: Open) -> None:
    page = open_page(sample.many(200, 500)).page
    names = page.evaluate("ZM.names.written.map(each => each.boxes)")
    assert len(names) > 10
    for i, one in enumerate(names):
        for a, b in itertools.product(one, itertools.chain(*names[i + 1 :])):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


def test_a_click_opens_the_card_in_reading_order(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.mouse.click(*point_on_screen(page, 113.505, 22.745))
    card = page.locator("#zm-card")
    expect(card.locator("h2")).to_have_text("中科院明珠科学园")
    words = card.inner_text()
    places = [
        words.index(each)
        for each in (
            "中科院明珠科学园",
            "一核",
            "约 10.5 km²",
            "10.31 km²",
            "90% 区间 9.5–11.1",
            "−0.19 km²",
            "−1.8 %",
            "边界误差可解释",
            "北界沿下横沥水道。",
            "规划 三（二）",
            "下横沥水道（南岸）",
            "规划四至",
        )
    ]
    assert places == sorted(places)
    assert "灵新大道" in words
    assert "±150 m" in words
    # The group lies under the same click and can be reached from the card.
    card.get_by_role("button", name="南沙科学城主体功能区").last.click()
    expect(card.locator("h2")).to_have_text("南沙科学城主体功能区")
    expect(card).to_contain_text("无法解释")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_tap_opens_the_card_on_a_phone(open_page: Open) -> None:
    page = open_page(sample.payload(), PHONE, has_touch=True, is_mobile=True).page
    page.touchscreen.tap(*point_on_screen(page, 113.56, 22.73))
    expect(page.locator("#zm-card h2")).to_have_text("南方海洋科技创新中心核心区")
    expect(page.locator(".zm-approval strong")).to_be_visible()
    covered = page.evaluate(
        """() => { const box = document.querySelector(".zm-approval").getBoundingClientRect(), card = document.querySelector("#zm-card").getBoundingClientRect();
        return box.bottom > card.top && box.top < card.bottom; }"""
    )
    assert not covered


def test_enter_on_the_map_opens_what_lies_in_the_middle(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.map.setView([22.73, 113.56], 14, {animate: false})")
    page.locator("#map_zonemap").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#zm-card h2")).to_have_text("南方海洋科技创新中心核心区")
    expect(page.locator("#zm-card")).to_be_focused()


def test_a_role_can_be_switched_off_and_its_legend_goes_with_it(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    plan, role = (
        page.get_by_role("checkbox", name="广州市南沙区科技创新“十四五”规划"),
        page.get_by_role("checkbox", name="一核", exact=True),
    )
    legend = page.locator("#zm-legend")
    expect(legend).to_contain_text("一核")
    expect(legend).to_contain_text("实线")
    assert pixel(page, "elements", 113.56, 22.73)[3] > 0
    role.uncheck()
    until(page, "ZM.state.visible().length === 6")
    page.wait_for_timeout(100)
    assert pixel(page, "elements", 113.56, 22.73)[3] == 0
    assert plan.evaluate("box => box.indeterminate")
    expect(legend).not_to_contain_text("一核")
    expect(legend).not_to_contain_text("实线")
    plan.click()
    assert page.evaluate("ZM.state.visible().length") == 9
    page.get_by_role("checkbox", name="南沙科学城主体功能区").uncheck()
    assert role.evaluate("box => box.indeterminate")
    page.get_by_role("button", name="全部隐藏").click()
    page.get_by_label("界线要素").uncheck()
    expect(legend).to_contain_text("没有显示任何要素")


def test_the_tree_opens_with_enter_and_says_so(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    role = page.get_by_role("button", name="平台", exact=True)
    expect(role).to_have_attribute("aria-expanded", "false")
    role.focus()
    page.keyboard.press("Enter")
    expect(role).to_have_attribute("aria-expanded", "true")
    lab = page.get_by_role("button", name="广东省实验室")
    expect(lab).to_be_visible()
    lab.hover()
    assert page.evaluate("ZM.state.hovered().id") == "nansha.lab"
    until(page, f'({HAS_COLOR})([245, 158, 11], "highlight")')  # the glow of what is pointed at
    lab.press("Enter")
    expect(page.locator("#zm-card h2")).to_have_text("广东省实验室")
    until(page, "ZM.map.getCenter().distanceTo([22.66, 113.60]) < 9000 && ZM.map.getZoom() >= 13")
    page.keyboard.press("Escape")
    expect(lab).to_be_focused()


def test_dashes_follow_the_basis(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    dashes = page.evaluate(
        "['stated sides', 'reference sides', 'traced', 'sketched'].map(basis => ZM.style.dash(basis))"
    )
    assert dashes[0] is None
    assert len(dashes[1].split()) == 4  # dash and dot: sides that another source states
    long, short = (float(dash.split()[0]) for dash in dashes[2:])
    assert long >= 2.5 * short


def test_both_languages_say_everything(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#zm-title")).to_have_text("Nansha Science and Technology Plan")
    page.get_by_role("button", name="CAS Mingzhu Science Park").click()
    expect(page.locator("#zm-card")).to_contain_text("Computed area")
    assert (
        page.evaluate("Object.keys(ZM.texts.zh).filter(key => document.body.innerText.includes(key))") == []
    )
    chinese = page.evaluate(
        """() => { const texts = ZM.texts, body = document.body.innerText;
        return Object.keys(texts.zh).filter(key => texts.zh[key] !== texts.en[key] && /[\\u4e00-\\u9fff]{4}/.test(texts.zh[key]) && body.includes(texts.zh[key])); }"""
    )
    assert chinese == []


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_serious(open_page: Open, size: tuple[int, int], language: str) -> None:
    # axe is put into the page by the test; the page's own policy would refuse it.
    page = open_page(sample.atlas(), size, bypass_csp=True).page
    page.evaluate(
        "language => { ZM.setLanguage(language); ZM.panel.showPanel(true); ZM.state.select('nansha.science', {}); ZM.notice('legend.nothing'); }",
        language,
    )
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], each["impact"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in {"serious", "critical", "moderate"}
    ] == []


def test_hostile_words_come_out_as_they_are(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.state.select('nansha.hostile', {})")
    shown = sample.HOSTILE.replace("\u2028", "")
    assert page.locator("#zm-card h2").evaluate("node => node.textContent").replace("\u2028", "") == shown
    assert "{{9**14}}" in page.locator("#zm-card").inner_text()
    assert page.locator("img").count() == 0
    assert page.locator("script:not([type])").count() == 1  # it holds Leaflet, folium's script and ours
    page.evaluate("ZM.card.showPlan(ZM.model.plan('nansha'))")
    expect(page.locator("#zm-card")).to_contain_text("<img src=x onerror=alert(1)>")


def test_the_policy_stops_what_is_smuggled_in(open_page: Open) -> None:
    watched = open_page(sample.payload(), watch=False)
    watched.page.evaluate(
        """() => { const box = document.createElement("div"); box.innerHTML = "<img src=x onerror=\\"window.bad = 1\\"><b style=\\"color:red\\">x</b>"; document.body.append(box);
        const script = document.createElement("script"); script.textContent = "window.bad = 1"; document.body.append(script); }"""
    )
    watched.page.wait_for_timeout(100)
    assert watched.page.evaluate("window.bad") is None
    assert any("Content Security Policy" in each for each in watched.complaints)


def test_less_motion_means_no_gliding(open_page: Open) -> None:
    page = open_page(sample.payload(), reduced_motion="reduce").page
    assert page.evaluate("ZM.map.options.zoomAnimation") is False
    page.evaluate("ZM.state.select('nansha.lab', {fly: true})")
    assert page.evaluate("ZM.map.getZoom()") >= 13  # at once


@SIZES
def test_nothing_sticks_out_to_the_side(open_page: Open, size: tuple[int, int]) -> None:
    payload = sample.payload()
    for key in ("title", "title_en"):
        payload["page"][key] = payload["plans"][0][key] = payload["page"][key] * 4
    page = open_page(payload, size).page
    for language in ("en", "zh"):
        page.evaluate(
            "language => { ZM.setLanguage(language); ZM.state.select('nansha.hostile', {}); }", language
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        edges = page.evaluate(
            "[...document.querySelectorAll('.zm-bar, .zm-bar button, .zm-bar input, #zm-main, #zm-stage, #zm-table, #zm-card, .zm-foot')]"
            ".map(node => node.getBoundingClientRect()).flatMap(box => box.width ? [box.left, box.right] : [])"
        )
        assert min(edges) >= 0
        assert max(edges) <= size[0]
        assert (
            page.evaluate(
                "document.querySelector('#zm-card').scrollWidth - document.querySelector('#zm-card').clientWidth"
            )
            <= 0
        )


def test_the_place_that_two_plans_share_is_filled_once_and_linked(open_page: Open) -> None:
    page = open_page(sample.atlas()).page
    before = pixel(page, "elements", 113.505, 22.745)
    page.evaluate("ZM.state.show([ZM.model.element('guangzhou.mingzhu')], false)")
    page.wait_for_timeout(100)
    assert pixel(page, "elements", 113.505, 22.745)[3] == before[3]
    page.evaluate(
        "ZM.state.show([ZM.model.element('nansha.science')], false); ZM.state.show([ZM.model.element('guangzhou.mingzhu')], true)"
    )
    page.wait_for_timeout(100)
    assert pixel(page, "elements", 113.505, 22.745)[3] >= before[3] - 2  # its other plan fills it now
    page.evaluate("ZM.state.select('guangzhou.mingzhu', {})")
    page.locator("#zm-card").get_by_role("button", name="中科院明珠科学园").first.click()
    expect(page.locator("#zm-card h2")).to_have_text("中科院明珠科学园")
