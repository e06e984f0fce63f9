"""KML and KMZ: a file for each plan with a folder for each role, in the roles' colours.

GDAL's LIBKML writes placemarks, fields and styles. Afterwards folders get their Chinese names,
which LIBKML would make ids of that are all underscores, and the column that carried the styles goes.
LIBKML puts text with markup into CDATA and does not mind a ``]]>`` in it, so it is given none.
Carriage returns are written as references, for every XML parser makes line feeds of plain ones.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from layers.messages import Message
from layers.plan import Role
from mapgen import look
from mapgen.exporting import about
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer
from mapgen.exporting.shapefile import pack
from mapgen.look import Look
from mapgen.text.texts import both, sentence

_KML = "{http://www.opengis.net/kml/2.2}"
_STYLE = "OGR_STYLE"  # the column that GDAL takes a feature's style from

_ICON = "icon"

#: Stand-ins for markup on the way through LIBKML: a private character, and a digit that tells which.
_PRIVATE = "\ue000"
_MARKUP = _PRIVATE + "<>&\r"

#: Stands for a carriage return until the text is bytes; no value holds it, for no format carries it.
_RETURN = "\x01"

#: Column that keeps the id: Google Earth writes ids of its own into the id attribute.
ID = "zonemap_id"

#: Name of a folder, and what goes into it with a style for each feature.
Folder = tuple[str, ExportLayer, list[str]]


def write_kml(job: Job, stage: Path) -> list[Message]:
    """A KML file for each plan, and one for the baselines."""
    for name, title, folders in documents(job):
        _write(stage / f"{name}.kml", title, folders, job)
    return []


def write_kmz(job: Job, stage: Path) -> list[Message]:
    """The same, each zipped as KMZ; figures are text in it."""
    for name, title, folders in documents(job):
        _write(stage / "doc.kml", title, folders, job)
        _untype(stage / "doc.kml")
        pack(stage / f"{name}.kmz", stage, ["doc.kml"], job.day)
        (stage / "doc.kml").unlink()
    return []


def documents(job: Job) -> Iterator[tuple[str, str, list[Folder]]]:
    """The documents of a job: name of the file, title, folders."""
    for plan in job.plans:
        own = job.of_plan(plan.id)
        folders = list(_role_folders(own, plan.roles))
        edges = own["boundaries"]
        looks = [_pen(look.edge(basis)) for basis in edges.table["basis"]]
        connector = sentence(Message("kml-connector"), "zh")
        named = edges.table.assign(name=edges.table["baseline"].fillna(connector))
        folders.append((both("kml-boundaries"), edges.with_table(named), looks))
        yield (
            plan.id.replace("-", "_"),
            f"{plan.title} · {plan.title_en}",
            [folder for folder in folders if len(folder[1].table)],
        )
    for layer in job.layers:
        if layer.layer == "baselines":
            known = zip(layer.table["kind"], layer.table["basis"], strict=True)
            looks = [_pen(look.baseline(kind, basis)) for kind, basis in known]
            name = f"{layer.title} · {layer.title_en}"
            # A plan may be called so as well, and has the file.
            file = f"all-{layer.name}" if layer.name in job.plan_ids else layer.name
            yield file, name, [(name, layer, looks)]


def _role_folders(own: dict[str, ExportLayer], roles: list[Role]) -> Iterator[Folder]:
    """A folder for each role that has features; polygons first, so that points lie on top."""
    tables = [own[layer].table for layer in ("zones", "axes", "nodes")]
    mixed = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), geometry="geometry", crs=tables[0].crs)
    parts = dict(iter(mixed.groupby("role")))
    for role in roles:
        if role.name in parts:
            yield _role_folder(own, role, parts[role.name])


def _role_folder(own: dict[str, ExportLayer], role: Role, rows: gpd.GeoDataFrame) -> Folder:
    """All features of a role, whatever their kind."""
    columns = [name for name in rows.columns if name != "geometry"]
    known = zip(rows["kind"], rows["basis"], rows["accuracy_m"], strict=True)
    looks = [_style(look.element(kind, role.color, basis, metres)) for kind, basis, metres in known]
    # The field dictionary has no mixed layer: that of zones has the columns of all but axes.
    layer = replace(own["zones"], table=rows[[*columns, "geometry"]])
    return f"{role.name} · {role.name_en}", layer, looks


def _pen(drawn: Look) -> str:
    """KML's lines have no dashes: how a line is known stands in its attributes only."""
    return f"PEN(c:{_with_opacity(drawn.color, drawn.opacity)},w:{drawn.width:g}px)"


