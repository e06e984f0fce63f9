"""How long pages take in Chromium, and how smoothly they move: prints JSON.

Usage: pages.py REPEATS FILE…   Opening is timed first, by itself: what follows is hard work for the browser,
of which the next page would feel something. Nothing stands between the browser and the disk.
"""

# ruff: noqa: E501  what runs in the page stands in one string

import json
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Put into every page before its own scripts: asks at each frame whether the layers are there, and notes
# when that frame has been painted. Times run from the start of the navigation (performance.timeOrigin).
# A page of others is taken for drawn and complete once its scripts have run and a first shape is there.
WATCH = """(() => {
  const body = (name) => Boolean(document.body) && document.body.hasAttribute(`data-${name}`);
  const others = () => document.readyState !== "loading" && !document.querySelector("#zm-payload") && (document.title === "empty" ||
    document.querySelector(".leaflet-overlay-pane path, .leaflet-overlay-pane canvas, .leaflet-marker-icon") !== null);
  const isDone = { drawn: () => body("drawn") || others(), complete: () => body("ready") || others() };
  window.painted = {};
  function note(name) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { window.painted[name] = performance.now(); };
    port2.postMessage(null);        // comes back when this frame has been painted
    delete isDone[name];
  }
  function frame() {
    for (const name of Object.keys(isDone)) if (isDone[name]()) note(name);
    if (Object.keys(isDone).length) requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
})()"""
# Words that a reader might type, the first ones with many answers.
SEARCH = """() => {
  const words = ["z", "节点19", "jd19", "zone 1", "没有"], start = performance.now();
  for (const each of words) ZM.search.find(each, 12);
  return (performance.now() - start) / words.length;
}"""
# Median time of a frame in which the map is moved.
FRAME = """async () => {
  const map = window.ZM ? ZM.map : Object.values(window).find((each) => window.L && each instanceof L.Map);
  const times = [];
  let last = performance.now();
  for (let i = 0; i < 40; i++) {
    MOVE;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times.sort((a, b) => a - b)[20];
}"""
# What a finger sees while it drags: the panes move and nothing is drawn anew.
DRAG = FRAME.replace("MOVE", 'L.DomUtil.setPosition(map.getPane("mapPane"), L.point(-i * 3, -i * 2))')
PAN = FRAME.replace("MOVE", "map.panBy([i % 20 < 10 ? 12 : -12, 0], { animate: false })")
# Nothing that was drawn before can be kept: one level out and in again.
ZOOM = FRAME.replace("MOVE", "map.setZoom(map.getZoom() + (i % 2 ? 1 : -1), { animate: false })")


def opened(page: Page, file: Path) -> dict[str, Any]:
    """Open a page and say how long that took."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH)
    page.goto(file.as_uri(), wait_until="commit", timeout=30_000)
    end = time.monotonic() + 30
    while "complete" not in (painted := page.evaluate("window.painted || {}")):
        if time.monotonic() > end:
            raise Error("its layers never came")
        time.sleep(0.4)  # asking often would take time from the page
    return {
        "drawn_ms": painted["drawn"],
        "complete_ms": painted["complete"],
        "requests": sum(not url.startswith(("file:", "data:", "blob:")) for url in asked),
        "nodes": page.evaluate("document.querySelectorAll('*').length"),
    }


def moved(page: Page, file: Path) -> dict[str, Any]:
    """Open a page and say how smoothly it moves."""
    opened(page, file)
    ours, has_map = page.evaluate("[Boolean(window.ZM), Boolean(window.L)]")
    return {
        "frame_ms": page.evaluate(PAN) if has_map else None,
        "zoom_ms": page.evaluate(ZOOM) if has_map else None,
        "search_ms": page.evaluate(SEARCH) if ours else None,
        "drag_ms": page.evaluate(DRAG) if ours else None,
    }


def turns(
    browser: Browser, files: list[Path], repeats: int, look: Callable[[Page, Path], dict[str, Any]]
) -> dict[Path, dict[str, Any]]:
    """Median figures of each file.

    Side by side, so that a busy minute is everybody's; in another order each turn, so that no page always
    comes after a heavy one.
    """
    found: dict[Path, list[dict[str, Any]]] = {file: [] for file in files}
    for turn in range(repeats):
        for file in random.Random(turn).sample(files, len(files)):  # noqa: S311  the same dice each time
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            try:
                found[file].append(look(context.new_page(), file))
            except Error as error:
                sys.stderr.write(f"{file.name} was never ready: {str(error).splitlines()[0]}\n")
            context.close()
            time.sleep(0.3)  # what is closed must not take time from the next page
    return {
        file: {key: middle([each[key] for each in runs]) for key in (runs[0] if runs else ())}
        for file, runs in found.items()
    }


def middle(values: list[float | None]) -> float | None:
    """Median; None for what a page does not have."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def main() -> None:
    repeats, files = int(sys.argv[1]), [Path(name).resolve() for name in sys.argv[2:]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        opening = turns(browser, files, repeats, opened)
        moving = turns(browser, files, 3, moved)
        version = browser.version
        browser.close()
    told = {str(file): {"bytes": file.stat().st_size, **opening[file], **moving[file]} for file in files}
    json.dump({"chromium": version, "pages": told}, sys.stdout)


if __name__ == "__main__":
    main()
