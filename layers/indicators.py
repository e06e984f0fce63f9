"""What indicators.toml says: the figures that a plan sets itself as targets, and those that it states."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from layers.description import Line
from layers.features import invalid_attributes
from layers.files import INDICATORS, LayerFiles
from layers.messages import LayerError, Message
from layers.schema import Bound
from layers.types import Quantity, TermId, Text, Year, _Record, wrong

#: Unit of shares: their growth is a matter of percentage points, not of per cent of a per cent.
PERCENT = "percent"


def _single(value: object) -> object:
    if isinstance(value, list | dict):
        raise wrong("schema-two-figures")
    return value


Figure = Annotated[Quantity, BeforeValidator(_single)]


class Mention(_Record):
    """The same figure where the document says it once more.

    Attributes
    ----------
    value : float
        In the unit of the row.
    value_to : float or None
        Upper end where the text says a range.
    year : int or None
        None where the text does not say it.
    name : str or None
        What the text calls it, where that is not what the table calls it.
    """

    value: Figure
    value_to: Figure | None = None
    bound: Bound | None = None
    year: Year | None = None
    name: Line | None = None
    name_en: Line | None = None
    cite: Line

    @model_validator(mode="after")
    def _consistent(self) -> "Mention":
        if (self.name is None) != (self.name_en is None):
            raise wrong("schema-both-languages", key="name")
        if self.value_to is not None and self.value_to <= self.value:
            raise wrong("schema-range", first=self.value, last=self.value_to)
        return self


class _Row(_Record):
    """What rows of both kinds of table have in common."""

    number: Annotated[int, Field(ge=1, le=999)]
    #: What the indicators of several plans share that may be set beside each other.
    topic: TermId | None = None
    name: Line
    name_en: Line
    unit: TermId
    note: Text | None = None


class Target(_Row):
    """A figure that is to be reached.

    Attributes
    ----------
    group, group_en : str or None
        Heading under which the table has it.
    base_year, base : int and float, or None
        Where it started from; None where the plan states nothing.
    target_year, target : int and float
    bound : str or None
        Whether the target is a least or a most; None where the plan states the figure alone.
    measure : {"level", "mean growth"}
        Whether the target is the figure in its year, or its mean yearly growth up to then in per cent.
    wanted : {"more", "less"}
        Which way it should go.
    nature : {"anticipatory", "binding"} or None
    actual : dict of str to float
        What was reached, by year.
    also : list of Mention
        Where else the document says base or target.
    """

    group: Line | None = None
    group_en: Line | None = None
    base_year: Year | None = None
    base: Figure | None = None
    target_year: Year
    target: Figure
    bound: Bound | None = None
    measure: Literal["level", "mean growth"] = "level"
    wanted: Literal["more", "less"] = "more"
    nature: Literal["anticipatory", "binding"] | None = None
    actual: dict[str, Figure] = Field(default_factory=dict)
    also: list[Mention] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> "Target":
        if (self.group is None) != (self.group_en is None):
            raise wrong("schema-both-languages", key="group")
        if (self.base is None) != (self.base_year is None):
            raise wrong("schema-base-year")
        if self.base_year is not None and self.base_year >= self.target_year:
            raise wrong("schema-base-late", base=self.base_year, target=self.target_year)
        if self.measure == "mean growth" and (self.base is not None or self.unit != PERCENT):
            raise wrong("schema-growth")
        for year in self.actual:
            if not (year.isascii() and year.isdigit() and (self.base_year or 1900) <= int(year) <= 2100):
                raise wrong("schema-actual-year", year=year)
        return self

    @property
    def growth_pct(self) -> float | None:
        """Mean yearly growth from base to target, % a year; None where there is none to be computed."""
        if self.measure == "mean growth":
            return self.target
        if self.base is None or self.base_year is None or self.unit == PERCENT:
            return None
        if self.base <= 0 or self.target <= 0:
            return None
        return float(((self.target / self.base) ** (1 / (self.target_year - self.base_year)) - 1) * 100)

    @property
    def points_per_year(self) -> float | None:
        """Mean yearly change of a share from base to target, percentage points a year."""
        if self.base is None or self.base_year is None or self.unit != PERCENT:
            return None
        return (self.target - self.base) / (self.target_year - self.base_year)


class State(_Row):
    """A figure that was found, and the target that it was to reach, if the table has one."""

    year: Year
    value: Figure
    #: Whether the document says more than, or about, that figure.
    bound: Bound | None = None
    target: Figure | None = None
    #: What the table says of it.
    outcome: Literal["exceeded", "reached", "missed"] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "State":
        if self.outcome is not None and self.target is None:
            raise wrong("schema-outcome")
        return self


class _Head(_Record):
    """What a table says before its rows."""

    id: TermId
    kind: Literal["targets", "state"]
    title: Line
    title_en: Line
    cite: Line
    #: Sum of all rows as the document states it.
    total: Figure | None = None
    rows: Annotated[list[Any], Field(min_length=1, max_length=999)]


@dataclass(frozen=True)
class IndicatorTable:
    """A table of a document.

    Attributes
    ----------
    plan : str
        Id of the plan.
    id : str
        Within the plan.
    title, title_en, cite : str
    total : float or None
        Sum of all rows as the document states it.
    rows : tuple of Target or tuple of State
        In the order of the document.
    """

    plan: str
    id: str
    title: str
    title_en: str
    cite: str
    total: float | None
    rows: tuple[Target | State, ...]

    @property
    def file(self) -> str:
        """What messages call the file it stands in."""
        return f"{self.plan}/{INDICATORS}"

    def place(self, row: Target | State) -> str:
        """Id of a row, such as ``nansha.targets#3``."""
        return f"{self.plan}.{self.id}#{row.number}"

    @property
    def targets(self) -> list[Target]:
        """Rows that are to be reached."""
        return [row for row in self.rows if isinstance(row, Target)]

    @property
    def states(self) -> list[State]:
        """Rows that were found."""
        return [row for row in self.rows if isinstance(row, State)]


