"""What an attribute may hold: types of texts, ids, references, years and measures, each with its limits."""

import datetime as dt
import sys
from dataclasses import dataclass
from typing import Annotated, Literal, LiteralString

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from layers.characters import garbled, misread, no_number

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
#: Names that Windows keeps for devices: no file there can bear one.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


#: Pages that every build makes: a plan's page must not take their place.
_PAGES = {"atlas", "index"}


def wrong(code: LiteralString, **values: object) -> PydanticCustomError:
    """What a validator raises: a message's code and values, no words."""
    return PydanticCustomError(code, code, values)


def _own_file_name(name: str) -> str:
    if name in _DEVICES:
        raise wrong("schema-device", name=name)
    if name in _PAGES:
        raise wrong("schema-page", name=name)
    return name


def _sound(text: str) -> str:
    if character := garbled(text):
        raise wrong("schema-garbled", character=character)
    if found := misread(text):
        run, words = found
        raise wrong("schema-misread", run=run, words=words)
    if no_number(text):
        raise wrong("schema-no-number", text=text)
    return text


def one_line(text: str) -> str:
    """Refuse what is more than one line: it goes into a page's foot, a table, the header of a file."""
    if not text.replace("\u3000", " ").isprintable():
        raise wrong("schema-one-line")
    return text


def _day(text: str) -> str:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise wrong("schema-day", text=text) from None
    return text


def _partial_date(text: str) -> str:
    try:
        # The first month and day stand for those that are not given.
        dt.date.fromisoformat(text + "-01-01"[: len("2026-11-27") - len(text)])
    except ValueError:
        raise wrong("schema-partial-date", text=text) from None
    return text


# Ids, and words such as a role, stand in many features: each is kept once.
FeatureId = Annotated[str, Field(pattern=rf"^{SLUG}\.{SLUG}$", max_length=80), AfterValidator(sys.intern)]
PlanId = Annotated[str, Field(pattern=rf"^{SLUG}$", max_length=40), AfterValidator(_own_file_name)]
BaselineId = Annotated[str, Field(pattern=rf"^{SLUG}$", max_length=80), AfterValidator(sys.intern)]
Text = Annotated[
    str, Field(min_length=1, max_length=20_000), AfterValidator(_sound), AfterValidator(sys.intern)
]


@dataclass(frozen=True)
class Reference:
    """Marks the type of an attribute that names something else, by which its references are found.

    Attributes
    ----------
    to : {"feature", "axis", "role", "baseline", "line"}
        What it names: a feature of any plan, one of axes.geojson, a role of the same plan, a baseline,
        or a baseline or a line of the context.
    """

    to: Literal["feature", "axis", "role", "baseline", "line"]


FeatureRef = Annotated[FeatureId, Reference("feature")]
AxisRef = Annotated[FeatureId, Reference("axis")]
RoleRef = Annotated[Text, Reference("role")]
BaselineRef = Annotated[BaselineId, Reference("baseline")]
LineRef = Annotated[BaselineId, Reference("line")]
#: A term or a unit of the vocabulary.
TermId = Annotated[str, Field(pattern=rf"^{SLUG}$", max_length=60), AfterValidator(sys.intern)]
Year = Annotated[int, Field(ge=1900, le=2100)]
Day = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day), AfterValidator(sys.intern)
]
#: A day, a month or a year.
PartialDate = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$"),
    AfterValidator(_partial_date),
    AfterValidator(sys.intern),
]
#: From a centimetre, finer than the layers are kept, to where a boundary is no longer known at all.
Metres = Annotated[float, Field(ge=0.01, le=50_000)]
#: From 100 m², less than a building, to more than all of China with its seas.
SquareKm = Annotated[int | float, Field(ge=0.0001, le=10_000_000)]
#: Money in yuan is the largest that plans count.
Quantity = Annotated[int | float, Field(ge=-1e15, le=1e15)]
#: Its degrees are those of any coordinate; `layers.geometry.plausible` bounds them.
Position = Annotated[list[float], Field(min_length=2, max_length=2)]


class _Record(BaseModel):
    # Deferred: what a record checks is worked out once it is used, and of a part of others not at all.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
