"""DXF in metres: a CAD layer for each role, names as text.

GDAL's driver takes text and colours only from styles that pyogrio cannot set on a feature,
so ezdxf writes the drawing; GDAL reads it back in the tests. The drawing is of AutoCAD 2004 in
GBK and says so: GDAL, and QGIS with it, takes the UTF-8 of later drawings for Latin letters.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from ezdxf import options, units  # type: ignore[attr-defined]  # it re-exports without saying so
from ezdxf.colors import BYBLOCK, rgb2int
from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.filemanagement import new
from ezdxf.layouts.layout import Modelspace

from layers.messages import Message
from mapgen import look
from mapgen.exporting import about
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer
from mapgen.files.errors import OutputError
from mapgen.look import Look
from mapgen.text.texts import one_line

#: Application that the ids at the entities belong to.
APPLICATION = "ZONEMAP"

#: Of the drawing's text; the header calls it ANSI_936.
ENCODING = "gbk"

#: Bytes of a text that CAD programs read; the rest they drop without a word.
LIMIT = 255

#: Metres on the ground for a pixel of the map: a drawing of it at about 1:38,000.
METRES_PER_PX = 10.0

_FONT = "CHINESE"
_SOLID = "CONTINUOUS"

#: Blocks that show a node where it is known, and where it is rough.
EXACT, ROUGH = "ZONEMAP_NODE", "ZONEMAP_ROUGH_NODE"

#: Weights of lines that CAD has, hundredths of a millimetre.
_WEIGHTS = (13, 15, 18, 20, 25, 30, 35, 40, 50, 53, 60, 70, 80, 90, 100, 106, 120, 140, 158, 200, 211)
_MM100_PER_PX = 2540 / 96

#: Layers whose features have no name in a drawing.
_NAMELESS = ("boundaries", "relations")

#: Characters that a layer's name must not hold.
_FORBIDDEN = set('<>/\\":;?*|=`,')


def write(job: Job, stage: Path) -> list[Message]:
    """One drawing with every layer, and a .prj that tells its coordinate system.

    Parameters
    ----------
    job : Job
        In metres.
    stage : Path
        Folder to write to.

    Returns
    -------
    list of Message
        Names that the drawing does not hold as they are.

    Raises
    ------
    OutputError
        If a name holds a character that GBK does not have.
    """
    if missing := list(_unencodable(job)):
        raise OutputError(*missing)
    with _repeatable():
        drawing = _drawing(job)
        remarks = [*_untold_titles(job), *_cut_names(job), *_fill(drawing, job)]
        _sort_classes(drawing)
        drawing.saveas(stage / f"{job.stem}.dxf")
    (stage / f"{job.stem}.prj").write_text(job.target.crs.to_wkt("WKT1_ESRI"), "utf-8")
    return remarks


def _fill(drawing: Drawing, job: Job) -> Iterator[Message]:
    """Draw every layer of a job; yields roles whose CAD layer has another name."""
    space = drawing.modelspace()
    for plan in job.plans:
        own = job.of_plan(plan.id)
        drawn = [own[name] for name in ("zones", "axes", "nodes")]
        parts = [(layer, dict(iter(layer.table.groupby("role")))) for layer in drawn]
        for role in plan.roles:
            wanted = f"{plan.id}_{role.name}"
            name = _layer(drawing, wanted, look.darker(role.color))
            if name != wanted:
                yield Message("dxf-layer", plan.id, values={"role": role.name[:80], "layer": name})
            for layer, tables in parts:
                if role.name in tables:
                    _draw(space, layer.with_table(tables[role.name]), name, "name", role.color)
        edges = _layer(drawing, f"{plan.id}_boundaries", look.edge("traced").color)
        _draw(space, own["boundaries"], edges, None)
        if "relations" in own:
            _draw(
                space, own["relations"], _layer(drawing, f"{plan.id}_relations", look.relation().color), None
            )
    for layer in job.layers:
        if layer.layer == "baselines":
            name = _layer(drawing, layer.name, look.baseline("river", "traced").color)
            _draw(space, layer, name, "name")


@contextmanager
def _repeatable() -> Iterator[None]:
    """Keep ezdxf from writing the hour and a number drawn at random into a drawing."""
    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before


def _sort_classes(drawing: Drawing) -> None:
    """List the drawing's classes by name: ezdxf adds them from a set, in an order of its own each time."""
    section = drawing.classes
    section.add_required_classes(drawing.dxfversion)
    section.classes = dict(sorted(section.classes.items()))


