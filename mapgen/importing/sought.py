"""Of a whole city only what bears one of some names, and the waters that belong to it.

GDAL is asked for what has any name, and names are compared here: its own comparison takes as long for each
name as reading does, and a plan has hundreds.
"""

import unicodedata
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
import shapely

from geo.follow import connected

#: Columns that hold names and numbers of roads, in small letters; GDAL puts what has no column into the last.
_NAMES = frozenset(
    (
        "name", "name:zh", "name:zh-hans", "name_zh", "name:en", "name_en", "alt_name", "bridge:name",
        "bridge_name", "ref", "other_tags",
    )
)  # fmt: skip
#: Waters that a river may go on as without a name, as SQL lists them.
_FLOWS = "'river', 'canal', 'stream', 'tidal_channel', 'drain', 'ditch'"
_KINDS = {"natural": ("water", "bay", "strait"), "kind": ("river", "canal", "water")}
#: What SQL asks of each column that there is, for a feature to be one of water.
_WATERS = {
    "waterway": f"IN ({_FLOWS}, 'riverbank')",
    "water": "IS NOT NULL",
    **{name: f"IN {values}" for name, values in _KINDS.items()},
}


def condition(columns: Iterable[str]) -> str | None:
    """Return what SQL asks of features that may be wanted: any name, or water.

    Parameters
    ----------
    columns : iterable of str
        Of the layer.

    Returns
    -------
    str or None
        None for a layer without a column of names: anything of it may be wanted.
    """
    by_name = {each.casefold(): '"{}"'.format(each.replace('"', '""')) for each in columns}
    names = [quoted for name, quoted in by_name.items() if name in _NAMES and name != "other_tags"]
    if not names:
        return None
    asked = [f"{quoted} IS NOT NULL" for quoted in names]
    asked += [f"{by_name[name]} {what}" for name, what in _WATERS.items() if name in by_name]
    if "other_tags" in by_name:
        tags = by_name["other_tags"]
        asked += [f"{tags} LIKE '%{each}%'" for each in ("name", '"ref"', "riverbank")]
    either = f"({' OR '.join(asked)})"
    return f"{by_name['building']} IS NULL AND {either}" if "building" in by_name else either


class Sieve:
    """Keeps of each layer what may be wanted; layers of lines come first.

    Parameters
    ----------
    words : collection of str
        As `layers.evidence.name_keys` has names.
    """

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in words})
        self._middles: list[shapely.Geometry] = []

    def kept(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the features that hold a word, and the waters without a name that belong to them.

        Parameters
        ----------
        frame : pandas.DataFrame
            With a column ``geometry``.

        Returns
        -------
        pandas.DataFrame
            Also middles of water that hang together with one that holds a word, and areas of water that
            such middles run through: a province has a hundred thousand ponds and ditches.
        """
        kept = self._holding(frame)
        shapes = frame["geometry"].to_numpy(dtype=object)
        dimension = shapely.get_dimensions(shapes)
        water = _is_water(frame)
        flows, areas = water & (dimension == 1), water & (dimension == 2)
        (without,) = np.nonzero(flows & ~kept & ~_is_named(frame))
        kept[without[connected(shapes[flows & kept], shapes[without])]] = True
        self._middles += list(shapes[flows & kept])
        (ponds,) = np.nonzero(areas & ~kept)
        if ponds.size and self._middles:
            _, met = shapely.STRtree(shapes[ponds]).query(self._middles, predicate="intersects")
            kept[ponds[met]] = True
        return frame[kept]

    def _holding(self, frame: pd.DataFrame) -> np.ndarray:
        """Which rows hold a word in one of their names."""
        found = np.zeros(len(frame), dtype=bool)
        for column in frame.columns:
            if str(column).casefold() in _NAMES:
                # A road comes in a hundred pieces: each name is looked at once. -1 is none, the last.
                numbers, texts = pd.factorize(frame[column])
                found |= np.array([*map(self._holds, texts), False], dtype=bool)[numbers]
        return found

    def _holds(self, text: object) -> bool:
        plain = "".join(unicodedata.normalize("NFKC", str(text)).casefold().split())
        return any(
            plain[at : at + size] in self._words
            for size in self._lengths
            for at in range(len(plain) - size + 1)
        )


def _is_named(frame: pd.DataFrame) -> np.ndarray:
    names = [each for each in frame.columns if str(each).casefold() == "name"]
    return np.asarray(frame[names].notna().any(axis=1), dtype=bool)


def _is_water(frame: pd.DataFrame) -> np.ndarray:
    found = np.zeros(len(frame), dtype=bool)
    for column in frame.columns:
        name = str(column).casefold()
        if name in ("waterway", "water"):
            found |= frame[column].notna().to_numpy()
        elif name in _KINDS:
            found |= frame[column].isin(_KINDS[name]).to_numpy()
        elif name == "other_tags":
            found |= frame[column].fillna("").str.contains("riverbank", regex=False).to_numpy(dtype=bool)
    return found
