"""The plans' own pages as they open: who has a name, and where it stands."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import pytest
import shapely
from naming import COUNT, SIZE
from opened import Open, until
from playwright.sync_api import Page
from shapely.geometry import shape

from layers.assemble import Atlas
from mapgen.pages.payload import payload as payload_of

WINDOW = (SIZE["width"], SIZE["height"])
#: Middles of the names of zones, groups and nodes: [text, kind, whether it has a leader, lon, lat].
MIDDLES = """() => ZM.names.written.filter(({ kind }) => ["zone", "group", "node"].includes(kind)).map(({ text, kind, leader, box }) => {
  const { lat, lng } = ZM.map.layerPointToLatLng([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]);
  return [text, kind, Boolean(leader), lng, lat];
})"""


def opened(open_page: Open, atlas: Atlas, name: str) -> Page:
    plans = list(atlas.catalog.plans) if name == "atlas" else [name]
    return open_page(payload_of(atlas, plans, name, None, None), WINDOW).page


@pytest.mark.parametrize(
    ("name", "zones", "nodes"),
    [
        ("nansha", 1.0, 0.8),
        ("huangpu", 1.0, 0.8),
        ("haizhu", 1.0, 0.8),
        ("nanshan", 1.0, 0.8),
        ("guangzhou", 34, 0),
        ("atlas", 40, 0),
    ],
)
def test_a_page_opens_with_its_names(
    open_page: Open, own_atlas: Atlas, name: str, zones: float, nodes: float
) -> None:
    page = opened(open_page, own_atlas, name)
    found = page.evaluate(COUNT)
    for kind, (named, every) in found["kinds"].items():
        wanted = {"zone": zones, "node": nodes}.get(kind, 1.0)
        assert named >= (wanted * every if isinstance(wanted, float) else wanted), found
    assert_in_their_zones(page, own_atlas)


def assert_in_their_zones(page: Page, atlas: Atlas) -> None:
    """No name stands in a zone of others, the smallest where several lie, unless a leader says whose it is."""
    shown = page.evaluate("ZM.state.visible().map(({ id, kind, geom }) => [id, kind, geom])")
    zones = {geom: shape(atlas.elements[id_].geometry) for id_, kind, geom in shown if kind == "zone"}
    smallest = sorted(zones, key=lambda geom: zones[geom].area)
    names = page.evaluate(
        "ZM.state.visible().map((element) => [ZM.pick(element, 'name'), element.id, element.geom, element.members])"
    )
    for text, kind, has_leader, lon, lat in page.evaluate(MIDDLES):
        below = next((geom for geom in smallest if zones[geom].contains(shapely.Point(lon, lat))), None)
        if has_leader or below is None:
            continue
        own = {geom for name, _, geom, _ in names if name == text}
        if kind == "group":
            continue  # its members are itself
        if kind == "node":
            own = {
                geom
                for name, id_, _, _ in names
                if name == text
                for geom in smallest
                if zones[geom].contains(shape(atlas.elements[id_].geometry))
            }
        assert below in own, (text, kind, below)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(360, 740), (768, 1024), (1280, 800)])
def test_axes_and_cores_have_their_names_on_other_screens(
    open_page: Open, own_atlas: Atlas, size: tuple[int, int], language: str
) -> None:
    payload = payload_of(own_atlas, ["nansha"], "nansha", None, None)
    page = open_page(payload, size).page
    page.evaluate("language => ZM.setLanguage(language)", language)
    wanted = "['nansha.corridor', 'nansha.core'].map((id) => ZM.pick(ZM.model.element(id), 'name'))"
    until(page, f"{wanted}.every((name) => ZM.names.written.some(({{ text }}) => text === name))")


def test_the_name_of_an_axis_stands_along_it(open_page: Open, own_atlas: Atlas) -> None:
    page = opened(open_page, own_atlas, "nansha")
    text, places = page.evaluate(
        """() => { const { text, runs } = ZM.names.written.find(({ kind }) => kind === "axis");
        return [text, runs.map(({ x, y }) => { const { lat, lng } = ZM.map.layerPointToLatLng([x, y]); return [lng, lat]; })]; }"""
    )
    assert len(places) == len(text)  # letter by letter
    line = shape(own_atlas.elements["nansha.corridor"].geometry)
    degrees = page.evaluate(
        "(() => { const at = (x) => ZM.map.layerPointToLatLng([x, 0]).lng; return (at(100) - at(0)) / 100; })()"
    )
    assert all(line.distance(shapely.Point(place)) < 30 * degrees for place in places)


def test_a_zone_larger_than_the_screen_has_its_name_in_what_is_seen_of_it(
    open_page: Open, own_atlas: Atlas
) -> None:
    page = opened(open_page, own_atlas, "nansha")
    zone = own_atlas.elements["nansha.dagang"].geometry
    west, south, east, north = zone.bounds
    corner = zone.intersection(
        shapely.box(west * 0.2 + east * 0.8, south, east, north)
    ).representative_point()
    page.evaluate("([lat, lng]) => ZM.map.setView([lat, lng], 16, { animate: false })", [corner.y, corner.x])
    assert "大岗穗港智造基地" in page.evaluate("ZM.names.written.map(({ text }) => text)")


@pytest.mark.parametrize("chosen", ["nansha.corridor", "nansha.core", "nansha.qingsheng"])
def test_no_name_lies_on_the_highlight_of_what_is_chosen(
    open_page: Open, own_atlas: Atlas, chosen: str
) -> None:
    page = opened(open_page, own_atlas, "nansha")
    page.evaluate("id => ZM.state.select(id, {})", chosen)
    page.wait_for_timeout(200)
    geometry = shape(own_atlas.elements[chosen].geometry)
    line = geometry.boundary if geometry.geom_type.endswith("Polygon") else geometry
    places = [
        [point.y, point.x]
        for part in shapely.get_parts(line)
        for point in (part.interpolate(share / 400, normalized=True) for share in range(401))
    ]
    spots = page.evaluate(
        "places => places.map((place) => { const { x, y } = ZM.map.latLngToLayerPoint(place); return [x, y]; })",
        places,
    )
    boxes = page.evaluate("ZM.names.written.flatMap(({ text, boxes }) => boxes.map((box) => [text, box]))")
    assert len(boxes) > 20
    for text, (left, top, right, bottom) in boxes:
        assert not any(left - 3 < x < right + 3 and top - 3 < y < bottom + 3 for x, y in spots), text


def test_names_stay_while_a_map_is_dragged_and_are_placed_anew_when_it_rests(
    open_page: Open, own_atlas: Atlas
) -> None:
    page = opened(open_page, own_atlas, "nansha")
    page.evaluate("ZM.map.panBy([4, 0], { animate: false })")
    page.wait_for_timeout(300)
    same = page.evaluate(
        "() => { window.before = ZM.names.written; ZM.map.panBy([300, 0], { animate: false }); return ZM.names.written === window.before; }"
    )
    assert same
    until(page, "ZM.names.written !== window.before")


#: How many names have leaders, and pairs of names whose leaders cross.
CROSSING = """() => {
  const led = ZM.names.written.filter(({ leader }) => leader), found = [];
  const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const ends = ({ leader: [ax, ay, bx, by] }) => [[ax, ay], [bx, by]];
  for (const [i, one] of led.entries())
    for (const other of led.slice(0, i)) {
      const [a, b] = ends(one), [c, d] = ends(other);
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) found.push([one.text, other.text]);
    }
  return [led.length, found];
}"""


@pytest.mark.parametrize("name", ["nansha", "huangpu", "haizhu", "nanshan", "guangzhou", "atlas"])
def test_no_leader_crosses_another(open_page: Open, own_atlas: Atlas, name: str) -> None:
    page = opened(open_page, own_atlas, name)
    for language in ("zh", "en"):
        page.evaluate("language => ZM.setLanguage(language)", language)
        page.wait_for_timeout(300)
        count, crossing = page.evaluate(CROSSING)
        assert count > 2
        assert crossing == [], language


def test_leaders_are_few_and_short(open_page: Open, own_atlas: Atlas) -> None:
    """A calm map: for each name there are few pixels of leaders, and the least names have short ones."""
    page = opened(open_page, own_atlas, "nansha")
    for language in ("zh", "en"):
        page.evaluate("language => ZM.setLanguage(language)", language)
        page.wait_for_timeout(300)
        names = page.evaluate(
            "ZM.names.written.map(({ kind, leader }) => { const [ax, ay, bx, by] = leader || [0, 0, 0, 0]; return [kind, Math.hypot(bx - ax, by - ay)]; })"
        )
        assert sum(length for _, length in names) / len(names) < 25, language
        assert max(length for kind, length in names if kind == "node") < 110, language


#: Names that are cut at the edge of the map, or hidden by what stands on it; those of the ground too.
HIDDEN = """() => {
  const { min, max } = ZM.viewOf(ZM.map), frame = ZM.map.getContainer().getBoundingClientRect();
  const over = [...document.querySelectorAll(".zm-controls button, .zm-foot p, .zm-foot button, .leaflet-control-scale, .zm-swipe-name")]
    .map((node) => node.getBoundingClientRect())
    .filter(({ width, height }) => width && height)
    .map(({ left, top, right, bottom }) => [left - frame.left + min.x, top - frame.top + min.y, right - frame.left + min.x, bottom - frame.top + min.y]);
  const ground = () => (ZM.state.overlay("ground") ? ZM.model.ground : []);
  const covered = (view) => [...ZM.covered(ZM.map), ...ZM.dots.boxes(view)];
  const below = ZM.ground.names(ground, () => ZM.names.written, { covered });
  below.place(ZM.viewOf(ZM.map));
  const written = [...ZM.names.written, ...below.written];
  return [written.length, over.length, written.filter(({ box: [left, top, right, bottom] }) =>
    left < min.x || top < min.y || right > max.x || bottom > max.y ||
    over.some((each) => left < each[2] && right > each[0] && top < each[3] && bottom > each[1])).map(({ text }) => text)];
}"""


@pytest.mark.parametrize("size", [(360, 740), (768, 1024), (1280, 720)])
@pytest.mark.parametrize("name", ["nansha", "guangzhou", "atlas"])
def test_no_name_is_cut_or_hidden(
    open_page: Open, own_atlas: Atlas, name: str, size: tuple[int, int]
) -> None:
    plans = list(own_atlas.catalog.plans) if name == "atlas" else [name]
    page = open_page(payload_of(own_atlas, plans, name, None, None), size).page
    for words in ("[\\u4e00-\\u9fff]", "^[A-Z]"):
        until(page, f"ZM.names.written.some(({{ text }}) => /{words}/.test(text))")
        names, standing, hidden = page.evaluate(HIDDEN)
        assert names > 9
        assert standing > 5
        assert not hidden
        page.click("#zm-language")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("box", ["goals", "compare"])
def test_no_name_is_hidden_on_a_map_that_a_box_makes_low(
    open_page: Open, own_atlas: Atlas, box: str, language: str
) -> None:
    """Its buttons stand side by side from then on, and a map that is split says which plan is where."""
    payload = payload_of(own_atlas, list(own_atlas.catalog.plans), "atlas", None, None)
    page = open_page(payload, (1280, 800), hash_=f"#lang={language}").page
    page.click(f"#zm-{box}-toggle")
    page.wait_for_timeout(1000)
    assert page.evaluate("document.querySelector('#zm-stage').classList.contains('zm-low')")
    names, standing, hidden = page.evaluate(HIDDEN)
    assert names > 9
    assert standing > (7 if box == "compare" else 5)
    assert not hidden


def test_short_names_of_canals_side_by_side_are_words(open_page: Open, own_atlas: Atlas) -> None:
    """Letter by letter along its canal, the one read across the other."""
    page = opened(open_page, own_atlas, "nansha")
    runs = page.evaluate(
        "ZM.names.written.filter(({ kind, text }) => kind === 'water' && /涌$/.test(text) && text.length < 4).map(({ text, runs }) => [text, runs.map((run) => run.text)])"
    )
    assert len(runs) > 4
    for text, rows in runs:
        assert rows == [text]


def test_no_name_lies_under_the_card(open_page: Open, own_atlas: Atlas) -> None:
    page = opened(open_page, own_atlas, "nansha")
    page.evaluate("ZM.state.select('nansha.mingzhu-science-park', { fly: true })")
    under = """ZM.names.written.filter(({ box }) => {
      const { min } = ZM.viewOf(ZM.map), frame = ZM.map.getContainer().getBoundingClientRect(),
        card = document.querySelector("#zm-card").getBoundingClientRect();
      return card.width && box[0] - min.x + frame.left < card.right && box[2] - min.x + frame.left > card.left &&
        box[1] - min.y + frame.top < card.bottom && box[3] - min.y + frame.top > card.top;
    }).map(({ text }) => text)"""
    page.wait_for_timeout(1500)
    assert page.evaluate("document.querySelector('#zm-card').offsetWidth") > 0
    until(page, "ZM.names.written.some(({ text }) => text === '中科院明珠科学园')")
    assert page.evaluate(under) == []
