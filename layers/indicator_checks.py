"""What does not fit together in indicators: errors of the files, and findings about the documents."""

from collections import Counter
from collections.abc import Iterable, Iterator

from layers.indicators import IndicatorTable, Mention, Target
from layers.messages import Message
from layers.vocabulary import Vocabulary

#: How bounds are written before a figure.
SIGNS = {"at least": "≥", "more than": ">", "at most": "≤", "about": "≈"}


def indicator_problems(tables: Iterable[IndicatorTable], vocabulary: Vocabulary) -> Iterator[Message]:
    """Find what keeps indicators from being used.

    Parameters
    ----------
    tables : iterable of IndicatorTable
        Of all plans.
    vocabulary : Vocabulary
        Units and topics.

    Yields
    ------
    Message
        A table or a number that is there twice, an unknown unit or topic, a topic that one table has twice
        or whose plans count it in different units.
    """
    units: dict[str, tuple[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for table in tables:
        if (table.plan, table.id) in seen:
            yield Message("table-duplicate", table.file, f"{table.plan}.{table.id}")
        seen.add((table.plan, table.id))
        numbers: set[int] = set()
        topics: dict[str, int] = {}
        for row in table.rows:
            place = table.place(row)
            if row.number in numbers:
                yield Message("number-duplicate", table.file, place)
            numbers.add(row.number)
            if row.unit not in vocabulary.units:
                yield Message("indicator-unit", table.file, place, {"unit": row.unit})
            if row.topic is None:
                continue
            if row.topic not in vocabulary.topics:
                yield Message("topic-unknown", table.file, place, {"topic": row.topic})
            if row.topic in topics:
                values: dict[str, object] = {"topic": row.topic, "other": topics[row.topic]}
                yield Message("topic-duplicate", table.file, place, values)
            topics.setdefault(row.topic, row.number)
            unit, first = units.setdefault(row.topic, (row.unit, place))
            if unit != row.unit:
                values = {"topic": row.topic, "unit": row.unit, "other": first, "expected": unit}
                yield Message("topic-unit", table.file, place, values)


def indicator_findings(tables: Iterable[IndicatorTable]) -> Iterator[Message]:
    """Find what does not fit inside one document.

    Parameters
    ----------
    tables : iterable of IndicatorTable

    Yields
    ------
    Message
        A target on the wrong side of its base, a base year unlike the others of its table, a figure that the
        text has otherwise, a sum that does not add up, an outcome that the figures do not bear out.
    """
    for table in tables:
        usual = Counter(row.base_year for row in table.targets if row.base_year is not None)
        for row in table.targets:
            for code, values in (*_of_target(row, usual), *_of_text(row)):
                yield Message(code, table.file, table.place(row), values)
        for state in table.states:
            if state.outcome is not None and state.target is not None:
                reached = (state.value > state.target) - (state.value < state.target)
                if reached != {"exceeded": 1, "reached": 0, "missed": -1}[state.outcome]:
                    outcome = Message(f"outcome-{state.outcome}")
                    values = {"value": state.value, "target": state.target, "outcome": outcome}
                    yield Message("indicator-outcome", table.file, table.place(state), values)
        if table.total is not None:
            figures = [row.target if isinstance(row, Target) else row.value for row in table.rows]
            total = round(sum(figures), 9)
            if total != table.total:
                values = {"found": _bounded(total, None), "stated": table.total}
                yield Message("indicator-sum", table.file, f"{table.plan}.{table.id}", values)


_Found = Iterator[tuple[str, dict[str, object]]]


def _of_target(row: Target, usual: Counter[int]) -> _Found:
    if row.base is not None and row.base != row.target and (row.target > row.base) != (row.wanted == "more"):
        figures = {"base": row.base, "base_year": row.base_year}
        code = "indicator-below-base" if row.wanted == "more" else "indicator-above-base"
        yield code, {**figures, "target": row.target, "target_year": row.target_year}
    most = max(usual.values(), default=0)
    common = [year for year, count in usual.items() if count == most]
    if row.base_year is not None and len(common) == 1 and row.base_year != common[0]:
        yield "indicator-base-year", {"base_year": row.base_year, "usual": common[0]}


def _of_text(row: Target) -> _Found:
    for said in row.also:
        named = {"name": said.name or row.name, "name_en": said.name_en or row.name_en}
        values: dict[str, object] = {"said": _figure(said), "cite": said.cite, **named}
        told = _told(row, said)
        if told is None:
            # The same figure of two years is told once: one of the two years may be mistaken.
            if said.value == row.base and said.year is not None:
                yield "indicator-year", {**values, "year": said.year, "base_year": row.base_year}
            continue
        year, value, bound = told
        values |= {"value": _bounded(value, bound), "year": year}
        bounds = {said.bound, bound} - {None}
        if said.value != value or said.value_to is not None or len(bounds) > 1:
            yield "indicator-otherwise", values
        elif said.name is not None:
            yield "indicator-renamed", values


def _told(row: Target, said: Mention) -> tuple[int, float, str | None] | None:
    """What the table has for the year that the text speaks of; a text without a year speaks of the target."""
    if said.year in (None, row.target_year):
        return row.target_year, row.target, row.bound
    if said.year == row.base_year and row.base is not None:
        return row.base_year, row.base, None
    return None


def _figure(said: Mention) -> str:
    end = "" if said.value_to is None else f"–{said.value_to:.12g}"
    return _bounded(said.value, said.bound) + end


def _bounded(value: float, bound: str | None) -> str:
    return f"{SIGNS[bound]}{value:.12g}" if bound else f"{value:.12g}"
