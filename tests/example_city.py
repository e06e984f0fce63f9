"""A city that does not exist, as an extract of OpenStreetMap: the one that `zonemap example` hands out.

Run as a script it writes the files of ``mapgen/example`` anew; a test compares them. All is made up, and lies
where nobody lives, in the middle of a desert; the same numbers always give the same bytes.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

#: Where x = y = 0, degrees; x leads east and y north, in metres.
LON, LAT = 102.3, 40.2
DAY = "2026-11-01"
FOLDER = Path(__file__).parents[1] / "mapgen" / "example"

#: What the document has in a table, and the text does not have.
INDICATORS = (
    ("序号", "指标", "单位", "2025年", "2030年", "属性"),
    ("1", "全社会研发经费投入强度", "%", "2.9", "3.5", "预期性"),
    ("2", "高新技术企业数量", "家", "520", "800", "预期性"),
)

Line = Sequence[tuple[float, float]]
Tags = dict[str, str]

_M = 111_200.0


class Extract:
    """Nodes, ways and relations, numbered as they come, in metres about a place."""

    def __init__(self, lon: float = LON, lat: float = LAT) -> None:
        self.lon, self.lat = lon, lat
        self.nodes: dict[tuple[float, float], int] = {}
        self.tagged: dict[int, Tags] = {}
        self.ways: list[tuple[list[int], Tags]] = []
        self.relations: list[tuple[list[tuple[int, str]], Tags]] = []

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        return self.lon + x / (_M * float(np.cos(np.radians(self.lat)))), self.lat + y / _M

    def node(self, x: float, y: float, **tags: str) -> int:
        key = (round(float(x), 1), round(float(y), 1))
        number = self.nodes.setdefault(key, len(self.nodes) + 1)
        if tags:
            self.tagged[number] = plain(tags)
        return number

    def way(self, line: Line, **tags: str) -> int:
        self.ways.append(([self.node(x, y) for x, y in line], plain(tags)))
        return len(self.ways)

    def area(self, shape: shapely.Polygon, **tags: str) -> None:
        """An area; one with holes is a relation."""
        if not shape.interiors:
            self.way(ring(shape.exterior), **tags)
            return
        outer = (self.way(ring(shape.exterior)), "outer")
        inner = [(self.way(ring(each)), "inner") for each in shape.interiors]
        self.relations.append(([outer, *inner], plain({"type": "multipolygon", **tags})))

    def xml(self) -> str:
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<osm version="0.6" generator="made up" timestamp="{DAY}T00:00:00Z">',
        ]
        for (x, y), number in self.nodes.items():
            lon, lat = self.degrees(x, y)
            head = f'<node id="{number}" version="1" lat="{lat:.6f}" lon="{lon:.6f}"'
            tags = self.tagged.get(number)
            lines += [f"{head}/>"] if tags is None else [f"{head}>", *_tags(tags), "</node>"]
        for number, (nodes, tags) in enumerate(self.ways, start=1):
            refs = "".join(f'<nd ref="{each}"/>' for each in nodes)
            lines += [f'<way id="{number}" version="1">{refs}', *_tags(tags), "</way>"]
        for number, (members, tags) in enumerate(self.relations, start=1):
            refs = "".join(f'<member type="way" ref="{way}" role="{role}"/>' for way, role in members)
            lines += [f'<relation id="{number}" version="1">{refs}', *_tags(tags), "</relation>"]
        return "\n".join([*lines, "</osm>", ""])


def plain(tags: Tags) -> Tags:
    """Tags as OpenStreetMap has them: ``name_en`` is ``name:en``."""
    return {key.replace("_en", ":en"): value for key, value in tags.items()}


def _tags(tags: Tags) -> Iterable[str]:
    return (f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


def ring(line: shapely.LinearRing) -> Line:
    return [(x, y) for x, y in line.coords]


def smooth(points: Line, step: float = 320.0) -> list[tuple[float, float]]:
    """A curve through points, with a vertex every so many metres."""
    corners = np.array(points, dtype=float)
    padded = np.vstack([2 * corners[0] - corners[1], corners, 2 * corners[-1] - corners[-2]])
    made = [corners[0]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        count = max(1, round(float(np.hypot(*(end - start))) / step))
        t = (np.arange(1, count + 1) / count)[:, None]
        second, third = 2 * before - 5 * start + 4 * end - after, 3 * start - before - 3 * end + after
        made.extend(0.5 * (2 * start + (end - before) * t + second * t**2 + third * t**3))
    return [(float(x), float(y)) for x, y in made]


def beside(line: Line, metres: float) -> list[tuple[float, float]]:
    """The line moved to its left."""
    return [(x, y) for x, y in shapely.offset_curve(shapely.LineString(line), metres).coords]


def twin(city: Extract, line: Line, apart: float, **tags: str) -> None:
    """Two carriageways, one for each direction; each in two pieces, as mappers leave them."""
    for side in (-apart / 2, apart / 2):
        way = beside(line, side)
        way = way if side < 0 else way[::-1]
        half = len(way) // 2
        for piece in (way[: half + 1], way[half:]):
            city.way(piece, oneway="yes", **tags)


def split(line: Line, first: Callable[[float], bool]) -> tuple[Line, Line]:
    """A line in two, where a condition ends."""
    at = next(n for n, (_, y) in enumerate(line) if not first(y))
    return line[: at + 1], line[at:]


# What bounds the zones of the text, and what the map needs around them. Metres.
RIVER = smooth([(-14000, -1500), (-10000, -2400), (-6000, -1800), (-2000, -700), (2000, -900), (6000, -2200),
                (10000, -2600), (14000, -1700)])  # fmt: skip
WILLOW = smooth([(4200, 11500), (3600, 8200), (4400, 5200), (3900, 2400), (4300, -1500)])
CANAL = smooth([(-14000, 3600), (-9000, 3000), (-6200, 3300), (-3000, 2900)], 400)
INNOVATION = smooth([(300, 11500), (150, 8000), (-100, 5000), (100, 2000), (0, -600), (-150, -4000),
                     (200, -8000),                     (0, -11500)], 160)  # fmt: skip
RIVERSIDE = smooth(
    [(-12000, 150), (-8000, -350), (-4000, 450), (0, 950), (4000, 350), (8000, -700), (12000, -300)]
)
SOUTHBANK = smooth([(-12000, -4200), (-6000, -3700), (0, -3100), (6000, -4000), (12000, -4300)])
YUNHU = smooth([(-9000, 6200), (-4000, 5900), (0, 6100), (4000, 6000), (9000, 6400)])
XINGHE = smooth([(-4300, 9500), (-4200, 6000), (-4400, 3000), (-4100, 500), (-4000, -1080)])
XUEFU = smooth([(-9000, 3900), (-4400, 3600), (0, 3500), (4400, 3700), (9000, 3500)])
QINGPING = smooth([(-8300, 9000), (-8000, 6000), (-8200, 3000), (-7900, -200)])
XINGYE = smooth([(-9000, -7200), (-3000, -7000), (0, -7200), (5000, -7000), (9000, -7300)])
GANGKOU = smooth([(5720, -2350), (5520, -5200), (5820, -7600), (5620, -10500)])
HUBIN = smooth([(-9000, 8700), (-4300, 8900), (0, 8800), (3700, 8700), (9000, 8900)])
LINKONG = smooth([(8300, 8200), (8100, 5000), (8400, 1500), (8200, -500)])
RING = [
    (x, y)
    for x, y in shapely.affinity.scale(
        shapely.Point(0, 0).buffer(1, quad_segs=14).exterior, 11000, 10200, origin=(0, 0)
    ).coords
]  # fmt: skip
METRO_1 = smooth(
    [(-9500, 5200), (-6000, 4700), (-2000, 4600), (0, 2200), (150, -3300), (2500, -5200), (5400, -6000)]
)
METRO_2 = smooth(
    [(7800, 7400), (4200, 7300), (0, 7400), (-2600, 2600), (-4100, 300), (-6500, -3700), (-7000, -7000)]
)
RAIL = smooth(
    [(-14000, -8600), (-6000, -8800), (0, -9000), (7000, -8400), (9500, -2000), (10000, 4000), (9600, 11500)]
)


def city() -> Extract:
    """Make the extract."""
    made = Extract()
    _waters(made)
    _roads(made)
    _rails(made)
    _places(made)
    return made


def _waters(made: Extract) -> None:
    island = shapely.affinity.scale(shapely.Point(7600, -2480).buffer(1, quad_segs=5), 700, 90)
    whole = shapely.LineString(RIVER).buffer(210, cap_style="flat", quad_segs=4).simplify(8)
    west, east = (shapely.intersection(whole, shapely.box(x, -9000, x + 14500, 9000)) for x in (-14500, 0))
    made.area(west, natural="water", water="river", name="澄江", name_en="Chengjiang")
    made.area(shapely.difference(east, island), natural="water", water="river")
    made.way(RIVER, waterway="river", name="澄江", name_en="Chengjiang")
    willow = shapely.LineString(WILLOW).buffer(35, cap_style="flat", quad_segs=4).simplify(4)
    made.area(shapely.difference(willow, whole), natural="water", water="river")
    made.way(WILLOW, waterway="river", name="柳溪河", name_en="Liuxi River")
    made.way(CANAL, waterway="canal", name="石桥涌")
    lake = shapely.Polygon(smooth([(-2600, 6700), (-1500, 6500), (-600, 7100), (-900, 8100), (-2000, 8300),
                                   (-2900, 7600), (-2600, 6700)]))  # fmt: skip
    made.area(lake, natural="water", water="lake", name="云湖", name_en="Yun Lake")
    random = np.random.default_rng(7)
    for x, y, size in zip(random.uniform(-11000, 11000, 60), random.uniform(-10000, -8000, 60),
                          random.uniform(20, 60, 60), strict=True):  # fmt: skip
        made.area(shapely.Point(x, y).buffer(size, quad_segs=2), natural="water", water="pond")
    made.node(7600, -2480, place="islet", name="白鹭洲", name_en="Egret Islet")


def _roads(made: Extract) -> None:
    north, rest = split(INNOVATION, lambda y: y > -400)
    bridge, south = split(rest, lambda y: y > -1000)
    for line, more in ((north, {}), (south, {})):
        twin(made, line, 30, highway="primary", name="科创大道", name_en="Innovation Avenue", **more)
    twin(
        made,
        bridge,
        30,
        highway="primary",
        name="澄江大桥",
        name_en="Chengjiang Bridge",
        bridge="yes",
        layer="1",
    )
    twin(made, RIVERSIDE, 26, highway="primary", name="滨江大道", name_en="Riverside Avenue")
    twin(made, SOUTHBANK, 24, highway="primary", name="南岸大道", name_en="South Bank Avenue")
    twin(
        made,
        RING,
        32,
        highway="motorway",
        name="澄川绕城高速",
        ref="S99",
        name_en="Chengchuan Ring Expressway",
    )
    for line, name, name_en in (
        (YUNHU, "云湖路", "Yunhu Road"), (XINGHE, "星河路", "Xinghe Road"), (XUEFU, "学府路", "Xuefu Road"),
        (XINGYE, "兴业路", "Xingye Road"), (GANGKOU, "港口路", "Gangkou Road"),
        (HUBIN, "湖滨路", "Hubin Road"),
        (QINGPING, "青屏路", "Qingping Road"), (LINKONG, "临空路", "Linkong Road"),
    ):  # fmt: skip
        made.way(line, highway="secondary", name=name, name_en=name_en)
    for number, x in enumerate(range(-7000, 8000, 1750), start=1):
        made.way(
            smooth([(x, 1200), (x + 60, 2400), (x, 5800)], 800), highway="tertiary", name=f"经{number}路"
        )
        made.way(
            smooth([(x, -4200), (x - 50, -5600), (x, -7000)], 800), highway="tertiary", name=f"纬南{number}街"
        )
    made.way(beside(RIVERSIDE, 45), highway="secondary", name="滨江大道辅路")
    made.way([(-100, 900), (300, 1300)], highway="primary_link", name="滨江大道")


def _rails(made: Extract) -> None:
    for line, name, name_en in ((METRO_1, "澄川地铁1号线", "Chengchuan Metro Line 1"),
                                (METRO_2, "澄川地铁2号线", "Chengchuan Metro Line 2")):  # fmt: skip
        for side in (-6, 6):
            made.way(beside(line, side), railway="subway", name=name, name_en=name_en)
    for side in (-4, 4):
        made.way(beside(RAIL, side), railway="rail", name="澄北铁路", usage="main")
    made.way([(100, -8900), (900, -8800), (1700, -8880)], railway="rail", service="siding")
    for line, names in (
        (METRO_1, ("石桥", "青屏", "学府", "澄江北", "南岸", "数字港")),
        (METRO_2, ("临空", "柳溪", "云湖", "星河", "西港")),
    ):
        for share, name in zip(np.linspace(0.05, 0.95, len(names)), names, strict=True):
            x, y = line[round(share * (len(line) - 1))]
            made.node(x, y, railway="station", station="subway", name=f"{name}站")
    made.node(0, -9000, railway="station", name="澄川南站", name_en="Chengchuan South Station")


def _places(made: Extract) -> None:
    hill = smooth([(-11500, 6500), (-10500, 8300), (-9600, 9600), (-8900, 8200), (-8800, 6800), (-9800, 5400),
                   (-11000, 5200), (-11500, 6500)], 400)  # fmt: skip
    made.area(shapely.Polygon(hill), natural="wood", name="青屏山", name_en="Qingping Hill")
    wood = smooth([(6600, 9400), (7800, 9900), (8600, 9000), (7400, 8300), (6600, 9400)], 400)
    made.area(shapely.Polygon(wood), natural="wood", name="东岭", name_en="Dong Ridge")
    made.node(-10000, 7600, natural="peak", name="望川峰", ele="412")
    made.node(-300, 1900, place="city", name="澄川市", name_en="Chengchuan")
    for x, y, name, name_en in ((6200, 5000, "柳溪镇", "Liuxi"), (-6800, 1900, "石桥镇", "Shiqiao"),
                                (2500, -6300, "南岸街道", "Nan’an"),
                                (-6200, -5600, "西港镇", "Xigang")):  # fmt: skip
        made.node(x, y, place="town", name=name, name_en=name_en)
    for x, y, name in (
        (-3200, 4300, "学府里"),
        (2000, 4600, "桃园"),
        (1800, 7700, "湖东"),
        (-5600, 7800, "双柏村"),
    ):
        made.node(x, y, place="village", name=name)
    border = [(-13000, -10800), (13000, -10800), (13000, 10800), (-13000, 10800), (-13000, -10800)]
    made.way(border, boundary="administrative", admin_level="5", name="澄川市")


#: Parts of a document of Word that are always alike: what its parts are, and its styles.
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/>
</Types>""".format(kind="application/vnd.openxmlformats-officedocument.wordprocessingml")
_RELATED = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="{1}"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}"/>
</Relationships>"""
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLE = (
    '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>'
    '<w:pPr>{level}</w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
)


def document(text: str) -> bytes:
    """The plan as a document of Word, with a table of indicators before its last paragraph."""
    lines = [line for line in text.splitlines() if line]
    body = []
    for line in lines:
        if line == lines[-1]:
            rows = ["".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in INDICATORS]
            body.append(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
        body.append(_paragraph(line, "Title" if line == lines[0] else _heading(line)))
    level = '<w:outlineLvl w:val="{}"/>'
    headings = [
        _STYLE.format(id=f"Heading{n}", name=f"heading {n}", level=level.format(n - 1), size=32 - 4 * n)
        for n in (1, 2)
    ]
    styles = [_STYLE.format(id="Title", name="Title", level='<w:jc w:val="center"/>', size=36), *headings]
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATED.format("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _RELATED.format("styles", "styles.xml"),
        "word/document.xml": f"<w:document {_WORD}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {_WORD}>{''.join(styles)}</w:styles>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:  # not packed: every version of zlib does that otherwise
        for name, part in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            archive.writestr(zipfile.ZipInfo(name), f"{head}\n{part}")
    return made.getvalue()


def _heading(line: str) -> str | None:
    return "Heading1" if line[1] == "、" else "Heading2" if line[0] == "（" else None


def _paragraph(text: str, style: str | None = None) -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


if __name__ == "__main__":
    (FOLDER / "city.osm").write_text(city().xml(), "utf-8")
    (FOLDER / "plan.docx").write_bytes(document((FOLDER / "plan.txt").read_text("utf-8")))