def read_indicators(files: LayerFiles, plan: str, problems: list[Message]) -> list[IndicatorTable]:
    """Read the indicators.toml of a plan.

    Parameters
    ----------
    files : LayerFiles
    plan : str
        Name of the plan's folder.
    problems : list of Message
        What is wrong with the file or a row is added here.

    Returns
    -------
    list of IndicatorTable
        With the rows that are sound; empty if there is no such file.
    """
    file = f"{plan}/{INDICATORS}"
    if file not in files:
        return []
    try:
        content = files.toml(file)
    except LayerError as error:
        problems.extend(error.messages)
        return []
    tables = content.get("tables")
    if not isinstance(tables, list) or set(content) != {"tables"}:
        problems.append(Message("tables-missing", file))
        return []
    return [
        table
        for number, given in enumerate(tables, 1)
        if (table := _table(plan, file, number, given, problems)) is not None
    ]


def _table(
    plan: str, file: str, number: int, given: object, problems: list[Message]
) -> IndicatorTable | None:
    place = f"tables[{number}]"
    if isinstance(given, dict) and isinstance(given.get("id"), str):
        place = f"{plan}.{given['id']}"
    try:
        head = _Head.model_validate(given)
    except ValidationError as error:
        problems.extend(invalid_attributes(file, place, error))
        return None
    model = Target if head.kind == "targets" else State
    rows = []
    for at, row in enumerate(head.rows, 1):
        stated = row.get("number") if isinstance(row, dict) else None
        try:
            rows.append(model.model_validate(row))
        except ValidationError as error:
            named = stated if isinstance(stated, int) else f"[{at}]"
            problems.extend(invalid_attributes(file, f"{place}#{named}", error))
    return IndicatorTable(plan, head.id, head.title, head.title_en, head.cite, head.total, tuple(rows))
