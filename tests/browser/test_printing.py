"""Paper: every word on it is large enough to read, none is cut, none is lost, however long the legend is."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import copy
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from opened import Open
from playwright.sync_api import Page, expect

PAPERS = {"A4": (297, 210), "A3": (420, 297)}  # mm

#: Each sheet as it is on the screen, where it has the paper's own size: 96 px are 72 pt.
SHEETS = """() => { const CLAMPED = "h1, .zm-sheet-head p, .zm-sheet-approval, .zm-entry span span, .zm-entry-plan";
return [...document.querySelectorAll(".zm-sheet")].map((sheet) => {
  const walker = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT), paper = sheet.getBoundingClientRect();
  const told = { smallest: Infinity, cut: [] };
  while (walker.nextNode()) {
    const text = walker.currentNode, holder = text.parentElement;
    if (!text.textContent.trim()) continue;
    const drawn = holder.ownerSVGElement ? Math.hypot(holder.getScreenCTM().a, holder.getScreenCTM().b) : 1;  // turned along a line
    told.smallest = Math.min(told.smallest, parseFloat(getComputedStyle(holder).fontSize) * drawn * 72 / 96);
    const range = document.createRange();
    range.selectNodeContents(text);
    const ends = holder.closest(CLAMPED), shown = ends ? ends.getBoundingClientRect().bottom : Infinity;
    const lines = [...range.getClientRects()].filter((line) => line.top + line.height / 2 < shown);   // the others stand for "…"
    for (let box = holder; box !== sheet.parentElement; box = box.parentElement) {
      const clips = box === sheet || getComputedStyle(box).overflowX === "hidden";
      if (!clips || box.ownerSVGElement) continue;
      const edge = box.getBoundingClientRect(), slack = 3;   // px: a line of type is higher than its letters
      for (const line of lines) {
        if (line.left < edge.left - slack || line.right > edge.right + slack || line.top < edge.top - slack || line.bottom > edge.bottom + slack) told.cut.push(text.textContent.slice(0, 30));
      }
    }
  }
  for (const box of sheet.querySelectorAll("h1, h2, h3, p, li, svg.zm-north, .zm-sheet-map, .zm-sheet-approval, .leaflet-control-scale")) {
    const edge = box.getBoundingClientRect();
    if (edge.left < paper.left || edge.right > paper.right + 0.5 || edge.top < paper.top || edge.bottom > paper.bottom) told.cut.push(box.className || box.tagName);
  }
  // What a box of the sheet has no room for, be it cut or lying on its neighbour.
  for (const box of sheet.querySelectorAll(".zm-sheet-legend, .zm-sheet-side, .zm-sheet-head, .zm-sheet-foot")) {
    if (box.scrollHeight > box.clientHeight + 3 || box.scrollWidth > box.clientWidth + 1) told.cut.push(box.className);
  }
  const boxes = [...sheet.children].map((child) => child.getBoundingClientRect());
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) told.cut.push("one part on another");
  }));
  told.shortened = [...sheet.querySelectorAll(CLAMPED)].filter((node) => node.scrollHeight > node.clientHeight + 3).map((node) => node.tagName);
  told.entries = [...sheet.querySelectorAll(".zm-entry")].map((entry) => entry.textContent);
  told.under = sheet.querySelector(".zm-sheet-legend :is(h3, li)")?.matches("h3, .zm-entry-plan");
  told.headings = [...sheet.querySelectorAll(".zm-sheet-legend :is(h3, .zm-entry-plan)")].map((heading) => heading.textContent);
  const map = sheet.querySelector(".zm-sheet-map");
  told.map = map && map.getBoundingClientRect().width / paper.width;
  told.height = map && map.getBoundingClientRect().height / paper.height;
  return told;
}); }"""


def with_roles(payload: dict[str, Any], plan: str, roles: list[tuple[str, str]]) -> None:
    """Give a plan these roles, each with a zone, so that the legend names them all."""
    record = next(each for each in payload["plans"] if each["id"] == plan)
    record["roles"] = [{"name": zh, "name_en": en, "color": "#1b7837", "shown": True} for zh, en in roles]
    payload["elements"] = [each for each in payload["elements"] if each["plan"] != plan] + [
        sample.element(
            f"{plan}.r{number}",
            "zone",
            f"片区{number}",
            f"Zone {number}",
            zh,
            geom="nansha.ocean",
            basis=("stated sides", "reference sides", "traced", "sketched")[number % 4],
        )
        for number, (zh, _) in enumerate(roles)
    ]


def five_plans() -> dict[str, Any]:
    """Return an atlas whose legend is as long as the one of all real plans."""
    payload = sample.payload()
    payload["page"] |= {
        "id": "atlas",
        "title": "科技创新空间布局总图",
        "title_en": "Atlas of Innovation Layouts",
    }
    first = payload["plans"][0]
    payload["plans"], payload["page"]["plans"] = [], []
    for number in range(5):
        plan = f"plan{number}"
        phrase = {
            "layout": f"一廊{number}核多园区",
            "layout_en": f"One Corridor, {number} Cores, Many Parks and Platforms",
        }
        payload["plans"].append(copy.deepcopy(first) | {"id": plan} | phrase)
        payload["page"]["plans"].append(plan)
        with_roles(
            payload, plan, [(f"多点·东部{each}", f"Points, East and North {each}") for each in range(8)]
        )
    for key in ("elements", "listed"):
        payload[key] = [each for each in payload[key] if each["plan"] != "nansha"]
    return payload


def many_roles() -> dict[str, Any]:
    """Return a plan with a legend for several sheets."""
    payload = sample.payload()
    with_roles(
        payload,
        "nansha",
        [(f"很长的角色名称第{each}号", f"Role with a rather long name number {each}") for each in range(250)],
    )
    return payload


def long_names() -> dict[str, Any]:
    """Return two plans in which every name has 500 characters, some without a break."""
    payload = sample.atlas()
    zh, words, unbroken = ("长名" * 250), ("A long name " * 50)[:500], "n" * 500
    payload["page"] |= {"title": zh, "title_en": words, "review_number": unbroken[:60]}
    for plan in payload["plans"]:
        plan |= {"title": zh, "title_en": unbroken, "layout": zh, "layout_en": words}
    for plan in ("nansha", "guangzhou"):
        with_roles(payload, plan, [(f"{each}{zh}"[:500], f"{each} {unbroken}"[:500]) for each in range(12)])
    return payload


def endless_names() -> dict[str, Any]:
    """Return a plan whose texts are as long as layers allow: 20,000 characters."""
    payload = sample.payload()
    text = "长" * 20_000
    payload["page"] |= {"title": text, "title_en": text, "review_number": text}
    payload["plans"][0] |= {"layout": text, "layout_en": text}
    with_roles(payload, "nansha", [(f"{each}{text}", f"{each} {text}") for each in range(5)])
    return payload


def sheets(page: Page, language: str, paper: str) -> list[dict[str, Any]]:
    page.evaluate(
        """([language, paper]) => { ZM.print.close(); ZM.setLanguage(language); ZM.print.open(true);
        const input = document.querySelector(`input[value=${paper}]`); if (!input.checked) input.click(); }""",
        [language, paper],
    )
    page.wait_for_timeout(100)
    made: list[dict[str, Any]] = page.evaluate(SHEETS)
    return made


def printed(page: Page, file: Path) -> tuple[list[tuple[float, float]], list[str]]:
    """Print to PDF; return each page's size in mm and its text."""
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    info = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "999", file], capture_output=True, text=True, check=True
    ).stdout
    sizes = [
        (float(width) / 72 * 25.4, float(height) / 72 * 25.4)
        for width, height in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", info)
    ]
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    return sizes, text.split("\f")[: len(sizes)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("drawn", "most"),
    [(sample.atlas, 1), (five_plans, 2), (many_roles, 5), (long_names, 12), (endless_names, 3)],
)
def test_every_word_is_readable_and_whole_on_paper(
    open_page: Open, tmp_path: Path, drawn: Callable[[], dict[str, Any]], most: int, language: str
) -> None:
    page = open_page(drawn()).page
    page.evaluate("() => ZM.state.setOverlay('edges', true)")
    for paper, size in PAPERS.items():
        made = sheets(page, language, paper)
        assert min(sheet["smallest"] for sheet in made) >= 7
        assert [sheet["cut"] for sheet in made] == [[] for _ in made]
        # Only what would fill a sheet ends in "…"; the phrases of several plans stand in the legend in full.
        shortened = {tag for sheet in made for tag in sheet["shortened"]}
        assert shortened <= ({"P"} if drawn is long_names else set()) or drawn is endless_names
        assert made[0]["map"] >= 0.59
        assert made[0]["height"] >= 0.5
        # The legend is all there, once and in its order, and it never takes more sheets than it needs.
        entries = page.evaluate(
            """() => ZM.legend.sections(true).flatMap((part) => [...part.querySelectorAll(".zm-entry")].map((entry) => entry.textContent))"""
        )
        assert [entry for sheet in made for entry in sheet["entries"]] == entries
        assert len(made) <= most
        sizes, texts = printed(page, tmp_path / "sheet.pdf")
        assert len(sizes) == len(made)
        for width, height in sizes:
            assert abs(width - size[0]) < 1
            assert abs(height - size[1]) < 1
        for text in texts:
            assert {"zh": "示意图", "en": "Schematic map"}[language] in text
            assert {"zh": "审图号", "en": "approval n"}[language] in " ".join(text.split())


