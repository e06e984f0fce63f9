"""The main names in the small picture of a plan: axes, groups and large zones, where they have room."""

import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import shapely

from geo.arc import anchor
from layers.assemble import Element
from mapgen import look
from mapgen.pages.contract import NameInfo
from mapgen.text.loading import LANGUAGES

#: Which kinds have their names first.
KINDS = ("axis", "group", "zone")
#: Width of a bold Latin letter in the widest of the fonts that a page names, of its height.
LATIN = 0.7


def main_names(
    elements: Sequence[Element], to_picture: Callable[[np.ndarray], np.ndarray], size: tuple[float, float]
) -> dict[str, list[NameInfo]]:
    """Choose and place names, in each language by itself.

    Parameters
    ----------
    elements : sequence of Element
        What the picture shows.
    to_picture : callable
        Degrees (EPSG:4326), an array of shape (n, 2), to px.
    size : (float, float)
        Width and height of the picture, px.

    Returns
    -------
    dict of str to list of NameInfo
        By "zh" and "en"; the most important first. No two lie on each other, none leaves the picture.
    """
    named = [element for element in elements if element.kind in KINDS]
    named.sort(key=lambda element: (KINDS.index(element.kind), -(element.area_km2 or 0)))
    places = to_picture(shapely.get_coordinates([anchor(element.geometry) for element in named]))
    records = [element.entry.record for element in named]
    texts = [record.name for record in records], [record.name_en for record in records]
    return {language: _placed(names, places, size) for language, names in zip(LANGUAGES, texts, strict=True)}


def _placed(texts: Sequence[str], places: np.ndarray, size: tuple[float, float]) -> list[NameInfo]:
    letter, most = look.thumbnail_names()
    frame = shapely.box(0, 0, *size)
    boxes: list[shapely.Geometry] = []
    made: list[NameInfo] = []
    for text, (x, y) in zip(texts, places, strict=True):
        half = letter * sum(1.0 if unicodedata.east_asian_width(each) in "WF" else LATIN for each in text) / 2
        # What would leave the picture at a side is moved in.
        middle = min(max(float(x), half + 2), size[0] - half - 2)
        box = shapely.box(middle - half, y - letter * 0.7, middle + half, y + letter * 0.7)
        if len(made) == most or not frame.covers(box) or any(box.intersects(other) for other in boxes):
            continue
        boxes.append(box)
        made.append(NameInfo(x=round(middle, 1), y=round(float(y) + letter * 0.35, 1), text=text))
    return made