def _style(drawn: Look) -> str:
    if drawn.radius:
        tint = _with_opacity(drawn.ink, look.kml_rough_opacity() if drawn.hollow else 1)
        # GDAL 3.12 crashes on a symbol without an id; `_tidy` takes the icon out again.
        return f'SYMBOL(c:{tint},id:"{_ICON}")'
    if drawn.fill:
        return f"BRUSH(fc:{_with_opacity(drawn.fill, drawn.fill_opacity)});{_pen(drawn)}"
    return _pen(drawn)


def _with_opacity(color: str, opacity: float) -> str:
    return f"{color}{round(255 * opacity):02x}"


def _write(path: Path, title: str, folders: list[Folder], job: Job) -> None:
    # A description is HTML to Google Earth, which would run what stands in a plan's title.
    description = html.escape(
        "\n".join(f"{key}: {value}" for key, value in about.metadata(job).items() if value)
    )
    for number, (_, layer, looks) in enumerate(folders):
        ids = layer.table[layer.key]
        table = layer.table.assign(id=ids, **{ID: ids, _STYLE: looks})
        for column in (item.name for item in layer.fields if item.type == "text"):
            table[column] = [_veiled(value) if isinstance(value, str) else None for value in table[column]]
        pyogrio.write_dataframe(
            table,
            path,
            layer=f"folder_{number}",  # ASCII for now: LIBKML makes ids of it
            driver="LIBKML",
            append=number > 0,
            geometry_type="Unknown",
            dataset_options={"NAME": _veiled(title), "DESCRIPTION": _veiled(description)}
            if number == 0
            else {},
            layer_options={"FOLDER": "YES"},
        )
    _tidy(path, [name for name, _, _ in folders])


def _veiled(text: str) -> str:
    return "".join(f"{_PRIVATE}{_MARKUP.index(char)}" if char in _MARKUP else char for char in text)


def _unveiled(text: str) -> str:
    return re.sub(f"{_PRIVATE}([0-4])", lambda found: _MARKUP[int(found[1])], text)


def _tidy(path: Path, names: list[str]) -> None:
    """Give folders their names; take out the styles' column, and icons: the reader's own is tinted."""
    ET.register_namespace("", _KML[1:-1])
    tree = ET.parse(path)  # noqa: S314 - GDAL has just written it, and it declares no entities
    root = tree.getroot()
    for name, folder in zip(names, root.iter(f"{_KML}Folder"), strict=True):
        title = folder.find(f"{_KML}name")
        if title is not None:
            title.text = _veiled(name)
    for parent in root.iter():
        parent.text = _unveiled(parent.text) if parent.text else parent.text
        for child in list(parent):
            styling = child.tag.removeprefix(_KML) in ("SimpleField", "SimpleData")
            if (styling and child.get("name") == _STYLE) or child.tag == f"{_KML}Icon":
                parent.remove(child)
    _save(tree, path)


def _untype(path: Path) -> None:
    """Turn fields with a schema into plain pairs: GDAL finds no schema inside a KMZ, and would drop them."""
    tree = ET.parse(path)  # noqa: S314 - our own file
    for parent in tree.getroot().iter():
        for child in list(parent):
            if child.tag == f"{_KML}Schema":
                parent.remove(child)
            elif child.tag == f"{_KML}SchemaData":
                parent.remove(child)
                for field in child:
                    pair = ET.SubElement(parent, f"{_KML}Data", name=field.get("name", ""))
                    ET.SubElement(pair, f"{_KML}value").text = field.text
    _save(tree, path)


def _save(tree: "ET.ElementTree[ET.Element]", path: Path) -> None:
    for element in tree.getroot().iter():
        element.text = element.text.replace("\r", _RETURN) if element.text else element.text
    text = ET.tostring(tree.getroot(), encoding="utf-8", xml_declaration=True)
    path.write_bytes(text.replace(_RETURN.encode(), b"&#13;"))