@pytest.mark.parametrize("paper", PAPERS)
def test_a_legend_of_any_length_is_whole(open_page: Open, paper: str) -> None:
    page = open_page(many_roles()).page
    widths, counts = set(), set()
    for roles in range(2, 90, 3):
        page.evaluate(
            """roles => { const groups = ZM.model.plan("nansha").groups;
            groups.forEach((role, i) => ZM.state.show(role.elements, i < roles)); }""",
            roles,
        )
        made = sheets(page, "en", paper)
        assert [sheet["cut"] for sheet in made] == [[] for _ in made], roles
        assert sum(len(sheet["entries"]) for sheet in made) >= roles
        assert min(sheet["smallest"] for sheet in made) >= 7
        widths.add(round(made[0]["map"], 2))
        counts.add(len(made))
    assert len(widths) == 2
    assert counts >= {1, 2}  # so every way of placing it was tried


def test_a_legend_goes_on_under_its_heading(open_page: Open, tmp_path: Path) -> None:
    payload = five_plans()
    for plan in payload["plans"]:
        with_roles(payload, plan["id"], [(f"片区{each}", f"Parks {each}") for each in range(30)])
    page = open_page(payload).page
    first, *others = sheets(page, "en", "A4")
    assert others
    assert first["headings"][0] == "Roles in the plan"
    for sheet in others:
        assert sheet["under"]
        assert (
            sheet["headings"][0].startswith("One Corridor") or sheet["headings"][0] == "Basis of the boundary"
        )
    _, texts = printed(page, tmp_path / "sheet.pdf")
    assert "continued on sheet 2" in texts[0]
    for number, text in enumerate(texts, start=1):
        assert f"Sheet {number} of {len(texts)}" in text
        assert ("Legend, continued" in text) == (number > 1)


