"""The page of a review in a real Chromium, worked through with keys alone to a file of decisions."""

import json
from pathlib import Path
from typing import Any

import pytest
from attacks import ATTACKS
from opened import until
from reviewed import TEXT, city, located, read_text

from mapgen import look
from mapgen.accepting.decisions import read_decisions
from mapgen.pages.review import render_review
from mapgen.reviewing.beneath import beneath

ATTACK = "".join(ATTACKS.values())
FIRST = "云溪装置集聚区"


@pytest.fixture
def opened(visit: Any, tmp_path: Path) -> Any:
    """Write the page of a text, with or without a map, and open it."""

    def opened(text: str = TEXT, ground: bool = True) -> Any:
        draft = read_text(text)
        file = tmp_path / "review.html"
        file.write_text(render_review(draft, located(draft) if ground else None), "utf-8", newline="\n")
        page = visit(file)
        page.wait_for_selector("body[data-ready]")
        return page

    return opened


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Any) -> dict[str, Any]:
    with page.expect_download() as download:
        page.keyboard.press("s")
    file = Path(download.value.path())
    data: dict[str, Any] = json.loads(file.read_text("utf-8"))
    assert len(read_decisions(file)) == len(data["decisions"])  # `zonemap accept` takes it, whatever was done
    return data


def chosen(page: Any) -> str:
    return page.locator("#rv-list [aria-selected=true] .rv-value").inner_text()


def go_to(page: Any, value: str, kind: str = "") -> None:
    """Step through the list until a finding is chosen, as somebody without a mouse would."""
    page.keyboard.press("Home")
    for _ in range(80):
        if chosen(page) == value and kind in page.locator("#rv-card-title").inner_text():
            return
        page.keyboard.press("j")
    pytest.fail(f"{value} is not in the list")


def test_keys_alone_lead_to_a_file_of_decisions(opened: Any) -> None:
    page = opened()
    page.click("#zm-language")  # the only click: texts are checked in English
    page.locator("#rv-list").focus()
    assert chosen(page) == "桐林片区"  # doubts come first
    press(page, "a")
    go_to(page, FIRST)
    press(page, "w")  # with everything that is said of it without a doubt
    press(page, "e")
    page.keyboard.press("Control+a")
    page.keyboard.type("云溪核心区")
    press(page, "Enter")
    go_to(page, "石桥创新港", "Member")
    press(page, "r", "n")  # and the next doubt that is open
    assert chosen(page) == "石桥片区"
    press(page, "n")
    press(page, "v")
    page.keyboard.press("Control+a")
    page.keyboard.type("云溪核心区")  # the new name is known
    press(page, "Enter")
    file = saved(page)
    told = {key: file[key] for key in ("format", "version", "source")}
    assert told == {"format": "zonemap decisions", "version": 1, "source": "plan.txt"}
    made = file["decisions"]
    assert made[0] == {
        "kind": "element", "quote": "桐林片区", "subject": "桐林片区", "verdict": "accept"
    }  # fmt: skip
    assert {
        "kind": "element", "quote": FIRST, "subject": FIRST, "verdict": "accept", "name": "云溪核心区"
    } in made  # fmt: skip
    side = {"kind": "side", "subject": FIRST, "part": 1, "verdict": "accept"}
    assert {**side, "quote": "梧桐路", "side": "E"} in made
    assert {"kind": "area", "quote": "1.2平方公里", "subject": FIRST, "verdict": "accept"} in made
    member = {"kind": "member", "quote": "石桥创新港", "subject": "石桥片区", "value": "石桥创新港"}
    assert {**member, "verdict": "reject"} in made
    moved = {"kind": "side", "quote": "香樟路", "subject": "石桥片区", "side": "E", "part": 1}
    assert {**moved, "verdict": "accept", "zone": "云溪核心区"} in made
    assert len(made) == 9  # two elements, four sides and an area of the first, and the last two
    assert "Not saved" not in page.locator(".zm-heading").inner_text()
    assert "9 of " in page.locator("#rv-progress").inner_text()


