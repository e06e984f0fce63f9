"""What a browser may refuse a page: its address, storage, the clipboard. The page works on without."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sample_page as sample
from opened import Open, Watched, until
from playwright.sync_api import Browser, Frame, expect

from mapgen.pages.map import render

REFUSE = {
    # What Safari throws after 100 changes in half a minute, and some browsers at once for pages from disk.
    "address": """History.prototype.replaceState = function () {
        throw new DOMException("The operation is insecure.", "SecurityError"); };""",
    # What Chromium does in a sandboxed frame, and others where cookies are off.
    "storage": """Object.defineProperty(window, "localStorage", { get() {
        throw new DOMException("Access is denied for this document.", "SecurityError"); } });""",
    "clipboard": """Object.defineProperty(Navigator.prototype, "clipboard", {
        get: () => undefined, configurable: true });""",
    "full screen": "Element.prototype.requestFullscreen = undefined;",
}

TILE = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def used(frame: Frame) -> None:
    """Do all that writes the address, the clipboard or the storage, and see that it is answered."""
    frame.evaluate("ZM.state.select('nansha.lab', {fly: true})")
    expect(frame.locator("#zm-card h2")).to_have_text("广东省实验室")
    frame.locator("#zm-language").click()
    expect(frame.locator("#zm-card h2")).to_have_text("Guangdong Laboratory")
    frame.get_by_role("radio", name="Tianditu").check()
    frame.get_by_label("Key for Tianditu (天地图)").fill("key")
    frame.get_by_role("button", name="Use", exact=True).click()
    expect(frame.locator(".leaflet-tile-loaded")).not_to_have_count(0)
    frame.locator("#zm-full-screen").click()  # which leaves the map alone on the screen
    frame.locator("#zm-full-screen").click()
    frame.wait_for_timeout(300)  # the address is written a moment later
    frame.locator("#zm-link-copy").click()
    link = frame.locator("#zm-link-field")
    expect(link).to_be_visible()
    # The present view, whatever address the browser shows.
    assert "sel=nansha.lab" in link.input_value()
    assert "lang=en" in link.input_value()


@pytest.fixture
def refusing(browser: Browser, tmp_path: Path) -> Callable[..., Watched]:
    def refusing(script: str, wrapper: str = "") -> Watched:
        (tmp_path / "map.html").write_text(render(sample.payload()), "utf-8")
        (tmp_path / "frame.html").write_text(wrapper, "utf-8")
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_init_script(script)
        context.route(
            "**/*.tianditu.gov.cn/**",
            lambda route: route.fulfill(status=200, body=TILE, content_type="image/svg+xml"),
        )
        found = Watched(context.new_page())
        found.page.goto((tmp_path / ("frame.html" if wrapper else "map.html")).as_uri())
        return found

    return refusing


@pytest.mark.parametrize("what", [*REFUSE, "all of it"])
def test_a_page_that_is_refused_works_on(refusing: Callable[..., Watched], what: str) -> None:
    script = REFUSE.get(what) or "".join(REFUSE.values())
    if what != "clipboard":
        script += REFUSE["clipboard"]  # so that the link shows in its box
    found = refusing(script)
    found.page.wait_for_selector("body[data-ready]")
    used(found.page.main_frame)
    assert found.complaints == []
    assert all("&tk=key" in url for url in found.requests)
    found.page.context.close()


def test_a_page_in_a_sandboxed_frame_works_on(refusing: Callable[..., Watched]) -> None:
    """No stand-in: the browser itself refuses."""
    found = refusing("", '<iframe sandbox="allow-scripts" src="map.html" width="1200" height="700"></iframe>')
    (frame,) = found.page.main_frame.child_frames
    frame.wait_for_selector("body[data-ready]")
    refused = frame.evaluate(
        """() => { try { localStorage.length; return "nothing"; } catch (error) { return error.name; } }"""
    )
    assert refused == "SecurityError"
    used(frame)
    assert [each for each in found.complaints if "ermissions policy" not in each] == []
    found.page.context.close()


def test_many_changes_at_once_are_no_error(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate(
        """() => { let changes = 0; const write = history.replaceState.bind(history);
        history.replaceState = (...words) => {
          if ((changes += 1) > 2) throw new DOMException("too many", "SecurityError");
          write(...words); }; }"""
    )
    page.evaluate(
        "async () => { for (let n = 0; n < 8; n += 1) { ZM.link.write(); await new Promise((go) => setTimeout(go, 20)); } }"  # noqa: E501
    )
    page.evaluate("ZM.state.select('nansha.lab', {})")
    until(page, "!document.getElementById('zm-card').hidden")
