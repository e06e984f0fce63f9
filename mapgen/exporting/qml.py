"""QGIS styles: a layer opens in the colours of its roles, with lines that tell the basis, and its names.

The text is built as a tree, never pasted together: whatever a role is called stays text. What a feature's
attributes decide (dashes by basis, a ring for a rough point) are data-defined properties, so that
each role stays one entry in QGIS.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from layers.schema import BASES
from mapgen import look
from mapgen.exporting.layers import ExportLayer
from mapgen.look import Look
from mapgen.text.texts import both

#: Roles that a style has an entry for. Nobody reads a longer legend, and each takes some 10 KB to make.
MOST_ROLES = 500

#: Zones that an expression lists: of more, all sides on traced lines are solid.
MOST_ZONES = 500

#: What the lines that sides follow may be.
_EDGES = ("traced", "sketched", "inferred")

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"

#: Points of a page for a pixel of the map.
_POINTS = 0.75

#: QGIS's numbers for where a name goes: around a point, along a line, level inside an area.
_PLACEMENTS = {"Point": "0", "LineString": "2", "MultiLineString": "2", "MultiPolygon": "4"}

#: Qt's numbers for weights of type.
_WEIGHTS = {400: "50", 700: "75"}

#: QGIS's word for a width in metres on the ground.
_TO_SCALE = "RenderMetersInMapUnits"

#: The condition on a zone or group that it may be off by more than half its width.
_INDICATIVE = '"shape_is_indicative" = 1'

#: That neither rounding nor accuracy explains its area; what the plan states goes first.
_UNEXPLAINED = "coalesce(\"grade\", \"reference_grade\", '') = 'conflict'"

#: Looks that the features of one symbol may have, each with the condition on its attributes;
#: the last one, whose condition is not needed, is that of all others.
_Variants = Sequence[tuple[str, Look]]


def document(layer: ExportLayer, colours: Mapping[str, str], referenced: Collection[str] = ()) -> str:
    """The style of a layer.

    Parameters
    ----------
    layer : ExportLayer
    colours : mapping of str to str
        Colour of each role of its plan; empty for baselines, boundaries, context and ground.
    referenced : collection of str, optional
        For boundaries: ids of the zones whose sides a reference states, not the plan.

    Returns
    -------
    str
        QML, understood by QGIS 3.22 and later.
    """
    parts = "Symbology|Labeling|Fields"
    root = ET.Element("qgis", version="3.22.0", styleCategories=parts, labelsEnabled="0")
    if layer.layer in ELEMENTS:
        symbol, named = ELEMENTS[layer.layer]
        symbols = [(role, symbol(colours[role])) for role in entered(layer, colours)]
        # What QGIS draws where no other entry is meant: also roles that somebody enters there.
        rest = [("", symbol(look.neutral()))] if len(symbols) < len(colours) else []
        _categories(root, "role", [*symbols, *rest])
        _labels(root, layer, named)
    elif layer.layer == "boundaries":
        symbols = [(basis, _line(_edges(basis, referenced), band=True)) for basis in _EDGES]
        _categories(root, "basis", symbols)
    elif layer.layer == "relations":
        kinds = dict.fromkeys(layer.table["kind"])
        _categories(root, "kind", [(kind, _line([("", look.relation())])) for kind in kinds])
    elif layer.layer == "baselines":
        kinds = dict.fromkeys(layer.table["kind"])
        # No line needs the condition where there is none of the kind.
        other = look.baseline("", "", alternative=True)
        arms = [('"alternative_to" IS NOT NULL', other)] * bool(layer.table["alternative_to"].notna().any())
        symbols = [(kind, _line([*arms, *_by_basis(partial(look.baseline, kind))])) for kind in kinds]
        _categories(root, "kind", symbols)
    else:
        kinds = dict.fromkeys(layer.table["kind"])
        _categories(root, "kind", [(kind, _ground(layer, kind)) for kind in kinds])
        if layer.geometry_type == "Point":
            _labels(root, layer, "place")
    aliases = ET.SubElement(root, "aliases")
    for index, item in enumerate(layer.fields, start=1):
        ET.SubElement(aliases, "alias", field=item.name, index=str(index), name=item.alias)
    return _DOCTYPE + ET.tostring(root, encoding="unicode")


def entered(layer: ExportLayer, roles: Collection[str]) -> list[str]:
    """Roles that have an entry in a layer's style: all, or of very many the first few that occur there."""
    if len(roles) <= MOST_ROLES:
        return list(roles)
    present = set(layer.table["role"])
    return [role for role in roles if role in present][:MOST_ROLES]


