"""Waters as a map shows them: pieces of one water put together, rivers where they have no area, the sea."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from geo.coast import seas
from geo.flat import flat, middle
from geo.strands import beyond, strands
from layers.geometry import oriented
from mapgen.grounding.taking import Bounds, Taken, Thing

#: So much of a river must run through an area of water without a name for its name to be that of the area, m.
_THROUGH_M = 300.0
#: A middle is drawn where it leaves the areas of water by more than this, m, and for longer than that.
_OUT_M, _LONG_M = 20.0, 300.0
#: Pieces of one river no further apart than this belong together, m.
_GAP_M = 250.0


def waters(taken: Taken, bounds: Bounds) -> tuple[list[Thing], bool]:
    """Make the waters of a map.

    Parameters
    ----------
    taken : Taken
    bounds : tuple of float
        West, south, east, north, degrees: coastlines are closed against it.

    Returns
    -------
    things : list of Thing
        Seas, areas of water, rivers, names; areas are valid.
    is_whole : bool
        False if coastlines do not close: what they bound is then left out.
    """
    sea = seas(taken.coastlines, bounds)
    found = [Thing("water", 0, None, None, each) for each in sea.polygons]
    areas = _joined(_named(taken.waters, taken.rivers))
    # A middle may run across an island.
    whole = [
        shapely.Polygon(part.exterior)
        for each in [*found, *areas]
        for part in shapely.get_parts([each.shape])
    ]
    middles = _middles(taken.rivers, whole)
    written = {each.name for each in areas}
    labels = [each for each in _once(taken.labels) if each.name not in written]
    return [*found, *areas, *middles, *labels], sea.is_whole


def _named(areas: Sequence[Thing], rivers: Sequence[Thing]) -> list[Thing]:
    """Areas of water, those without a name called as the river that runs through them."""
    called = [each for each in rivers if each.name is not None]
    if not called or not areas:
        return list(areas)
    shapes = np.array([each.shape for each in called], dtype=object)
    lat = middle(shapes)
    tree = shapely.STRtree(shapes)
    made = []
    for area in areas:
        through: Counter[tuple[str, str | None]] = Counter()
        if area.name is None:
            for at in tree.query(area.shape, predicate="intersects"):
                run = shapely.intersection(shapes[at], area.shape)
                metres = float(shapely.length(flat(np.array([run], dtype=object), lat))[0])
                through[str(called[at].name), called[at].name_en] += metres  # type: ignore[assignment]
        name, name_en = max(through, key=lambda each: through[each]) if through else (None, None)
        if name is not None and through[name, name_en] >= _THROUGH_M:
            made.append(Thing(area.kind, area.rank, name, name_en, area.shape))
        else:
            made.append(area)
    return made


def _joined(areas: Sequence[Thing]) -> list[Thing]:
    """One thing for each name; what has none is one thing as far as it hangs together."""
    groups: dict[str | None, list[Thing]] = defaultdict(list)
    for each in areas:
        groups[each.name].append(each)
    made = []
    for name, group in groups.items():
        whole = oriented(shapely.union_all([each.shape for each in group]))
        parts = [each for each in shapely.get_parts([whole]) if each.geom_type == "Polygon"]
        if name is None:
            made += [Thing("water", 0, None, None, part) for part in parts]
        elif parts:
            shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
            made.append(Thing("water", 0, name, group[0].name_en, shape))
    return made


def _middles(rivers: Sequence[Thing], areas: Sequence[shapely.Geometry]) -> list[Thing]:
    """Rivers where the extract has no area for them; those without a name are left out."""
    groups: dict[str, list[Thing]] = defaultdict(list)
    for each in rivers:
        if each.name is not None:
            groups[each.name].append(each)
    made = []
    for name, group in groups.items():
        lines = [part for each in group for part in shapely.get_parts([each.shape])]
        dry = beyond(strands(lines, _GAP_M), areas, _OUT_M, _LONG_M)
        if dry:
            made.append(Thing("river", 0, name, group[0].name_en, _one(dry)))
    return made


def _once(labels: Sequence[Thing]) -> list[Thing]:
    return list({each.name: each for each in labels}.values())


def _one(lines: Sequence[shapely.LineString]) -> shapely.Geometry:
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(list(lines))
