"""Draw DESIGN's picture of the core idea from a zone of the layers: ``python docs/core_idea.py``."""

from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import shapely
from shapely.ops import substring

from layers.assemble import Atlas, assemble
from layers.catalog import DEFAULT, load

ZONE = "nansha.mingzhu-science-park"
#: Window of the picture, degrees: (west, south, east, north).
WINDOW = (113.4815, 22.7095, 113.5870, 22.7625)
PANEL, GAP, LEFT, TOP, BELOW = 404, 34, 22, 76, 64
HEIGHT = round(PANEL * (WINDOW[3] - WINDOW[1]) / (WINDOW[2] - WINDOW[0]) / np.cos(np.radians(22.73)))
#: One colour for each side, told apart by colour-blind readers too.
COLOURS = {"N": "#0072b2", "E": "#009e73", "S": "#b0458f", "W": "#d55e00"}
NAMES = {"N": ("北", "N"), "E": ("东", "E"), "S": ("南", "S"), "W": ("西", "W")}
#: Where the name of a side is written: share of the edge's length, shift in pixels, text anchor.
SPOTS = {
    "N": (0.45, (-6, -43), "middle"),
    "W": (0.45, (-14, 10), "end"),
    "S": (0.3, (18, 14), "start"),
    "E": (0.5, (26, 2), "start"),
}
STEPS = [
    ("四至", "Sides", "文本写明四至，每边沿一条界线", "The text states sides; each follows a baseline"),
    ("结点", "Nodes", "界线在相交处断开，共用同一顶点", "Lines are cut where they meet, at a shared vertex"),
    ("围合面", "Face", "包含区内点的一块即为片区", "The face around the inside point is the zone"),
    (
        "边界段",
        "Labelled edges",
        "每段注明方位、界线与精度，虚线为示意勾画",
        "Each keeps side, baseline and accuracy; dashed: sketched",
    ),
]


@dataclass(frozen=True)
class Scene:
    """The zone, its inside point, and its baselines by side, in pixels of a panel."""

    zone: shapely.Geometry
    inside: shapely.Point
    lines: dict[str, shapely.Geometry]
    edges: dict[str, shapely.Geometry]
    nodes: list[shapely.Point]
    names: dict[str, tuple[str, str, float, str]]


def pixels(shape: shapely.Geometry) -> shapely.Geometry:
    """Degrees to pixels of a panel; y points down."""
    west, south, east, north = WINDOW
    origin, scale = np.array([west, north]), np.array([PANEL / (east - west), -HEIGHT / (north - south)])
    return shapely.transform(shape, lambda degrees: (degrees - origin) * scale)


def scene(atlas: Atlas) -> Scene:
    """What the four panels show."""
    element = atlas.elements[ZONE]
    record = element.entry.record
    baselines = atlas.catalog.baselines
    room = shapely.box(0, 0, PANEL, HEIGHT)
    lines, edges, names = {}, {}, {}
    for side in record.sides:
        line = baselines[side.baseline]
        lines[side.side] = pixels(line.geometry).intersection(room)
        parts = [edge for edge in atlas.edges[ZONE] if edge.baseline_id == side.baseline]
        edges[side.side] = shapely.line_merge(shapely.union_all([pixels(part.geometry) for part in parts]))
        english = line.record.name_en.split(" (")[0]
        names[side.side] = (side.stated, english, line.record.accuracy_m, line.record.basis)
    meets = [a.intersection(b) for a, b in combinations(lines.values(), 2)]
    nodes = [point for meet in meets for point in shapely.get_parts(meet) if point.geom_type == "Point"]
    inside = pixels(shapely.Point(record.insides[0]))
    return Scene(pixels(element.geometry), inside, lines, edges, nodes, names)


def path(shape: shapely.Geometry, **style: object) -> str:
    """A shape as an SVG path."""
    data = ""
    for part in shapely.get_parts(shape):
        ring = part.exterior if part.geom_type == "Polygon" else part
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(ring))
        data += f"M{points}" + ("Z" if part.geom_type == "Polygon" else "")
    return f'<path d="{data}" {attributes(style)}/>'


def attributes(style: dict[str, object]) -> str:
    """Keywords as SVG attributes: stroke_width=2 is stroke-width="2"."""
    return " ".join(f'{key.rstrip("_").replace("_", "-")}="{value}"' for key, value in style.items())


def text(x: float, y: float, words: str, **style: object) -> str:
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" {attributes(style)}>{escape(words)}</text>'


def name(at: Scene, side: str, accuracy: bool) -> str:
    """The name of a side beside its edge, in both languages."""
    share, (right, down), anchor = SPOTS[side]
    edge = at.edges[side]
    x, y = shapely.get_coordinates(edge.interpolate(share, normalized=True))[0] + (right, down)
    stated, english, metres, _ = at.names[side]
    chinese, letter = NAMES[side]
    style = {"text_anchor": anchor, "class_": "halo", "fill": COLOURS[side]}
    lines = [text(x, y, f"{chinese}：{stated}", font_size=14, font_weight=700, **style)]
    lines.append(text(x, y + 15, f"{letter}: {english}", font_size=11.5, **style))
    if accuracy:
        lines.append(text(x, y + 29, f"±{metres:.0f} m", font_size=11.5, **style))
    return "".join(lines)


