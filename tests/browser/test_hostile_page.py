"""Every attack from the layers into a real browser: text stays text, and the page does what it always does."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from attacks import ATTACKS, hostile_layers, write_plan, zone
from commands import run

#: Every word that an element shows, wherever the page shows it.
SHOWN = """() => {
  const told = {}, each = [...ZM.model.elements.values()], text = (node) => node.textContent;
  const names = [...document.querySelectorAll("#zm-tree .zm-name-element")].map(text);
  const roles = [...document.querySelectorAll("#zm-tree .zm-name-role")].map(text);
  ZM.table.show(true);
  const rows = [...document.querySelectorAll("#zm-table-body tbody tr")].map((row) => [...row.children].map(text));
  for (const [number, element] of each.entries()) {
    ZM.state.select(element.id, {});
    const card = document.querySelector("#zm-card"), facts = {};
    for (const term of card.querySelectorAll(".zm-facts dt")) facts[text(term)] = text(term.nextElementSibling);
    told[element.id] = { tree: names[number], role: roles[number], row: rows[number], title: text(card.querySelector("h2")), chip: text(card.querySelector(".zm-chip")), facts, whole: text(card) };
  }
  ZM.state.select(null);
  return told;
}"""
#: Opens every branch of the tree, so that all names are in it.
OPEN_TREE = """() => { for (const twist of document.querySelectorAll("#zm-tree .zm-twist[aria-expanded=false]")) twist.click(); }"""
INVENTORY = """() => ({ globals: Object.getOwnPropertyNames(window).sort(), prototype: Object.getOwnPropertyNames(Object.prototype).sort(),
  tags: [...new Set([...document.querySelectorAll("*")].map((node) => node.tagName))].sort(), scripts: document.scripts.length,
  handlers: [...document.querySelectorAll("*")].filter((node) => [...node.attributes].some(({ name }) => name.startsWith("on"))).length })"""


class Made(NamedTuple):
    """What a build made of hostile layers, and what the zones are called."""

    out: Path
    zones: list[tuple[str, str, str]]


def built(folder: Path, texts: dict[str, str]) -> Made:
    zones = hostile_layers(folder / "layers", texts)
    result = run("build", "--layers", folder / "layers", "--out", folder / "out")
    assert result.exit_code == 0, result.stderr
    assert [path.name for path in sorted(folder.iterdir())] == ["layers", "out"]
    return Made(folder / "out", zones)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return built(tmp_path_factory.mktemp("hostile"), ATTACKS)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return built(tmp_path_factory.mktemp("harmless"), {key: f"片区{n}" for n, key in enumerate(ATTACKS)})


def test_every_attack_is_shown_as_the_text_it_is(visit: Any, hostile: Made) -> None:
    page = visit(hostile.out / "town.html")
    page.wait_for_selector("body[data-ready]")
    for language in ("zh", "en"):
        page.evaluate("language => ZM.setLanguage(language)", language)
        page.evaluate(OPEN_TREE)
        told = page.evaluate(SHOWN)
        assert len(told) == len(ATTACKS)
        for id_, name, name_en in hostile.zones:
            # The English names are the same attacks in the other direction.
            own, other = (name, name_en) if language == "zh" else (name_en, name)
            shown = told[id_]
            assert shown["tree"] == shown["row"][0] == shown["title"] == own
            assert shown["role"] == shown["row"][1] == shown["chip"] == own
            facts = list(shown["facts"].values())
            assert name in facts  # cite
            assert name_en in facts  # note
            assert any(fact.endswith(name) for fact in facts)  # reference_cite, behind its figure
            assert other in shown["whole"]
        page.evaluate("ZM.card.showPlan(ZM.model.plan('town'))")
        first, last = hostile.zones[0][1:]
        title, layout = (first, last) if language == "zh" else (last, first)
        assert page.locator("#zm-card h2").evaluate("node => node.textContent") == title
        assert page.locator("#zm-title").evaluate("node => node.textContent") == title
        assert layout in page.locator("#zm-subtitle").evaluate("node => node.textContent")


def test_attacks_leave_no_trace_in_the_page(visit: Any, hostile: Made, harmless: Made) -> None:
    found = []
    for made in (hostile, harmless):
        page = visit(made.out / "town.html")
        page.wait_for_selector("body[data-ready]")
        page.evaluate(OPEN_TREE)
        page.evaluate(SHOWN)
        found.append(page.evaluate(INVENTORY))
    assert found[0] == found[1]
    assert found[0]["handlers"] == 0
    assert "ZM" in found[0]["globals"]


def test_every_attack_is_found_by_its_name(visit: Any, hostile: Made) -> None:
    page = visit(hostile.out / "town.html")
    page.wait_for_selector("body[data-ready]")
    # A line of input takes no line ends, and blanks around what is looked for do not count.
    names = [name for _, name, _ in hostile.zones if name == name.strip() and not set(name) & set("\r\n")]
    assert len(names) > 50
    found = page.evaluate(
        """names => names.map(name => {
          const input = document.querySelector("#zm-search-input");
          input.value = name;
          input.dispatchEvent(new Event("input"));
          return [...document.querySelectorAll("#zm-search-list li span span:first-child")].map(node => node.textContent);
        })""",
        names,
    )
    assert [name for name, results in zip(names, found, strict=True) if name not in results] == []


def test_downloads_hold_every_attack(visit: Any, hostile: Made) -> None:
    page = visit(hostile.out / "town.html")
    page.wait_for_selector("body[data-ready]")
    told = json.loads(page.evaluate("ZM.download.geojson([...ZM.model.elements.values()])"))
    rows = {each["id"]: each["properties"] for each in told["features"]}
    assert {id_: (row["name"], row["name_en"]) for id_, row in rows.items()} == {
        id_: (name, name_en) for id_, name, name_en in hostile.zones
    }
    text = page.evaluate("ZM.download.csv([...ZM.model.elements.values()])").removeprefix("\ufeff")
    cells = {row["编号"]: row["名称"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    for id_, name, _ in hostile.zones:
        assert cells[id_] == (f"'{name}" if name[0] in "=+-@\t\r\n＝＋－＠" else name)


HASHES = [
    "#sel=<img src=x onerror=alert(1)>&v=a,b,c",
    "#sel=__proto__&off=__proto__,constructor&on=__proto__.toString&base=__proto__",
    "#base=constructor&v=22.8,113.5,13&sel=constructor",
    "#lang=constructor",
    "#lang=__proto__",
    "#v=1e999,NaN,-1&lang=javascript:alert(1)",
    "#v=22.8,113.5,13&off=" + "x," * 5_000,
    "#%&%zz&=&&==&v=%E0%A4%A",
    "#" + "<script>alert(1)</script>" * 10,
    "#lang=en&v=91,181,99&sel=town.z0&base=//127.0.0.1/x",
]


def test_a_hostile_address_is_left_aside(visit: Any, harmless: Made) -> None:
    page = visit(harmless.out / "town.html", HASHES[0])
    page.wait_for_selector("body[data-ready]")
    for hash_ in HASHES:
        page.evaluate("hash => { location.hash = hash; }", hash_)
        page.wait_for_timeout(200)  # it is read in an event, and the page's own written 150 ms later
        assert page.evaluate("ZM.model.elements.size") == len(ATTACKS)
        assert page.evaluate("ZM.language()") in ("zh", "en")
        assert page.evaluate("document.body.innerText").find("card.") == -1
    assert page.evaluate("ZM.language()") == "en"  # so addresses were read


def test_the_first_page_shows_every_attack(visit: Any, tmp_path: Path) -> None:
    words, plans = list(ATTACKS.values()), {}
    while len(words) % 4:
        words.append("harmless")
    for number in range(0, len(words), 4):
        plan, four = f"p{number:03d}", tuple(words[number : number + 4])
        plans[plan] = four
        square = zone(f"{plan}.z", number, four[0], four[1])
        write_plan(tmp_path / "layers", plan, four, [(four[0], four[1])], [square])
    result = run("build", "--layers", tmp_path / "layers", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"layers", "out"}
    page = visit(tmp_path / "out" / "index.html")
    for at, language in enumerate(("zh-CN", "en")):
        assert page.locator("html").get_attribute("lang") == language
        cards = page.locator("#ix-cards article").evaluate_all(
            "cards => cards.map(card => [card.querySelector('.ix-title').textContent, card.querySelector('h2').textContent, card.querySelector('svg').getAttribute('aria-label')])"
        )
        assert [card[:2] for card in cards] == [[four[at], four[2 + at]] for four in plans.values()]
        assert all(layout in label for _, layout, label in cards)
        page.locator("#ix-language").click()
    assert page.locator("img, script[src], iframe, object, embed, base, form").count() == 0
    page = visit(tmp_path / "out" / "atlas.html")
    page.wait_for_selector("body[data-ready]")
    titles = page.locator("#zm-tree .zm-name-plan").evaluate_all(
        "names => names.map(name => name.textContent)"
    )
    assert titles == [four[0] for four in plans.values()]