def _by_basis(look_of: Callable[[str], Look], only: str = "") -> list[tuple[str, Look]]:
    """The look for each basis where a condition holds; any other is as the last, least certain one."""
    least, *certain = BASES
    also = f"{only} AND " if only else ""
    arms = [(f"{also}\"basis\" = '{basis}'", look_of(basis)) for basis in reversed(certain)]
    return [*arms, (only, look_of(least))]


def _zones(colour: str) -> ET.Element:
    group, zone = (partial(look.element, kind, colour) for kind in ("group", "zone"))
    of_groups = "\"kind\" = 'group'"
    variants = [
        (f"{of_groups} AND {_INDICATIVE}", group("sketched", indicative=True)),
        *_by_basis(group, of_groups),
        (_INDICATIVE, zone("sketched", indicative=True)),
        *_by_basis(zone),
    ]
    # The members of a group have bands of their own.
    return _area(variants, band="\"kind\" <> 'group'")


def _axes(colour: str) -> ET.Element:
    return _line(_by_basis(partial(look.element, "axis", colour)), band=True)


def _nodes(colour: str) -> ET.Element:
    limit = look.rough_m()
    rough, exact = (look.element("node", colour, "sketched", metres) for metres in (limit + 1, limit))
    return _marker([(f'"accuracy_m" > {limit:g}', rough), ("", exact)])


#: What draws a feature in the colour of its role, and as what it is named.
ELEMENTS: Mapping[str, tuple[Callable[[str], ET.Element], str]] = {
    "zones": (_zones, "zone"),
    "axes": (_axes, "axis"),
    "nodes": (_nodes, "node"),
}


def _edges(basis: str, referenced: Collection[str]) -> _Variants:
    """A side: as sure as what it follows and, where that is traced, as the zone's outline on the map."""
    drawn = look.edge(basis)
    if basis != "traced" or not 0 < len(referenced) <= MOST_ZONES:
        return [("", drawn)]
    ids = ", ".join(f"'{each}'" for each in sorted(referenced))
    dashed = replace(drawn, dash=look.dash("reference sides", drawn.width))
    return [(f'"zone" IN ({ids})', dashed), ("", drawn)]


def _ground(layer: ExportLayer, kind: str) -> ET.Element:
    """Water and land, or roads and lines, drawn alike however they are known."""
    areal = layer.geometry_type == "MultiPolygon"
    drawn = [("", look.context(kind, is_area=areal) if layer.layer == "context" else look.ground(kind))]
    if layer.geometry_type == "Point":  # a place name: its words show it, not a dot
        symbol = _marker(drawn)
        symbol.set("alpha", "0")
        return symbol
    return _area(drawn) if layer.geometry_type == "MultiPolygon" else _line(drawn)


def _line(variants: _Variants, *, band: bool = False) -> ET.Element:
    symbol = _symbol("line")
    if band:
        _band(symbol, variants[-1][1].color)
    _stroke(symbol, variants)
    return symbol


def _area(variants: _Variants, *, band: str | None = None) -> ET.Element:
    """An inside, and its outline as a line of its own: only lines have dashes of any length.

    ``band`` is the condition on which a zone has a soft band along its outline, and a mark if its area is
    unexplained.
    """
    symbol = _symbol("fill")
    if band:
        _band(symbol, variants[-1][1].color, band)
        _stroke(symbol, [("", look.unexplained())], only=_UNEXPLAINED)
    fill = _layer(symbol, "SimpleFill")
    _properties(fill, {"outline_style": "no", "style": "solid"})
    _decided(fill, variants, {"color": ("fillColor", _inside)})
    _stroke(symbol, variants)
    return symbol