def _unencodable(job: Job) -> Iterator[Message]:
    """Names that the drawing cannot spell."""
    names = [(plan.id, "roles", role.name) for plan in job.plans for role in plan.roles]
    for layer in job.layers:
        if layer.layer not in _NAMELESS:
            names += [(row["id"], "name", row["name"]) for row in layer.table.to_dict("records")]
    for key, column, value in names:
        try:
            value.encode(ENCODING)
        except UnicodeEncodeError as error:
            yield Message("not-in-dxf", key, values={"field": column, "character": value[error.start]})


def _untold_titles(job: Job) -> Iterator[Message]:
    for plan in job.plans:
        for key in ("title", "title_en"):
            try:
                getattr(plan, key).encode(ENCODING)
            except UnicodeEncodeError as error:
                character = getattr(plan, key)[error.start]
                yield Message("dxf-title", plan.id, values={"field": key, "character": character})


def _cut_names(job: Job) -> Iterator[Message]:
    for layer in job.layers:
        if layer.layer not in _NAMELESS:
            for row in layer.table.to_dict("records"):
                if fitting(row["name"]) != _text(row["name"]):
                    size = len(_text(row["name"]).encode(ENCODING))
                    yield Message("dxf-long", row["id"], values={"bytes": size, "limit": LIMIT})


def _drawing(job: Job) -> Drawing:
    drawing = new("R2004")
    drawing.encoding = ENCODING
    drawing.units = units.M
    drawing.header["$LTSCALE"] = METRES_PER_PX
    drawing.header["$PDMODE"] = (
        1  # points hold the place and draw nothing: a block shows how well it is known
    )
    drawing.appids.add(APPLICATION)
    drawing.styles.add(_FONT, font="simsun.ttc")
    _add_block(drawing, EXACT, look.element("node", look.neutral(), "sketched"))
    _add_block(drawing, ROUGH, look.element("node", look.neutral(), "sketched", look.rough_m() + 1))
    for key, value in about.metadata(job).items():
        drawing.header.custom_vars.append(key, _text(value).encode(ENCODING, "replace").decode(ENCODING))
    return drawing


def _layer(drawing: Drawing, name: str, colour: str) -> str:
    """Add a CAD layer, with a name that CAD takes and no other has."""
    plain = "".join("_" if char in _FORBIDDEN else char for char in one_line(name))[:200]
    unique, number = plain, 2
    while unique in drawing.layers:
        unique, number = f"{plain}_{number}", number + 1
    drawing.layers.add(unique).rgb = _rgb(colour)
    return unique


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _add_block(drawing: Drawing, name: str, drawn: Look) -> None:
    """A full or a hollow circle in the colour of whatever it is put on."""
    block = drawing.blocks.new(name)
    radius = (drawn.radius or 0) * METRES_PER_PX
    # Layer 0 and the colour of the block: those of the place where it is inserted.
    by_block = {"layer": "0", "color": BYBLOCK}
    if not drawn.hollow:
        inside = block.add_hatch(dxfattribs=by_block)
        inside.paths.add_edge_path().add_arc((0, 0), radius, 0, 360)
    outline = {"linetype": _linetype(drawing, drawn), "lineweight": _lineweight(drawn)}
    block.add_circle((0, 0), radius, dxfattribs=by_block | outline)


