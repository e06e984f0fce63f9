"""A made-up city as OpenStreetMap would have it: the same each time, and awkward as real ones are.

Roads are bent and in pieces, main ones with two carriageways, some called otherwise further on, one with a
gap and one with a bridge of its own name; a river has banks, a creek a reach without a name; names come
twice.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely
import shapely.ops
from test_locate import Town

COLUMNS = ("银杏路", "梧桐大道", "香樟路", "木棉大道", "榕荫路", "紫荆大道", "凤凰路")
ROWS = ("云溪大道", "星河路", "松涛河", "望海大道", "八涌", "听涛路", "揽月大道")
SPACING = 1200.0
#: Half the distance of the carriageways of a main road, half the width of the river at its middle, m.
HALF, RIVER = 16.0, 90.0
_STEP = 40.0


def across(number: int, along: np.ndarray) -> np.ndarray:
    """How far a road swings from its straight course, m."""
    return 110 * np.sin(along / (900 + 130 * number) + 1.7 * number) + 25 * np.sin(along / 210 + number)


def middle(number: int, *, is_row: bool) -> shapely.LineString:
    """The middle of a road or river, in metres."""
    along = np.arange(-600.0, 6 * SPACING + 601, _STEP)
    swing = SPACING * number + across(number + (10 if is_row else 0), along)
    return shapely.LineString(np.column_stack([along, swing] if is_row else [swing, along]))


def river_area() -> shapely.Polygon:
    """The water of the river, in metres: wider and narrower."""
    course = shapely.get_coordinates(middle(ROWS.index("松涛河"), is_row=True))
    half = RIVER + 30 * np.sin(course[:, 0] / 500)
    return shapely.Polygon([*(course + [0, 1] * half[:, None]), *(course - [0, 1] * half[:, None])[::-1]])


def creek_reach() -> tuple[float, float]:
    """From where to where along it the creek has no name, m."""
    return 2.2 * SPACING, 2.8 * SPACING


def city() -> Town:
    """Return the extract."""
    town = Town()
    town.features.clear()
    for number, name in enumerate(COLUMNS):
        _road(town, name, number, is_row=False)
    for number, name in enumerate(ROWS):
        if name not in ("松涛河", "八涌"):
            _road(town, name, number, is_row=True)
    for one, other in pairwise(np.linspace(0, 1, 5)):
        line = shapely.ops.substring(middle(2, is_row=True), one, other, normalized=True)
        town.add("LineString", list(line.coords), name="松涛河", waterway="river")
    _areas(town)
    _creek(town)
    # Namesakes 30 km away, longer than the roads that are meant.
    for number, name in ((1, "星河路"), (4, "榕荫路")):
        places = [(x, 200.0 * number + 30 * np.sin(x / 700)) for x in np.arange(-3000.0, 12_000, 250)]
        for piece in pairwise(places):
            town.add("LineString", piece, away=30_000, name=name, highway="primary")
    return town


def _road(town: Town, name: str, number: int, *, is_row: bool) -> None:
    whole = middle(number, is_row=is_row)
    lanes = [whole.offset_curve(each) for each in (HALF, -HALF)] if name.endswith("大道") else [whole]
    for lane in lanes:
        for at, (one, other) in enumerate(pairwise(np.linspace(0, 1, 19))):
            cut = 130 / lane.length if name == "香樟路" and at == 7 else 0  # so much of it is not mapped
            called = name
            if name == "榕荫路" and at > 10:  # further north it is called otherwise
                called = "榕荫北路"
            if name == "凤凰路" and at == 5:  # a bridge
                called = "凤凰大桥"
            piece = shapely.ops.substring(lane, one, other - cut, normalized=True)
            town.add("LineString", list(piece.coords), name=called, highway="primary")
    # A street that branches off, with the same name.
    if name == "紫荆大道":
        (x, y), *_ = whole.interpolate(0.4, normalized=True).coords
        town.add("LineString", [(x, y), (x + 350, y + 60)], name=name, highway="primary")


def _areas(town: Town) -> None:
    """The river's water, cut in three."""
    water = river_area()
    for west, east in pairwise((-700, 2000, 5000, 9000)):
        for part in shapely.get_parts(water.intersection(shapely.box(west, -9e3, east, 9e4))):
            town.add("Polygon", list(part.exterior.coords), natural="water", water="river")


def _creek(town: Town) -> None:
    course = shapely.get_coordinates(middle(4, is_row=True))
    start, end = creek_reach()
    cuts = [course[:, 0] <= start, (course[:, 0] >= start) & (course[:, 0] <= end), course[:, 0] >= end]
    for name, cut in zip(("第八涌", None, "第八涌"), cuts, strict=True):
        tags = {"waterway": "canal"} | ({"name": name} if name else {})
        town.add("LineString", [(float(x), float(y)) for x, y in course[cut]], **tags)


def blocks() -> Iterator[tuple[dict[str, str], shapely.Polygon]]:
    """Yield the names of each block's sides by compass, and its outline in metres: up to the banks."""
    columns = [middle(number, is_row=False) for number in range(len(COLUMNS))]
    rows = [middle(number, is_row=True) for number in range(len(ROWS))]
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.MultiLineString(columns + rows))]))
    water = river_area()
    for x, (west, east) in enumerate(pairwise(COLUMNS)):
        for y, (south, north) in enumerate(pairwise(ROWS)):
            inner = shapely.Point(SPACING * (x + 0.5), SPACING * (y + 0.5))
            (face,) = [each for each in faces if each.contains(inner)]
            dry = max(shapely.get_parts(face.difference(water)), key=shapely.area)
            yield {"E": east, "S": south, "W": west, "N": north}, dry
