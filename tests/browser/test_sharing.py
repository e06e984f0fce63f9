"""A view for somebody else, without a server: as a page that opens with it, and as a code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sample_page as sample
from opened import Open
from playwright.sync_api import Page, expect
from test_pages import PAGES

LINK_OF = "() => { ZM.link.write(); return location.hash; }"


def opened_box(open_page: Open) -> Page:
    page = open_page(sample.payload(), permissions=["clipboard-read", "clipboard-write"]).page
    page.evaluate("ZM.state.select('nansha.lab', { fly: true })")
    page.evaluate("ZM.setLanguage('en')")
    page.evaluate("ZM.state.show([ZM.model.element('nansha.corridor')], false)")
    page.wait_for_timeout(400)
    page.click("#zm-link-copy")
    return page


def saved(page: Page, tmp_path: Path) -> Path:
    with page.expect_download() as download:
        page.click("#zm-share-save")
    path = tmp_path / "sent.html"
    download.value.save_as(path)
    assert download.value.suggested_filename == "nansha-view.html"
    return path


def seen(page: Page) -> Any:
    return page.evaluate(
        "[ZM.state.selected().id, ZM.language(), ZM.state.visible().length,"
        " Number(ZM.map.getZoom().toFixed(2)), ZM.map.getCenter().lat.toFixed(3)]"
    )


def test_from_disk_the_box_says_that_the_link_stays_here(open_page: Open) -> None:
    page = opened_box(open_page)
    expect(page.locator("#zm-link")).to_contain_text("works here only")
    assert page.locator("#zm-share-code").input_value().startswith("zm:page=nansha&v=")
    page.keyboard.press("Escape")
    expect(page.locator("#zm-link")).to_be_hidden()


@pytest.mark.parametrize("allowed", [True, False])
def test_the_code_is_copied_by_a_button(open_page: Open, allowed: bool) -> None:
    page = opened_box(open_page)
    code = page.locator("#zm-share-code").input_value()
    if not allowed:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Copy code").click()
    if allowed:
        expect(page.locator("#zm-notices")).to_contain_text("Code copied.")
        assert page.evaluate("navigator.clipboard.readText()") == code
    else:
        expect(page.locator("#zm-notices")).to_contain_text("copy the text from the box")
        field = page.locator("#zm-share-code")
        expect(field).to_be_focused()
        assert field.evaluate("node => node.value.slice(node.selectionStart, node.selectionEnd)") == code


def test_the_saved_page_opens_with_the_view(open_page: Open, visit: Any, tmp_path: Path) -> None:
    page = opened_box(open_page)
    before = seen(page)
    other = visit(saved(page, tmp_path))
    other.wait_for_selector("body[data-ready]")
    assert seen(other) == before
    expect(other.locator("#zm-card h2")).to_have_text("Guangdong Laboratory")
    assert other.evaluate("document.querySelectorAll('#zm-search input').length") == 1


def test_a_saved_page_can_be_saved_again(open_page: Open, visit: Any, tmp_path: Path) -> None:
    page = opened_box(open_page)
    other = visit(saved(page, tmp_path))
    other.wait_for_selector("body[data-ready]")
    other.evaluate("ZM.setLanguage('zh')")
    other.wait_for_timeout(400)
    text = other.evaluate("() => { ZM.link.write(); return ZM.share.page('lang=zh', false); }")
    assert text.count('<script type="application/json" id="zm-view">') == 1
    again = tmp_path / "again.html"
    again.write_text(text, "utf-8")
    last = visit(again)
    last.wait_for_selector("body[data-ready]")
    assert last.evaluate("ZM.language()") == "zh"


def test_only_what_is_shown_goes_along_if_asked(open_page: Open, visit: Any, tmp_path: Path) -> None:
    page = opened_box(open_page)
    shown = page.evaluate("ZM.state.visible().map(({ id }) => id).sort()")
    page.check("#zm-share-shown")
    path = saved(page, tmp_path)
    assert (
        "nansha.corridor"
        not in path.read_text("utf-8")
        .split('id="zm-payload"')[1]
        .split("</script>")[0]
        .split('"elements"')[1]
        .split('"geometries"')[0]
    )
    other = visit(path)
    other.wait_for_selector("body[data-ready]")
    assert other.evaluate("[...ZM.model.elements.keys()].sort()") == shown


def test_a_code_is_taken_by_the_search_box(open_page: Open) -> None:
    code = opened_box(open_page).locator("#zm-share-code").input_value()
    page = open_page(sample.payload()).page
    page.fill("#zm-search-input", code)
    expect(page.locator("#zm-card h2")).to_have_text("Guangdong Laboratory")
    expect(page.locator("#zm-search-input")).to_have_value("")
    page.fill("#zm-search-input", "zm:nothing")
    expect(page.locator("#zm-search .zm-nothing").last).to_be_visible()


def test_a_code_of_another_page_leads_there(open_page: Open) -> None:
    code = opened_box(open_page).locator("#zm-share-code").input_value()
    alone = open_page(sample.atlas()).page
    before = alone.url
    alone.fill("#zm-search-input", code)
    expect(alone.locator("#zm-notices")).to_contain_text("此代码属于另一幅图")
    expect(alone.locator("#zm-card")).to_be_hidden()
    assert alone.url.split("#")[0] == before.split("#")[0]
    page = open_page(sample.atlas() | {"pages": PAGES}).page
    page.fill("#zm-search-input", code)
    expect(page.locator("#zm-card h2")).to_have_text("Guangdong Laboratory")
    assert "/nansha.html#" in page.url
