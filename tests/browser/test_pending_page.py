"""Pending zones on a page: below the tree, in a card and among what is found, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from support import HOSTILE, atlas_of, put
from test_attributes import listed, write_places
from waiting import SIDES, make_pending

from mapgen.pages.site import products

Visit = Callable[..., Page]


def built(layers: Path, out: Path) -> Path:
    out.mkdir()
    for name, content in products(atlas_of(layers), ["town"]):
        if name.endswith(".html"):
            (out / name).write_bytes(content)
    return out


@pytest.fixture
def out(grid: Path, tmp_path: Path) -> Path:
    """Pages of the made-up layers; the north block is pending, with a side of which the line is not known."""
    make_pending(grid, "town.north", sides=SIDES)
    return built(grid, tmp_path / "out")


WORDS: dict[str, dict[str, Any]] = {
    "zh": {
        "title": "待定的片区（2）",
        "zone": "北片",
        "mark": "待定",
        "side": ["西", "西路", "尚无界线"],
        "known": ["北", "北河", "北河"],
        "why": "边界尚不知，故不在图上，也没有计算面积。",
    },
    "en": {
        "title": "Pending zones (2)",
        "zone": "North Block",
        "mark": "Pending",
        "side": ["W", "西路", "no line yet"],
        "known": ["N", "北河", "North River"],
        "why": "Its boundary is not known yet: it is not on the map and has no computed area.",
    },
}


@pytest.mark.parametrize("language", list(WORDS))
def test_a_pending_zone_is_in_tree_and_card_and_looks_so(out: Path, visit: Visit, language: str) -> None:
    said = WORDS[language]
    page = visit(out / "town.html", f"#lang={language}")
    tree = page.locator("#zm-tree .zm-pending")
    assert tree.locator("h3").inner_text() == said["title"]
    row = tree.locator("li", has_text=said["zone"])
    assert said["mark"] in row.inner_text()
    assert row.locator("input").count() == 0  # there is nothing to show or hide
    assert row.locator("rect").get_attribute("fill") == "none"
    assert row.locator("rect").get_attribute("stroke-dasharray")
    assert page.evaluate("ZM.model.drawn.map(({ id }) => id).includes('town.north')") is False
    row.locator("button").click()
    item = page.locator("#zm-card details[open]")
    assert item.get_attribute("data-place") == "town.north"
    assert item.locator("p").inner_text() == said["why"]
    head, name = (each.bounding_box() for each in (page.locator(".zm-card-head"), item.locator("summary")))
    assert head
    assert name
    assert head["y"] + head["height"] <= name["y"] < 720  # its name is in sight
    assert item.locator("summary").inner_text().split() == [*said["zone"].split(), said["mark"]]
    rows = [each.inner_text().split("\t") for each in item.locator("tbody tr").all()]
    assert [each.strip() for each in rows[-1]] == said["side"]
    assert [each.strip() for each in rows[0]] == said["known"]
    assert "57 km²" in item.inner_text()


def test_a_group_is_not_whole_and_leads_to_its_members(out: Path, visit: Visit) -> None:
    page = visit(out / "town.html", "#lang=en")
    page.locator("#zm-tree .zm-pending button", has_text="Grid Core").click()
    item = page.locator("#zm-card details[open]")
    assert "its whole extent is not known" in item.inner_text()
    assert item.locator(".zm-links button").all_inner_texts() == ["North Block", "South Block"]
    item.locator(".zm-links button", has_text="North").click()
    assert page.locator("#zm-card details[open]").get_attribute("data-place") == "town.north"
    page.locator("#zm-card details[open] .zm-links button", has_text="Core").click()
    page.locator("#zm-card details[open] .zm-links button", has_text="South").click()
    assert page.locator("#zm-card h2").inner_text() == "South Block"
    parents = page.locator("#zm-card .zm-facts .zm-links button").all_inner_texts()
    assert "Grid Core" in parents  # though it is on no map


def test_what_lies_in_a_pending_zone_is_named_there(grid: Path, tmp_path: Path, visit: Visit) -> None:
    make_pending(grid, "town.north", sides=SIDES)
    write_places(grid, listed(holder="town.north"))
    page = visit(built(grid, tmp_path / "out") / "town.html", "#lang=en&sel=town.north")
    page.locator("#zm-card details[open] .zm-links button", has_text="Youth Hall").click()
    assert page.locator("#zm-card details[open]").get_attribute("data-place") == "town.hall"


def test_claims_that_wait_are_not_told_as_holding(out: Path, visit: Visit) -> None:
    page = visit(out / "town.html", "#lang=en")
    page.locator(".zm-name-plan").click()
    card = page.locator("#zm-card")
    claims = card.locator(".zm-claim").all_inner_texts()
    assert len(claims) == 4
    assert not any("overlap" in claim for claim in claims)
    assert "no boundary yet: North Block" in card.locator(".zm-untested").inner_text()


def test_it_is_found_by_its_name_in_table_and_search_and_on_the_first_page(out: Path, visit: Visit) -> None:
    page = visit(out / "town.html", "#lang=en")
    page.fill("#zm-search-input", "north block")
    page.keyboard.press("Enter")
    assert page.locator("#zm-card details[open]").get_attribute("data-place") == "town.north"
    page.click("#zm-table-toggle")
    row = page.locator("#zm-table-body tr", has_text="North Block").inner_text()
    assert [each.strip() for each in row.split("\t")][2:4] == ["Zone", "Pending"]
    first = visit(out / "index.html", "#lang=en")
    assert "2 pending" in first.locator(".ix-card").inner_text()


def test_an_axis_tells_that_it_passes_a_pending_zone(out: Path, visit: Visit) -> None:
    page = visit(out / "town.html", "#lang=en&sel=town.axis")
    names = page.locator("#zm-card .zm-links button").all_inner_texts()
    assert names[:2] == ["North Block", "South Block"]


def test_an_address_of_a_pending_zone_opens_it(out: Path, visit: Visit) -> None:
    page = visit(out / "town.html", "#lang=en&sel=town.north")
    assert page.locator("#zm-card details[open]").get_attribute("data-place") == "town.north"


def test_words_of_a_pending_zone_are_only_words(grid: Path, tmp_path: Path, visit: Visit) -> None:
    sides = [{**SIDES[0], "stated": HOSTILE}, *SIDES[1:]]
    make_pending(grid, "town.north", sides=sides, name=HOSTILE, name_en=HOSTILE)
    page = visit(built(grid, tmp_path / "out") / "town.html")
    page.locator("#zm-tree .zm-pending button").nth(1).click()
    assert HOSTILE in page.locator("#zm-card details[open]").inner_text()
    assert page.locator("#zm-card img, #zm-tree img").count() == 0


def test_a_page_of_nothing_but_pending_zones_opens(grid: Path, tmp_path: Path, visit: Visit) -> None:
    for zone in ("town.north", "town.south"):
        make_pending(grid, zone)
    for layer in ("axes", "nodes"):
        (grid / f"town/{layer}.geojson").unlink()
    plan = grid / "town/plan.toml"
    plan.write_text(plan.read_text("utf-8").partition("[[rules]]")[0], "utf-8")
    page = visit(built(grid, tmp_path / "out") / "town.html", "#lang=en")
    assert page.locator("#zm-tree .zm-pending li").count() == 3
    centre = page.evaluate("ZM.map.getCenter()")  # what is known of the place is in sight
    assert (round(centre["lng"], 1), round(centre["lat"], 1)) == (113.5, 22.9)
    page.locator("#zm-tree .zm-pending button").nth(1).click()
    assert page.locator("#zm-card details[open]").count() == 1


def test_a_page_without_any_carries_nothing_of_them(grid: Path, tmp_path: Path) -> None:
    put(grid, "town/zones", "town.north", note="x")
    text = (built(grid, tmp_path / "out") / "town.html").read_text("utf-8")
    assert "zm-pending" not in text
    assert "pending.title" not in text
