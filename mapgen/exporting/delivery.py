"""An export as names and bytes; the same layers on the same day give the same bytes."""

import sqlite3
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from layers.assemble import Atlas
from layers.messages import Message, reason
from mapgen.exporting import about
from mapgen.exporting.formats import FORMATS
from mapgen.exporting.job import Job, stem
from mapgen.exporting.layers import ExportLayer, export_layers
from mapgen.exporting.readback import mismatch
from mapgen.exporting.target import reprojected, target
from mapgen.files import child
from mapgen.files.day import today
from mapgen.files.errors import OutputError
from mapgen.files.scratch import temporary_folder
from mapgen.tables.frames import UNLOCATED

#: What the drivers raise when they cannot write, such as on a full disk.
_TROUBLE = (OSError, sqlite3.Error, pa.ArrowException, ET.ParseError, DataSourceError, DataLayerError)

ENCODINGS = {"utf-8": "UTF-8", "utf8": "UTF-8", "gbk": "GBK"}


README = "README.md"


@dataclass(frozen=True)
class Export:
    """What has been made.

    Attributes
    ----------
    files : dict of str to bytes
        Content by name, relative to the output folder; one folder for each format.
    remarks : list of Message
        What must be said about it, each once.
    """

    files: dict[str, bytes]
    remarks: list[Message]


def exports(
    atlas: Atlas, plans: list[str], formats: Sequence[str], crs: str | None, encoding: str = "utf-8"
) -> Export:
    """Make an export in one or several formats.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans.
    formats : sequence of str
        Names in `FORMATS`.
    crs : str or None
        EPSG code; each format's own without it.
    encoding : str
        Of text in a Shapefile: utf-8 or gbk.

    Returns
    -------
    Export

    Raises
    ------
    OutputError
        With every reason why it cannot be made; then nothing is made.
    """
    problems: list[Message] = []
    known = ", ".join(FORMATS)
    wanted = list(dict.fromkeys(formats))
    problems += [
        Message("format-unknown", f"--format {name}", values={"known": known})
        for name in wanted
        if name not in FORMATS
    ]
    if encoding.lower() not in ENCODINGS:
        problems.append(Message("encoding-unknown", f"--encoding {encoding}"))
    if problems:
        raise OutputError(*problems)
    remarks: list[Message] = []
    if ENCODINGS[encoding.lower()] == "GBK" and "shp" not in wanted:
        remarks.append(Message("encoding-idle"))
    with temporary_folder() as scratch:
        remarks += _made(atlas, plans, wanted, crs, ENCODINGS[encoding.lower()], scratch)
        # Only now, when no table is held any more: a large export is as heavy as its tables.
        files = {
            path.relative_to(scratch).as_posix(): path.read_bytes()
            for folder in sorted(scratch.iterdir())
            for path in sorted(folder.iterdir())
        }
    return Export(files, _once(remarks))


def _made(
    atlas: Atlas, plans: list[str], formats: Sequence[str], crs: str | None, encoding: str, stage: Path
) -> list[Message]:
    """Let a child write: when a file cannot be opened any more, GDAL may go on with a null pointer.

    Not where a child costs more than the rest: GDAL dies of our own layers only when the system fails.
    """
    if not child.FORKS:
        return _written(atlas, plans, formats, crs, encoding, stage)
    try:
        said: list[Message] = child.apart(_staged, atlas, plans, formats, crs, encoding, stage, room=stage)
    except child.DiedError as death:
        begun = {folder.name.rsplit("-", 2)[1] for folder in stage.glob("*-*-*")}
        last = next((name for name in reversed(formats) if name in begun), "")
        values = {"reason": Message("reason-broke-off", values={"cause": death.cause})}
        raise OutputError(Message("not-made", last, values=values)) from None
    return said


def _staged(*given: Any) -> list[Message]:
    """In the child: what lies in between is on the stage too, and goes with it if the child dies."""
    tempfile.tempdir = str(given[-1])
    return _written(*given)


