"""What a page is given of the plans' indicators, as JSON values: part of `mapgen.pages.contract`."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, cast

from typing_extensions import TypedDict

from layers.catalog import Catalog
from layers.indicator_checks import indicator_findings
from layers.messages import Message
from layers.schema import Bound
from mapgen.tables.indicators import indicator_rows
from mapgen.text.texts import sentence


class IndicatorTableInfo(TypedDict):
    """A table of a document."""

    id: str
    plan: str
    place: str  # of the plan, such as a district
    place_en: str
    title: str
    title_en: str
    cite: str


class TopicInfo(TypedDict):
    """What the indicators of several plans share that may be set beside each other."""

    id: str
    name: str
    name_en: str


class IndicatorInfo(TypedDict):
    """A row of a table: a target with its base, or a figure that was found."""

    table: str
    number: int
    topic: str | None
    name: str
    name_en: str
    group: str | None
    group_en: str | None
    unit: str
    unit_en: str
    base_year: int | None
    base: float | None
    target_year: int | None
    target: float | None
    bound: Bound | None
    measure: Literal["level", "mean growth"] | None
    nature: Literal["anticipatory", "binding"] | None
    growth_pct: float | None  # mean yearly growth from base to target, % a year
    points_per_year: float | None  # the same of a share, percentage points a year
    value_year: int | None
    value: float | None
    outcome: Literal["exceeded", "reached", "missed"] | None
    actual: dict[str, float] | None  # by year
    note: str | None
    misfits: list[str]  # what does not fit inside the document
    misfits_en: list[str]


class IndicatorsInfo(TypedDict):
    """Tables of the plans of a page, and rows of other plans that share a topic with them."""

    tables: list[IndicatorTableInfo]
    topics: list[TopicInfo]  # those that several plans share
    rows: list[IndicatorInfo]


def indicators_info(catalog: Catalog, plans: Sequence[str]) -> IndicatorsInfo:
    """Gather the indicators of a page.

    Parameters
    ----------
    catalog : Catalog
    plans : sequence of str
        Ids of the plans on the page, in their order.

    Returns
    -------
    IndicatorsInfo
        The tables of these plans first. Its strings are to be treated as hostile.
    """
    tables = [table for plan in plans for table in catalog.indicators.get(plan, ())]
    topics = {row.topic for table in tables for row in table.targets if row.topic}
    shared = {topic for topic in topics if len(catalog.plans_by_topic[topic]) > 1}
    sharing = {plan for topic in shared for plan in catalog.plans_by_topic[topic]}
    others = sorted(sharing.difference(plans))
    tables += [table for plan in others for table in catalog.indicators[plan]]
    misfits: dict[str, list[Message]] = defaultdict(list)
    for message in indicator_findings(tables):
        misfits[message.feature].append(message)
    rows = [
        cast(
            "IndicatorInfo",
            {
                **{key: row[key] for key in IndicatorInfo.__annotations__ if key in row},
                "table": row["id"].partition("#")[0],
                "group": row["heading"],
                "group_en": row["heading_en"],
                "misfits": [sentence(message, "zh") for message in misfits[row["id"]]],
                "misfits_en": [sentence(message, "en") for message in misfits[row["id"]]],
            },
        )
        for row in indicator_rows(catalog, [*plans, *others])
        if row["plan"] in plans or (row["indicator_kind"] == "target" and row["topic"] in shared)
    ]
    used = {row["table"] for row in rows}
    return {
        "tables": [
            {
                "id": f"{table.plan}.{table.id}",
                "plan": table.plan,
                "place": catalog.plans[table.plan].place,
                "place_en": catalog.plans[table.plan].place_en,
                "title": table.title,
                "title_en": table.title_en,
                "cite": table.cite,
            }
            for table in tables
            if f"{table.plan}.{table.id}" in used
        ],
        "topics": [
            {"id": topic, "name": term.zh, "name_en": term.en}
            for topic, term in catalog.vocabulary.topics.items()
            if topic in shared
        ],
        "rows": rows,
    }