def test_a_side_is_drawn_and_an_element_placed_with_keys(opened: Any) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    go_to(page, "北：听涛大道")
    assert "没有找到" in page.locator("#rv-card-body").inner_text()
    press(page, "d")
    assert page.locator("#rv-draw").is_visible()
    # The map has the focus, and its own cross in the middle would be a second one.
    assert page.evaluate("() => ZM.map.getContainer().matches(':focus-visible:not(.zm-by-pointer)')")
    own = "getComputedStyle(ZM.map.getContainer(), '::after').display"
    assert page.evaluate(own) == "none"
    press(page, "Space", "ArrowRight", "ArrowRight", "Space", "Shift+ArrowDown", "Space", "Backspace")
    assert "2" in page.locator("#rv-draw-count").inner_text()
    press(page, "Enter")
    asked = page.locator("#rv-field-metres")
    least = int(asked.input_value())
    assert least >= 100
    asked.fill("1")
    press(page, "Enter")
    assert page.locator(".rv-wrong").inner_text()
    asked.fill("300")
    press(page, "Enter")
    go_to(page, "云溪科创走廊")
    press(page, "l", "Space", "Enter", "Enter")
    made = {each["kind"]: each for each in saved(page)["decisions"]}
    side, element = made["side"], made["element"]
    assert side["accuracy_m"] == 300
    (west, south), (east, north) = side["line"]
    assert east > west
    assert north == pytest.approx(south, abs=2e-6)
    assert element["accuracy_m"] == least
    centre = page.evaluate("[ZM.map.getCenter().lng, ZM.map.getCenter().lat]")
    assert element["point"] == pytest.approx(centre, abs=2e-6)  # where the cross begins
    go_to(page, "一核一轴两片区")
    press(page, "d")
    assert not page.locator("#rv-draw").is_visible()
    assert "只有四至和轴带" in page.locator(".zm-notice").last.inner_text()


def test_a_line_that_crosses_itself_is_not_taken(opened: Any) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    go_to(page, "云溪科创走廊")
    far = "Shift+ArrowRight"
    press(page, "d", "Space", far, "Space", "Shift+ArrowDown", "Space", "Shift+ArrowLeft", "Shift+ArrowUp")
    press(page, "ArrowUp", "ArrowRight", "Space", "Enter")
    assert page.locator("#rv-draw").is_visible()
    assert "相交" in page.locator(".zm-notice").last.inner_text()
    press(page, "Backspace", "Enter", "Enter")
    (made,) = saved(page)["decisions"]
    assert len(made["line"]) == 3
    assert made["kind"] == "element"


def test_what_is_left_in_the_middle_leaves_nothing(opened: Any) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    go_to(page, "北：听涛大道")
    press(page, "d", "Space", "Enter")
    assert page.locator("#rv-draw").is_visible()  # one point is no line
    press(page, "Escape")
    assert not page.locator("#rv-draw").is_visible()
    go_to(page, FIRST)
    press(page, "e", "Escape")
    assert not page.locator("#rv-form").is_visible()
    press(page, "k")  # the list has the focus again
    assert saved(page)["decisions"] == []


def test_a_merge_is_checked_and_undone(opened: Any) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    press(page, "m")
    page.keyboard.type("没有这个")
    press(page, "Enter")
    assert "没有这个要素" in page.locator(".rv-wrong").inner_text()
    page.locator("#rv-field-into").fill("石桥片区")
    press(page, "Enter")
    assert saved(page)["decisions"][0]["into"] == "石桥片区"
    press(page, "z")
    assert saved(page)["decisions"] == []
    press(page, "y")
    assert saved(page)["decisions"][0]["into"] == "石桥片区"
    go_to(page, "石桥片区")
    press(page, "m")
    page.keyboard.type("桐林片区")  # it would go in a circle
    press(page, "Enter")
    assert page.locator(".rv-wrong").inner_text()


