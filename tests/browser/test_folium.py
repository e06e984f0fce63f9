"""Our layers on maps of folium: a stranger's map, folium's control and tiles, a notebook; hostile names."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import folium
import pytest
import sample_page as sample
from folium.plugins import DualMap
from opened import WIDE, Watched, until
from playwright.sync_api import Browser, Route

from layers.assemble import Atlas
from mapgen.pages import inline
from mapgen.pages.figure import OfflineFigure
from mapgen.pages.layer import OverlayLayer, embedded, role_layers
from mapgen.pages.map import folium_map, map_layers

Show = Callable[..., Watched]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364600000000600023081d02f0000000049454e44ae426082"
)


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Open text as a page; what folium links is answered from the wheel if `linked` is allowed."""
    contexts, watched = [], []

    def serve(route: Route) -> None:
        url = route.request.url
        if inline.carries(url):
            kind = "text/css" if url.endswith(".css") else "text/javascript"
            route.fulfill(body=inline.resource(url), content_type=kind)
        else:
            route.fulfill(body=PIXEL, content_type="image/png")

    def show(page: str, *, linked: bool = False) -> Watched:
        file = tmp_path / "map.html"
        file.write_text(page, encoding="utf-8", newline="\n")
        context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
        contexts.append(context)
        if linked:
            context.route(lambda url: url.startswith("http"), serve)
        found = Watched(context.new_page())
        watched.append((found, linked))
        found.page.set_default_timeout(10_000)
        found.page.goto(file.as_uri())
        return found

    yield show
    for context in contexts:
        context.close()
    for found, linked in watched:
        assert found.complaints == []
        assert linked or found.requests == []


def hostile() -> dict[str, Any]:
    """A payload with a hostile name for the role of a zone, of its plan and of an element in it."""
    payload = sample.payload()
    payload["plans"][0]["roles"][1]["name"] = sample.HOSTILE
    for element in payload["elements"]:
        if element["role"] == "多园区":
            element |= {"role": sample.HOSTILE, "name": sample.HOSTILE}
    return payload


def centred(**options: Any) -> folium.Map:
    """A map whose zones lie left of a control that is wide because of hostile names."""
    return folium.Map(location=(22.74, 113.60), zoom_start=12, **options)


def filled(built: folium.Map, payload: dict[str, Any], language: str = "zh") -> folium.Map:
    """A map with all layers of a payload and folium's own control."""
    bundle = embedded(payload, language)
    OverlayLayer(bundle, "context").add_to(built)
    for layer in role_layers(bundle):
        layer.add_to(built)
    OverlayLayer(bundle, "edges", show=False).add_to(built)
    folium.LayerControl(collapsed=False).add_to(built)
    return built


def offline(payload: dict[str, Any], language: str = "zh") -> str:
    built = filled(centred(tiles=None), payload, language)
    return str(OfflineFigure().add_child(built).render())


def names(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".leaflet-control-layers label").all_text_contents()]


def at(page: Any, lon: float, lat: float) -> tuple[float, float]:
    """Where a place lies in the window; the map is the only one there."""
    x, y = page.evaluate(
        """([lon, lat]) => {
          const name = Object.keys(window).find((key) => key.startsWith("map_"));
          const { x, y } = window[name].latLngToContainerPoint([lat, lon]);
          return [x, y];
        }""",
        [lon, lat],
    )
    return x, y


def test_layers_stand_in_folium_s_control_under_their_names(show: Show) -> None:
    page = show(offline(sample.payload())).page
    assert names(page) == ["水系与岸线", "一核", "多园区", "一廊", "平台", "四至（逐边标注）"]
    boxes = page.locator(".leaflet-control-layers input")
    assert [box.is_checked() for box in boxes.all()] == [True] * 5 + [False]


