"""XLSX of hostile words, of more than Excel holds, and on a full disk: nothing runs or is lost in silence."""

import datetime as dt
import gc
import io
import re
import resource
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attacks import ATTACKS, hostile_layers
from commands import assert_told, run
from exported import rich
from hypothesis import given
from hypothesis import strategies as st
from sheets import content, meant, names, opened, rows, sheet
from support import GRID, atlas_of, copy_of_grid, put

from layers.assemble import Atlas
from mapgen.exporting import workbook, xlsx
from mapgen.exporting.celltext import escaped, fitting, unescaped
from mapgen.exporting.delivery import exports
from mapgen.exporting.layers import export_layers
from mapgen.files.errors import OutputError
from mapgen.text.texts import line


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return atlas_of(rich(copy_of_grid(tmp_path_factory.mktemp("rich") / "layers")))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, tuple[str, str]]]:
    layers = tmp_path_factory.mktemp("hostile") / "layers"
    more = {
        "error": "#N/A", "error too": "#REF!", "large": "1E+05", "array": "{=1+1}",
        "dde": "=cmd|'/c calc'!A1", "escape": "_x000D_", "escapes": "_x005F_x0041_x0042_",
    }  # fmt: skip
    told = hostile_layers(layers, {**ATTACKS, **more})
    made = exports(atlas_of(layers), ["town"], ["xlsx"], None)
    return content(made), {id_: (name, name_en) for id_, name, name_en in told}


def test_hostile_words_are_words(attacked: tuple[bytes, dict[str, tuple[str, str]]]) -> None:
    raw, told = attacked
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert {row["id"]: (row["name"], row["name_en"]) for row in rows(sheet(book, "zones"))} == told
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                text = isinstance(cell.value, str)
                assert cell.data_type == (
                    "s" if text else "d" if isinstance(cell.value, dt.datetime) else "n"
                ), cell.coordinate
                armed = text and meant(cell.value).startswith(tuple("=+-@\t\r\n＝＋－＠"))
                assert cell.quotePrefix == armed
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, text in parts.items() if "<f>" in text or "<f " in text]
    assert not [name for name in parts if re.search("external|macro|vba|activeX|embed|drawing", name)]


def test_words_in_the_other_sheets_are_words_too(attacked: tuple[bytes, dict[str, tuple[str, str]]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(attacked[0]))
    texts = {meant(cell.value) for row in sheet(book, "lists").iter_rows(min_row=2) for cell in row[1:2]}
    assert "=cmd|'/c calc'!A1" in {name for name, _ in attacked[1].values()}
    assert texts == {row["role"] for row in rows(sheet(book, "zones"))}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(st.lists(st.sampled_from(["_x0041_", "😀", "\r", "长", "_", " "]), min_size=1), st.integers(1, 40_000))
def test_what_fits_a_cell_is_its_beginning(parts: list[str], times: int) -> None:
    text = ("".join(parts) * times)[:100_000]
    kept = fitting(text)
    size = len(escaped(kept).encode("utf-16-le")) // 2
    assert text.startswith(kept)
    assert size <= 32_767
    assert kept == text or size > 32_767 - 2 * len("_x0041_")


def test_a_text_that_is_longer_than_a_cell_is_cut_and_told(grid: Path) -> None:
    words = {"quantity": "长" * 19_999, "quantity_en": "b" * 19_999, "cite": "方城规划 二"}
    figure = {**words, "value": 1, "unit": "km", "kind": "state"}
    (grid / "vocabulary.toml").write_text('[units.km]\nzh = "千米"\nen = "km"\n', "utf-8")
    put(grid, "town/nodes", "town.north-point", figures=[figure], note="长" * 20_000)
    atlas = atlas_of(grid)
    made = exports(atlas, ["town"], ["xlsx"], None)
    for language, cut in (("zh", "已截断"), ("en", "truncated")):
        (said,) = [line(each, language) for each in made.remarks]
        assert said.startswith("nodes: town.north-point: figures ")
        assert "32767" in said
        assert cut in said
    (row,) = [row for row in rows(sheet(opened(made), "nodes")) if row["id"] == "town.north-point"]
    whole = (
        {layer.layer: layer for layer in export_layers(atlas, ["town"])}["nodes"].table["figures"].dropna()
    )
    assert len(row["figures"]) == 32_767
    assert whole.iloc[0].startswith(row["figures"])
    assert row["note"] == "长" * 20_000


def test_more_rows_than_a_sheet_holds_are_refused(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {layer.layer: len(layer.table) for layer in export_layers(atlas, ["town"])}
    monkeypatch.setattr(workbook, "ROWS", max(rows.values()))
    exports(atlas, ["town"], ["xlsx"], None)
    monkeypatch.setattr(workbook, "ROWS", max(rows.values()) - 1)
    with pytest.raises(OutputError) as caught:
        exports(atlas, ["town"], ["xlsx"], None)
    for language in ("zh", "en"):
        (said,) = [line(each, language) for each in caught.value.messages]
        assert str(max(rows.values())) in said
        assert "csv" in said


def test_a_cell_that_has_changed_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = xlsx.write

    def write(job: Any, stage: Path) -> Any:
        said = whole(job, stage)
        book = openpyxl.load_workbook(stage / "town.xlsx")
        page = sheet(book, "nodes")
        page.cell(2, names(page).index("y") + 1).value += 0.001
        book.save(stage / "town.xlsx")
        return said

    monkeypatch.setattr(xlsx, "write", write)
    result = run("export", "--layers", GRID, "--out", tmp_path / "out", "--format", "xlsx")
    assert_told(result, 1)
    assert "y of town.north-point in nodes is not what was written" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("limit", [100, 30_000, 100_000])
def test_a_disk_that_is_full_at_any_moment_leaves_nothing(
    own_atlas: Atlas, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    try:
        with pytest.raises(OutputError, match="not-made"):
            exports(own_atlas, ["guangzhou"], ["xlsx"], None)
        gc.collect()  # what is left open complains now, which pytest hears
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert tempfile.tempdir == str(tmp_path / "tmp")
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(("language", "words"), [("zh", "是电子表格"), ("en", "is a spreadsheet")])
def test_an_import_says_what_to_do_instead(atlas: Atlas, tmp_path: Path, language: str, words: str) -> None:
    path = tmp_path / "edited.xlsx"
    path.write_bytes(content(exports(atlas, ["town"], ["xlsx"], None)))
    result = run("import", path, "--layers", atlas.catalog.folder, "--lang", language)
    assert_told(result, 1)
    assert f"edited.xlsx: {words}" in result.stderr
    assert "zonemap export --format gpkg" in result.stderr
