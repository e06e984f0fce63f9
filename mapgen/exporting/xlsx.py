"""XLSX: a workbook with a sheet for each layer, which has the rows of all plans, and what explains them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd

from layers.choices import choices, is_day
from layers.messages import Message
from mapgen.exporting import about, workbook
from mapgen.exporting.celltext import fitting, unescaped
from mapgen.exporting.fields import Field, field
from mapgen.exporting.flat import EXCEL_CELL, middles
from mapgen.exporting.job import Job
from mapgen.exporting.layers import GEOMETRY_TYPES, ExportLayer, titles
from mapgen.exporting.readback import Held, Part
from mapgen.exporting.readers import held
from mapgen.exporting.workbook import Cell, Choice, Column
from mapgen.files.errors import OutputError
from mapgen.tables.frames import PART
from mapgen.tables.indicators import COMPUTED
from mapgen.text.loading import LANGUAGES
from mapgen.text.texts import both, sentence

#: Values to choose from: column and values, with the layers that they are for.
Lists = dict[tuple[str, tuple[str, ...]], list[str]]
#: Where they begin in the sheet of lists, after plans and their roles.
_FIRST_LIST = 3

#: Columns that are computed where a sheet has others that nobody can edit here either: documents state those.
_COMPUTED = {"indicators": COMPUTED, "relations": ("plan", "from_name", "to_name")}
#: Layers whose features are somewhere: the middle of an arc or of a side is no place.
_PLACED = ("zones", "axes", "nodes")
#: What goes into the properties of the document, where a program finds it; the rest is words.
_PROPERTIES = ("DATE", "LAYERS_VERSION", "SOFTWARE", "CRS")


def write(job: Job, stage: Path) -> list[Message]:
    """One workbook: what it is, a sheet for each layer, the field dictionary, and the lists to choose from.

    Parameters
    ----------
    job : Job
    stage : Path
        Folder to write to.

    Returns
    -------
    list of Message
        Texts that are longer than a cell holds, which are cut.

    Raises
    ------
    OutputError
        If a layer has more rows than a sheet holds.
    """
    layers = tables(job)
    if full := [_full(layer) for layer in layers if len(layer.table) > workbook.ROWS]:
        raise OutputError(*full)
    pairs = about.metadata(job)
    told = {key: pairs[key] for key in _PROPERTIES}
    remarks: list[Message] = []
    lists = _lists(layers)
    with workbook.written(_path(job, stage), job.day, pairs["TITLE"], told) as book:
        book.add_words(_named("about"), _about(job, layers))
        for layer in layers:
            remarks += _cut(layer)
            still = 1 + (layer.columns.index("name") if "name" in layer.columns else 0)
            book.add(sheet_title(layer), _columns(job, layer, lists), _rows(job, layer), still)
        book.add(_named("fields"), *_dictionary(layers), 2)
        book.add(_named("lists"), *_choices(job, lists), 2)
    return remarks


def _full(layer: ExportLayer) -> Message:
    return Message("sheet-full", layer.name, values={"count": len(layer.table), "limit": workbook.ROWS})


def _path(job: Job, folder: Path) -> Path:
    return folder / f"{job.stem}.xlsx"


def tables(job: Job) -> list[ExportLayer]:
    """Layers as sheets have them: rows of all plans together, and where they are as two figures."""
    kinds = {kind: [layer for layer in job.layers if layer.layer == kind] for kind in GEOMETRY_TYPES}
    return [_stacked(job, kind, layers) for kind, layers in kinds.items() if layers]


def _stacked(job: Job, kind: str, layers: Sequence[ExportLayer]) -> ExportLayer:
    frames = [_without_shapes(job, layer) for layer in layers]
    # Those without rows would decide on types that they have not.
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    table = pd.concat(filled, ignore_index=True)
    title, title_en = titles(kind)
    nowhere = gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=4326)
    return ExportLayer(kind, kind, None, title, title_en, None, nowhere)


def _without_shapes(job: Job, layer: ExportLayer) -> pd.DataFrame:
    frame = pd.DataFrame(layer.table[layer.columns])
    if layer.layer not in _PLACED:
        return frame
    places = np.array(middles(layer, job), dtype=float).reshape(-1, 2)
    return frame.assign(x=places[:, 0], y=places[:, 1])


def sheet_title(layer: ExportLayer) -> str:
    """Short Chinese name, and the name of the layer."""
    return f"{layer.title.partition('（')[0]} {layer.name}"


def _named(sheet: str) -> str:
    named = Message(f"sheet-{sheet}")
    return f"{sentence(named, 'zh')} {sentence(named, 'en')}"


def _about(job: Job, layers: Sequence[ExportLayer]) -> Iterator[tuple[str, str]]:
    """What the workbook is, and how to read it."""
    yield both("about-title"), ""
    yield from (("", f"{plan.title} ({plan.layout}) · {plan.title_en}") for plan in job.plans)
    yield from about.facts(job)
    yield both("about-layers"), ""
    for layer in layers:
        rows = both("sheet-rows", count=len(layer.table))
        yield sheet_title(layer), f"{layer.title} · {layer.title_en} ({rows})"
    yield both("about-fields"), both("sheet-head")
    yield from (("", both(hint)) for hint in ("sheet-grey", "sheet-choose", "sheet-edit"))


def _columns(job: Job, layer: ExportLayer, lists: Lists) -> list[Column]:
    roles = sum(len(plan.roles) for plan in job.plans)
    made = []
    for item in layer.fields:
        choice: Choice | None = None
        if allowed := _allowed(layer, item):
            column = list(lists).index((item.name, allowed)) + _FIRST_LIST
            choice = workbook.choice_of(_named("lists"), column, len(allowed), item.zh)
        elif item.name == "role":
            plan = layer.columns.index("plan") + 1
            choice = workbook.choice_by_key(_named("lists"), roles, plan, item.zh)
        made.append(Column(_head(item), _type(layer, item), _is_grey(layer, item), choice))
    return made


def _is_grey(layer: ExportLayer, item: Field) -> bool:
    own = _COMPUTED.get(layer.layer)
    return item.editable == "no" if own is None else item.name in own


def _allowed(layer: ExportLayer, item: Field) -> tuple[str, ...]:
    """Values to choose from where the column may be edited."""
    return () if item.editable == "no" else choices(layer.layer, item.name)


def _head(item: Field) -> str:
    return f"{item.alias}\n{item.name}"


def _type(layer: ExportLayer, item: Field) -> str:
    if is_day(layer.layer, item.name):
        return "day"
    return "text" if item.type == "text" else "number"


def _rows(job: Job, layer: ExportLayer) -> Iterator[list[Cell]]:
    fields = [(item.name, _type(layer, item), item.editable == "drawn") for item in layer.fields]
    entries, key = job.atlas.catalog.entries, layer.columns.index(layer.key)
    for values in layer.table[layer.columns].itertuples(index=False, name=None):
        yield [
            Cell(_value(value, kind), drawn and _is_computed(entries[values[key]].record, name))
            for value, (name, kind, drawn) in zip(values, fields, strict=True)
        ]


def _is_computed(record: Any, column: str) -> bool:
    """Whether a feature is not drawn, so that how it is known follows from what it is made of."""
    return getattr(record, column) is None or record.basis == "members"


def _value(value: Any, kind: str) -> workbook.Value:
    if pd.isna(value):
        return None
    if kind == "number":
        number: int | float = value
        return number
    if kind == "day" and (day := dt.date.fromisoformat(value)) >= workbook.FIRST_DAY:
        return day
    return str(value)


def _cut(layer: ExportLayer) -> Iterator[Message]:
    """Texts of which a cell holds the beginning only."""
    for column in (item.name for item in layer.fields if item.type == "text"):
        for key, value in zip(layer.table[layer.key], layer.table[column], strict=True):
            if isinstance(value, str) and fitting(value) != value:
                values = {"field": column, "count": len(value), "limit": EXCEL_CELL}
                yield Message("cell-cut", layer.name, key, values)


def _dictionary(layers: Sequence[ExportLayer]) -> tuple[list[Column], list[list[Cell]]]:
    """The field dictionary: a row for each column of each sheet."""
    named = ("layer", "field", "meaning", "meaning-en", "unit", "type", "editable")
    columns = [Column(_words(f"about-{head}")) for head in named]
    described = (
        (layer.name, item.name, item.zh, item.en, item.unit, item.type, f"about-editable-{item.editable}")
        for layer in layers
        for item in layer.fields
    )
    return columns, [[Cell(text or None) for text in (*row, both(code))] for *row, code in described]


def _words(code: str) -> str:
    return "\n".join(sentence(Message(code), language) for language in LANGUAGES)


def _lists(layers: Sequence[ExportLayer]) -> Lists:
    found: Lists = {}
    for layer in layers:
        for item in layer.fields:
            if allowed := _allowed(layer, item):
                found.setdefault((item.name, allowed), []).append(layer.name)
    return found


def _choices(job: Job, lists: Lists) -> tuple[list[Column], list[list[Cell]]]:
    """The lists: plans with their roles, then the values of each column that has no others."""
    roles = [(plan.id, role.name) for plan in job.plans for role in plan.roles]
    shown = [*zip(*roles, strict=True), *(values for _, values in lists)]
    heads = [_head(field("zones", name)) for name in ("plan", "role")]
    heads += [f"{_head(field(names[0], name))} ({', '.join(names)})" for (name, _), names in lists.items()]
    rows = [[Cell(text) for text in row] for row in zip_longest(*shown)]
    return [Column(head) for head in heads], rows


def read(job: Job, folder: Path) -> Iterator[Held]:
    """The sheets as openpyxl reads them, with the texts that their cells mean."""
    with closing(openpyxl.load_workbook(_path(job, folder), read_only=True)) as book:
        for layer in tables(job):
            table = layer.table.copy()
            for column in (item.name for item in layer.fields if item.type == "text"):
                table[column] = [
                    fitting(value) if isinstance(value, str) else value for value in table[column]
                ]
            page = book[sheet_title(layer)]
            cells = page.iter_rows(max_col=len(layer.columns), values_only=True)
            names = [str(head).rpartition("\n")[2] for head in next(cells)]
            yield held(job, layer.with_table(table), _parts(names, cells))


def _parts(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[Part]:
    while part := list(islice(rows, PART)):
        columns = [[_meant(value) for value in column] for column in zip(*part, strict=True)]
        yield dict(zip(names, columns, strict=True)), np.full(len(part), None)


def _meant(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return unescaped(value) if isinstance(value, str) else value
