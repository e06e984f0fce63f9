"""Edges with the verdict on their claim of accuracy: a layer that can be switched on, with its legend."""

from __future__ import annotations

import sample_page as sample
from opened import Open
from playwright.sync_api import Page, expect

#: Okabe and Ito's colours, which people tell apart who see few of them.
COLOURS = {"too brave": "#d55e00", "too modest": "#0072b2", "holds": "#009e73", "not shown": "#8a8a8a"}


def drawn(page: Page) -> list[str]:
    """Colours of the lines that are drawn, from bottom to top, without the white ones below them."""
    return page.evaluate(
        "ZM.scene.tested().map(({ look }) => look.color).filter((color) => color !== '#ffffff')"
    )


def test_the_layer_is_off_at_first_and_can_be_switched_on(open_page: Open) -> None:
    page = open_page(sample.tested()).page
    box = page.locator("#zm-overlay-tested")
    expect(box).not_to_be_checked()
    assert drawn(page) == []
    canvas = page.locator(".leaflet-zm-elements-pane canvas").first
    before = canvas.evaluate("node => node.toDataURL()")
    box.check()
    # What is too brave lies on top: neighbours share an edge.
    assert drawn(page) == [COLOURS[verdict] for verdict in ("not shown", "holds", "too modest", "too brave")]
    page.wait_for_timeout(100)
    assert canvas.evaluate("node => node.toDataURL()") != before
    box.uncheck()
    assert drawn(page) == []


def test_the_legend_says_what_the_colours_mean_and_against_what(open_page: Open) -> None:
    page = open_page(sample.tested()).page
    legend = page.locator("#zm-legend")
    expect(legend).not_to_contain_text("偏乐观")
    page.locator("#zm-overlay-tested").check()
    for words in ("精度核对（依据 roads.osm.pbf, ", "偏乐观", "偏保守", "相符", "无从核对"):
        expect(legend).to_contain_text(words)
    page.evaluate("ZM.setLanguage('en')")
    for words in (
        "Accuracy checked against roads.osm.pbf, ",
        "Too brave",
        "Too modest",
        "Holds",
        "Not shown",
    ):
        expect(legend).to_contain_text(words)
    # A file may be called anything.
    expect(legend).to_contain_text(sample.HOSTILE.replace("\u2028", " ")[:20])
    assert page.locator("#zm-legend img, #zm-overlays img").count() == 0
    colours = legend.locator("path").evaluate_all("all => all.map((one) => one.getAttribute('stroke'))")
    assert [colour for colour in colours if colour in COLOURS.values()] == list(COLOURS.values())


def test_an_edge_goes_with_its_zone(open_page: Open) -> None:
    page = open_page(sample.tested()).page
    page.locator("#zm-overlay-tested").check()
    page.evaluate("ZM.state.show([ZM.model.element('nansha.ocean')], false)")
    assert drawn(page) == [COLOURS[verdict] for verdict in ("holds", "too modest", "too brave")]


def test_a_page_of_what_was_not_tested_has_no_box_for_it(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert page.locator("#zm-overlay-tested").count() == 0
    assert drawn(page) == []


def test_a_link_keeps_that_it_is_shown(open_page: Open) -> None:
    page = open_page(sample.tested(), hash_="#on=tested").page
    expect(page.locator("#zm-overlay-tested")).to_be_checked()