def _marker(variants: _Variants) -> ET.Element:
    symbol = _symbol("marker")
    marker = _layer(symbol, "SimpleMarker")
    _properties(marker, {"name": "circle", "outline_width_unit": "Point", "size_unit": "Point"})
    _decided(
        marker,
        variants,
        {
            "color": ("fillColor", _inside),
            "outline_color": ("outlineColor", _pen),
            "outline_width": ("outlineWidth", _width),
            # A marker's outline has no dashes of its own lengths.
            "outline_style": ("outlineStyle", lambda drawn: "dot" if drawn.dash else "solid"),
            "size": ("size", lambda drawn: f"{2 * (drawn.radius or 0) * _POINTS:g}"),
        },
    )
    return symbol


def _band(symbol: ET.Element, colour: str, only: str | None = None) -> None:
    """Draw the soft band along a line, to scale, as wide as it may be off on either side."""
    opacity, shares = look.band()
    for share in shares:
        line = _layer(symbol, "SimpleLine")
        fixed = {"line_color": _rgba(colour, opacity), "line_width": "0", "line_width_unit": _TO_SCALE}
        _properties(line, {**fixed, "line_style": "solid", "capstyle": "round", "joinstyle": "round"})
        driven = {"outlineWidth": f'{2 * share:g} * "accuracy_m"'} | ({"enabled": only} if only else {})
        _driven(ET.SubElement(line, "data_defined_properties"), driven)


def _stroke(symbol: ET.Element, variants: _Variants, only: str | None = None) -> None:
    """Draw a line; with ``only`` where that condition holds."""
    line = _layer(symbol, "SimpleLine")
    caps = {drawn.cap for _, drawn in variants}
    _properties(
        line,
        {
            "line_width_unit": "Point",
            "line_style": "solid",
            "capstyle": "flat" if caps == {"butt"} else "round",
            "joinstyle": "round",
            "use_custom_dash": "1" if len(variants) == 1 and variants[0][1].dash else "0",
            "customdash_unit": "Point",
        },
    )
    _decided(
        line,
        variants,
        {
            "line_color": ("outlineColor", _pen),
            "line_width": ("outlineWidth", _width),
            "customdash": ("customDash", _dashes),
        },
    )
    if only:
        _driven(ET.SubElement(line, "data_defined_properties"), {"enabled": only})


def _inside(drawn: Look) -> str:
    return _rgba(drawn.fill or drawn.color, drawn.fill_opacity if drawn.fill else 0)


def _pen(drawn: Look) -> str:
    return _rgba(drawn.color, drawn.opacity)


def _width(drawn: Look) -> str:
    return f"{drawn.width * _POINTS:g}"


def _dashes(drawn: Look) -> str:
    return ";".join(f"{length * _POINTS:g}" for length in drawn.dash)


def _decided(
    layer: ET.Element, variants: _Variants, properties: Mapping[str, tuple[str, Callable[[Look], str]]]
) -> None:
    """Set what all variants share, and let an expression decide where they differ.

    ``properties`` names each property as the symbol has it and as an expression sets it.
    """
    fixed, driven = {}, {}
    for name, (expressed, value) in properties.items():
        values = [value(drawn) for _, drawn in variants]
        fixed[name] = values[-1]
        if len(set(values)) > 1:
            driven[expressed] = _case([condition for condition, _ in variants], values)
    _properties(layer, fixed)
    if driven:
        _driven(ET.SubElement(layer, "data_defined_properties"), driven)


def _case(conditions: Sequence[str], values: Sequence[str]) -> str:
    """An expression with an arm for each condition; nothing is written as NULL, which QGIS passes over."""
    told = [f"'{value}'" if value else "NULL" for value in values]
    arms = " ".join(f"WHEN {when} THEN {then}" for when, then in zip(conditions[:-1], told[:-1], strict=True))
    return f"CASE {arms} ELSE {told[-1]} END"


