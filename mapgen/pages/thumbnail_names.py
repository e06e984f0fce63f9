"""The main names in the small picture of a plan: what its phrase counts first, where they have room."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

import numpy as np
import shapely

from geo.arc import anchor
from layers.assemble import Atlas, Element
from mapgen import look
from mapgen.pages.contract import NameInfo
from mapgen.text.breaks import lengths, words_of
from mapgen.text.loading import LANGUAGES

#: Which kinds have their names first, of what the phrase does not count.
KINDS = ("axis", "group", "zone")
#: Width of a bold Latin letter in the widest of the fonts that a page names, of its height.
LATIN = 0.7
#: Height of a row, of its letters'.
ROW = 1.15
MOST_ROWS = 3
#: Share of the picture's width up to which a name stands in one row if it can.
WIDE = 0.4
#: Latin names break at spaces and behind the dashes of three words that are one.
_LATIN_WORDS = re.compile(r"[^\s–]+(?:–|\s+|$)")
#: What is left between two names, of their letters' height: close rows would read as one name.
BETWEEN = 0.3
#: Where a name may stand, in halves of its width and height from its place: on it, then beside it.
SHIFTS = tuple(
    sorted(product((0, -1, 1), (0, -1, 1, -2, 2)), key=lambda shift: abs(shift[0]) + abs(shift[1]))
)


def main_names(
    atlas: Atlas,
    plan: str,
    elements: Sequence[Element],
    to_picture: Callable[[np.ndarray], np.ndarray],
    size: tuple[float, float],
) -> dict[str, list[NameInfo]]:
    """Choose and place names, in each language by itself.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.
    elements : sequence of Element
        What the picture shows.
    to_picture : callable
        Degrees (EPSG:4326), an array of shape (n, 2), to px.
    size : (float, float)
        Width and height of the picture, px.

    Returns
    -------
    dict of str to list of NameInfo
        By "zh" and "en": the rows of the names, the most important first. No two lie on each other, none
        leaves the picture.
    """
    weight = _weights(atlas, plan)
    named = sorted((element for element in elements if element.kind in KINDS), key=weight)
    places = to_picture(shapely.get_coordinates([anchor(element.geometry) for element in named]))
    records = [element.entry.record for element in named]
    known = atlas.catalog.vocabulary.words
    texts = (
        [
            words_of(record.name, known) if lengths(record.name, known) else [record.name]
            for record in records
        ],
        [_LATIN_WORDS.findall(record.name_en) or [record.name_en] for record in records],
    )
    return {language: _placed(names, places, size) for language, names in zip(LANGUAGES, texts, strict=True)}


def _weights(atlas: Atlas, plan: str) -> Callable[[Element], tuple[bool, int, int, float]]:
    """Sort what the phrase counts by its order, then the rest, and last what is a part of something else."""
    phrase = atlas.catalog.plans[plan].phrase
    # The first role of a part is what the phrase counts; the others belong to it.
    order = {word: at for at, part in enumerate(phrase) for word in (*part.roles[:1], *part.ids)}

    def weight(element: Element) -> tuple[bool, int, int, float]:
        record = element.entry.record
        is_part = record.parent is not None and atlas.named[record.parent].kind != "node"
        at = min(order.get(record.role, len(order)), order.get(record.id, len(order)))
        return is_part, at, KINDS.index(element.kind), -(element.area_km2 or 0)

    return weight


def _wide(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(each) in "WF" else LATIN for each in text)


def _layouts(words: Sequence[str], room: float) -> Iterator[list[str]]:
    """Ways to set a name in a picture `room` letters wide: in a row if it is short, in even rows, or wide."""
    whole, most = "".join(words).strip(), WIDE * room
    if _wide(whole) > MOST_ROWS * (room + 1):  # no rows hold it, and the ways to cut it are endless
        return
    if _wide(whole) <= most:
        yield [whole]
    for count in range(2, min(MOST_ROWS, len(words)) + 1):
        ways = (
            ["".join(words[a:b]).strip() for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True)]
            for cuts in combinations(range(1, len(words)), count - 1)
        )
        yield min(ways, key=lambda rows: max(map(_wide, rows)))
    if _wide(whole) > most:
        yield [whole]


def _placed(texts: Sequence[Sequence[str]], places: np.ndarray, size: tuple[float, float]) -> list[NameInfo]:
    letter, most = look.thumbnail_names()
    frame = shapely.box(0, 0, *size)
    boxes: list[shapely.Geometry] = []
    made: list[NameInfo] = []
    for words, (x, y) in zip(texts, places, strict=True):
        for rows, (right, down) in (
            (rows, shift) for rows in _layouts(words, size[0] / letter) for shift in SHIFTS
        ):
            half, tall = letter * max(map(_wide, rows)) / 2, letter * ROW * len(rows) / 2
            # What would leave the picture at a side is moved in.
            middle = min(max(float(x) + right * (half + letter / 2), half + 2), size[0] - half - 2)
            top = float(y) + down * (tall + BETWEEN * letter) - tall
            box = shapely.box(middle - half, top, middle + half, top + 2 * tall)
            if frame.covers(box) and not any(box.distance(other) < BETWEEN * letter for other in boxes):
                boxes.append(box)
                made += [
                    NameInfo(x=round(middle, 1), y=round(top + letter * (ROW * at + 0.9), 1), text=row)
                    for at, row in enumerate(rows)
                ]
                break
        if len(boxes) == most:
            break
    return made