def test_axe_finds_nothing_on_sheets_where_a_legend_goes_on(open_page: Open) -> None:
    payload = five_plans()
    for plan in payload["plans"]:
        with_roles(payload, plan["id"], [(f"片区{each}", f"Parks {each}") for each in range(30)])
    page = open_page(payload, bypass_csp=True).page
    assert len(sheets(page, "en", "A4")) > 1
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_a_short_legend_has_one_sheet_and_no_number(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    (only,) = sheets(page, "zh", "A4")
    assert only["map"] >= 0.7
    assert "第" not in page.locator(".zm-sheet-foot").inner_text()


@pytest.mark.parametrize(
    ("language", "kinds"),
    [("zh", "辐射带动、合作、所属集群"), ("en", "Radiates to, Cooperates with, Part of the cluster of")],
)
def test_relations_on_paper_are_drawn_and_named(
    open_page: Open, tmp_path: Path, language: str, kinds: str
) -> None:
    page = open_page(sample.related(), hash_=f"#lang={language}").page
    assert "6d28d9" not in page.evaluate(
        "(ZM.print.open(true), document.querySelector('.zm-sheet').outerHTML)"
    )
    page.evaluate("ZM.state.setOverlay('relations', true)")
    sheets(page, language, "A4")
    assert page.locator(".zm-sheet-map path[stroke='#6d28d9']").count() == 4
    _, texts = printed(page, tmp_path / "sheet.pdf")
    text = "".join(texts[0].split())
    assert "".join(kinds.split()) in text
    # There are no cards on paper.
    assert "要素卡片" not in text
    assert "inthecards" not in text


def test_a_sheet_is_made_anew_for_another_paper(open_page: Open) -> None:
    page = open_page(many_roles()).page
    for paper in ("A4", "A3", "A4"):
        assert len(sheets(page, "zh", paper)) > 1
        assert page.locator(f".zm-sheet:not([data-paper={paper}])").count() == 0
    page.evaluate(
        "() => { for (const role of ZM.model.plan('nansha').groups.slice(5)) ZM.state.show(role.elements, false); ZM.print.close(); ZM.print.open(true); }"
    )
    assert page.locator(".zm-sheet").count() == 1


def test_nothing_behind_the_sheet_can_be_reached(open_page: Open) -> None:
    page = open_page(sample.payload(), bypass_csp=True).page
    page.evaluate("ZM.state.select('nansha.science', {})")
    page.locator("#zm-print-open").click()
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(document.activeElement.closest('#zm-print') ? 'sheet' : document.activeElement.tagName)"
            )
        )
    assert reached <= {"sheet", "BODY"}  # the browser's own bar lies between the last and the first
    violations = Axe().run(page).response["violations"]
    serious = [each["id"] for each in violations if each["impact"] in {"serious", "critical", "moderate"}]
    assert serious == []
    page.locator(".zm-sheet-map").click()
    page.keyboard.press("Escape")
    expect(page.locator("#zm-print")).to_be_hidden()
    expect(page.locator("#zm-card h2")).to_be_visible()  # Escape closed the sheet alone
    expect(page.locator("#zm-print-open")).to_be_focused()


def test_the_sheet_says_when_it_was_made_and_in_which_coordinates(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    page.locator("#zm-print-open").click()
    expect(page.locator(".zm-sheet-foot")).to_contain_text(f"WGS 84 · {today}")