def _rgba(colour: str, opacity: float = 1.0) -> str:
    channels = [str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    return ",".join([*channels, str(round(255 * opacity))])


def _symbol(kind: str) -> ET.Element:
    return ET.Element("symbol", type=kind, alpha="1", clip_to_extent="1", force_rhr="0")


def _layer(symbol: ET.Element, layer_class: str) -> ET.Element:
    layer = ET.SubElement(symbol, "layer", {"class": layer_class, "enabled": "1", "locked": "0", "pass": "0"})
    ET.SubElement(layer, "Option", type="Map")
    return layer


def _properties(layer: ET.Element, values: Mapping[str, str]) -> None:
    options = layer.find("Option")
    assert options is not None  # noqa: S101 - `_layer` has made it
    for name, value in values.items():
        ET.SubElement(options, "Option", type="QString", name=name, value=value)
        # QGIS before 3.24 writes and reads these as well.
        ET.SubElement(layer, "prop", k=name, v=value)


def _driven(parent: ET.Element, expressions: Mapping[str, str]) -> None:
    """Properties that an expression over the feature decides."""
    collection = ET.SubElement(parent, "Option", type="Map")
    ET.SubElement(collection, "Option", type="QString", name="name", value="")
    properties = ET.SubElement(collection, "Option", type="Map", name="properties")
    for name, expression in expressions.items():
        driven = ET.SubElement(properties, "Option", type="Map", name=name)
        ET.SubElement(driven, "Option", type="bool", name="active", value="true")
        ET.SubElement(driven, "Option", type="QString", name="expression", value=expression)
        ET.SubElement(driven, "Option", type="int", name="type", value="3")
    ET.SubElement(collection, "Option", type="QString", name="type", value="collection")


def _categories(root: ET.Element, column: str, symbols: Iterable[tuple[str, ET.Element]]) -> None:
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        {"type": "categorizedSymbol", "attr": column, "symbollevels": "0", "forceraster": "0"},
    )
    categories = ET.SubElement(renderer, "categories")
    drawn = ET.SubElement(renderer, "symbols")
    for index, (value, symbol) in enumerate(symbols):
        attributes = {
            "value": value,
            "label": value or both("other-roles"),
            "symbol": str(index),
            "render": "true",
            "type": "string",
        }
        ET.SubElement(categories, "category", attributes)
        symbol.set("name", str(index))
        drawn.append(symbol)


def _labels(root: ET.Element, layer: ExportLayer, named: str) -> None:
    """Write each feature's name; a group is no obstacle to the names of its members, which lie on it."""
    root.set("labelsEnabled", "1")
    name, halo = look.name(named), look.halo()
    settings = ET.SubElement(ET.SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    text = ET.SubElement(
        settings,
        "text-style",
        fieldName="name",
        isExpression="0",
        fontSize=f"{name.size * _POINTS:g}",
        fontSizeUnit="Point",
        fontWeight=_WEIGHTS[name.weight],
        textColor=_rgba(name.color),
        textOpacity="1",
    )
    buffer = {"bufferDraw": "1", "bufferSizeUnits": "Point", "bufferSize": _width(halo)}
    buffer |= {"bufferColor": _rgba(halo.color), "bufferOpacity": f"{halo.opacity:g}"}
    ET.SubElement(text, "text-buffer", buffer)
    ET.SubElement(
        settings,
        "placement",
        placement=_PLACEMENTS[layer.geometry_type or ""],
        priority="5",
        dist="5" if layer.geometry_type == "Point" else "0",
        distUnits="Point",
    )
    ET.SubElement(settings, "rendering", obstacle="1")
    if layer.layer == "zones":
        _driven(ET.SubElement(settings, "dd_properties"), {"IsObstacle": "\"kind\" <> 'group'"})
