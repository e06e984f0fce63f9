"""KML and KMZ: a file for each plan with a folder for each role, in the roles' colours.

GDAL's LIBKML writes placemarks, fields and styles. It writes the whole file anew for each layer,
so that all roles are one layer to it. Afterwards this is taken apart into folders with Chinese names,
which LIBKML would make ids of that are all underscores, and the column that carried the styles goes.
LIBKML puts text with markup into CDATA and does not mind a ``]]>`` in it, so it is given none.
Carriage returns are written as references, for every XML parser makes line feeds of plain ones.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

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

#: How tags begin in a parsed file.
TAG = "{http://www.opengis.net/kml/2.2}"
_STYLE = "OGR_STYLE"  # the column that GDAL takes a feature's style from

_ICON = "icon"

#: Stand-ins for markup on the way through LIBKML: a private character, and a digit that tells which.
_PRIVATE = "\ue000"
_MARKUP = _PRIVATE + "<>&\r"

#: Stands for a carriage return until the text is bytes; no value holds it, for no format carries it.
_RETURN = "\x01"

#: Folders in one file: GDAL makes a layer of each and reads the whole file anew for it, so that a file costs
#: with the square of its folders, and no more than 300 layers of a file are imported.
FOLDERS = 100

#: Column that keeps the id: Google Earth writes ids of its own into the id attribute.
ID = "zonemap_id"


class Folders(NamedTuple):
    """What goes into some folders: features, a style for each, and names of the folders with their sizes."""

    layer: ExportLayer
    styles: list[str]
    sizes: list[tuple[str, int]]


class Document(NamedTuple):
    """A file: name without ending, title, folders, what it holds as a job of its own, what must be said."""

    name: str
    title: str
    folders: list[Folders]
    job: Job
    remarks: list[Message]


def write_kml(job: Job, stage: Path) -> list[Message]:
    """A KML file for each plan, or several where it has very many roles, and one for the baselines."""
    said: list[Message] = []
    for document in documents(job):
        _write(stage / f"{document.name}.kml", document)
        said += document.remarks
    return said


def write_kmz(job: Job, stage: Path) -> list[Message]:
    """The same, each zipped as KMZ; figures are text in it."""
    said: list[Message] = []
    for document in documents(job):
        _write(stage / "doc.kml", document)
        _untype(stage / "doc.kml")
        pack(stage / f"{document.name}.kmz", stage, ["doc.kml"], job.day)
        (stage / "doc.kml").unlink()
        said += document.remarks
    return said


def documents(job: Job) -> Iterator[Document]:
    """What each file holds."""
    for plan in job.plans:
        own = job.of_plan(plan.id)
        made = [_role_folders(own, plan.roles), _boundaries(own["boundaries"])]
        if "relations" in own:
            made.append(_relations(own["relations"]))
        folders = [each for each in made if each.styles]
        name, title = plan.id.replace("-", "_"), f"{plan.title} · {plan.title_en}"
        files = list(_files(folders))
        for number, held in enumerate(files, 1):
            several = len(files) > 1
            # No other file is called so, for names of plans have no hyphens here.
            file = f"{name}-{number:0{len(str(len(files)))}}" if several else name
            values = {"count": len(files), "limit": FOLDERS}
            said = [Message("kml-parts", plan.id, values=values)] if several and number == 1 else []
            yield Document(file, title, held, job.part([plan.id], list(own.values())), said)
    for layer in job.layers:
        if layer.layer == "baselines":
            others = layer.table["alternative_to"].notna()
            known = zip(layer.table["kind"], layer.table["basis"], others, strict=True)
            looks = [_pen(look.baseline(kind, basis, alternative=other)) for kind, basis, other in known]
            name = f"{layer.title} · {layer.title_en}"
            # A plan may be called so as well, and has the file.
            file = f"all-{layer.name}" if layer.name in job.plan_ids else layer.name
            folders = [Folders(layer, looks, [(name, len(looks))])]
            yield Document(file, name, folders, job.of_layer(layer), [])


def _files(folders: list[Folders]) -> Iterator[list[Folders]]:
    """What goes into each file: no more than `FOLDERS` folders."""
    waiting = deque(folders)
    held: list[Folders] = []
    room = FOLDERS
    while waiting:
        first, rest = _cut(waiting.popleft(), room)
        held.append(first)
        room -= len(first.sizes)
        waiting.extendleft([rest] if rest.sizes else [])
        if waiting and not room:
            yield held
            held, room = [], FOLDERS
    if held:  # of a plan of which nothing is on the map there is no file
        yield held


def _cut(folders: Folders, room: int) -> tuple[Folders, Folders]:
    """The first few folders, and the rest."""
    layer, styles, sizes = folders
    at = sum(size for _, size in sizes[:room])
    tables = layer.table.iloc[:at], layer.table.iloc[at:]
    first, rest = (layer.with_table(table) for table in tables)
    return Folders(first, styles[:at], sizes[:room]), Folders(rest, styles[at:], sizes[room:])


def _boundaries(edges: ExportLayer) -> Folders:
    looks = [_pen(look.edge(basis)) for basis in edges.table["basis"]]
    connector = sentence(Message("kml-connector"), "zh")
    named = edges.table.assign(name=edges.table["baseline"].fillna(connector))
    return Folders(edges.with_table(named), looks, [(both("kml-boundaries"), len(named))])


def _relations(arcs: ExportLayer) -> Folders:
    named = arcs.table.assign(name=arcs.table["from_name"] + " → " + arcs.table["to_name"])
    looks = [_pen(look.relation())] * len(named)
    return Folders(arcs.with_table(named), looks, [(both("kml-relations"), len(named))])


def _role_folders(own: dict[str, ExportLayer], roles: list[Role]) -> Folders:
    """A folder for each role that has features; polygons first, so that points lie on top."""
    tables = [own[layer].table for layer in ("zones", "axes", "nodes")]
    mixed = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), geometry="geometry", crs=tables[0].crs)
    number = {role.name: at for at, role in enumerate(roles)}
    rows = mixed.iloc[mixed["role"].map(number).argsort(kind="stable")]
    counts = Counter(rows["role"])
    columns = [name for name in rows.columns if name != "geometry"]
    own_roles = [roles[number[name]] for name in rows["role"]]
    known = zip(rows["kind"], own_roles, rows["basis"], rows["accuracy_m"], strict=True)
    soft = rows["shape_is_indicative"].eq(1).fillna(value=False)
    looks = [
        _style(look.element(kind, role.color, basis, metres, indicative=indicative))
        for (kind, role, basis, metres), indicative in zip(known, soft, strict=True)
    ]
    # The field dictionary has no mixed layer: that of zones has the columns of all but axes.
    layer = replace(own["zones"], table=rows[[*columns, "geometry"]])
    return Folders(
        layer,
        looks,
        [(f"{role.name} · {role.name_en}", counts[role.name]) for role in roles if role.name in counts],
    )


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


def _write(path: Path, document: Document) -> None:
    # A description is HTML to Google Earth, which would run what stands in a plan's title.
    description = html.escape(
        "\n".join(f"{key}: {value}" for key, value in about.metadata(document.job).items() if value)
    )
    for number, (layer, looks, _) in enumerate(document.folders):
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
            dataset_options={"NAME": _veiled(document.title), "DESCRIPTION": _veiled(description)}
            if number == 0
            else {},
            layer_options={"FOLDER": "YES"},
        )
    _tidy(path, [sizes for _, _, sizes in document.folders])


def _veiled(text: str) -> str:
    return "".join(f"{_PRIVATE}{_MARKUP.index(char)}" if char in _MARKUP else char for char in text)


def _unveiled(text: str) -> str:
    return re.sub(f"{_PRIVATE}([0-4])", lambda found: _MARKUP[int(found[1])], text)


def _tidy(path: Path, sizes: list[list[tuple[str, int]]]) -> None:
    """Make the folders; take out the styles' column, and icons: the reader's own is tinted."""
    ET.register_namespace("", TAG[1:-1])
    tree = ET.parse(path)  # noqa: S314 - GDAL has just written it, and it declares no entities
    root = tree.getroot()
    for document in root.iter(f"{TAG}Document"):
        written = document.findall(f"{TAG}Folder")
        rest = [child for child in document if child.tag != f"{TAG}Folder"]
        document[:] = [
            *rest,
            *(each for one, own in zip(written, sizes, strict=True) for each in _split(one, own)),
        ]
    for parent in root.iter():
        parent.text = _unveiled(parent.text) if parent.text else parent.text
        for child in list(parent):
            styling = child.tag.removeprefix(TAG) in ("SimpleField", "SimpleData")
            if (styling and child.get("name") == _STYLE) or child.tag == f"{TAG}Icon":
                parent.remove(child)
    _save(tree, path)


def _split(folder: ET.Element, sizes: list[tuple[str, int]]) -> Iterator[ET.Element]:
    """Folders of these names and sizes, with the features of one in their order."""
    features = iter(folder.findall(f"{TAG}Placemark"))
    for name, size in sizes:
        part = ET.Element(folder.tag)
        title = ET.SubElement(part, f"{TAG}name")
        title.text = _veiled(name)
        part.text, part.tail, title.tail = folder.text, folder.tail, folder.text
        part.extend(islice(features, size))
        yield part


def _untype(path: Path) -> None:
    """Turn fields with a schema into plain pairs: GDAL finds no schema inside a KMZ, and would drop them."""
    tree = ET.parse(path)  # noqa: S314 - our own file
    for parent in tree.getroot().iter():
        for child in list(parent):
            if child.tag == f"{TAG}Schema":
                parent.remove(child)
            elif child.tag == f"{TAG}SchemaData":
                parent.remove(child)
                for field in child:
                    pair = ET.SubElement(parent, f"{TAG}Data", name=field.get("name", ""))
                    ET.SubElement(pair, f"{TAG}value").text = field.text
    _save(tree, path)


def _save(tree: "ET.ElementTree[ET.Element]", path: Path) -> None:
    for element in tree.getroot().iter():
        element.text = element.text.replace("\r", _RETURN) if element.text else element.text
    text = ET.tostring(tree.getroot(), encoding="utf-8", xml_declaration=True)
    path.write_bytes(text.replace(_RETURN.encode(), b"&#13;"))
