"""How long a page takes to read, place and count a reader's own table: prints JSON.

Usage: owning.py REPEATS PAGE FOLDER   Writes made-up tables into the folder and opens the page anew for each.
Times are by the clock, from the moment at which a file is chosen or a button pressed until the frame that
shows what came of it is painted.
"""

# ruff: noqa: E501  what runs in the page stands in one string

import json
import random
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from pages import FLAGS
from playwright.sync_api import Browser, Error, Page, sync_playwright

SIZES = {"CSV": (100_000, 200_000), "XLSX": (100_000, 200_000)}
HEADS = ("名称", "行业", "投资", "经度", "纬度")
# Times of all frames, and the moment at which the frame after something has been painted.
WATCH = """(() => {
  window.frames_ = [];
  let last = performance.now();
  const frame = () => { const now = performance.now(); frames_.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  window.seen = (selector) => new Promise((done) => {
    const look = () => {
      if (!document.querySelector(selector)) { requestAnimationFrame(look); return; }
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);       // comes back when this frame has been painted
    };
    look();
  });
})()"""
# From the choice of the file, which the test tool has put into the field by then.
READ = """async () => {
  const field = document.querySelector("#zm-own-file"), given = new DataTransfer(), start = performance.now();
  given.items.add(window.given);
  field.files = given.files;
  field.dispatchEvent(new Event("change"));
  return await seen("#zm-own-go") - start;
}"""
PLACE = """async () => {
  const start = performance.now();
  document.querySelector("#zm-own-go").click();
  return await seen("#zm-own-measure") - start;
}"""
# Holds the file without the page's hearing of it, so that its way through the test tool is not counted.
HOLD = """() => {
  const field = document.createElement("input");
  Object.assign(field, { type: "file", id: "held" });
  field.addEventListener("change", () => { window.given = field.files[0]; });
  document.body.append(field);
}"""
# Longest frame while the map is moved by 12 pixels forty times and painted each time, as at the end of a drag.
PAN = """async () => {
  frames_.length = 0;
  for (let i = 0; i < 40; i++) {
    ZM.map.panBy([i % 20 < 10 ? 12 : -12, 0], { animate: false });
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return Math.max(...frames_);
}"""


def lines(count: int) -> Iterator[tuple[object, ...]]:
    """Rows of a table, the same ones each time: places evenly over the extent that Guangzhou has."""
    dice = random.Random(5)  # noqa: S311  the same dice each time
    trades = ["软件", "海洋", "生物医药", "新材料", "人工智能"]
    yield HEADS
    for number in range(count):
        lon, lat = dice.uniform(113.0, 114.0), dice.uniform(22.5, 23.9)
        yield f"企业{number}", dice.choice(trades), dice.randint(1, 9999), round(lon, 6), round(lat, 6)


def write(kind: str, count: int, folder: Path) -> Path:
    path = folder / f"{count}.{kind.lower()}"
    if kind == "CSV":
        path.write_text("".join(",".join(map(str, row)) + "\n" for row in lines(count)), "utf-8")
        return path
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    for row in lines(count):
        sheet.append(row)
    book.save(path)
    return path


def dragged(page: Page) -> float:
    """Longest frame of a drag with the mouse, from pressing to what is painted after letting go."""
    box = page.evaluate("ZM.map.getContainer().getBoundingClientRect().toJSON()")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = page.evaluate("ZM.map.getCenter().lng")
    page.mouse.move(x, y)
    page.evaluate("frames_.length = 0")
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x - 4 * step, y - 2 * step)
    page.mouse.up()
    page.wait_for_timeout(600)
    if page.evaluate("ZM.map.getCenter().lng") == before:
        raise Error("the map was not dragged")
    return float(page.evaluate("Math.max(...frames_)"))


def opened(browser: Browser, file: Path) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.locator("body[data-ready]").wait_for()
    time.sleep(1)  # what the page was made of must not be cleared away while the clock runs
    return page


def brought(page: Page, table: Path) -> dict[str, float]:
    """Choose a table and count it."""
    page.locator("#zm-own-toggle").click()
    page.evaluate(HOLD)
    page.locator("#held").set_input_files(table)
    time.sleep(1)
    found = {"read_ms": page.evaluate(READ)}
    page.locator("#zm-own-datum-wgs84").check()
    time.sleep(1)
    found["count_ms"] = page.evaluate(PLACE)
    page.locator("#zm-own-close").click()
    time.sleep(1)
    return found


def moved(page: Page) -> dict[str, float]:
    """Longest frames while the map is moved, with all in sight and near."""
    found = {}
    for name in ("far", "near"):
        if name == "near":
            page.evaluate("ZM.map.setZoom(13, { animate: false })")
            time.sleep(1)
        found |= {f"{name}_drag_ms": dragged(page), f"{name}_pan_ms": page.evaluate(PAN)}
    return found


def main() -> None:
    repeats, file, folder = int(sys.argv[1]), Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    tables = {(kind, count): write(kind, count, folder) for kind, sizes in SIZES.items() for count in sizes}
    runs: dict[tuple[str, int], list[dict[str, float]]] = {key: [] for key in [("none", 0), *tables]}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for _ in range(repeats):
            for key, of in runs.items():
                page = opened(browser, file)
                found = brought(page, tables[key]) if key in tables else {}
                # The page without a table is moved as well: what is its own is not the table's.
                of.append(found | (moved(page) if key in (("none", 0), ("CSV", 200_000)) else {}))
                page.context.close()
        version = browser.version
        browser.close()
    told = [
        {"kind": kind, "rows": count, "bytes": tables[kind, count].stat().st_size if count else 0}
        | {key: [statistics.median(each[key] for each in of), max(each[key] for each in of)] for key in of[0]}
        for (kind, count), of in runs.items()
    ]
    json.dump({"chromium": version, "tables": told}, sys.stdout)


if __name__ == "__main__":
    main()
