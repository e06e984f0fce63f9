"""Zones whose sides are looked for: from a draft that `zonemap read` wrote, or from a plan's layers."""

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo.side import Compass
from layers.messages import LayerError, Message
from layers.reading import read_json
from mapgen.reading.pieces import kind_of_line
from mapgen.reading.words import own_words

_ZONES = "zones.geojson"
_Of = Literal["road", "water", "rail", "bridge", "hill", "limit", "place"]
#: No draft of ours is larger, bytes.
_LARGEST = 64 * 2**20


class WantedSide(BaseModel):
    """A side as a text states it.

    Attributes
    ----------
    side : {"N", "E", "S", "W", "ring"}
    part : int
        Of a zone in several pieces, from 1.
    words : str
        What the text says of it.
    name : str
        Of the line.
    of : str
        ``road``, ``water``, ``rail``, ``bridge``, ``hill``, ``limit`` or ``place``.
    offset_m : float or None
        How far from the line the side lies, m.
    place : str or None
        Where the text states it: file, paragraph and offset; None if nothing says so.
    """

    model_config = ConfigDict(frozen=True)
    side: Compass
    part: int = Field(default=1, ge=1, le=99)
    words: str
    name: str = Field(min_length=1, max_length=200)
    of: _Of = "place"
    offset_m: float | None = Field(default=None, ge=0, le=50_000)
    place: str | None = None

    @property
    def towards(self) -> Compass | None:
        """In which direction from its line the side lies, if it lies beside it and the words say so."""
        letters = {key: way for key, way in own_words().compass.items() if len(key) == 1}
        found = re.findall(f"([{''.join(letters)}])(?=[^{''.join(letters)}]*\\d)", self.words)
        return letters[found[-1]] if self.offset_m and found else None  # type: ignore[return-value]


class _Stated(BaseModel):
    km2: float = Field(gt=0, lt=1e7)


class WantedZone(BaseModel):
    """A zone with its sides.

    Attributes
    ----------
    name : str
    sides : list of WantedSide
    stated : list
        Areas that the text states of it.
    """

    name: str = Field(min_length=1, max_length=200)
    sides: list[WantedSide] = Field(max_length=200)
    stated: list[_Stated] = []

    @property
    def stated_km2(self) -> float | None:
        """The one area that is stated; None if none is, or several that differ."""
        every = {each.km2 for each in self.stated}
        return every.pop() if len(every) == 1 else None


class _Draft(BaseModel):
    elements: list[WantedZone] = Field(max_length=100_000)


def wanted(path: Path) -> list[WantedZone]:
    """Read the zones of a draft or a plan that have sides.

    Parameters
    ----------
    path : Path
        A draft, or the folder of a plan's layers.

    Returns
    -------
    list of WantedZone

    Raises
    ------
    LayerError
        If it is neither, or has no sides.
    """
    is_plan = path.is_dir()
    file = path / _ZONES if is_plan else path
    data = read_json(file, _LARGEST, Message("locate-draft", str(file), values={"place": "\u2014"}))
    try:
        draft = _Draft.model_validate(_of_plan(data) if is_plan else _placed(data))
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        where = (
            ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else "\u2014"
        )
        raise LayerError(Message("locate-draft", str(file), values={"place": where or "\u2014"})) from None
    found = [zone for zone in draft.elements if zone.sides]
    if not found:
        raise LayerError(Message("locate-no-sides", str(file)))
    return found


def _placed(data: Any) -> Any:
    """A draft whose sides say where its text states them, if it has its text and they have a place in it."""
    match data:
        case {"source": {"name": str(name)}, "elements": list(elements)}:
            for element in elements:
                for side in element["sides"]:
                    match side:
                        case {"cite": {"paragraph": int(paragraph), "start": int(start)}}:
                            side["place"] = f"{name}:{paragraph}:{start}"
    return data


def _of_plan(data: Any) -> dict[str, Any]:
    """Zones of a plan's layers in the form of a draft; brackets in a stated side are remarks."""
    elements = []
    for feature in data["features"]:
        values = feature["properties"]
        sides = []
        for side in values.get("sides") or []:
            name = re.sub("[(\uff08].*", "", side["stated"]) or side["stated"]
            of = kind_of_line(name, own_words())
            sides.append(
                {**side, "part": side.get("part") or 1, "words": side["stated"], "name": name, "of": of}
            )
        stated = [{"km2": values["stated_km2"]}] if values.get("stated_km2") else []
        elements.append({"name": values["name"], "sides": sides, "stated": stated})
    return {"elements": elements}