def test_a_box_of_folium_s_control_takes_a_role_off_the_map(show: Show) -> None:
    page = show(offline(sample.payload())).page
    shapes = page.locator("path.leaflet-interactive")
    assert shapes.count() == 9
    page.get_by_label("一核").uncheck()
    assert shapes.count() == 6
    page.get_by_label("一核").check()
    assert shapes.count() == 9
    page.get_by_label("四至（逐边标注）").check()
    assert page.locator(".leaflet-overlay-pane path").count() == 9 + 2 * 5


def test_points_stay_on_top_whichever_role_came_last(show: Show) -> None:
    page = show(offline(sample.payload())).page
    page.get_by_label("一核").uncheck()
    page.get_by_label("一核").check()
    last = page.locator(".leaflet-overlay-pane path").last
    assert last.get_attribute("fill-opacity") == "1"  # zones are filled lightly, points in full


def test_hostile_names_are_text_in_control_tooltip_and_popup(show: Show) -> None:
    page = show(offline(hostile())).page
    expected = sample.HOSTILE.replace("\u2028", " ")
    assert expected in [name.replace("\u2028", " ") for name in names(page)]
    page.mouse.move(*at(page, 113.475, 22.815))
    page.mouse.move(*at(page, 113.476, 22.816))
    assert page.locator(".leaflet-tooltip").text_content() == sample.HOSTILE
    page.mouse.click(*at(page, 113.475, 22.815))
    popup = page.locator(".leaflet-popup-content")
    assert popup.locator("h3").text_content() == sample.HOSTILE
    assert sample.HOSTILE in str(popup.locator("p").text_content())
    assert page.locator("body img").count() == 0
    assert "22876792454961" not in page.content()


def test_a_popup_says_what_the_card_says(show: Show) -> None:
    page = show(offline(sample.payload(), "en")).page
    page.mouse.click(*at(page, 113.52, 22.73))
    popup = page.locator(".leaflet-popup-content")
    assert popup.locator("h3").text_content() == "CAS Mingzhu Science Park"
    assert popup.locator("p").text_content() == "Core · Zone"
    facts = popup.locator("dd").all_text_contents()
    assert facts[:3] == ["Stated sides ±60 m", "about 10.5 km²", "10.31 km²"]
    assert facts[3:5] == ["9.5–11.1 km²", "−0.19 km² · Explained by accuracy"]


def test_dashes_say_how_a_boundary_is_known(show: Show) -> None:
    page = show(offline(sample.payload())).page
    dashes = {
        page.locator("path.leaflet-interactive").nth(i).get_attribute("stroke-dasharray") for i in range(9)
    }
    assert None in dashes  # stated sides
    assert len(dashes) >= 3  # traced, sketched


def test_credits_stand_on_the_map_as_text(show: Show) -> None:
    page = show(offline(sample.payload())).page
    written = page.locator(".leaflet-control-attribution").text_content()
    assert "示意图 · © OpenStreetMap contributors (ODbL)" in str(written)
    assert sample.HOSTILE in str(written)


def test_a_map_of_a_stranger_with_tiles_of_folium(show: Show) -> None:
    built = filled(centred(), sample.payload())
    found = show(built.get_root().render(), linked=True)
    assert names(found.page)[1:3] == ["水系与岸线", "一核"]
    assert found.page.locator("path.leaflet-interactive").count() == 9
    until(found.page, "document.querySelectorAll('img.leaflet-tile-loaded').length > 0")


def test_what_is_added_later_joins_the_control(show: Show, own_atlas: Atlas) -> None:
    built = folium_map(own_atlas, ["nanshan"])
    before = names(show(built.get_root().render()).page)
    folium.FeatureGroup("mine").add_to(built)
    folium.GeoJson({"type": "Point", "coordinates": [113.9, 22.5]}, name="yours").add_to(built)
    theirs = map_layers(own_atlas, ["haizhu"])
    for layer in theirs:
        layer.add_to(built)
    found = names(show(built.get_root().render()).page)
    assert {*before, "mine", "yours"} < set(found)
    assert {html.unescape(layer.layer_name) for layer in theirs} <= set(found)


