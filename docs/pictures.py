"""Take the README's pictures from the built maps: ``make pictures``."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def english(page: Page) -> None:
    page.click("#zm-language")


def card(page: Page) -> None:
    page.evaluate("ZM.state.setOverlay('edges', true)")
    page.evaluate("ZM.state.select('nansha.mingzhu-science-park', {fly: true})")


def rough(page: Page) -> None:
    page.evaluate("ZM.state.select('haizhu.times-fangzhou', {})")


def sheet(page: Page) -> None:
    page.set_viewport_size({"width": 1160, "height": 880})
    page.click("#zm-language")
    page.click("#zm-print-open")


SHOTS = [
    ("index", "index-zh", (1280, 900), None),
    ("nansha", "map-zh", (1280, 860), None),
    ("nansha", "map-en", (1280, 860), english),
    ("nansha", "card-zh", (1280, 860), card),
    ("haizhu", "rough-zh", (1280, 800), rough),
    ("guangzhou", "print-en", (1280, 800), sheet),
]


def main() -> None:
    built = Path(sys.argv[1] if len(sys.argv) > 1 else "output").resolve()
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for name, picture, (width, height), act in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((built / f"{name}.html").as_uri())
            page.wait_for_timeout(1000)
            if act:
                act(page)
                page.wait_for_timeout(1500)
            page.screenshot(path=PICTURES / f"{picture}.png")
            page.close()
        browser.close()


main()
