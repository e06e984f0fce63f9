"""Search, table and link: ways to an element and back."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import re
from typing import Any

import pytest
import sample_goals
import sample_page as sample
from opened import PHONE, Open, until
from playwright.sync_api import Page, expect
from test_pages import PAGES

from layers.assemble import Atlas
from mapgen.pages.payload import payload as payload_of


def results(page: Page, words: str) -> list[str]:
    page.locator("#zm-search-input").fill(words)
    return [row.inner_text().split("\n")[0] for row in page.locator("#zm-search-list li").all()]


def test_search_finds_by_chinese_english_and_initials(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert results(page, "明珠") == ["中科院明珠科学园"]
    assert results(page, "zkymz") == ["中科院明珠科学园"]
    assert results(page, "ZKYMZ") == ["中科院明珠科学园"]
    assert results(page, "mingzhu") == ["中科院明珠科学园"]
    assert results(page, "ns")[:2] == ["南沙科学城主体功能区", "南沙科技创新走廊"]
    assert sample.HOSTILE[:10] in results(page, "<img")[0]
    assert results(page, "没有这个") == []
    expect(page.locator(".zm-nothing")).to_have_text("没有找到。")


def test_every_word_counts_wherever_it_stands(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert results(page, "明珠 科学") == ["中科院明珠科学园"]
    assert results(page, "科学　明珠") == ["中科院明珠科学园"]  # a full-width blank
    assert results(page, "park cas") == ["中科院明珠科学园"]
    assert results(page, "mingzhu 科学") == ["中科院明珠科学园"]
    assert results(page, "明珠 没有") == []
    assert results(page, " ") == []
    expect(page.locator(".zm-nothing")).to_be_hidden()
    # A name that holds the words as they are typed goes before one that has them apart.
    page = open_page(sample.many(0, 0) | like("南沙园东区科学", "东区 南沙园科学", "南沙园 东区")).page
    assert results(page, "南沙园 东区")[0] == "南沙园 东区"


def like(*names: str) -> dict[str, Any]:
    """Elements with these names, all at one place."""
    return {
        "elements": [
            sample.element(f"nansha.e{i}", "node", name, "", "平台", geom="nansha.e")
            for i, name in enumerate(names)
        ],
        "geometries": {"nansha.e": {"type": "Point", "coordinates": [113.5, 22.7]}},
    }


def test_a_long_list_scrolls_and_says_what_it_leaves_out(open_page: Open) -> None:
    page = open_page(sample.many(0, 0) | like(*(f"园区{i}号" for i in range(27)))).page
    assert len(results(page, "园区")) == 27
    expect(page.locator(".zm-nothing")).to_be_hidden()
    page.keyboard.press("ArrowUp")  # from the first to the last
    last, frame = page.locator("#zm-search-list li").last, page.locator(".zm-results").bounding_box()
    box = last.bounding_box()
    assert frame["y"] < box["y"]
    assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    page.keyboard.press("Enter")
    expect(page.locator("#zm-card h2")).to_have_text("园区26号")
    page = open_page(sample.many(0, 130)).page
    assert len(results(page, "节点")) == 100
    expect(page.locator(".zm-nothing")).to_have_text("还有 30 个，请继续输入以缩小范围。")
    assert len(results(page, "节点129")) == 1
    expect(page.locator(".zm-nothing")).to_be_hidden()


#: What sticks out to the side, of the bar and all that opens from it.
OUT = """() => { const width = document.documentElement.clientWidth, out = [];
  for (const node of document.querySelectorAll(".zm-bar *, .zm-results, .zm-popover, .zm-foot *")) {
    const box = node.getBoundingClientRect();
    if (box.width && (box.left < -0.5 || box.right > width + 0.5)) out.push(node.id || node.textContent);
  }
  return [document.documentElement.scrollWidth - width, out]; }"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_search_box_keeps_its_room_and_nothing_sticks_out(open_page: Open, language: str) -> None:
    payload = sample.payload()
    payload["page"]["title_en"] = "14th Five-Year Plan for Science and Technology Innovation of Nansha"
    payload["credits"] = payload["credits"][:1]
    page = open_page(payload, hash_=f"#lang={language}").page
    for width in (320, 360, 480, 720, 721, 760, 800, 840, 900, 1000, 1160, 1161, 1280, 1400, 1600):
        page.set_viewport_size({"width": width, "height": 740})
        page.locator("#zm-search-input").fill("n")
        assert page.locator("#zm-search-input").bounding_box()["width"] >= 200, width
        assert page.locator(".zm-results").bounding_box()["width"] >= min(360, width * 0.92) - 1, width
        assert page.evaluate(OUT) == [0, []], width
        page.keyboard.press("Escape")
        page.locator("#zm-download-toggle").click()
        assert page.evaluate(OUT) == [0, []], width
        page.keyboard.press("Escape")
        assert page.locator(".zm-heading").bounding_box()["width"] >= 140, width