def test_a_map_drawn_on_canvas_answers_to_the_pointer(show: Show) -> None:
    built = filled(centred(tiles=None, prefer_canvas=True), hostile())
    page = show(str(OfflineFigure().add_child(built).render())).page
    page.mouse.click(*at(page, 113.475, 22.815))
    assert page.locator(".leaflet-popup-content h3").text_content() == sample.HOSTILE


def test_a_notebook_shows_it_in_a_frame(show: Show) -> None:
    built = filled(centred(tiles=None), hostile())
    OfflineFigure().add_child(built)
    built._repr_html_()
    cell = built._repr_html_()  # a cell may be shown again
    page = show(f"<!DOCTYPE html><meta charset=utf-8><h1>{html.escape(sample.HOSTILE)}</h1>{cell}").page
    frame = page.frame_locator("iframe")
    assert frame.locator(".leaflet-control-layers label").count() == 6
    assert frame.locator("path.leaflet-interactive").count() == 9


def test_two_maps_in_one_figure_share_scripts_and_data(show: Show) -> None:
    both = DualMap(location=(22.74, 113.51), zoom_start=12, tiles=None)
    bundle = embedded(sample.payload(), "zh")
    for layer in role_layers(bundle):
        layer.add_to(both)  # which puts a copy on its second map
    text = both.get_root().render()
    assert text.count('<script type="application/json" id="zm-payload') == 1
    assert text.count("window.ZM=") == 1
    page = show(text, linked=True).page
    assert page.locator("path.leaflet-interactive").count() == 2 * 9


def test_markers_with_icons_and_popups_of_folium_need_no_network_either(show: Show) -> None:
    built = filled(centred(tiles=None), sample.payload())
    folium.Marker((22.74, 113.51), popup="hello", icon=folium.Icon("red")).add_to(built)
    text = str(OfflineFigure().add_child(built).render())
    assert "AwesomeMarkers" not in offline(sample.payload())  # 1.3 MB that a map without icons goes without
    page = show(text).page
    page.locator(".awesome-marker-icon-red").click()
    assert page.locator(".leaflet-popup-content").text_content() == "hello"


def test_relations_are_a_layer_that_is_off_at_first(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = sample.related()
    payload["relations"][0] |= {"note": sample.HOSTILE}
    payload["elements"][1]["name_en"] = sample.HOSTILE  # where the first relation begins
    monkeypatch.setattr("mapgen.pages.map.payload_of", lambda *_: payload)
    built = centred(tiles=None)
    OfflineFigure().add_child(built)
    for layer in map_layers(cast("Atlas", None), ["nansha"], language="en"):
        layer.add_to(built)
    folium.LayerControl(collapsed=False).add_to(built)
    page = show(built.get_root().render()).page
    shapes = page.locator("path.leaflet-interactive")
    before = shapes.count()
    box = page.get_by_label("Relations, as stated")
    assert not box.is_checked()
    box.check()
    # Of the five that the page of the plan has: one leads out of it, one is another plan's, one has no arc.
    assert shapes.count() == before + 2
    page.mouse.move(*at(page, 113.589, 22.6745))
    page.mouse.move(*at(page, 113.59, 22.673333))
    tooltip = page.locator(".leaflet-tooltip").text_content()
    assert tooltip == f"{sample.HOSTILE} · Radiates to · Guangdong Laboratory"
    page.mouse.click(*at(page, 113.59, 22.673333))
    popup = page.locator(".leaflet-popup-content")
    assert popup.locator("h3").text_content() == sample.HOSTILE
    assert popup.locator("dd").all_text_contents() == [
        "Guangdong Laboratory",
        "规划 三（一）",
        sample.HOSTILE,
    ]
    assert page.locator("body img").count() == 0
