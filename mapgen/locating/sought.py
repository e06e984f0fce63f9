"""What an extract has of all sides together: looked up once, and once more for the roads on bridges."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mapgen.locating.candidates import onward
from mapgen.locating.extract import Found, look_up
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
        What `mapgen.locating.extract.look_up` raises.
    """
    sides = [(side, Matcher(side.name, side.of, aliases)) for zone in zones for side in zone.sides]
    words = frozenset[str]().union(*(matcher.words for _, matcher in sides))
    found = look_up(path, words, bounds)
    # A bridge is short: the side goes on along its road, whose name only the bridge tells.
    more = frozenset[str]().union(*(onward(side, matcher, found) for side, matcher in sides))
    return look_up(path, words | more, bounds) if more - words else found
