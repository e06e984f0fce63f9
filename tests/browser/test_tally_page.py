"""The map of counts in a real Chromium: shades, years and figures, offline; hostile names are text."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely
from attacks import ATTACKS

from layers.assemble import Atlas
from mapgen import look
from mapgen.pages.tally import render_tally, tally_payload
from mapgen.tallying.columns import Asked
from mapgen.tallying.frames import count_frame
from mapgen.tallying.result import Result, result_of
from mapgen.tallying.zones import zones_of

ATTACK = "".join(ATTACKS.values())


@pytest.fixture(scope="module")
def result(own_atlas: Atlas) -> Result:
    """Three points of 2021 and one of 2022 in the first zone of Nansha, one of 2022 in its last."""
    zones = [each for each in own_atlas.of_plan("nansha") if each.kind == "zone"]
    ends = [shapely.point_on_surface(zone.geometry) for zone in (zones[0], zones[-1])]
    at = [ends[0]] * 4 + [ends[1]]
    table = pd.DataFrame({
        "lon": [point.x for point in at], "lat": [point.y for point in at],
        "year": [2021, 2021, 2021, 2022, 2022], ATTACK: [1.5] * 5,
    })  # fmt: skip
    asked = Asked(year="year", total=ATTACK, x="lon", y="lat")
    zones_ = zones_of(own_atlas, ["nansha"])
    return result_of(count_frame(table, zones_, asked), zones_, asked)


def rows(page: Any) -> list[list[str]]:
    return [
        [cell.inner_text() for cell in row.locator("td").all()] for row in page.locator("#ta-rows tr").all()
    ]


def fills(page: Any) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('path.leaflet-interactive')].map(each => each.getAttribute('fill'))"
    )


def test_counts_are_shown_year_by_year(result: Result, own_atlas: Atlas, visit: Any, tmp_path: Path) -> None:
    file = tmp_path / "m.html"
    file.write_text(render_tally(own_atlas, ["nansha"], result), "utf-8")
    page = visit(file)
    page.click("#ta-language")
    told = [row[1] for row in rows(page)]
    most = max(row["count"] for row in result.rows)
    assert told[0] == "4"
    assert most == 3
    whole = fills(page)
    page.locator("#ta-step").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#ta-now").inner_text() == "2021"
    assert rows(page)[0][1:] == ["3", "4.5"]
    assert fills(page) != whole
    assert page.locator("#ta-step").get_attribute("aria-valuetext") == "2021"
    page.keyboard.press("ArrowRight")
    assert rows(page)[0][1] == "1"
    page.click("#ta-rows button >> nth=0")
    assert page.locator("#ta-told").inner_text().startswith("5 rows: 0 in no zone, 0 bad")


def test_zones_are_shaded_by_what_one_chooses(
    own_atlas: Atlas, result: Result, visit: Any, tmp_path: Path
) -> None:
    file = tmp_path / "m.html"
    file.write_text(render_tally(own_atlas, ["nansha"], result), "utf-8")
    page = visit(file)
    page.click("#ta-language")
    choice = page.locator("#ta-by")
    assert choice.locator("option").all_inner_texts() == ["Points", f"Sum of {ATTACK}", "Points/km²"]
    by_count, rows_by_count = fills(page), rows(page)
    shades = page.locator("#ta-legend li").all_inner_texts()
    assert shades == ["0", "1", "2 and more"]
    choice.select_option("sum")
    assert rows(page) == rows_by_count
    assert page.locator("#ta-legend li").all_inner_texts() == ["0", "1.5", "more than 1.5"]
    choice.focus()
    page.keyboard.press("ArrowDown")
    assert choice.input_value() == "density"
    zones = {name: own_atlas.elements[id_] for _, id_, name in result.zones.names}
    told = {zones_.entry.record.name_en: zones_ for zones_ in zones.values()}
    found = {name: (int(count), float(density)) for name, count, density in rows(page)}
    for name, (count, density) in found.items():
        assert density == pytest.approx(count / told[name].area_km2, abs=0.005)
    assert [density for _, density in found.values()] == sorted(
        (density for _, density in found.values()), reverse=True
    )
    # The smaller zone with one point is denser than the larger one with four.
    assert fills(page) != by_count


def test_years_have_a_scale_of_their_own(own_atlas: Atlas) -> None:
    zone = next(each for each in own_atlas.of_plan("nansha") if each.kind == "zone")
    place = shapely.point_on_surface(zone.geometry)
    table = pd.DataFrame({"lon": place.x, "lat": place.y, "year": [2021] * 3 + [2022] * 5})
    asked, zones = Asked(year="year", x="lon", y="lat"), zones_of(own_atlas, ["nansha"])
    payload = tally_payload(own_atlas, ["nansha"], result_of(count_frame(table, zones, asked), zones, asked))
    assert payload["measures"][0] == {
        "kind": "count",
        "scales": [{"least": 8, "breaks": []}, {"least": 3, "breaks": [3]}],
    }
    shown = next(each for each in payload["zones"] if each["name"] == zone.entry.record.name)
    assert shown["density"] == pytest.approx([each / zone.area_km2 for each in (8, 3, 5)], abs=0.005)


def test_the_map_begins_with_all_zones_in_sight(
    result: Result, own_atlas: Atlas, visit: Any, tmp_path: Path
) -> None:
    file = tmp_path / "m.html"
    file.write_text(render_tally(own_atlas, ["nansha"], result), "utf-8")
    page = visit(file)
    frame = page.locator("#ta-map").bounding_box()
    for shape in page.locator("path.leaflet-interactive").all():
        box = shape.bounding_box()
        assert frame["y"] <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]


def test_hostile_names_are_text(result: Result, own_atlas: Atlas, visit: Any, tmp_path: Path) -> None:
    element = own_atlas.elements["nansha.core"]
    record = element.entry.record.model_copy(update={"name_en": ATTACK})
    hostile = replace(element, entry=replace(element.entry, record=record))
    atlas = replace(own_atlas, elements={**own_atlas.elements, "nansha.core": hostile})
    names = tuple(
        (plan, id_, ATTACK if id_ == "nansha.core" else name) for plan, id_, name in result.zones.names
    )
    named = [{**row, "name": ATTACK if row["zone"] == "nansha.core" else row["name"]} for row in result.rows]
    broken = replace(result, zones=replace(result.zones, names=names), rows=named)
    text = render_tally(atlas, ["nansha"], broken)
    assert "connect-src" not in text or "connect-src 'none'" in text
    assert "default-src 'none'" in text
    file = tmp_path / "m.html"
    file.write_text(text, "utf-8")
    page = visit(file)
    shown = page.locator("#ta-rows button").evaluate_all("all => all.map(each => each.textContent)")
    assert ATTACK in shown
    assert json.dumps(ATTACK) not in text
    page.locator("path.leaflet-interactive").first.hover(force=True)
    assert page.locator("img, iframe, #ta-rows svg").count() == 0


def test_what_is_unsure_looks_unsure(result: Result, own_atlas: Atlas, visit: Any, tmp_path: Path) -> None:
    file = tmp_path / "m.html"
    file.write_text(render_tally(own_atlas, ["nansha"], result), "utf-8")
    page = visit(file)
    dashes = page.evaluate(
        "[...document.querySelectorAll('path.leaflet-interactive')]"
        ".map(each => each.getAttribute('stroke-dasharray') || '')"
    )
    shown = {id_: own_atlas.elements[id_] for _, id_, _ in result.zones.names}
    bases = {element.basis for element in shown.values()}
    assert {"stated sides", "sketched"} <= bases
    assert {tuple(map(float, each.split())) for each in dashes} == {look.dash(basis, 1) for basis in bases}
    page.hover("path.leaflet-interactive >> nth=-1")
    smallest = min(shown.values(), key=lambda each: each.geometry.area)
    assert f"{smallest.accuracy_m:,.0f}" in page.locator(".leaflet-tooltip").inner_text()


def test_places_of_one_name_tell_their_plans(own_atlas: Atlas, visit: Any, tmp_path: Path) -> None:
    plans = ["guangzhou", "nansha"]
    zones = zones_of(own_atlas, plans)
    asked = Asked(x="lon", y="lat")
    counted = count_frame(pd.DataFrame({"lon": [113.5], "lat": [22.8]}), zones, asked)
    file = tmp_path / "m.html"
    file.write_text(render_tally(own_atlas, plans, result_of(counted, zones, asked)), "utf-8")
    page = visit(file)
    titles = {own_atlas.catalog.plans[plan].title for plan in plans}
    assert set(page.locator(".ta-plan").all_inner_texts()) == titles