def test_text_list_and_map_show_what_is_chosen(opened: Any) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    go_to(page, "东：梧桐路")
    assert page.locator(".rv-on").inner_text() == "梧桐路"
    assert page.locator("#rv-list").get_attribute("aria-activedescendant")
    assert "梧桐路" in page.locator("#rv-said").text_content()
    page.locator(".rv-mark.rv-k-area", has_text="约200公顷").click()
    assert chosen(page) == "约200 公顷"
    page.locator("#rv-pending-list button").first.click()
    assert chosen(page) == "桐林片区"


def test_findings_upon_each_other_have_a_line_each(opened: Any) -> None:
    page = opened()
    piece = page.locator(".rv-k-passes", has_text=FIRST)
    assert piece.count() == 1
    nested = page.locator(".rv-mark .rv-mark")
    assert nested.count() >= 2
    lines = page.evaluate(
        "[...new Set([...document.querySelectorAll('.rv-legend .rv-mark')].map(each => {"
        "const style = getComputedStyle(each);"
        "return `${style.textDecorationStyle} ${style.textDecorationThickness}`; }))].length"
    )
    assert lines == 8  # every kind can be told without its colour
    nested.first.click()
    inner = chosen(page)
    nested.first.click()
    assert page.locator(".rv-on").first.inner_text() == inner
    shown = page.evaluate(
        "[...document.querySelectorAll('#rv-text p, #rv-text h3')].map(each => each.textContent).join('')"
    )
    assert shown == TEXT.replace("\n", "")


def test_a_file_comes_back_also_to_a_revised_text(opened: Any, tmp_path: Path) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    go_to(page, FIRST)
    press(page, "w")
    go_to(page, "石桥科技园", "组成")
    press(page, "a")
    file = tmp_path / "decisions.json"
    before = saved(page)
    file.write_text(json.dumps(before), "utf-8")
    revised = "前言\n\n" + TEXT.replace("石桥科技园", "石桥产业园").replace("1.2平方公里", "1.3平方公里")
    other = opened(revised)
    other.set_input_files("#rv-file", str(file))
    until(other, "document.querySelectorAll('#rv-left-list li').length === 2")
    left = other.locator("#rv-left-list").inner_text()
    assert "1.2平方公里" in left
    assert "石桥科技园" in left
    after = saved(other)
    key = lambda each: json.dumps(each, sort_keys=True)  # noqa: E731
    assert sorted(after["decisions"], key=key) == sorted(before["decisions"], key=key)
    other.click("#rv-left-drop")
    assert len(saved(other)["decisions"]) == len(before["decisions"]) - 2


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("{", 0),
        ("[]", 0),
        ('{"format": "zonemap decisions", "version": 2, "decisions": []}', 0),
        ('{"format": "zonemap decisions", "version": 1, "decisions": [null, 1, {"kind": "side"}]}', 0),
    ],
)
def test_a_file_that_is_none_changes_nothing(text: str, taken: int, opened: Any, tmp_path: Path) -> None:
    page = opened()
    file = tmp_path / "d.json"
    file.write_text(text, "utf-8")
    page.set_input_files("#rv-file", str(file))
    page.wait_for_selector(".zm-notice")
    page.locator("#rv-list").focus()
    assert len(saved(page)["decisions"]) == taken


def test_a_reload_keeps_decisions_and_leaving_warns(opened: Any) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    press(page, "a")
    until(page, "sessionStorage.length === 1")
    warned = page.evaluate(
        "(() => { const event = new Event('beforeunload', { cancelable: true });"
        "return !window.dispatchEvent(event); })()"
    )
    assert warned
    saved(page)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    until(page, "document.querySelector('#rv-progress').textContent.includes('1/')")
    assert len(saved(page)["decisions"]) == 1


def test_without_a_map_the_rest_is_there(opened: Any) -> None:
    page = opened(ground=False)
    assert not page.locator("#rv-stage").is_visible()
    page.locator("#rv-list").focus()
    press(page, "a")
    assert saved(page)["decisions"][0]["verdict"] == "accept"


