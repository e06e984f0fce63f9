"""Indicators made up for tests: one of each kind of row, hostile words included."""

# ruff: noqa: E501  one record a line reads like the data it stands for

from __future__ import annotations

from typing import Any

import sample_page as sample

EMPTY = dict.fromkeys(
    (
        *("topic", "group", "group_en", "base_year", "base", "target_year", "target", "bound", "measure"),
        *("nature", "growth_pct", "points_per_year", "value_year", "value", "outcome", "actual", "note"),
    )
)


def table(ident: str, **more: Any) -> dict[str, Any]:
    place = {"nansha": ("南沙区", "Nansha"), "guangzhou": ("广州市", "Guangzhou")}[ident.partition(".")[0]]
    record = {
        "id": ident,
        "plan": ident.partition(".")[0],
        "place": place[0],
        "place_en": place[1],
        "title": "主要指标",
        "title_en": "Main indicators",
        "cite": "规划 二（四）表",
    }
    return record | more


def row(ident: str, number: int, name: str, name_en: str, **more: Any) -> dict[str, Any]:
    own = {
        "table": ident,
        "number": number,
        "name": name,
        "name_en": name_en,
        "unit": "家",
        "unit_en": "firms",
    }
    return EMPTY | own | {"misfits": [], "misfits_en": []} | more


def target(ident: str, number: int, name: str, name_en: str, **more: Any) -> dict[str, Any]:
    figures = {"base_year": 2020, "base": 100, "target_year": 2025, "target": 200, "growth_pct": 14.87}
    return row(ident, number, name, name_en, measure="level", **(figures | more))


def indicators() -> dict[str, Any]:
    """Return indicators of one plan, and rows of another that shares a topic."""
    own, fields, reached, other = "nansha.targets", "nansha.fields", "nansha.reached", "guangzhou.targets"
    stated = "nansha.stated"
    share = {"unit": "%", "unit_en": "%", "growth_pct": None}
    below = {"misfits": ["目标值低于基期值"], "misfits_en": ["its target lies below its base"]}
    hostile = dict.fromkeys(("note", "group", "group_en", "unit", "unit_en"), sample.HOSTILE)
    hostile |= {key: [sample.HOSTILE] for key in ("misfits", "misfits_en")}
    return {
        "tables": [
            table(own),
            table(fields, title="技术领域", title_en="Technical fields"),
            table(reached, title="完成情况", title_en="What was reached"),
            table(stated, title="发展基础", title_en="Where it stood"),
            table(other, title=sample.HOSTILE, title_en=sample.HOSTILE, cite=sample.HOSTILE),
        ],
        "topics": [{"id": "firms", "name": "高新技术企业", "name_en": "High-tech enterprises"}],
        "rows": [
            target(own, 1, "高新技术企业数量", "High-tech firms", topic="firms", group="产业", group_en="Industry", nature="anticipatory", actual={"2021": 120, "2022": 150}),
            target(own, 2, "研发强度", "R&D share", group="产业", group_en="Industry", bound="more than", base=4, target=3, points_per_year=-0.2, **(share | below)),
            target(own, 3, "新增上市企业", "Newly listed", nature="binding", base=None, base_year=None, growth_pct=None, bound="at least", target=60),
            target(own, 4, "研发经费增长", "Growth of R&D", base=None, base_year=None, growth_pct=9, target=9, unit="%", unit_en="%") | {"measure": "mean growth"},
            row(fields, 1, "电子信息", "Electronics", value=383, value_year=2020),
            row(fields, 2, "新材料", "New materials", value=19, value_year=2020),
            row(reached, 1, "投入", "Spending", value=348.9, value_year=2020, target=304, target_year=2020, outcome="exceeded"),
            row(stated, 1, "孵化面积", "Incubators", value=1000, value_year=2020, bound="more than", unit="万平方米", unit_en="10,000 m²"),
            row(stated, 2, "位次", "Rank", value=2, value_year=2020, unit="位", unit_en="rank"),
            target(other, 1, sample.HOSTILE, sample.HOSTILE, topic="firms", base=1000, base_year=2019, target=2000, growth_pct=12.25, **hostile),
        ],
    }  # fmt: skip


def page() -> dict[str, Any]:
    """Return the payload of a page with them."""
    return sample.payload() | {"indicators": indicators()}
