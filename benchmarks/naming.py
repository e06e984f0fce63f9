"""How many elements have their names when a page opens: prints JSON.

Usage: naming.py FILE…   Pages of a build, opened in Chromium at 1440 × 900. A place that several elements share
counts once, and is named if one of its names is written.
"""

# ruff: noqa: E501  what runs in the page stands in one string

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

SIZE = {"width": 1440, "height": 900}
# Of each kind [named, all]; every name with its place, and how long placing them takes at best.
COUNT = """() => {
  const written = ZM.names.written, texts = new Set(written.map(({ text }) => text)), places = new Map();
  for (const element of ZM.state.visible()) {
    const place = places.get(element.geom) || { kind: element.kind, name: ZM.pick(element, "name"), named: false };
    place.named = place.named || texts.has(ZM.pick(element, "name"));
    places.set(element.geom, place);
  }
  const kinds = {}, unnamed = [];
  for (const { kind, name, named } of places.values()) {
    kinds[kind] = kinds[kind] || [0, 0];
    kinds[kind][0] += named;
    kinds[kind][1] += 1;
    if (!named) unnamed.push(name);
  }
  const times = [];
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    ZM.names.place(ZM.viewOf(ZM.map));
    times.push(performance.now() - start);
  }
  return { kinds, unnamed, leaders: written.filter(({ leader }) => leader).length, names: written.length, place_ms: Math.min(...times) };
}"""


def counted(files: list[Path]) -> dict[str, Any]:
    """What `COUNT` finds in each page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox"]
        )
        found = {}
        for file in files:
            page = browser.new_page(viewport=SIZE)
            page.goto(file.resolve().as_uri())
            page.wait_for_selector("body[data-ready]")
            found[file.stem] = page.evaluate(COUNT)
            page.close()
        browser.close()
    return found


if __name__ == "__main__":
    json.dump(counted([Path(name) for name in sys.argv[1:]]), sys.stdout, ensure_ascii=False, indent=1)
