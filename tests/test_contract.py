"""What pages are given keeps the contract: the project's own payloads, and those made up for the tests."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

sys.path.insert(0, str(Path(__file__).parent / "browser"))

import sample_goals
import sample_index
import sample_page as sample

from layers.assemble import Atlas
from mapgen.pages import packing
from mapgen.pages.contract import FORMAT, ElementInfo, IndexPayload, Payload
from mapgen.pages.index import index_payload
from mapgen.pages.payload import payload
from mapgen.tables.frames import ELEMENT_COLUMNS
from mapgen.tables.shared import SAID

CONTRACT: TypeAdapter[Any] = TypeAdapter(Payload)
FIRST_PAGE: TypeAdapter[Any] = TypeAdapter(IndexPayload)
#: Geometries by kind of element.
SHAPES = {
    "zone": {"Polygon", "MultiPolygon"},
    "group": {"Polygon", "MultiPolygon"},
    "axis": {"LineString", "MultiLineString"},
    "node": {"Point"},
}


def keep_indicators(given: Mapping[str, Any]) -> None:
    """Fail unless rows stand in a table that is there, share a topic, and have a year for each figure."""
    tables, topics = {each["id"] for each in given["tables"]}, [each["id"] for each in given["topics"]]
    assert {row["table"] for row in given["rows"]} == tables
    assert len({(row["table"], row["number"]) for row in given["rows"]}) == len(given["rows"])
    for topic in topics:
        assert len({row["table"] for row in given["rows"] if row["topic"] == topic}) > 1, topic
    for row in given["rows"]:
        for figure, year in (("base", "base_year"), ("target", "target_year"), ("value", "value_year")):
            assert (row[figure] is None) == (row[year] is None), row["name"]
        assert (row["target"] is None) <= (row["value"] is not None), row["name"]
        assert len(row["misfits"]) == len(row["misfits_en"])


def keep(given: Mapping[str, Any]) -> None:
    """Fail unless a payload has every key of the contract, no other, and what it refers to."""
    assert CONTRACT.validate_python(given, strict=True) == given  # a key that it does not know would be lost
    plans = {plan["id"]: {role["name"] for role in plan["roles"]} for plan in given["plans"]}
    ids = [element["id"] for element in given["elements"]]
    baselines = {line["id"] for line in given["baselines"]}
    assert {reading[end] for reading in given["readings"] for end in ("main", "line")} <= baselines
    assert {reading["zone"] for reading in given["readings"]} <= given["geometries"].keys()
    assert {line["alternative_to"] for line in given["baselines"]} - {None} <= baselines
    assert given["page"]["plans"] == list(plans)
    keep_indicators(given["indicators"])
    assert len(ids) == len(set(ids))
    assert set(given["geometries"]) == {element["geom"] for element in given["elements"]}
    for element in given["elements"]:
        name = element["id"]
        assert set(element) <= {*ElementInfo.__annotations__, *ELEMENT_COLUMNS}, name
        assert element["role"] in plans[element["plan"]], name
        assert given["geometries"][element["geom"]]["type"] in SHAPES[element["kind"]], name
        assert {*element["members"], *element["passes"], *filter(None, [element["parent"]])} <= set(ids), name
        assert {side["baseline_id"] for side in element["sides"]} <= baselines, name
        # A difference is there if both areas are, and a grade with it.
        both = element["stated_km2"] is not None and element["area_km2"] is not None
        assert {element[key] is not None for key in ("diff_km2", "diff_pct", "grade")} == {both}, name
    others = {plan["id"] for plan in given["other_plans"]}
    assert others == {each["plan"] for each in (*given["others"], *given["ends"], *given["relations"])} - set(
        plans
    )
    places = {element["geom"] for element in given["elements"]}
    ends = {end["id"]: end["geom"] for end in given["ends"]}
    assert not set(ends) & set(ids)
    named = [end for relation in given["relations"] for end in relation["ends"]]
    assert set(ends) == set(named) - set(ids)
    for relation in given["relations"]:
        assert len(relation["ends"]) == 2
        here = [ends.get(end) in places or end in ids for end in relation["ends"]]
        assert any(here) or relation["geometry"] is None, relation["ends"]
        assert relation["geometry"] is None or relation["geometry"]["type"] == "LineString"
    assert not others & set(plans)
    for said in given["others"]:
        assert set(said) == {"id", "plan", "role_en", "geom", *SAID}, said["id"]
        assert said["geom"] in given["geometries"]
        assert any(said["id"] in each["shared_by"] for each in given["elements"])
    assert set(given["differing"]) <= set(given["geometries"])
    assert {key for keys in given["differing"].values() for key in keys} <= set(SAID)
    for edge in given["edges"]:
        follows = {edge[key] is not None for key in ("side", "baseline", "baseline_id")}
        assert follows == {edge["basis"] != "inferred"}
        assert edge["zone"] in given["geometries"]
        assert edge["baseline_id"] in {None, *baselines}


@pytest.mark.parametrize(
    "given",
    [
        sample.payload(),
        sample.atlas(),
        sample.with_other(),
        sample.related(),
        sample_goals.page(),
        sample.many(20, 30),
    ],
    ids=["one", "two", "other", "related", "indicators", "many"],
)
def test_the_made_up_payloads_could_be_real(given: dict[str, Any]) -> None:
    keep(given)


def test_the_payloads_of_the_project_keep_the_contract(own_atlas: Atlas) -> None:
    plans = list(own_atlas.catalog.plans)
    for page in plans:
        keep(payload(own_atlas, [page], page, "题", "title"))
    keep(payload(own_atlas, plans, "atlas", None, None))


def test_the_format_is_the_contract_s(own_atlas: Atlas) -> None:
    assert payload(own_atlas, ["haizhu"], "haizhu", "题", "title")["format"] == FORMAT
    assert packing.packed(sample.payload())["format"] == FORMAT


BREAKS: dict[str, Any] = {
    "a key too many": lambda given: given["elements"][0].update(colour="red"),
    "a key too few": lambda given: given["edges"][0].pop("basis"),
    "another type": lambda given: given["elements"][0].update(accuracy_m="80"),
    "another basis": lambda given: given["baselines"][0].update(basis="guessed"),
    "a role of no plan": lambda given: given["elements"][0].update(role="无"),
    "a geometry of nobody": lambda given: given["geometries"].update(
        x={"type": "Point", "coordinates": [1, 2]}
    ),
    "a side along nothing": lambda given: given["elements"][1]["sides"][0].update(baseline_id="x"),
    "a difference in nothing": lambda given: given["differing"].update({"nansha.science": ["colour"]}),
    "a plan of no statement": lambda given: given["other_plans"].append(
        {"id": "x", "title": "", "title_en": ""}
    ),
    "a table of nothing": lambda given: given["indicators"]["rows"][0].update(table="nansha.none"),
    "a base without its year": lambda given: given["indicators"]["rows"][0].update(base_year=None),
    "a topic of one plan": lambda given: given["indicators"]["rows"].pop(),
    "a relation of nobody": lambda given: given["relations"].append(
        {
            "plan": "nansha",
            "ends": ["x.y", "nansha.lab"],
            "kind": "links",
            "cite": "一",
            "note": None,
            "geometry": None,
        }
    ),
    "an end of no relation": lambda given: given["ends"].append(
        {"id": "x.y", "plan": "nansha", "name": "", "name_en": "", "geom": "x.y"}
    ),
    "a connector that follows": lambda given: given["edges"][3].update(side="S"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_what_breaks_the_contract_is_found(broken: str) -> None:
    given = sample_goals.page()
    BREAKS[broken](given)
    with pytest.raises((AssertionError, ValidationError)):
        keep(given)


def keep_first_page(given: Mapping[str, Any]) -> None:
    """Fail unless a payload of the first page has every key of the contract, and no other."""
    assert FIRST_PAGE.validate_python(given, strict=True) == given
    keep_indicators(given["indicators"])
    for card in given["plans"]:
        assert sum(card["bases"].values()) == card["counts"].get("zone", 0), card["id"]
        assert 0 <= card["claims"]["held"] <= card["claims"]["tested"], card["id"]
        for shape in card["picture"]["shapes"]:
            assert ("d" in shape) != ("cx" in shape), card["id"]
        assert 0 not in {*card["counts"].values(), *card["bases"].values(), *card["grades"].values()}


def test_the_first_page_of_the_project_keeps_the_contract(own_atlas: Atlas) -> None:
    keep_first_page(index_payload(own_atlas, list(own_atlas.catalog.plans)))


def test_the_made_up_first_page_could_be_real() -> None:
    keep_first_page(sample_index.payload())


FIRST_PAGE_BREAKS: dict[str, Any] = {
    "a key too many": lambda card: card.update(place="南沙"),
    "a key too few": lambda card: card.pop("layout_en"),
    "another grade": lambda card: card["grades"].update(fair=1),
    "zones of no basis": lambda card: card["counts"].update(zone=9),
    "a shape of nothing": lambda card: card["picture"]["shapes"][0].pop("d"),
    "a shape of both": lambda card: card["picture"]["shapes"][0].update(cx=1.0, cy=1.0, r=1.0),
    "more held than tested": lambda card: card["claims"].update(held=4),
}


@pytest.mark.parametrize("broken", FIRST_PAGE_BREAKS)
def test_what_breaks_the_contract_of_the_first_page_is_found(broken: str) -> None:
    given = sample_index.payload()
    FIRST_PAGE_BREAKS[broken](given["plans"][0])
    with pytest.raises((AssertionError, ValidationError)):
        keep_first_page(given)
