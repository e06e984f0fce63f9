"""Texts that readers of the maps see contain no word of the code: notes, citations, claims, stated sides.

The records and rules are those in layers/ when the tests run; none is listed here.
"""

import json
import re
import tomllib

import pytest

from layers.catalog import DEFAULT, layer_files
from layers.plan import Plan
from layers.schema import Axis, Baseline, Context, Node, Zone

#: Texts that may name a source in its own language, such as an English article or a web site.
SOURCES = ("reference_cite", "source")
#: Symbols that a Chinese text may use.
UNITS = ("m", "km")
#: A run of letters, digits and what joins them in an id or in the name of a field.
WORD = re.compile(r"[A-Za-z0-9]+(?:[._#-][A-Za-z0-9]+)*_?")


def of_records() -> list[tuple[str, str, str]]:
    """Place, field and text of every sentence in a GeoJSON file."""
    found = []
    for path in layer_files(DEFAULT):
        if path.suffix == ".geojson":
            for feature in json.loads(path.read_text("utf-8"))["features"]:
                record = feature["properties"]
                where = f"{path.relative_to(DEFAULT).as_posix()} {record['id']}"
                said = ("note", "cite", "reference_cite", "source", "reason")
                texts = [(key, record.get(key)) for key in said]
                texts += [("stated", side["stated"]) for side in record.get("sides") or []]
                found += [(where, key, text) for key, text in texts if text]
    return found


def of_plans() -> list[tuple[str, str, str]]:
    """Place, field and text of every sentence in a plan.toml."""
    found = []
    for path in layer_files(DEFAULT):
        if path.name == "plan.toml":
            plan = tomllib.loads(path.read_text("utf-8"))
            where = path.parent.name
            found += [(where, key, plan[key]) for key in ("title", "layout", "source", "note") if key in plan]
            for number, rule in enumerate(plan["rules"], 1):
                found += [(f"{where} rule {number}", key, rule[key]) for key in ("claim", "claim_en")]
            for number, left in enumerate(plan.get("untested", []), 1):
                keys = ("statement", "statement_en", "reason", "reason_en", "heading")
                found += [(f"{where} untested {number}", key, left[key]) for key in keys]
    return found


def of_relations() -> list[tuple[str, str, str]]:
    """Place, field and text of every sentence in a relations.toml."""
    return [
        (f"{path.parent.name} relation {number}", key, relation[key])
        for path in layer_files(DEFAULT)
        if path.name == "relations.toml"
        for number, relation in enumerate(tomllib.loads(path.read_text("utf-8"))["relations"], 1)
        for key in ("cite", "note")
        if key in relation
    ]


def of_indicators() -> list[tuple[str, str, str]]:
    """Place, field and text of every title, name, note and citation in an indicators.toml."""
    found = []
    for path in layer_files(DEFAULT):
        if path.name == "indicators.toml":
            for table in tomllib.loads(path.read_text("utf-8"))["tables"]:
                said = [mention for row in table["rows"] for mention in row.get("also", ())]
                records = [table, *table["rows"], *said]
                texts = [
                    (key, each[key])
                    for each in records
                    for key in ("title", "name", "note", "cite")
                    if key in each
                ]
                found += [(f"{path.parent.name} {table['id']}", key, text) for key, text in texts]
    return found


TEXTS = [*of_records(), *of_plans(), *of_relations(), *of_indicators()]
IDS = {
    feature["properties"]["id"]
    for path in layer_files(DEFAULT)
    if path.suffix == ".geojson"
    for feature in json.loads(path.read_text("utf-8"))["features"]
}
FIELDS = {name for model in (Zone, Axis, Node, Baseline, Context, Plan) for name in model.model_fields}


def words_of_the_code(field: str, text: str) -> list[str]:
    """Ids, names of fields and, in a Chinese sentence, words in lower case that no reader of a plan knows."""
    english = field.endswith("_en")
    found = []
    for word in WORD.findall(text):
        an_id = word in IDS and not word.isalpha()
        a_field = "_" in word or (word in FIELDS and not english and field not in SOURCES)
        a_stray = word.isalpha() and word.islower() and word not in UNITS
        a_stray = a_stray and not english and field not in SOURCES
        if an_id or a_field or a_stray:
            found.append(word)
    return found + [phrase for phrase in ("几何归",) if phrase in text]


@pytest.mark.parametrize(("where", "field", "text"), TEXTS, ids=[f"{w} {f}" for w, f, _ in TEXTS])
def test_a_text_has_no_word_of_the_code(where: str, field: str, text: str) -> None:
    assert words_of_the_code(field, text) == [], f"{where}: {field}"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("note", "与海珠区规划的试验区同一处，几何归 haizhu.pazhou。"),
        ("note", "次序不按地理，passes 按自北而南排列。"),
        ("note", "见各点 accuracy_m 与说明。"),
        ("note", "traced from OpenStreetMap：河道中心线"),
        ("claim", "stated_km2 之和为48.5平方公里"),
        ("cite", "见 xiahengli-south-bank"),
        ("claim_en", "the corridor passes nansha.core"),
        ("reference_cite", "见 nansha.qingsheng（2021）"),
    ],
)
def test_words_of_the_code_are_found(field: str, text: str) -> None:
    assert words_of_the_code(field, text)


def test_there_are_texts() -> None:
    assert len(TEXTS) > 400
    assert {field for _, field, _ in TEXTS} >= {
        "note",
        "cite",
        "reference_cite",
        "stated",
        "claim",
        "claim_en",
    }
