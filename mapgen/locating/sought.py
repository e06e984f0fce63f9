"""What an extract has of all sides together: looked up once, and again for bridges and for what is lost."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from layers.messages import LayerError, Message
from mapgen.importing.osm import is_osm
from mapgen.locating.candidates import onward
from mapgen.locating.extract import LESSER, Found, look_up
from mapgen.locating.names import Matcher
from mapgen.locating.wanted import WantedZone


def sought(
    path: Path,
    zones: Sequence[WantedZone],
    aliases: Mapping[str, tuple[str, ...]],
    bounds: tuple[float, float, float, float],
) -> Found:
    """Look up the names of all sides.

    Parameters
    ----------
    path : Path
        An extract.
    zones : sequence of WantedZone
    aliases : mapping
        As `mapgen.locating.names.read_aliases` gives them.
    bounds : tuple of float
        West, south, east, north, degrees.

    Returns
    -------
    Found

    Raises
    ------
    LayerError
        What `mapgen.locating.extract.look_up` raises; or that none of the names is in it.
    """
    sides = [(side, Matcher(side.name, side.of, aliases)) for zone in zones for side in zone.sides]
    words = frozenset[str]().union(*(matcher.words for _, matcher in sides))
    found = look_up(path, words, bounds)
    # A bridge is short: the side goes on along its road, whose name only the bridge tells.
    more = frozenset[str]().union(*(onward(side, matcher, found) for side, matcher in sides))
    if more - words:
        found = look_up(path, words | more, bounds)
    # What is in neither lines nor areas may be a point, or a relation whose members bear no name.
    lost = [
        matcher
        for _, matcher in sides
        if not any(matcher.rule(each.keys, each.refs) is not None for each in found.named)
    ]
    if lost and is_osm(path):
        lesser = look_up(path, frozenset[str]().union(*(each.words for each in lost)), bounds, LESSER)
        found.named += lesser.named
        found.points += lesser.points
    if not found.named and not found.points:
        raise LayerError(Message("locate-nothing", path.name or str(path)))
    return found
