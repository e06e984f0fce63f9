"""How layers look, from ``look.toml``: the role gives the colour, the basis gives the line.

What draws a layer asks here, so that it looks alike on the map, in GIS, in CAD and on the first page.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: A basis that the file does not have is drawn like this one.
_UNKNOWN = "sketched"


@dataclass(frozen=True)
class Look:
    """How one feature is drawn. Lengths are px of a screen, 96 to the inch.

    Attributes
    ----------
    color : str
        Of the line or outline, ``#rrggbb``.
    width : float
        Of the line or outline.
    opacity : float
        Of the line or outline, 0 to 1.
    dash : tuple of float
        Lengths on and off by turns; empty for a solid line.
    cap : {"round", "butt"}
        How a line and each of its dashes ends.
    fill : str or None
        Colour of the inside; None without one.
    fill_opacity : float
        Of the inside, 0 to 1.
    radius : float or None
        Of a point's circle; None for lines and areas.
    hollow : bool
        Whether a point's circle is a ring, which formats with signs of their own must show as well.
    """

    color: str
    width: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    cap: str = "round"
    fill: str | None = None
    fill_opacity: float = 1.0
    radius: float | None = None
    hollow: bool = False

    @property
    def ink(self) -> str:
        """The one colour, where there can be only one: a full dot's inside, else the line."""
        return self.fill if self.radius and self.fill and not self.hollow else self.color


@dataclass(frozen=True)
class NameLook:
    """How names are written.

    Attributes
    ----------
    size : float
        px.
    weight : int
        400 or 700.
    color : str
        ``#rrggbb``.
    """

    size: float
    weight: int
    color: str


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("mapgen").joinpath("look.toml").read_text("utf-8"))


def page() -> dict[str, Any]:
    """All of it as plain JSON values, for the scripts of a page."""
    return _file()


def darker(color: str) -> str:
    """A role's colour for lines and dots: with a share of its light taken away."""
    share = 1 - _file()["dark"]
    # Half up, as JavaScript rounds: a page must come to the same colour.
    channels = (int(int(color[at : at + 2], 16) * share + 0.5) for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def dash(basis: str, width: float) -> tuple[float, ...]:
    """How a line of this basis and width (px) is dashed, px on and off; empty if it is solid."""
    lengths = _file()["dashes"]
    longer = max(1.0, width / _file()["dash_width"])
    return tuple(length * longer for length in lengths.get(basis, lengths[_UNKNOWN]))


def is_rough(kind: str, accuracy_m: float | None) -> bool:
    """Whether it is a point so far off (m) that it must not look as if its place were known."""
    return kind == "node" and (accuracy_m or 0) > _file()["rough_m"]


def neutral() -> str:
    """Colour of signs that stand for any role."""
    return str(_file()["neutral"])


def rough_m() -> float:
    """The limit of `is_rough`, m."""
    return float(_file()["rough_m"])


def band() -> tuple[float, tuple[float, ...]]:
    """Opacity of each stroke of the soft band along a line, and their shares of its width."""
    stated = _file()["band"]
    return stated["opacity"], tuple(stated["shares"])


def unexplained() -> Look:
    """Look of what lies below the outline of a zone whose area neither rounding nor accuracy explains."""
    return _look(_file()["unexplained"], "")


def element(
    kind: str, color: str, basis: str, accuracy_m: float | None = None, *, indicative: bool = False
) -> Look:
    """Look of a zone, group, axis or node.

    Parameters
    ----------
    kind : {"zone", "group", "axis", "node"}
    color : str
        Of its role, ``#rrggbb``.
    basis : str
        How it is known.
    accuracy_m : float, optional
        How far it may be off, m; it decides whether a node is rough.
    indicative : bool, optional
        Whether a zone or group may be off by more than half its width.

    Returns
    -------
    Look
    """
    name = "rough" if is_rough(kind, accuracy_m) else kind
    soft = _file()["indicative"] if indicative else {}
    return _look(_file()["element"][name] | soft, basis, color.lower())


def edge(basis: str) -> Look:
    """Look of a side of a built boundary: of a traced or sketched baseline, or inferred."""
    edges = _file()["edge"]
    return _look(edges.get(basis, edges[_UNKNOWN]), basis)


def baseline(kind: str, basis: str, *, alternative: bool = False) -> Look:
    """Look of a baseline, wet or dry, or of another reading of one."""
    wet = kind in _file()["wet_kinds"]
    return _look(_file()["baseline"]["alternative" if alternative else "wet" if wet else "dry"], basis)


def relation() -> Look:
    """Look of an arc that stands for a relation."""
    return _look(_file()["relation"], "")


def context(kind: str, *, is_area: bool) -> Look:
    """Look of water and land."""
    name = "land" if kind in ("island", "land") else "water" if is_area else "river"
    return _look(_file()["context"][name], "")


def ground(kind: str) -> Look:
    """Look of the ground: of a road, a line, a hill, or the sign of a station."""
    looks = _file()["ground_kinds"]
    return _look(looks.get(kind, looks["station"]), "")


#: Ranks of names where a layer has one look for all: the map alone knows more (web/ranks.js).
_RANKS = {"group": "core", "axis": "core", "zone": "park", "node": "point"}


def name(kind: str) -> NameLook:
    """Look of the names of a kind: group, zone, axis, node, edge, water, place or ground."""
    return NameLook(**_file()["names"][_RANKS.get(kind, kind)])


def halo() -> Look:
    """What lies around the letters of a name."""
    return _look(_file()["halo"], "")


def thumbnail() -> tuple[int, int, int]:
    """Width, height and margin of a picture of the first page, px, before it is shown smaller."""
    size = _file()["thumbnail"]
    return size["width"], size["height"], size["margin"]


def thumbnail_names() -> tuple[int, int]:
    """Size of letters in such a picture, px, and how many names it has at most."""
    size = _file()["thumbnail"]
    return size["letter"], size["names"]


def kml_rough_opacity() -> float:
    """How solid the tint of a rough point's icon is, 0 to 1."""
    return float(_file()["kml"]["rough_opacity"])


def _look(stated: Mapping[str, Any], basis: str, role: str = "") -> Look:
    """A look of the file with the feature's own colour and dashes in it."""
    known = {"role": role, "role-dark": darker(role)} if role else {}
    dashes = stated.get("dash", ())
    return Look(
        **{
            **stated,
            "color": known.get(stated["color"], stated["color"]),
            "dash": dash(basis, stated["width"]) if dashes == "basis" else tuple(dashes),
            "fill": known.get(stated["fill"], stated["fill"]) if "fill" in stated else None,
        }
    )