def sides(at: Scene) -> list[str]:
    """Four lines that run on past their corners, each with its name."""
    drawn = [path(at.lines[side], stroke=COLOURS[side], stroke_width=3.6) for side in at.lines]
    return drawn + [name(at, side, accuracy=False) for side in at.lines]


def nodes(at: Scene) -> list[str]:
    """The lines cut into pieces where they meet."""
    drawn = []
    for side, line in at.lines.items():
        for part in shapely.get_parts(line):
            cuts = sorted(part.project(node) for node in at.nodes if part.distance(node) < 1e-6)
            ends = [0.0, *cuts, part.length]
            for start, end in pairwise(ends):
                if end - start > 16:
                    piece = substring(part, start + 7 * (start > 0), end - 7 * (end < part.length))
                    drawn.append(path(piece, stroke=COLOURS[side], stroke_width=3.6))
    for node in at.nodes:
        place = f'cx="{node.x:.1f}" cy="{node.y:.1f}"'
        drawn.append(f'<circle {place} r="5.5" fill="#fff" stroke="#1d2733" stroke-width="2.4"/>')
    return drawn


def face(at: Scene) -> list[str]:
    """The face that holds the inside point; what runs on past it fades."""
    drawn = [path(at.lines[side], stroke=COLOURS[side], stroke_width=2.4, opacity=0.22) for side in at.lines]
    drawn.append(path(at.zone, fill="#f6c945", fill_opacity=0.55, stroke="#1d2733", stroke_width=2.6))
    x, y = at.inside.x, at.inside.y
    drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#1d2733"/>')
    drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" stroke="#1d2733" stroke-width="1.4"/>')
    style = {"text_anchor": "middle", "fill": "#1d2733"}
    drawn.append(text(x, y - 30, "区内点", font_size=14, font_weight=700, **style))
    return [*drawn, text(x, y - 15, "inside point", font_size=11.5, **style)]


def labelled(at: Scene) -> list[str]:
    """The zone with every edge in the look of its baseline: solid if traced, dashed if sketched."""
    drawn = [path(at.zone, fill="#f6c945", fill_opacity=0.3)]
    for side, edge in at.edges.items():
        dashes = {"stroke_dasharray": "7 6"} if at.names[side][3] == "sketched" else {}
        drawn.append(path(edge, stroke=COLOURS[side], stroke_width=4, **dashes))
    x, y = at.inside.x, at.inside.y
    style = {"text_anchor": "middle", "fill": "#1d2733"}
    drawn.append(text(x, y - 22, "明珠科学园", font_size=14, font_weight=700, **style))
    drawn.append(text(x, y - 6, "Mingzhu Science Park", font_size=11.5, **style))
    return drawn + [name(at, side, accuracy=True) for side in at.lines]


def picture(at: Scene) -> str:
    """The whole picture as SVG."""
    width, height = 2 * LEFT + 2 * PANEL + GAP, 2 * (TOP + HEIGHT + BELOW) - 6
    out = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" fill="none" '
            f'stroke-linejoin="round" stroke-linecap="butt" role="img">'
        ),
        "<title>From stated sides to a zone with labelled edges · 由四至到带标注边界的片区</title>",
        (
            "<style>text{font-family:'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif}"
            ".halo{paint-order:stroke;stroke:#f7f9fb;stroke-width:4px}</style>"
        ),
        f'<clipPath id="panel"><rect width="{PANEL}" height="{HEIGHT}" rx="10"/></clipPath>',
        f'<rect width="{width}" height="{height}" rx="14" fill="#fff"/>',
    ]
    for number, (step, draw) in enumerate(zip(STEPS, (sides, nodes, face, labelled), strict=True)):
        x, y = LEFT + number % 2 * (PANEL + GAP), number // 2 * (TOP + HEIGHT + BELOW - 8)
        chinese, english, words_zh, words_en = step
        out.append(f'<g transform="translate({x} {y})" fill="none">')
        out.append('<circle cx="15" cy="40" r="15" fill="#1d2733"/>')
        out.append(text(15, 46, str(number + 1), font_size=17, fill="#fff", text_anchor="middle"))
        out.append(text(40, 38, chinese, font_size=19, font_weight=700, fill="#1d2733"))
        out.append(text(40, 56, english, font_size=13, fill="#55606c"))
        out.append(f'<g transform="translate(0 {TOP})"><g clip-path="url(#panel)">')
        out.append(f'<rect width="{PANEL}" height="{HEIGHT}" fill="#f7f9fb"/>')
        out += draw(at)
        out.append(f'</g><rect width="{PANEL}" height="{HEIGHT}" rx="10" stroke="#d5dce3"/></g>')
        out.append(text(0, TOP + HEIGHT + 25, words_zh, font_size=14.5, fill="#1d2733"))
        out.append(text(0, TOP + HEIGHT + 43, words_en, font_size=12.5, fill="#55606c"))
        if number % 2 == 0:
            arrow = f"M{PANEL + 12},{TOP + HEIGHT / 2 - 10:.0f}l10,10l-10,10"
            out.append(f'<path d="{arrow}" stroke="#1d2733" stroke-width="3" stroke-linecap="round"/>')
        out.append("</g>")
    return "\n".join([*out, "</svg>"]) + "\n"


if __name__ == "__main__":
    drawing = picture(scene(assemble(load(DEFAULT))))
    (Path(__file__).parent / "pictures" / "core-idea.svg").write_text(drawing, "utf-8")
