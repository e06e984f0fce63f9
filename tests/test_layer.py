"""Layers of folium: what passes a template, and what travels with them."""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import folium
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Template

sys.path.insert(0, str(Path(__file__).parent / "browser"))

import sample_page as sample

from layers.assemble import Atlas
from mapgen.pages.figure import OfflineFigure
from mapgen.pages.layer import OverlayLayer, RoleLayer, embedded, harmless, relations_on, role_layers
from mapgen.pages.map import folium_map, map_layers


@given(st.text())
@example(sample.HOSTILE)
@example("__proto__")
@example("{# x #}")
def test_a_name_passes_templates_and_html_as_text(name: str) -> None:
    safe = harmless(name)
    # Twice, as folium and branca do; a newline at the end of a template is its own.
    rendered = Template(
        Template(safe, keep_trailing_newline=True).render(), keep_trailing_newline=True
    ).render()
    assert rendered == safe
    assert not set(safe) & set("<>\"'{}%_\\`$")
    references = {ord(char) for char in name if html.unescape(f"&#{ord(char)};") != char}
    if not references:  # HTML knows no U+0000, and reads some controls as Windows' letters
        assert html.unescape(safe) == name


def test_a_layer_is_a_layer_of_folium() -> None:
    for layer in role_layers(embedded(sample.payload(), "zh")):
        assert isinstance(layer, folium.map.Layer)


def test_nothing_of_the_data_stands_in_the_script_of_the_map() -> None:
    payload = sample.payload()
    payload["plans"][0]["roles"][0]["name"] = "秘密{{9**14}}"
    for element in payload["elements"]:
        element |= {"role": "秘密{{9**14}}"}
    built = folium.Map(tiles=None)
    figure = OfflineFigure().add_child(built)
    for layer in role_layers(embedded(payload, "zh")):
        layer.add_to(built)
    figure.render()
    script = figure.script.render()
    assert "ZM.role(" in script
    assert "秘密" not in script
    assert "22876792454961" not in figure.render()


def test_data_and_scripts_travel_once_however_many_layers() -> None:
    built = folium.Map(tiles=None)
    for _ in range(2):  # the same payload given twice is the same data
        for layer in role_layers(embedded(sample.payload(), "zh")):
            layer.add_to(built)
    page = OfflineFigure().add_child(built).render()
    assert page.count('id="zm-payload') == 1
    assert page.count('id="zm-config"') == 1
    assert page.count("window.ZM=") == 1
    assert len(re.findall(r"ZM\.role\(\d", page)) == 8


def test_a_single_layer_brings_all_that_it_needs() -> None:
    built = folium.Map(tiles=None)
    RoleLayer(embedded(sample.payload(), "zh"), 0, 1).add_to(built)
    page = built.get_root().render()
    assert page.count('id="zm-payload') == 1
    assert page.index("window.ZM=") < page.index("ZM.role(0")


def test_layers_of_different_payloads_do_not_meet() -> None:
    built = folium.Map(tiles=None)
    for payload in (sample.payload(), sample.atlas()):
        for layer in role_layers(embedded(payload, "zh")):
            layer.add_to(built)
    assert built.get_root().render().count('<script type="application/json" id="zm-payload') == 2


def test_layers_of_several_plans_are_told_apart_by_their_plan() -> None:
    names = [layer.layer_name for layer in role_layers(embedded(sample.atlas(), "en"))]
    assert names[0] == harmless("One Corridor, One Core, Many Parks · Core")
    assert names[-1] == harmless("One Axis, Four Cores, Many Points · Points")


def test_a_layer_knows_its_bounds() -> None:
    park = RoleLayer(embedded(sample.payload(), "zh"), 0, 1)
    assert park.get_bounds() == [[22.76, 113.40], [22.83, 113.49]]


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="language 'fr' is none of zh, en"):
        embedded(sample.payload(), "fr")


def test_a_map_of_a_plan_is_a_map_of_folium(own_atlas: Atlas) -> None:
    built = folium_map(own_atlas, ["nansha"])
    assert isinstance(built, folium.Map)
    page = built.get_root().render()
    assert "https://cdn" not in page
    assert len(re.findall(r"ZM\.role\(\d", page)) == 9
    # Of these 35 KB are the ground: its lines and hills.
    assert len(page.encode()) < 330_000
    assert page.count('ZM.overlay("relations"') == 1


def test_a_map_has_the_relations_that_its_plans_state_between_its_places() -> None:
    payload = sample.related()
    assert [each["ends"] for each in relations_on(payload)] == [
        ["nansha.science", "nansha.lab"],
        ["nansha.science", "nansha.dagang"],
    ]
    # What the plan calls by another's name is the place on the map.
    payload["relations"][0]["ends"][0] = "guangzhou.mingzhu"
    assert relations_on(payload)[0]["ends"] == ["nansha.science", "nansha.lab"]
    assert relations_on(sample.payload()) == []


def test_no_relations_no_layer_of_them(monkeypatch: pytest.MonkeyPatch, own_atlas: Atlas) -> None:
    monkeypatch.setattr("mapgen.pages.map.payload_of", lambda *_: sample.payload())
    overlays = [layer.overlay_name for layer in map_layers(own_atlas, []) if isinstance(layer, OverlayLayer)]
    assert overlays == ["context", "baselines", "edges"]


def test_a_map_of_several_plans_takes_options_of_folium(own_atlas: Atlas) -> None:
    built = folium_map(
        own_atlas, ["nansha", "haizhu"], language="en", control=False, height=400, location=(22, 113)
    )
    page = built.get_root().render()
    assert "L.control.layers" not in page.split("ZM.role(0", 1)[1]
    assert "fitBounds" not in page.split("ZM.role(0", 1)[1]
    assert "height: 400.0px" in page