def test_help_names_every_key_and_letters_can_be_turned_off(opened: Any) -> None:
    page = opened()
    page.locator("#rv-list").focus()
    press(page, "?")
    keys = page.locator("#rv-keys dt").all_inner_texts()
    buttons = page.locator("[aria-keyshortcuts]").evaluate_all(
        "all => all.map(each => each.getAttribute('aria-keyshortcuts'))"
    )
    assert set(buttons) <= set(keys)
    assert len(buttons) == 18
    page.locator("#rv-letters").uncheck()
    press(page, "Escape")
    page.locator("#rv-list").focus()
    press(page, "a")
    assert "1/" not in page.locator("#rv-progress").inner_text()
    press(page, "ArrowDown")
    page.click("#rv-do-accept")
    assert "1/" in page.locator("#rv-progress").inner_text()


#: Colour of the ground's canvas at a place, red, green and blue.
INK = """([lat, lon]) => {
  const canvas = ZM.map.getPane("rv-beneath").querySelector("canvas"), box = canvas.getBoundingClientRect();
  const frame = ZM.map.getContainer().getBoundingClientRect(), ratio = canvas.width / box.width;
  const { x, y } = ZM.map.latLngToContainerPoint([lat, lon]);
  const at = [x + frame.x - box.x, y + frame.y - box.y].map((each) => Math.round(each * ratio));
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, -at[0], -at[1]);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def rgb(color: str | None) -> list[int]:
    return list(bytes.fromhex(str(color).lstrip("#")))


@pytest.mark.parametrize("width", [1400, 360])
def test_the_ground_lies_beneath_what_was_located(visit: Any, tmp_path: Path, width: int) -> None:
    draft, extract, file = read_text(), tmp_path / "city.geojson", tmp_path / "g.html"
    extract.write_text(json.dumps(city()), "utf-8")
    ground, remark = beneath(extract, located(draft))
    assert remark is None
    file.write_text(render_review(draft, located(draft), ground), "utf-8")
    page = visit(file)
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_selector("body[data-ready]")
    page.evaluate("() => void ZM.map.setView([22.71, 113.515], 14, { animate: false })")
    page.wait_for_timeout(300)
    assert page.evaluate(INK, [22.7145, 113.5145]) == rgb(look.context("water", is_area=True).fill)
    assert page.evaluate(INK, [22.705, 113.5165]) == rgb(look.ground("road").color)
    assert {"滨江路", "云湖"} <= set(page.evaluate("() => ZM.beneath.names.written.map(({ text }) => text)"))
    for pane in ("rv-beneath", "rv-names"):
        style = f"() => getComputedStyle(ZM.map.getPane('{pane}')).pointerEvents"
        assert page.evaluate(style) == "none"
    page.click("#zm-language")
    until(page, "ZM.beneath.names.written.some(({ text }) => text === 'Yunhu')")


def test_hostile_words_are_text(visit: Any, tmp_path: Path) -> None:
    text = ATTACK.replace("\n", " ").replace("\r", " ").replace("\u2028", " ").replace("\u2029", " ")
    draft = read_text(f"——桐林片区。{text}东至梧桐路，南至云溪大道，西至银杏路，北至星河大道。\n", ATTACK)
    ground = located(draft)
    for feature in ground["features"]:
        for key in ("found", "rule", "how"):
            feature["properties"][key] = ATTACK
    file = tmp_path / "h.html"
    file.write_text(render_review(draft, ground), "utf-8")
    page = visit(file)
    page.wait_for_selector("body[data-ready]")
    page.locator("#rv-list").focus()
    for _ in range(6):
        press(page, "j", "a")
    assert ATTACK in page.locator("#zm-title").text_content()
    assert page.locator("#rv-text img, #rv-text script, #rv-card img, iframe").count() == 0
    assert saved(page)["source"] == ATTACK[:1000]
