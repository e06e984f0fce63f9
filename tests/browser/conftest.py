"""A real Chromium, offline, that reports every request and every word on its console."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opened import WIDE, Open, Watched
from playwright.sync_api import Browser, Page, sync_playwright

from mapgen.pages.map import render

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if not found:
        pytest.fail("no Chromium found: install one, e.g. `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Write a payload's page to disk and open it from there: `open_page(payload, size=…)`.

    At the end of the test the page must have asked nothing of the network and said nothing on
    the console, unless it was opened with `watch=False`.
    """
    contexts, watched = [], []

    def open_page(
        payload: dict[str, Any],
        size: tuple[int, int] = WIDE,
        hash_: str = "",
        watch: bool = True,
        rendering: dict[str, Any] | None = None,
        **context_options: Any,
    ) -> Watched:
        file = tmp_path / f"{payload['page']['id']}.html"
        file.write_text(render(payload, **(rendering or {})), encoding="utf-8", newline="\n")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **context_options)
        contexts.append(context)
        found = Watched(context.new_page())
        if watch:
            watched.append(found)
        found.page.set_default_timeout(10_000)
        found.page.goto(file.as_uri() + hash_)
        found.page.wait_for_selector("body[data-ready]")
        return found

    yield open_page
    for context in contexts:
        context.close()
    for each in watched:
        assert each.requests == []
        assert each.complaints == []


@pytest.fixture
def visit(browser: Browser) -> Iterator[Any]:
    """Open a page from disk; at the end it must have asked, said and shown no dialog."""
    opened: list[Watched] = []

    def visit(file: Path, hash_: str = "") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        opened.append(Watched(context.new_page()))
        opened[-1].page.set_default_timeout(20_000)
        opened[-1].page.goto(file.as_uri() + hash_)
        return opened[-1].page

    yield visit
    for each in opened:
        assert each.requests == []
        assert each.complaints == []
        assert len(each.page.context.pages) == 1
        each.page.context.close()
