"""QGIS styles: a layer opens in the colours of its roles, with lines that tell the basis, and its names.

The text is built as a tree, never pasted together: whatever a role is called stays text.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from mapgen.exporting import style
from mapgen.exporting.layers import ExportLayer

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"

#: Points of a page for a pixel of the map.
_POINTS = 0.75

_Options = Mapping[str, str]


def document(layer: ExportLayer, colours: Mapping[str, str]) -> str:
    """The style of a layer.

    Parameters
    ----------
    layer : ExportLayer
    colours : mapping of str to str
        Colour of each role of its plan; empty for baselines, boundaries and context.

    Returns
    -------
    str
        QML, understood by QGIS 3.22 and later.
    """
    root = ET.Element(
        "qgis", version="3.22.0", styleCategories="Symbology|Labeling|Fields", labelsEnabled="0"
    )
    if layer.kind in ("zones", "axes", "nodes"):
        _categories(root, "role", [(role, _element(layer.kind, colour)) for role, colour in colours.items()])
        root.set("labelsEnabled", "1")
        _labels(root, "name")
    elif layer.kind == "boundaries":
        looks = {basis: style.edge(basis) for basis in ("traced", "sketched", "inferred")}
        _categories(root, "basis", [(basis, _line(look, "traced")) for basis, look in looks.items()])
    elif layer.kind == "baselines":
        kinds = list(dict.fromkeys(layer.table["kind"]))
        _categories(root, "kind", [(kind, _line(style.baseline(kind))) for kind in kinds])
    else:
        kinds = list(dict.fromkeys(layer.table["kind"]))
        _categories(root, "kind", [(kind, _ground(layer, kind)) for kind in kinds])
        if layer.geometry_type == "Point":
            root.set("labelsEnabled", "1")
            _labels(root, "name")
    aliases = ET.SubElement(root, "aliases")
    for index, item in enumerate(layer.fields, start=1):
        ET.SubElement(aliases, "alias", field=item.name, index=str(index), name=item.alias)
    return _DOCTYPE + ET.tostring(root, encoding="unicode")


def _element(kind: str, colour: str) -> ET.Element:
    if kind == "axes":
        return _line(style.element("axis", colour))
    if kind == "nodes":
        return _marker(style.element("node", colour))
    zone, group = style.element("zone", colour), style.element("group", colour)
    symbol, layer = _symbol("fill", "SimpleFill")
    _properties(
        layer,
        _area(zone),
    )
    # A group shows through to its members, and its outline is thin.
    is_group = "CASE WHEN \"kind\" = 'group' THEN {0} ELSE {1} END"
    _driven(
        layer,
        {
            "fillColor": is_group.format(*(f"'{_rgba(look.fill, look.opacity)}'" for look in (group, zone))),
            "outlineWidth": is_group.format(*(f"{look.width * _POINTS:g}" for look in (group, zone))),
            "outlineStyle": _basis_line(),
        },
    )
    return symbol


def _line(look: style.Look, *solid: str) -> ET.Element:
    symbol, layer = _symbol("line", "SimpleLine")
    _properties(
        layer,
        {
            "line_color": _rgba(look.line),
            "line_width": f"{look.width * _POINTS:g}",
            "line_width_unit": "Point",
            "line_style": "solid",
            "capstyle": "flat",
            "joinstyle": "round",
        },
    )
    _driven(layer, {"outlineStyle": _basis_line(solid)})
    return symbol


def _ground(layer: ExportLayer, kind: str) -> ET.Element:
    """Water and land, drawn alike however they are known."""
    look = style.context(kind)
    if layer.geometry_type == "Point":  # a place name: its words show it, not a dot
        symbol = _marker(look)
        symbol.set("alpha", "0")
        return symbol
    if layer.geometry_type != "MultiPolygon":
        return _line(look, *style.LINES)
    symbol, inner = _symbol("fill", "SimpleFill")
    _properties(inner, _area(look))
    return symbol


def _area(look: style.Look) -> dict[str, str]:
    return {
        "color": _rgba(look.fill, look.opacity),
        "outline_color": _rgba(look.line),
        "outline_width": f"{look.width * _POINTS:g}",
        "outline_width_unit": "Point",
        "outline_style": "solid",
        "style": "solid",
        "joinstyle": "round",
    }


def _marker(look: style.Look) -> ET.Element:
    symbol, layer = _symbol("marker", "SimpleMarker")
    _properties(
        layer,
        {
            "name": "circle",
            "color": _rgba(look.fill),
            "outline_color": _rgba(look.line),
            "outline_width": f"{look.width * _POINTS:g}",
            "outline_width_unit": "Point",
            "size": f"{11 * _POINTS:g}",
            "size_unit": "Point",
        },
    )
    return symbol


def _basis_line(solid: tuple[str, ...] = ()) -> str:
    lines = {**style.LINES, **dict.fromkeys(solid, "solid")}
    cases = " ".join(f"WHEN \"basis\" = '{basis}' THEN '{line}'" for basis, line in lines.items())
    return f"CASE {cases} ELSE 'dot' END"


def _rgba(colour: str, opacity: float = 1.0) -> str:
    channels = [str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    return ",".join([*channels, str(round(255 * opacity))])


def _symbol(kind: str, layer_class: str) -> tuple[ET.Element, ET.Element]:
    symbol = ET.Element("symbol", type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    layer = ET.SubElement(symbol, "layer", {"class": layer_class, "enabled": "1", "locked": "0", "pass": "0"})
    return symbol, layer


def _properties(layer: ET.Element, values: _Options) -> None:
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in values.items():
        ET.SubElement(options, "Option", type="QString", name=name, value=value)
    # QGIS before 3.24 writes and reads these as well.
    for name, value in values.items():
        ET.SubElement(layer, "prop", k=name, v=value)


def _driven(layer: ET.Element, expressions: _Options) -> None:
    """Properties that an expression over the feature decides."""
    collection = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
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
            "label": value,
            "symbol": str(index),
            "render": "true",
            "type": "string",
        }
        ET.SubElement(categories, "category", attributes)
        symbol.set("name", str(index))
        drawn.append(symbol)


def _labels(root: ET.Element, column: str) -> None:
    settings = ET.SubElement(ET.SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    text = ET.SubElement(
        settings,
        "text-style",
        fieldName=column,
        isExpression="0",
        fontSize="9",
        fontSizeUnit="Point",
        textColor="33,33,33,255",
        textOpacity="1",
    )
    ET.SubElement(
        text,
        "text-buffer",
        bufferDraw="1",
        bufferSize="1.2",
        bufferSizeUnits="Point",
        bufferColor="255,255,255,255",
        bufferOpacity="0.9",
    )
