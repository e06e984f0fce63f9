"""How features look outside the web map: the role gives the colour, the basis gives the line.

The figures are those of ``mapgen/web/style.js``, so that a handed-over layer opens as the map looks.
"""

from dataclasses import dataclass

from layers.assemble import Atlas

#: What a feature whose role has no colour is drawn in.
GREY = "#808080"

#: Line of each basis; an unknown one is drawn like the least certain.
LINES = {
    "stated sides": "solid",
    "reference sides": "solid",
    "traced": "dash",
    "sketched": "dot",
    "inferred": "dot",
}

_WET = ("bank", "shore", "river", "canal")
_DRY_LINE, _WET_LINE = "#8d8878", "#6f9fb8"


@dataclass(frozen=True)
class Look:
    """Colours and line of a feature.

    Attributes
    ----------
    line : str
        Colour of the outline or line, ``#rrggbb``.
    width : float
        Of the line, px.
    fill : str
        Colour of the inside.
    opacity : float
        Of the inside, 0 to 1.
    """

    line: str
    width: float
    fill: str
    opacity: float = 0.0


def darker(colour: str, share: float = 0.25) -> str:
    """A colour with that share of its light taken away."""
    return "#" + "".join(f"{round(int(colour[at : at + 2], 16) * (1 - share)):02x}" for at in (1, 3, 5))


def element(kind: str, colour: str) -> Look:
    """Look of a zone, group, axis or node in the colour of its role."""
    line = darker(colour)
    return {
        "zone": Look(line, 2, colour, 0.3),
        "group": Look(line, 1.2, colour, 0.08),
        "axis": Look(line, 4.5, colour),
        "node": Look("#ffffff", 1.6, line, 1.0),
    }[kind]


def edge(basis: str) -> Look:
    """Look of a stretch of a built boundary."""
    return Look("#a11d33" if basis == "inferred" else "#1f2937", 2.5, "#1f2937")


def baseline(kind: str) -> Look:
    """Look of a baseline, wet or dry."""
    colour = _WET_LINE if kind in _WET else _DRY_LINE
    return Look(colour, 1.1, colour)


def context(kind: str) -> Look:
    """Look of water and land."""
    if kind in ("island", "land"):
        return Look("#d9d4c5", 0.8, "#f5f2ea", 1.0)
    return Look("#a9c9dc", 0.6 if kind == "water" else 2.4, "#cfe3ee", 1.0)


def colours(atlas: Atlas, plan: str) -> dict[str, str]:
    """Colour of each role of a plan, in drawing order."""
    return {role.name: role.color.lower() for role in atlas.catalog.plans[plan].roles}
