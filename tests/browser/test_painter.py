"""The painter: a moved map shows what a map painted anew shows, and a zoom stretches it to the right place."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

from typing import Any

import pytest
import sample_page as sample
from opened import Open, until
from playwright.sync_api import Page
from test_page import COPY

#: How many numbers (0 to 255) of the shapes' pixels are clearly other than when all is
#: painted anew.
OTHER_THAN_ANEW = f"""() => {{
  const read = () => {{ const {{ canvas, pen }} = ({COPY})("elements"); return pen.getImageData(0, 0, canvas.width, canvas.height).data; }};
  const moved = read();
  ZM.map.fire("resize");  // nothing has moved: nothing is painted
  painter("elements").paintAll();
  const anew = read();
  let other = 0;
  for (let i = 0; i < anew.length; i += 1) if (Math.abs(anew[i] - moved[i]) > 24) other += 1;
  return other;
}}"""
#: So many numbers may be: where a dash ends, a browser rounds.
FEW = 40
#: Finds the painter of a pane.
PAINTER = """() => { window.painter = (name) => { let found; ZM.map.eachLayer((layer) => { if (layer.options.pane === `zm-${name}`) found = layer; }); return found; }; }"""


def page_at(
    open_page: Open, payload: dict[str, Any], lat: float, lon: float, zoom: float, **options: Any
) -> Page:
    page = open_page(payload, **options).page
    page.evaluate(PAINTER)
    page.evaluate("() => { ZM.state.setOverlay('edges', true); }")
    page.evaluate(
        "([lat, lon, zoom]) => { ZM.map.setView([lat, lon], zoom, { animate: false }); painter('elements').paintAll(); }",
        [lat, lon, zoom],
    )
    return page


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize(("lat", "lon", "zoom"), [(22.74, 113.5, 12), (22.76, 113.415, 18)])
def test_a_moved_map_is_that_which_is_painted_anew(
    open_page: Open, lat: float, lon: float, zoom: float, scale: int
) -> None:
    payload = sample.payload()
    winding = [
        [113.4 + i * 0.0004, 22.76 + (i % 5) * 0.0002] for i in range(80)
    ]  # dashed, far longer than the view
    payload["geometries"]["nansha.corridor"] = {"type": "LineString", "coordinates": winding}
    page = page_at(open_page, payload, lat, lon, zoom, device_scale_factor=scale)
    for by in ((13, 0), (0, -17), (-101, 55), (40, 40), (-3, -250), (5000, 20)):
        page.evaluate("by => ZM.map.panBy(by, { animate: false })", by)
        assert page.evaluate(OTHER_THAN_ANEW) < FEW, by


def test_a_moved_map_paints_only_what_comes_into_sight(open_page: Open) -> None:
    page = page_at(open_page, sample.many(2000, 0), 22.8, 113.5, 11)
    count = """(work) => { let count = 0; const stroke = CanvasRenderingContext2D.prototype.stroke;
      CanvasRenderingContext2D.prototype.stroke = function () { count += 1; stroke.call(this); };
      work(); CanvasRenderingContext2D.prototype.stroke = stroke; return count; }"""
    whole = page.evaluate(f"({count})(() => painter('elements').paintAll())")
    step = page.evaluate(f"({count})(() => ZM.map.panBy([12, 0], {{ animate: false }}))")
    assert whole > 1000
    assert 0 < step < whole / 10
    page.evaluate("ZM.map.setView([22.8, 113.5], 15, { animate: false })")
    assert page.evaluate(f"({count})(() => painter('elements').paintAll())") < 60


def test_a_crowd_of_points_has_no_names_and_a_chosen_one_has(open_page: Open) -> None:
    page = open_page(sample.many(20, 4000)).page
    named = "ZM.names.written.filter((name) => name.kind === 'node').length"
    page.evaluate("ZM.map.setView([22.48, 113.5], 11.5, { animate: false })")
    assert page.evaluate(named) == 0
    page.evaluate("ZM.state.select('nansha.p2100', {})")
    until(page, f"{named} === 1")
    page.evaluate("ZM.map.setView([22.48, 113.5], 15, { animate: false })")
    assert page.evaluate(named) > 20


def test_a_zoom_stretches_the_canvas_to_where_it_will_be(open_page: Open) -> None:
    page = page_at(open_page, sample.payload(), 22.74, 113.5, 12)
    page.evaluate(
        """() => {
          const canvas = painter("elements").canvas, corner = () => L.DomUtil.getPosition(canvas) && canvas.getBoundingClientRect();
          const box = ZM.map.getContainer().getBoundingClientRect(), at = corner();
          window.place = ZM.map.containerPointToLatLng([at.left - box.left, at.top - box.top]);
          ZM.map.once("zoomanim", () => { window.stretched = new DOMMatrix(canvas.style.transform); });
          ZM.map.once("zoomend", () => { window.ended = ZM.map.latLngToLayerPoint(place); });
          ZM.map.setZoomAround([22.70, 113.45], 14);
        }"""
    )
    until(page, "Boolean(window.ended)")
    x, y, scale, at_x, at_y = page.evaluate("[stretched.e, stretched.f, stretched.a, ended.x, ended.y]")
    assert scale == 4
    assert (x, y) == pytest.approx((at_x, at_y), abs=1.5)
    until(page, "new DOMMatrix(painter('elements').canvas.style.transform).a === 1")


def test_a_grid_finds_what_a_look_at_each_box_finds(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    wrong = page.evaluate(
        """() => {
          let seed = 7;
          const dice = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
          const box = (size) => { const [x, y] = [dice(), dice()]; return [x, y, x + dice() * size, y + dice() * size]; };
          const wrong = [];
          for (const count of [0, 1, 2, 50, 3000]) {
            const boxes = Array.from({ length: count }, (_, i) => box(i % 7 ? 0.01 : 0.4)), near = ZM.grid(boxes);
            for (let i = 0; i < 40; i += 1) {
              const asked = box(i % 5 ? 0.1 : 3).map((each) => each * 1.4 - 0.2);
              const meets = ([left, top, right, bottom]) => left <= asked[2] && right >= asked[0] && top <= asked[3] && bottom >= asked[1];
              const found = near(asked);
              if (found.some((each, at) => at && each <= found[at - 1])) wrong.push("out of order");
              const lacking = boxes.map((each, number) => number).filter((number) => meets(boxes[number]) && !found.includes(number));
              wrong.push(...lacking);
              if (count === 3000 && i % 5 && found.length > 1500) wrong.push(`too many: ${found.length}`);
            }
          }
          return wrong;
        }"""
    )
    assert wrong == []