def test_what_opens_from_the_bar_stays_on_a_phones_screen(open_page: Open) -> None:
    for language in ("zh", "en"):
        page = open_page(
            sample.payload(), PHONE, hash_=f"#lang={language}", has_touch=True, is_mobile=True
        ).page
        page.locator("#zm-download-toggle").tap()
        box = page.locator("#zm-download").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE[0]
        assert page.evaluate("innerWidth") == PHONE[0]  # what sticks out would make the screen wider


def test_english_is_set_in_a_latin_font_and_chinese_in_it_is_still_chinese(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#lang=en").page
    width = """text => { const node = ZM.make("span", { text }); node.style.cssText = "position: absolute; font: 100px var(--font)";
        document.body.append(node); const { width } = node.getBoundingClientRect(); node.remove(); return width; }"""
    for mark in "’“”":
        assert page.evaluate(width, mark) < 70, mark  # a Chinese font's is 100 wide
    assert abs(page.evaluate(width, "中文") - 200) < 2
    page.get_by_role("button", name="中文").click()
    assert page.evaluate(width, "“") >= page.evaluate(width, "i")


def test_search_works_by_keyboard_and_shows_what_was_hidden(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("checkbox", name="平台", exact=True).uncheck()
    page.locator("#zm-search-input").press_sequentially("gd")
    page.keyboard.press("ArrowDown")
    active = page.locator("#zm-search-input").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#zm-card h2")).to_have_text("广东省实验室")
    assert page.evaluate("ZM.state.isVisible(ZM.model.element('nansha.lab'))")
    expect(page.locator("#zm-search-list")).to_be_hidden()


def names(page: Page) -> list[str]:
    return [cell.inner_text() for cell in page.locator("#zm-table tbody th").all()]


def test_the_table_lists_what_is_shown_and_sorts_with_empty_cells_last(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="表格").click()
    assert len(names(page)) == 11  # two of them without a geometry
    header = page.get_by_role("columnheader", name="表述 km²")
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert names(page)[:3] == ["南方海洋科技创新中心核心区", "中科院明珠科学园", "南沙科学城主体功能区"]
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert names(page)[:3] == ["南沙科学城主体功能区", "中科院明珠科学园", "南方海洋科技创新中心核心区"]
    page.get_by_role("checkbox", name="一核", exact=True).uncheck()
    assert len(names(page)) == 7  # and the place in a zone that is hidden
    page.get_by_role("textbox", name="筛选").fill("qs")
    assert names(page) == ["庆盛产教融合示范区"]


def test_the_table_is_filtered_by_all_that_it_shows(open_page: Open) -> None:
    page = open_page(sample.atlas()).page
    page.get_by_role("button", name="表格").click()
    field, all_of_them = page.locator("#zm-table-filter"), len(names(page))

    def found(words: str) -> list[str]:
        field.fill(words)
        return names(page)

    by_sides = ["中科院明珠科学园", "南方海洋科技创新中心核心区", "明珠科学园"]
    assert found("规划四至") == ["南沙科学城主体功能区", *by_sides]  # the group as its members
    assert found("无法解释") == ["南沙科学城主体功能区"]
    assert found("轴带") == ["南沙科技创新走廊"]
    assert found("一轴四核") == ["明珠科学园"]  # the plan
    assert found("48.5") == ["南沙科学城主体功能区"]
    assert found("-69.1") == found("−69.1") == ["南沙科学城主体功能区"]
    assert found("规划四至 误差") == ["中科院明珠科学园"]  # every word
    assert found("qingsheng") == ["庆盛产教融合示范区"]  # the other language's name, and initials as before
    assert found("平台")
    assert found("没有这个") == []
    expect(page.locator("#zm-table-body")).to_contain_text("没有找到。")
    assert len(found("")) == all_of_them
    expect(page.locator("#zm-table-body")).not_to_contain_text("没有找到。")
    field.fill("platforms axis")
    page.get_by_role("button", name="English").click()
    assert names(page) == []
    assert found("corridor axis") == ["Nansha Corridor"]
    assert len(found("platforms")) == 5
    assert found("stated sides accuracy") == ["CAS Mingzhu Science Park"]
    assert found("") != []
    page.get_by_role("button", name="Hide all").click()
    expect(page.locator("#zm-table-body")).to_contain_text("Nothing is shown.")


def test_the_english_table_fits_beside_the_panel_and_keeps_its_names(open_page: Open) -> None:
    payload = sample.atlas()
    payload["plans"][0]["roles"][0]["name_en"] = "Modern Industry Platforms and Carriers"
    page = open_page(payload, hash_="#lang=en").page
    page.locator("#zm-table-toggle").click()
    body = page.locator("#zm-table-body")
    wide, room = body.evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert wide <= room
    grade = page.locator("#zm-table td", has_text="Explained by accuracy").first.bounding_box()
    assert grade["x"] + grade["width"] <= 1280
    page.set_viewport_size({"width": 760, "height": 740})
    name = page.locator("#zm-table tbody th").nth(1)
    left = name.bounding_box()["x"]
    assert body.evaluate("node => { node.scrollLeft = 300; return node.scrollLeft; }") > 100
    assert abs(name.bounding_box()["x"] - left) < 1
    # Nothing shines through: at the name's place lies the name.
    covered = name.evaluate(
        "node => { const box = node.getBoundingClientRect(); return node.contains(document.elementFromPoint(box.right - 3, box.top + 8)) && getComputedStyle(node).backgroundColor; }"
    )
    assert covered == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    "plans", [["nansha"], ["guangzhou", "haizhu", "huangpu", "nansha", "nanshan"]], ids=len
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_columns_of_the_real_table_fit_beside_the_panel(
    open_page: Open, own_atlas: Atlas, plans: list[str], language: str
) -> None:
    page = open_page(payload_of(own_atlas, plans, "map", "", ""), hash_=f"#lang={language}").page
    page.locator("#zm-table-toggle").click()
    body = page.locator("#zm-table-body")
    heads = body.locator("thead th").evaluate_all("all => all.map((one) => one.dataset.key)")
    assert heads[-2:] == ["function", "status"]
    wide, room = body.evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert wide <= room


def test_a_bar_shows_how_large_and_which_way_the_difference_is(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="表格").click()

    def bar(name: str) -> tuple[float, float, float]:
        row = page.locator("#zm-table tbody tr", has_text=name)
        track, fill = row.locator(".zm-bar-track").bounding_box(), row.locator(".zm-bar-fill").bounding_box()
        assert track
        assert fill
        return fill["x"] - track["x"], fill["width"], track["width"]

    left, width, whole = bar("南沙科学城主体功能区")  # -69 %: full to the left
    assert abs(left) < 1
    assert abs(width - whole / 2) < 1
    left, width, whole = bar("中科院明珠科学园")  # -1.79 % of a scale of 50 %
    assert abs(width - whole / 2 * 1.79 / 50) < 0.5
    assert abs(left + width - whole / 2) < 0.5
    expect(page.locator("#zm-table tbody tr", has_text="中科院明珠科学园")).to_contain_text("9.5–11.1")
    expect(page.locator("#zm-table tbody tr", has_text="中科院明珠科学园")).to_contain_text("边界误差可解释")
    expect(page.locator("#zm-table tbody tr", has_text="中科院明珠科学园")).to_contain_text("−1.8 %")
    scale = page.get_by_role("columnheader", name="差值 (满格为 ±50 %)").get_by_role("button")
    expect(scale).to_have_attribute("title", "满格为 ±50 %")
    expect(scale).to_have_text("差值")


def test_row_and_map_are_joined_both_ways(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="表格").click()
    page.locator("#zm-table").get_by_role("button", name="广东省实验室").press("Enter")
    expect(page.locator("#zm-card h2")).to_have_text("广东省实验室")
    expect(page.locator("tr.zm-chosen")).to_contain_text("广东省实验室")
    until(page, "ZM.map.getZoom() >= 13 && ZM.map.getCenter().distanceTo([22.66, 113.6]) < 9000")
    page.evaluate("ZM.state.select('nansha.dagang', {})")
    expect(page.locator("tr.zm-chosen")).to_contain_text("大岗智造基地")
    page.locator("#zm-table tbody tr", has_text="庆盛").hover()
    assert page.evaluate("ZM.state.hovered().id") == "nansha.qingsheng"
    page.evaluate("ZM.state.hover(ZM.model.element('nansha.corridor'))")
    expect(page.locator("tr.zm-pointed")).to_contain_text("南沙科技创新走廊")


def test_a_link_brings_everything_back(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="English").click()
    page.get_by_role("checkbox", name="Parks", exact=True).uncheck()
    page.get_by_label("Sides, labelled").check()
    page.get_by_label("Names", exact=True).uncheck()
    page.evaluate(
        "ZM.map.setView([22.70123, 113.56321], 13.5, {animate: false}); ZM.state.select('nansha.science', {})"
    )
    until(page, "location.hash.includes('sel=nansha.science')")
    hash_ = page.evaluate("location.hash")
    again = open_page(sample.payload(), hash_=hash_).page
    expect(again.locator("html")).to_have_attribute("lang", "en")
    expect(again.locator("#zm-card h2")).to_have_text("CAS Mingzhu Science Park")
    state = again.evaluate(
        "[ZM.map.getCenter().lat, ZM.map.getCenter().lng, ZM.map.getZoom(), ZM.state.visible().length, ZM.state.overlay('edges'), ZM.state.overlay('labels'), ZM.state.overlay('context')]"
    )
    for found, set_ in zip(state[:3], [22.70123, 113.56321, 13.5], strict=True):
        assert abs(found - set_) < 1e-4  # a pixel
    assert state[3:] == [7, True, False, True]


def test_a_link_hides_a_role_by_its_name_whatever_the_name_and_its_place(open_page: Open) -> None:
    payload = sample.payload()
    odd = "一,核/%2C &=#+<b>南沙"
    for role in payload["plans"][0]["roles"]:
        role["name"] = odd if role["name"] == "一核" else role["name"]
    for element in payload["elements"]:
        element["role"] = odd if element["role"] == "一核" else element["role"]
    page = open_page(payload).page
    shown = "ZM.state.visible().map(element => element.id).sort()"
    page.get_by_role("checkbox", name=odd, exact=True).uncheck()
    page.get_by_role("checkbox", name="多园区", exact=True).uncheck()
    page.evaluate("ZM.link.write()")
    before, hash_ = page.evaluate(shown), page.evaluate("location.hash")
    assert len(before) == 4
    payload["elements"].reverse()  # newer layers: roles come in another order, one is new
    payload["elements"].insert(
        0, sample.element("nansha.new", "node", "新", "New", "新角色", geom="nansha.lab")
    )
    again = open_page(payload, hash_=hash_).page
    assert again.evaluate(shown) == sorted([*before, "nansha.new"])


def test_a_broken_link_is_taken_as_far_as_it_goes(open_page: Open) -> None:
    page = open_page(
        sample.payload(), hash_="#v=abc,1e999,<x>&lang=xx&off=no.such,nansha/99&on=&sel=<img>&base=nothing"
    ).page
    assert page.evaluate("ZM.state.visible().length") == 9
    assert page.evaluate("ZM.state.overlay('context')") is False
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.evaluate("location.hash = '#v=22.7,113.5,12&lang=en&sel=nansha.lab'")
    expect(page.locator("#zm-card h2")).to_have_text("Guangdong Laboratory")


def test_the_link_is_copied_or_offered_for_copying(open_page: Open) -> None:
    page = open_page(sample.payload(), permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("#zm-notices")).to_contain_text("链接已复制")
    assert re.match(r"file:///.*nansha\.html#v=", page.evaluate("navigator.clipboard.readText()"))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('blocked')); }")
    page.get_by_role("button", name="复制链接").first.click()
    expect(page.locator("#zm-notices")).to_contain_text("请手动复制")
    field = page.locator("#zm-link-field")
    expect(field).to_be_focused()
    assert field.input_value() == page.evaluate("location.href")
    assert (
        page.evaluate(
            "getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
        )
        == field.input_value()
    )


