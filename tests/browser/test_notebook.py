"""The notebook of the documents, run by Jupyter's own client, its output shown as a notebook shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from attacks import ATTACKS, hostile_layers
from nbclient import NotebookClient
from playwright.sync_api import Frame, Page
from support import ROOT

import mapgen

NOTEBOOK = ROOT / "docs" / "python.ipynb"
#: Whether a canvas shows something, looked at in a copy, as Chromium warns of reading one twice; or an SVG.
DRAWN = """() => document.querySelector(".leaflet-overlay-pane path[d]") ||
[...document.querySelectorAll("canvas")].some((canvas) => {
  const pen = new OffscreenCanvas(64, 64).getContext("2d");
  if (canvas.width) pen.drawImage(canvas, 0, 0, 64, 64);
  return pen.getImageData(0, 0, 64, 64).data.some((value) => value > 0);
})"""


def run(notebook: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a notebook in a kernel of its own, which knows our code and nothing of the user's settings."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    (folder / "work").mkdir()
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder / "work")}}
    ).execute()
    return notebook


def outputs(notebook: Any) -> list[str]:
    """What each cell shows as HTML."""
    given = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output["data"]["text/html"] for output in given if "text/html" in output.get("data", {})]


def show(notebook: Any, file: Path) -> Path:
    """A page that takes outputs in as notebook programs do: with innerHTML."""
    told = json.dumps(outputs(notebook)).replace("<", "\\u003c")
    script = (
        f"for (const text of {told}) "
        "document.body.appendChild(document.createElement('div')).innerHTML = text;"
    )
    file.write_text(f'<!doctype html><meta charset="utf-8"><body><script>{script}</script>', "utf-8")
    return file


def maps(page: Page) -> list[Frame]:
    """The frames of the maps in a page, once each has painted something."""
    frames = [frame for frame in page.frames if frame != page.main_frame]
    for frame in frames:
        frame.wait_for_selector(".leaflet-control-layers")
        frame.wait_for_function(DRAWN)
    return frames


def test_documents_and_notebook_have_the_same_code_and_no_output() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in cells] == [[]] * len(cells)
    assert [cell.execution_count for cell in cells] == [None] * len(cells)
    for name in ("python.md", "python.zh.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        blocks = re.findall(r"```python\n(.*?)\n```", text, re.DOTALL)
        assert [cell.source for cell in cells] == blocks, name


def test_the_notebook_runs_and_shows_its_map(
    visit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = run(nbformat.read(NOTEBOOK, as_version=4), tmp_path, monkeypatch)
    given = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    said = [output["text"] for output in given if "text" in output]
    assert said == ["atlantis: no such plan; the plans are: guangzhou, haizhu, huangpu, nansha, nanshan\n"]
    page = visit(show(notebook, tmp_path / "notebook.html"))
    assert page.locator("table.dataframe").count() == 5
    shown = maps(page)
    assert len(shown) == 2
    # The same layers on the map of ours and on the user's own.
    assert {frame.locator(".leaflet-control-layers-overlays label").count() for frame in shown} == {
        len(mapgen.map_layers("nansha"))
    }
    # The saved map, with the circle of the user's own, opens as well.
    saved = visit(tmp_path / "work" / "nansha.html")
    saved.wait_for_selector(".leaflet-control-layers")
    saved.wait_for_function(DRAWN)


HOSTILE = """\
import pandas as pd
import mapgen
pd.set_option("display.max_rows", None, "display.max_columns", None, "display.max_colwidth", None)
atlas = mapgen.open(r"{layers}")
"""


def test_hostile_names_are_text_in_a_notebook(
    visit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zones = hostile_layers(tmp_path / "layers", ATTACKS)
    cells = [HOSTILE.format(layers=tmp_path / "layers"), "atlas.plans", "atlas.elements", "atlas.areas",
             "atlas.check()", 'atlas.map("town")', 'atlas.map(language="en")']  # fmt: skip
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    page = visit(show(run(notebook, tmp_path, monkeypatch), tmp_path / "notebook.html"))
    cells = {cell.strip() for cell in page.locator("td").all_text_contents()}
    # pandas writes line ends and such as escapes, and blanks at either end are lost in a cell.
    plain = {name.strip() for _, name, _ in zones if name.isprintable()}
    assert len(plain) > len(zones) / 2
    assert plain - cells == set()
    assert page.evaluate("document.querySelectorAll('img, [onerror], [onclick]').length") == 0
    frames = maps(page)
    assert len(frames) == 2
    for frame in frames:
        assert frame.evaluate("document.querySelectorAll('img, [onerror], [onclick]').length") == 0
        labels = frame.locator(".leaflet-control-layers-overlays label").all_inner_texts()
        assert any("22876792454961" not in label and "{{9**14}}" in label for label in labels)
