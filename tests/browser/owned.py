"""A reader's own table brought to a page: what tests of it share."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from opened import until
from openpyxl import Workbook
from playwright.sync_api import Page


def begun(page: Page) -> Page:
    """Open the box, with which all that reads and counts runs."""
    if page.locator("#zm-own-toggle").is_hidden():
        page.locator("#zm-layers-toggle").click()
    page.locator("#zm-own-toggle").click()
    page.locator("#zm-own-choose").wait_for()
    return page


def bring(page: Page, file: Path) -> Page:
    """Choose a file; what could not be read is told."""
    if not page.locator("#zm-own-choose").count():
        begun(page)
    page.locator("#zm-own-file").set_input_files(file)
    page.locator("#zm-own-go, .zm-own-note[role=alert]").first.wait_for()
    return page


def place(page: Page, datum: str | None = "wgs84") -> Page:
    """Choose the system, unless there is none to choose, and place the points."""
    if datum:
        page.locator(f"#zm-own-datum-{datum}").check()
    page.locator("#zm-own-go").click()
    page.locator("#zm-own-measure").wait_for()
    return page


def said(page: Page) -> str:
    """Return what is said of the counts."""
    return page.locator(".zm-own-told > p").inner_text()


def counted(page: Page) -> dict[str, list[str]]:
    """Return rows of the table of counts by their names."""
    rows = page.locator("#zm-own-body tbody tr").evaluate_all(
        """rows => rows.map(row => [(row.querySelector(".zm-link") || row.querySelector("th")).textContent,
        ...[...row.querySelectorAll("td")].map(cell => cell.textContent)])"""
    )
    return {name: figures for name, *figures in rows}


def columns(page: Page) -> dict[str, str]:
    """Return what is chosen in each field."""
    return dict(
        page.locator("#zm-own-body select").evaluate_all(
            "fields => fields.map(each => [each.id.slice(7), each.selectedOptions[0].textContent])"
        )
    )


def workbook(path: Path, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Path:
    """Write a workbook as an office does."""
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def replaced(path: Path, member: str, text: str) -> Path:
    """Put another text into a member of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[member] = text.encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    path.write_bytes(made.getvalue())
    return path


def ready(page: Page) -> None:
    """Wait until nothing is being read."""
    until(page, "Boolean(document.querySelector('#zm-own-body'))")
