"""A page's roles and backgrounds are layers of its Leaflet map; the tree and the map are of one mind."""

from __future__ import annotations

import sample_page as sample
from opened import Open
from playwright.sync_api import Page, expect


def on_map(page: Page, *names: str) -> list[bool]:
    return [page.evaluate(f"map_zonemap.hasLayer({name})") for name in names]


ROLES = ("role_0_0", "role_0_1", "role_0_2", "role_0_3")
OVERLAYS = ("overlay_context", "overlay_baselines", "overlay_edges", "overlay_labels")


def test_each_role_with_elements_is_a_layer_on_the_map(open_page: Open) -> None:
    payload = sample.payload()
    payload["plans"][0]["roles"].insert(
        1, {"name": "空", "name_en": "Empty", "color": "#000000", "shown": True}
    )
    page = open_page(payload).page
    assert on_map(page, "role_0_0", "role_0_2", "role_0_3", "role_0_4") == [True] * 4
    assert page.evaluate("typeof role_0_1") == "undefined"
    assert page.evaluate("ZM.model.element('nansha.qingsheng').roleInfo.name") == "多园区"
    page.evaluate("role_0_2.remove()")
    assert page.evaluate("ZM.state.isVisible(ZM.model.element('nansha.qingsheng'))") is False


def test_backgrounds_are_on_the_map_as_folium_shows_them(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert on_map(page, *OVERLAYS) == [True, True, False, True]
    assert [page.evaluate(f"ZM.state.overlay('{name.split('_')[1]}')") for name in OVERLAYS] == on_map(
        page, *OVERLAYS
    )


def test_a_box_of_the_tree_takes_the_layer_off_the_map(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    box = page.get_by_role("checkbox", name="一核", exact=True)
    box.uncheck()
    assert on_map(page, *ROLES) == [False, True, True, True]
    # One element of a role is enough for its layer.
    page.evaluate("ZM.state.show([ZM.model.element('nansha.ocean')], true)")
    assert on_map(page, "role_0_0") == [True]
    expect(page.get_by_role("checkbox", name="一核", exact=True)).to_have_js_property("indeterminate", True)
    page.get_by_role("button", name="全部隐藏").click()
    assert on_map(page, *ROLES) == [False] * 4


def test_taking_a_layer_off_the_map_empties_its_box(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("map_zonemap.removeLayer(role_0_1)")
    expect(page.get_by_role("checkbox", name="多园区", exact=True)).not_to_be_checked()
    page.evaluate("map_zonemap.addLayer(role_0_1)")
    expect(page.get_by_role("checkbox", name="多园区", exact=True)).to_be_checked()
    page.evaluate("overlay_edges.addTo(map_zonemap)")
    expect(page.locator("#zm-overlay-edges")).to_be_checked()
    page.evaluate("overlay_edges.remove()")
    expect(page.locator("#zm-overlay-edges")).not_to_be_checked()


def test_a_layer_comes_and_goes_once(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate(
        "window.heard = []; map_zonemap.on('layeradd layerremove', ({ type, layer }) => "
        "layer === role_0_1 && heard.push(type))"
    )
    page.evaluate("role_0_1.remove()")
    page.evaluate("role_0_1.addTo(map_zonemap)")
    page.get_by_role("checkbox", name="多园区", exact=True).uncheck()
    assert page.evaluate("heard") == ["layerremove", "layeradd", "layerremove"]


def test_leaflet_s_own_control_switches_roles(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("L.control.layers({}, { core: role_0_0 }, { collapsed: false }).addTo(map_zonemap)")
    box = page.locator(".leaflet-control-layers input")
    expect(box).to_be_checked()
    box.dispatch_event("click")
    assert on_map(page, "role_0_0") == [False]
    assert page.evaluate("ZM.state.visible().some(({ role }) => role === '一核')") is False


def test_a_link_brings_its_layers_onto_the_map(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#v=22.74,113.5,12&on=edges&off=nansha.lab,nansha/一廊").page
    assert on_map(page, *ROLES) == [True, True, False, True]
    assert on_map(page, *OVERLAYS) == [False, False, True, False]
