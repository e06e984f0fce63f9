"""A draft read back for review: every finding in it with its place, and every place in its text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from layers.messages import LayerError, Message
from layers.reading import read_json

#: No draft of ours is larger, bytes.
_LARGEST = 64 * 2**20


class _Record(BaseModel):
    model_config = ConfigDict(extra="allow")


class Cite(_Record):
    """Where something stands, in characters of the text."""

    heading: str = ""
    paragraph: int
    start: int = Field(ge=0)
    end: int
    quote: str = Field(min_length=1)


class _Cited(_Record):
    cite: Cite


class _Layout(_Cited):
    phrase: str
    score: float


class _Side(_Cited):
    side: Literal["N", "E", "S", "W", "ring"]
    part: int = 1
    words: str
    name: str
    of: str
    offset_m: float | None = None


class _Area(_Cited):
    value: float
    unit: str
    km2: float
    qualifier: str | None = None


class _Loose(_Cited):
    kind: Literal["side", "area"]


class _Indicator(_Cited):
    name: str
    unit: str | None = None
    base: float | None = None
    target: float | None = None
    nature: str | None = None


class _Doubt(_Cited):
    code: str
    kind: str
    subject: str


class _Element(_Cited):
    name: str = Field(min_length=1)
    aliases: list[str] = []
    kind: Literal["zone", "axis", "node"]
    tier: Literal["A", "B"]
    role: str | None = None
    parent: str | None = None
    stated: list[_Area] = []
    sides: list[_Side] = []
    members: list[str] = []
    member_cites: list[Cite] = []
    passes: list[str] = []
    pass_cites: list[Cite] = []
    doubts: list[str] = []


class Source(_Record):
    """The text that a draft is of; each paragraph is its number, start, end, and whether it is a heading."""

    name: str
    text: str
    paragraphs: list[tuple[int, int, int, bool]]


class Draft(_Record):
    """A draft with its text, as ``zonemap read`` writes it."""

    layouts: list[_Layout]
    elements: list[_Element] = Field(max_length=100_000)
    loose: list[_Loose] = []
    indicators: list[_Indicator]
    doubts: list[_Doubt]
    source: Source


def read_draft(path: Path) -> Draft:
    """Read a draft with its text.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Draft

    Raises
    ------
    LayerError
        If it is no draft, has no text, or a place in it is not where its quote stands.
    """
    if path.is_dir():
        raise LayerError(Message("review-plan", str(path)))
    too_large = Message("locate-draft", str(path), values={"place": "\u2014"})
    return checked(read_json(path, _LARGEST, too_large), str(path))


def checked(data: Any, file: str) -> Draft:
    """Return data as a draft, if it is one whose places are those of its text.

    Parameters
    ----------
    data : object
    file : str
        What messages call it.

    Raises
    ------
    LayerError
    """
    if isinstance(data, dict) and "elements" in data and "source" not in data:
        raise LayerError(Message("review-no-text", file))
    try:
        draft = Draft.model_validate(data)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"])) or "\u2014"
        raise LayerError(Message("locate-draft", file, values={"place": place})) from None
    text = draft.source.text
    for cite in _cites(draft):
        if text[cite.start : cite.end] != cite.quote:
            values = {"quote": cite.quote, "start": cite.start}
            raise LayerError(Message("review-misquoted", file, values=values))
    before = 0
    for _, start, end, _ in draft.source.paragraphs:
        if not before <= start <= end <= len(text):
            raise LayerError(Message("locate-draft", file, values={"place": "source.paragraphs"}))
        before = end
    return draft


def _cites(draft: Draft) -> Iterator[Cite]:
    for each in (*draft.layouts, *draft.indicators, *draft.loose, *draft.doubts):
        yield each.cite
    for element in draft.elements:
        yield element.cite
        yield from (each.cite for each in (*element.sides, *element.stated))
        yield from (*element.member_cites, *element.pass_cites)