def test_escape_closes_the_link_box_alone_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('blocked')); ZM.state.select('nansha.lab', {}); }"
    )
    box, bar, card = page.locator("#zm-link"), page.locator("#zm-link-copy"), page.locator("#zm-card")
    for button in (bar, card.get_by_role("button", name="复制链接")):
        button.press("Enter")
        expect(box).to_be_visible()
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        expect(button).to_be_focused()
        expect(card).to_be_visible()
    expect(page.locator("#zm-notices")).to_contain_text("框中的文字")
    bar.press("Enter")
    box.get_by_role("button", name="关闭").click()
    expect(box).to_be_hidden()
    expect(bar).to_be_focused()
    # Its button gone, the focus goes to the bar's.
    card.get_by_role("button", name="复制链接").press("Enter")
    expect(box).to_be_visible()
    page.evaluate("ZM.card.hide()")
    page.keyboard.press("Escape")
    expect(bar).to_be_focused()


def test_notices_are_few_and_go_when_they_are_no_longer_true(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    notices = page.locator(".zm-notice")
    page.evaluate("for (const key of ['download.nothing', 'link.copied', 'tiles.no_storage']) ZM.notice(key)")
    expect(notices).to_have_count(2)
    expect(notices.last).to_contain_text("浏览器不允许保存")
    page.get_by_role("button", name="English").click()
    expect(notices).to_have_count(0)
    page.get_by_role("button", name="中文").click()
    page.get_by_label("天地图", exact=True).check()
    expect(notices).to_contain_text("您自己的密钥")
    page.get_by_label("不使用").check()
    expect(notices).to_have_count(0)
    page.evaluate("ZM.notice('tiles.failed', { name: 'OpenStreetMap' })")
    # Chinese typography: Latin letters and Chinese characters do not touch.
    assert not re.search(r"[A-Za-z][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z]", notices.inner_text())


def test_everything_can_be_reached_by_keyboard_with_a_visible_focus(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    reached = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        ident, width, style = page.evaluate(
            """(() => { const n = document.activeElement, s = getComputedStyle(n);
            const which = n.id || n.textContent + [...document.querySelectorAll("*")].indexOf(n);
            return [which, parseFloat(s.outlineWidth), s.outlineStyle]; })()"""
        )
        if ident in reached and len(reached) > 30:
            break
        reached.add(ident)
        if page.evaluate("document.activeElement !== document.body"):
            assert width >= 2, ident
            assert style != "none", ident
    for wanted in (
        "zm-search-input",
        "zm-layers-toggle",
        "zm-table-toggle",
        "zm-download-toggle",
        "zm-print-open",
        "zm-link-copy",
        "zm-language",
        "map_zonemap",
        "zm-zoom-in",
        "zm-measure-distance",
        "zm-full-screen",
    ):
        assert wanted in reached, wanted


def test_the_table_fits_a_phone(open_page: Open) -> None:
    page = open_page(sample.payload(), PHONE).page
    page.get_by_role("button", name="表格").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    expect(page.locator("#map_zonemap")).to_be_visible()
    assert page.locator("#map_zonemap").bounding_box()["height"] > 200
    expect(page.locator(".zm-approval strong")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_the_table_gives_way_to_what_was_tapped(open_page: Open, language: str) -> None:
    options = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    page = open_page(sample.payload(), PHONE, hash_=f"#lang={language}", **options).page
    page.locator("#zm-table-toggle").tap()
    cut = "node => getComputedStyle(node).clipPath === 'none' && node.scrollWidth > node.clientWidth"
    assert not page.locator("#zm-table-title").evaluate(cut)
    row = page.locator("#zm-table tbody tr").nth(2)
    name = row.locator(".zm-link").inner_text()
    row.tap()
    expect(page.locator("#zm-table")).to_be_hidden()
    expect(page.locator("#zm-card h2")).to_have_text(name)
    card, stage = (page.locator(each).bounding_box() for each in ("#zm-card", "#zm-stage"))
    assert card
    assert stage
    assert card["height"] > 200
    assert card["y"] - stage["y"] > 140
    page.keyboard.press("Escape")
    expect(page.locator("#zm-table-toggle")).to_be_focused()


def test_english_tools_leave_a_phone_its_map(open_page: Open) -> None:
    payload = sample_goals.page() | {"pages": PAGES}
    page = open_page(payload, PHONE, hash_="#lang=en", has_touch=True, is_mobile=True).page
    rows = page.evaluate(
        """[...new Set([...document.querySelectorAll("#zm-search input, .zm-tools .zm-button")]
            .filter((node) => node.offsetWidth && node.id !== "zm-language")
            .map((node) => node.getBoundingClientRect())
            .map(({ top, bottom }) => Math.round((top + bottom) / 20)))]"""
    )
    assert len(rows) == 2
