"""Take the documents' pictures from the built maps: ``make pictures``, or pictures.py FOLDER [NAME…]."""

import random
import shutil
import subprocess
import sys
import tempfile
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


def own_table(page: Page) -> None:
    """Made-up companies, the same ones each time, counted on the map."""
    dice = random.Random(4)  # noqa: S311  the same dice each time
    is_zh = page.evaluate("ZM.language() === 'zh'")
    trades = (
        ["软件", "海洋", "生物医药", "新材料"] if is_zh else ["Software", "Marine", "Biotech", "Materials"]
    )
    heads, company = (
        ("企业,行业,经度,纬度", "企业") if is_zh else ("Company,Trade,Longitude,Latitude", "Company ")
    )
    rows = [
        f"{company}{number},{dice.choice(trades)},"
        f"{dice.gauss(113.54, 0.05):.5f},{dice.gauss(22.76, 0.05):.5f}"
        for number in range(1, 301)
    ]
    file = {"name": "companies.csv", "mimeType": "text/csv", "buffer": "\n".join([heads, *rows]).encode()}
    page.click("#zm-own-toggle")
    page.set_input_files("#zm-own-file", [file])
    page.check("#zm-own-datum-wgs84")
    page.click("#zm-own-go")
    page.select_option("#zm-own-colorBy", "1")
    page.mouse.move(0, 0)


def own_table_english(page: Page) -> None:
    english(page)
    own_table(page)


def review(page: Page) -> None:
    """A side of a zone that was closed, with the rest of it accepted."""
    page.evaluate("ZM.choosing.choose(ZM.found.all.find((each) => each.kind === 'side'))")
    page.keyboard.press("w")


def review_english(page: Page) -> None:
    english(page)
    review(page)


def review_page(folder: Path) -> None:
    """The page for review of the worked example."""
    for words in (
        ["example", folder / "example"],
        ["read", folder / "example" / "plan.docx", "--out", folder / "draft.json"],
        ["locate", folder / "draft.json", "--extract", folder / "example" / "city.osm"],
    ):
        page = ["--page", folder / "review.html"] if words[0] == "locate" else []
        command = [sys.executable, "-m", "mapgen", *words, *page]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own command


SHOTS = [
    ("index", "index-zh", (1280, 900), None),
    ("nansha", "map-zh", (1280, 860), None),
    ("nansha", "map-en", (1280, 860), english),
    ("nansha", "card-zh", (1280, 860), card),
    ("haizhu", "rough-zh", (1280, 800), rough),
    ("guangzhou", "print-en", (1280, 800), sheet),
    ("nansha", "own-zh", (1280, 860), own_table),
    ("nansha", "own-en", (1280, 860), own_table_english),
    ("review", "review-zh", (1440, 860), review),
    ("review", "review-en", (1440, 860), review_english),
]


def main() -> None:
    built = Path(sys.argv[1] if len(sys.argv) > 1 else "output").resolve()
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        review_page(Path(made))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for name, picture, (width, height), act in SHOTS:
            if sys.argv[2:] and picture not in sys.argv[2:]:
                continue
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(((Path(made) if name == "review" else built) / f"{name}.html").as_uri())
            page.wait_for_timeout(1000)
            if act:
                act(page)
                page.wait_for_timeout(1500)
            page.screenshot(path=PICTURES / f"{picture}.png")
            page.close()
        browser.close()


main()