def _written(
    atlas: Atlas, plans: list[str], formats: Sequence[str], crs: str | None, encoding: str, stage: Path
) -> list[Message]:
    """Write each format into a folder of its own; returns what must be said."""
    problems: list[Message] = []
    remarks: list[Message] = []
    layers = export_layers(atlas, plans)
    bounds = _bounds([geometry for layer in layers for geometry in layer.table.geometry])
    for name in formats:
        chosen_format = FORMATS[name]
        try:
            to = target(crs or chosen_format.default_crs(atlas.projected_crs(plans)), bounds)
            chosen_format.check(to)
            held = [layer for layer in layers if chosen_format.holds(layer)]
            left_out = [layer for layer in layers if layer.layer in UNLOCATED and not chosen_format.tables]
            job = Job(
                atlas,
                plans,
                reprojected(held, to),
                to,
                stem(plans, list(atlas.catalog.plans)),
                today(),
                encoding,
            )
            said = [_left_out(name, layer) for layer in left_out] + _make(job, name, stage)
        except OutputError as error:
            problems += error.messages
            continue
        remarks += [*to.remarks, *said]
    if problems:
        raise OutputError(*_once(problems))
    return remarks


def _left_out(name: str, layer: ExportLayer) -> Message:
    return Message(f"left-out-{layer.layer}", layer.name, values={"format": name, "count": len(layer.table)})


def database_job(atlas: Atlas, plans: list[str], crs: str) -> Job:
    """What is published to a database.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
    crs : str
        EPSG code.

    Returns
    -------
    Job

    Raises
    ------
    OutputError
        If the coordinate system does not do.
    """
    layers = export_layers(atlas, plans)
    to = target(crs, _bounds([geometry for layer in layers for geometry in layer.table.geometry]))
    name = stem(plans, list(atlas.catalog.plans))
    return Job(atlas, plans, reprojected(layers, to), to, name, today())


def _bounds(geometries: list[shapely.Geometry]) -> tuple[float, float, float, float]:
    if not geometries:
        raise OutputError(Message("nothing"))
    west, south, east, north = shapely.total_bounds(geometries).tolist()
    return west, south, east, north


def _make(job: Job, name: str, stage: Path) -> list[Message]:
    """Write a format with its README into a folder of its own, and read it back."""
    folder = stage / f"{job.stem}-{name}-{job.target.code}"
    try:
        folder.mkdir()
        said = FORMATS[name].write(job, folder)
        readme = about.readme(job, FORMATS[name].title, about.digests(folder))
        (folder / README).write_bytes(readme)
    except _TROUBLE as error:
        raise OutputError(Message("not-made", name, values={"reason": reason(error)})) from None
    if (wrong := mismatch(FORMATS[name].read(job, folder))) is not None:
        raise OutputError(Message("not-made", name, values={"reason": wrong}))
    return said


def _once(remarks: list[Message]) -> list[Message]:
    kept: dict[str, Message] = {}
    for remark in remarks:
        kept.setdefault(str(remark), remark)
    return list(kept.values())


def superseded(out: Path, files: Collection[str]) -> tuple[list[str], list[str]]:
    """What earlier exports wrote into the same folders and these do not.

    Parameters
    ----------
    out : Path
        The output folder.
    files : collection of str
        What is about to be written, by name relative to it.

    Returns
    -------
    unchanged : list of str
        Files that are as the earlier export wrote them, by name relative to the output folder.
    edited : list of str
        Files that somebody has edited since.
    """
    unchanged: list[str] = []
    edited: list[str] = []
    for folder in sorted({name.partition("/")[0] for name in files}):
        with suppress(OSError, UnicodeDecodeError):  # there is no earlier export, or it is not ours
            for name, digest in about.listed_in((out / folder / README).read_text("utf-8")).items():
                path = out / folder / name
                if f"{folder}/{name}" in files or path.is_symlink() or not path.is_file():
                    continue
                # QGIS keeps edits beside a GeoPackage for as long as it has it open.
                log = path.with_name(f"{name}-wal")
                pending = log.is_file() and log.stat().st_size > 0
                same = not pending and sha256(path.read_bytes()).hexdigest() == digest
                (unchanged if same else edited).append(f"{folder}/{name}")
    return unchanged, edited
