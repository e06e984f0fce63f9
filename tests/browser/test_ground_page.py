"""The ground on a page: in the second frame, beneath all else, fewer the smaller the map; its names yield."""

# ruff: noqa: E501  what runs in the page stands in one string

from typing import Any

import pytest
import sample_page as sample
from opened import Open, until
from playwright.sync_api import Page, expect
from support import HOSTILE

from mapgen import look

TOWN = "远镇"


def line(*positions: list[float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(positions)}


def feature(name: str, kind: str, rank: int, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "name_en": name, "kind": kind, "rank": rank, "geometry": geometry}


GROUND = [
    feature("长路", "road", 1, line([113.0, 22.70], [114.2, 22.70])),
    feature("小路", "road", 4, line([113.0, 22.69], [114.2, 22.69])),
    feature("一号线", "metro", 2, line([113.0, 22.71], [114.2, 22.71])),
    feature("山", "hill", 1, {"type": "Polygon", "coordinates": [[[113.42, 22.81], [113.44, 22.81], [113.44, 22.83], [113.42, 22.81]]]}),
    feature(TOWN, "town", 1, {"type": "Point", "coordinates": [113.46, 22.735]}),
    feature(HOSTILE, "station", 1, {"type": "Point", "coordinates": [113.50, 22.65]}),
]  # fmt: skip

#: Whether the canvas of a pane has a colour about a place of the map; blended with nothing but what is transparent.
HAS = """([pane, lon, lat, color]) => {
  const canvas = ZM.map.getPane(`zm-${pane}`).querySelector("canvas"), box = canvas.getBoundingClientRect(), frame = ZM.map.getContainer().getBoundingClientRect();
  const { x, y } = ZM.map.latLngToContainerPoint([lat, lon]), ratio = canvas.width / box.width;
  const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 9 }), pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, -Math.round((x + frame.x - box.x) * ratio), -Math.round((y + frame.y - box.y) * ratio) + 4);
  const { data } = pen.getImageData(0, 0, 1, 9), wanted = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return [...Array(9).keys()].some((i) => data[4 * i + 3] > 100 && wanted.every((value, channel) => Math.abs(value - data[4 * i + channel]) < 4));
}"""
ROAD, METRO = look.ground("road").color, look.ground("metro").color


def grounded() -> dict[str, Any]:
    return sample.payload() | {"ground": GROUND}


def has(page: Page, pane: str, lat: float, color: str) -> bool:
    return bool(page.evaluate(HAS, [pane, 113.42, lat, color]))


def test_it_is_drawn_beneath_and_can_be_switched_off(open_page: Open) -> None:
    page = open_page(grounded()).page
    assert has(page, "ground", 22.70, ROAD)
    assert has(page, "ground", 22.71, METRO)
    assert not has(page, "elements", 22.70, ROAD)
    assert page.evaluate("() => getComputedStyle(ZM.map.getPane('zm-ground')).pointerEvents") == "none"
    box = page.get_by_label("底图（道路、轨道、地名）", exact=True)
    expect(box).to_be_checked()
    expect(page.locator("#zm-legend")).to_contain_text("地铁、有轨电车")
    page.evaluate("() => ZM.state.setOverlay('ground', false)")
    expect(box).not_to_be_checked()
    page.wait_for_timeout(200)
    assert not has(page, "ground", 22.70, ROAD)
    expect(page.locator("#zm-legend")).not_to_contain_text("地铁、有轨电车")


def test_a_page_without_one_has_no_box(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    expect(page.locator("#zm-overlay-context")).to_be_attached()
    expect(page.locator("#zm-overlay-ground")).not_to_be_attached()


def test_the_layers_come_first(open_page: Open) -> None:
    page = open_page(grounded()).page
    order = page.evaluate(
        """() => {
          const said = [], { painted } = ZM.ground, place = document.createElement("div");
          ZM.ground.painted = () => { said.push("ground"); return painted(ZM.model.ground); };
          const made = ZM.draw.create(L.map(place, { center: [22.7, 113.5], zoom: 11 }), {});
          said.push("layers");
          made.showNames();
          ZM.ground.painted = painted;
          return said;
        }"""
    )
    assert order == ["layers", "ground"]


@pytest.mark.parametrize(("zoom", "seen"), [(12.5, False), (13, True)])
def test_it_is_thinned_by_zoom(open_page: Open, zoom: float, seen: bool) -> None:
    page = open_page(grounded()).page
    page.evaluate(f"() => void ZM.map.setView([22.69, 113.42], {zoom}, {{ animate: false }})")
    until(page, f"ZM.map.getZoom() === {zoom}")
    page.wait_for_timeout(200)
    assert (has(page, "ground", 22.69, ROAD)) == seen


def test_its_names_yield_to_the_names_of_elements(open_page: Open) -> None:
    page = open_page(grounded()).page
    found = page.evaluate(
        """() => {
          const taken = ZM.names.written.map(({ box }) => box), ground = () => ZM.model.ground,
            below = ZM.ground.names(ground, () => ZM.names.written);
          below.place(ZM.viewOf(ZM.map));
          const crowded = ZM.ground.names(ground, () => [{ text: "", box: [-1e6, -1e6, 1e6, 1e6] }]);
          crowded.place(ZM.viewOf(ZM.map));
          const named = ZM.ground.names(ground, () => [{ text: "远镇", box: [0, 0, 0, 0] }]);
          named.place(ZM.viewOf(ZM.map));
          return {
            taken,
            below: below.written.map(({ text, box }) => [text, box]),
            crowded: crowded.written,
            named: named.written.map(({ text }) => text),
          };
        }"""
    )
    assert found["taken"]
    assert {text for text, _ in found["below"]} >= {TOWN, HOSTILE}
    assert "长路" not in {text for text, _ in found["below"]}
    for _, (left, top, right, bottom) in found["below"]:
        for other in found["taken"]:
            assert right <= other[0] or left >= other[2] or bottom <= other[1] or top >= other[3]
    assert found["crowded"] == []
    # Nor does one repeat a name that stands on the map already.
    assert HOSTILE in found["named"]
    assert TOWN not in found["named"]


def test_a_printed_sheet_has_it(open_page: Open) -> None:
    page = open_page(grounded()).page
    page.evaluate("() => void ZM.print.open()")
    sheet = page.locator(".zm-sheet").first
    expect(sheet.locator(f".zm-sheet-map path[stroke='{ROAD}']").first).to_be_attached()
    expect(sheet.locator(".zm-names")).to_contain_text(TOWN)
    expect(sheet.locator(".zm-sheet-legend")).to_contain_text("地铁、有轨电车")