def _linetype(drawing: Drawing, drawn: Look) -> str:
    """The line type of a look, in the drawing's table."""
    if not drawn.dash:
        return _SOLID
    name = "ZONEMAP_" + "_".join(f"{length:g}" for length in drawn.dash).replace(".", "-")
    if name not in drawing.linetypes:
        pattern = [length * (1 - 2 * (at % 2)) for at, length in enumerate(drawn.dash)]
        drawing.linetypes.add(name, [sum(drawn.dash), *pattern], description=name)
    return name


def _lineweight(drawn: Look) -> int:
    """The weight of CAD nearest to a width, hundredths of a millimetre."""
    return min(_WEIGHTS, key=lambda weight: abs(weight - drawn.width * _MM100_PER_PX))


def _drawn(layer: ExportLayer, values: Mapping[str, Any], color: str) -> tuple[Look, str]:
    """Look of a feature and what its names look like."""
    if layer.layer == "boundaries":
        return look.edge(values["basis"]), "edge"
    if layer.layer == "relations":
        return look.relation(), "edge"
    if layer.layer == "baselines":
        other = pd.notna(values["alternative_to"])
        return look.baseline(values["kind"], values["basis"], alternative=other), "place"
    indicative = values.get("shape_is_indicative") == 1
    element = look.element(
        values["kind"], color, values["basis"], values["accuracy_m"], indicative=indicative
    )
    return element, values["kind"]


def _draw(space: Modelspace, layer: ExportLayer, name: str, label: str | None, color: str = "") -> None:
    drawing = space.doc
    layer_rgb = drawing.layers.get(name).rgb
    for values in layer.table.to_dict("records"):
        geometry: shapely.Geometry = values["geometry"]
        drawn, named = _drawn(layer, values, color)
        pen = {
            "layer": name,
            "linetype": _linetype(drawing, drawn),
            "lineweight": _lineweight(drawn),
        }
        if _rgb(drawn.ink) != layer_rgb:
            pen["true_color"] = rgb2int(_rgb(drawn.ink))
        key = values[layer.key]
        for part in shapely.get_parts([geometry]):
            entities: list[DXFGraphic]
            if part.geom_type == "Point":
                place, block = (part.x, part.y), ROUGH if drawn.hollow else EXACT
                entities = [
                    space.add_point(place, dxfattribs={"layer": name}),
                    space.add_blockref(block, place, dxfattribs={"layer": name}),
                ]
            elif part.geom_type == "Polygon":
                rings = [part.exterior, *part.interiors]
                entities = [
                    space.add_lwpolyline(shapely.get_coordinates(ring)[:-1], close=True, dxfattribs=pen)
                    for ring in rings
                ]
            else:
                entities = [space.add_lwpolyline(shapely.get_coordinates(part), dxfattribs=pen)]
            for entity in entities:
                entity.set_xdata(APPLICATION, [(1000, key)])
        if label is not None and isinstance(values[label], str):
            middle = _middle(geometry)
            text = space.add_text(
                fitting(values[label]),
                height=look.name(named).size * METRES_PER_PX,
                dxfattribs={"layer": name, "style": _FONT},
            )
            text.set_placement((middle.x, middle.y))
            text.set_xdata(APPLICATION, [(1000, key)])


def _middle(geometry: shapely.Geometry) -> shapely.Point:
    """A point on the feature where its name stands."""
    if geometry.geom_type == "LineString":
        return shapely.line_interpolate_point(geometry, 0.5, normalized=True)
    return shapely.point_on_surface(geometry)


def _text(value: str) -> str:
    """Text in one line, without what a drawing reads as a code."""
    plain = one_line(value).replace("^", "^ ").replace("%%", "%%%%%%")
    # A backslash before U+ or M+ begins a character's number; so does then the one that stands for it.
    return plain.replace("\\U+", "\\U+005CU+").replace("\\M+", "\\U+005CM+")


def fitting(value: str) -> str:
    """The longest beginning of a name that CAD reads, cut between characters, as it stands in a drawing."""
    if len(_text(value).encode(ENCODING)) > LIMIT:
        value = value[:LIMIT]
        while len(_text(value).encode(ENCODING)) > LIMIT:
            value = value[:-1]
    return _text(value)
