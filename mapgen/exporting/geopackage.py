"""GeoPackage: a file with every layer, Chinese aliases, descriptions, metadata and QGIS styles.

GDAL writes the layers with their aliases (the standard's schema extension, ``gpkg_data_columns``).
QGIS's table of styles is added as rows: no driver knows it.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from layers.messages import Message
from mapgen.exporting import about, gdal, qml
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer
from mapgen.files.errors import OutputError

#: GDAL 3.6, which Debian and many a QGIS bring, knows 1.3 and warns of 1.4.
VERSION = "1.3"

#: Plans in one file. GDAL opens a GeoPackage anew for each layer and then reads what all others are, so
#: that a file costs with the square of its layers; and no more than 200 layers of a file are imported.
PLANS = 25

#: How no table of ours may begin: GeoPackage and SQLite keep these for themselves.
_RESERVED = ("gpkg", "sqlite")

#: As QGIS makes it.
_LAYER_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""


def write(job: Job, stage: Path) -> list[Message]:
    """One GeoPackage with every layer, or several where there are very many plans.

    Parameters
    ----------
    job : Job
    stage : Path
        Folder to write to.

    Returns
    -------
    list of Message
        That there are several files, and which layers have more roles than a style has entries; a
        GeoPackage carries everything else.

    Raises
    ------
    OutputError
        If a plan's id begins as only the database's own tables do.
    """
    if reserved := [plan for plan in job.plan_ids if plan.startswith(_RESERVED)]:
        raise OutputError(*(Message("plan-reserved", plan) for plan in reserved))
    files = parts(job)
    for name, part in files.items():
        _write(part, stage / f"{name}.gpkg")
    if len(files) > 1:
        values = {"plans": len(job.plan_ids), "count": len(files), "limit": PLANS}
        return [Message("gpkg-parts", values=values), *_roles_alike(job)]
    return list(_roles_alike(job))


def _roles_alike(job: Job) -> Iterator[Message]:
    """Where a style draws some of the roles alike, because there are very many."""
    for layer in job.layers:
        if layer.layer in qml.ELEMENTS and layer.plan:
            present = {*layer.table["role"]}
            alike = present.difference(qml.entered(layer, _colours(job, layer)))
            if alike:
                values = {"count": len(present), "limit": qml.MOST_ROLES}
                yield Message("roles-alike", layer.name, values=values)


def _colours(job: Job, layer: ExportLayer) -> dict[str, str]:
    """Colour of each role of a layer's plan."""
    roles = job.atlas.catalog.plans[layer.plan].roles if layer.plan else []
    return {role.name: role.color for role in roles}


def parts(job: Job) -> dict[str, Job]:
    """What goes into each file, by its name without ending; what plans share is in the first."""
    if len(job.plan_ids) <= PLANS:
        return {job.stem: job}
    starts = range(0, len(job.plan_ids), PLANS)
    shared = [layer for layer in job.layers if layer.plan is None]
    files: dict[str, Job] = {}
    for number, start in enumerate(starts, 1):
        plans = job.plan_ids[start : start + PLANS]
        own = [layer for plan in plans for layer in job.of_plan(plan).values()]
        name = f"{job.stem}-{number:0{len(str(len(starts)))}}"
        files[name] = job.part(plans, [*own, *(shared if start == 0 else [])])
    return files


def _write(job: Job, path: Path) -> None:
    """One file."""
    pairs = about.metadata(job)
    # Nobody but us reads the file before it is whole: waiting for the disk at each statement is for nothing,
    # and so is a way back from half of one, for which SQLite opens another file each time.
    quick = {"OGR_SQLITE_SYNCHRONOUS": "OFF", "OGR_SQLITE_JOURNAL": "MEMORY"}
    with gdal.settings(OGR_CURRENT_DATE=_moment(job.day), **quick):
        for number, layer in enumerate(job.layers):
            columns = {item.name: gdal.words(item) for item in layer.fields}
            gdal.write(
                gdal.arrow(layer, columns),
                path,
                "GPKG",
                layer,
                append=number > 0,
                dataset_options={"VERSION": VERSION} if number == 0 else {},
                dataset_metadata=pairs if number == 0 else None,
                layer_options={
                    "IDENTIFIER": f"{layer.title} ({layer.name})",
                    "DESCRIPTION": f"{layer.title} · {layer.title_en}",
                    **({"GEOMETRY_NAME": "geom"} if layer.located else {}),
                },
            )
    with closing(sqlite3.connect(path)) as database, database:
        # GDAL fills the name, which QGIS shows; the standard has a title for people besides.
        database.execute("UPDATE gpkg_data_columns SET title = name")
        _styles(database, job)
        # Times that the triggers set by themselves.
        moment = {"moment": _moment(job.day)}
        database.execute("UPDATE gpkg_contents SET last_change = :moment", moment)
        database.execute("UPDATE gpkg_metadata_reference SET timestamp = :moment", moment)


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


def _styles(database: sqlite3.Connection, job: Job) -> None:
    database.executescript(_LAYER_STYLES)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS', ?, 0)",
        (_moment(job.day),),
    )
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
        "styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
        "VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', NULL, ?)",
        _style_rows(job),
    )


def _referenced(job: Job, layer: ExportLayer) -> list[str]:
    """For boundaries: the zones whose sides a reference states."""
    if layer.layer != "boundaries" or not layer.plan:
        return []
    zones = job.of_plan(layer.plan)["zones"].table
    return list(zones.loc[(zones["basis"] == "reference sides") & (zones["kind"] == "zone"), "id"])


def _style_rows(job: Job) -> Iterator[tuple[str, str, str, str, str]]:
    for layer in (layer for layer in job.layers if layer.located):
        text = qml.document(layer, _colours(job, layer), _referenced(job, layer))
        yield layer.name, layer.name[:30], text, f"zonemap {job.version}", _moment(job.day)
