"""The first page: a card for each plan, links that lead somewhere, both languages, no network."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sample_index
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from opened import PHONE, WIDE, Watched
from playwright.sync_api import Browser, expect

from layers.assemble import Atlas
from mapgen import look
from mapgen.pages.index import render_index
from mapgen.pages.thumbnail import thumbnail

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def index(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Open the first page from disk; at the end it must have asked and said nothing."""
    opened: list[Watched] = []

    def open_index(
        size: tuple[int, int] = WIDE, payload: dict[str, Any] | None = None, **options: Any
    ) -> Watched:
        file = tmp_path / "index.html"
        file.write_text(render_index(payload or sample_index.payload()), encoding="utf-8", newline="\n")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        opened.append(Watched(context.new_page()))
        opened[-1].page.goto(file.as_uri())
        return opened[-1]

    yield open_index
    for each in opened:
        assert each.requests == []
        assert each.complaints == []
        each.page.context.close()


def test_a_card_for_each_plan_and_every_link_has_its_file(index: Any) -> None:
    page = index().page
    assert page.locator("#ix-cards article").count() == 5
    links = page.evaluate("[...document.querySelectorAll('a')].map(link => link.getAttribute('href'))")
    for plan in sample_index.PLANS:
        assert f"{plan}.html#lang=zh" in links
        for layer in ("zones", "axes", "nodes", "boundaries"):
            assert f"geojson/{plan}/{layer}.geojson" in links
    assert {"atlas.html#lang=zh", "area-check.csv"} <= set(links)
    assert all(not link.startswith(("http", "//", "javascript")) for link in links)
    assert page.locator("#ix-cards svg path[fill='#2166ac']").count() == 20
    assert page.locator("#ix-cards svg circle[fill='#ffffff']").count() == 5


def test_title_and_licence_are_those_of_the_atlas(index: Any) -> None:
    page = index().page
    assert (page.title(), page.locator("h1").text_content()) == ("布局总图", "布局总图")
    expect(page.locator("#ix-credits")).to_contain_text("许可 ODbL-1.0")
    nothing = dict.fromkeys(("title", "title_en", "license", "license_en"))
    page = index(payload=sample_index.payload() | nothing).page
    assert page.locator("h1").text_content() == "规划里的空间布局"
    expect(page.locator("#ix-credits")).not_to_contain_text("许可")


def test_dashes_of_wide_lines_in_the_legend_are_long(index: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    other = copy.deepcopy(look.page())
    other["element"]["zone"]["width"] = 3 * other["dash_width"]
    dashed = ("reference sides", "traced", "sketched")
    usual = [look.dash(basis, look.page()["element"]["zone"]["width"]) for basis in dashed]
    read = """[...document.querySelectorAll('#ix-bases path')]
        .map(path => (path.getAttribute('stroke-dasharray') || '').split(' ').filter(Boolean).map(Number))
        .filter(lengths => lengths.length)"""
    assert sorted(index().page.evaluate(read)) == sorted(map(list, usual))
    monkeypatch.setattr(look, "page", lambda: other)
    longer = [[3 * length for length in look.page()["dashes"][basis]] for basis in dashed]
    assert sorted(index().page.evaluate(read)) == sorted(longer)


def test_hostile_words_stay_words(index: Any) -> None:
    page = index().page
    heading = page.locator("#ix-cards article").last.locator("h2")
    assert heading.evaluate("node => node.textContent") == sample.HOSTILE
    assert page.locator("img").count() == 0


@SIZES
def test_both_languages_fit_and_axe_finds_nothing(index: Any, size: tuple[int, int]) -> None:
    page = index(size, bypass_csp=True).page
    for language in ("zh-CN", "en"):
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        words = page.locator("body").inner_text()
        keys = [key for key in page.evaluate("Object.keys(ZM.texts.zh)") if "." in key and key in words]
        assert keys == []
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        page.locator("#ix-language").click()


def test_the_pictures_draw_the_attributes_of_each_shape(index: Any) -> None:
    page = index().page
    dashes = page.evaluate(
        """[...document.querySelectorAll("#ix-cards svg")[0].querySelectorAll("path, circle")]
        .map((shape) => shape.getAttribute("stroke-dasharray"))"""
    )
    assert dashes == list(sample_index.PICTURED)


def test_one_of_a_kind_is_counted_in_the_singular(index: Any) -> None:
    payload = sample_index.payload()
    payload["plans"][0]["counts"] = dict.fromkeys(("zone", "group", "axis", "node"), 1)
    payload["plans"][1]["counts"] = dict.fromkeys(("zone", "group", "axis", "node"), 2)
    page = index(payload=payload).page
    counts = page.locator("#ix-cards article dd:first-of-type")
    expect(counts.first).to_have_text("1 个片区，1 个片区组，1 条轴带，1 个节点")
    page.locator("#ix-language").click()
    expect(counts.first).to_have_text("1 zone, 1 group, 1 axis, 1 node")
    expect(counts.nth(1)).to_have_text("2 zones, 2 groups, 2 axes, 2 nodes")


def test_search_leads_to_the_map_of_what_is_found(index: Any) -> None:
    page = index().page
    page.fill("#ix-search", "kxd")
    found = page.locator("#ix-results a")
    expect(found).to_have_count(1)
    assert found.get_attribute("href") == "nansha.html#lang=zh&sel=nansha.science-island"
    page.click("#ix-language")
    expect(found).to_have_text("Science Island")
    assert found.get_attribute("href") == "nansha.html#lang=en&sel=nansha.science-island"
    page.fill("#ix-search", "没有这个")
    expect(page.locator("#ix-found")).to_have_text("Nothing found.")


def test_areas_are_compared_in_a_table(index: Any) -> None:
    page = index().page
    rows = page.locator("#ix-areas-table tbody tr")
    expect(rows).to_have_count(2)
    assert rows.nth(0).inner_text().split("\t")[1:] == [
        "一廊一核",
        "3.5",
        "3.1",
        "3.31",
        "2.35–4.42",
        "−5.4 %",
        "边界误差可解释",
    ]
    assert page.locator("#ix-areas-table img").count() == 0


def test_pictures_have_names_in_the_language(index: Any) -> None:
    page = index().page
    name = page.locator("#ix-cards svg text").first
    expect(name).to_have_text("科学岛")
    page.click("#ix-language")
    expect(name).to_have_text("Science Island")


@pytest.mark.parametrize("plan", ["guangzhou", "haizhu", "huangpu", "nansha", "nanshan"])
def test_no_name_leaves_a_picture(index: Any, own_atlas: Atlas, plan: str) -> None:
    payload = sample_index.payload()
    payload["plans"][0]["picture"] = thumbnail(own_atlas, plan)
    page = index(payload=payload).page
    page.locator("#ix-language").click()
    outside = page.locator("#ix-cards svg").first.evaluate(
        """picture => {
            const own = picture.getBoundingClientRect();
            const leaves = ({ left, right }) => left < own.left || right > own.right;
            const names = [...picture.querySelectorAll("text")];
            return names.filter(name => leaves(name.getBoundingClientRect())).map(name => name.textContent);
        }"""
    )
    assert outside == []
