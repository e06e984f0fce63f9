"""The page on which a draft is reviewed, and the draft as it needs it: nothing lost, each with its place."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from attacks import ATTACKS
from commands import assert_told, printed, run
from reviewed import TEXT, located, read_text

from layers.messages import LayerError
from mapgen.pages.review import render_review, review_payload
from mapgen.reviewing.draft import checked
from mapgen.text.words import REVIEW, words


def cites(value: Any) -> list[dict[str, Any]]:
    """Every place in a draft."""
    found = []
    if isinstance(value, dict):
        found += [value] if "quote" in value else []
        found += [cite for each in value.values() for cite in cites(each)]
    elif isinstance(value, list):
        found += [cite for each in value for cite in cites(each)]
    return found


def plan(folder: Path, text: str = TEXT) -> Path:
    path = folder / "plan.txt"
    path.write_text(text, "utf-8")
    return path


def test_a_draft_has_its_text_and_each_quote_stands_there(tmp_path: Path) -> None:
    out = tmp_path / "draft.json"
    told = printed("read", plan(tmp_path), "--out", out)
    written = json.loads(out.read_text("utf-8"))
    assert written == told
    source = written["source"]
    assert (source["name"], source["text"]) == ("plan.txt", TEXT)
    assert len(cites(written)) > 30
    for cite in cites(written):
        assert source["text"][cite["start"] : cite["end"]] == cite["quote"]
    headings = [source["text"][start:end] for _, start, end, heading in source["paragraphs"] if heading]
    assert headings == ["一、总体布局"]


def test_members_and_what_an_axis_passes_have_places_of_their_own() -> None:
    by_name = {each.name: each for each in read_text().elements}
    bridge, axis = by_name["石桥片区"], by_name["云溪科创走廊"]
    assert [cite.quote for cite in bridge.member_cites] == bridge.members == ["石桥科技园", "石桥创新港"]
    assert [cite.quote for cite in axis.pass_cites] == axis.passes
    assert len(axis.passes) == 3


def test_a_long_reading_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = plan(tmp_path)
    assert "paragraphs read" not in run("read", file).stderr
    monkeypatch.setattr("mapgen.cli.read._EVERY_S", 0.0)
    told = run("read", file)
    assert "plan.txt: 4 of 8 paragraphs read" in told.stderr.splitlines()
    assert "paragraphs" not in told.stdout


def test_a_side_that_no_zone_has_is_kept() -> None:
    draft = read_text("规划目标\n\n东至银杏路，南至云溪大道，西至梧桐路，北至星河大道。\n")
    assert [each.kind for each in draft.loose] == ["side"] * 4
    found = [each for each in review_payload(draft)["findings"] if each["kind"] == "side"]
    assert [each["name"] for each in found] == ["银杏路", "云溪大道", "梧桐路", "星河大道"]
    assert {(each["subject"], each["element"], *each["doubts"]) for each in found} == {
        ("", None, "zone-missing")
    }


def test_places_on_the_page_are_those_of_a_script() -> None:
    draft = read_text()
    payload = review_payload(draft)
    units = payload["source"]["text"].encode("utf-16-le")

    def piece(start: int, end: int) -> str:
        return units[2 * start : 2 * end].decode("utf-16-le")

    quotes = [each.cite.quote for each in draft.elements]
    found = [each for each in payload["findings"] if each["kind"] == "element"]
    assert [piece(each["start"], each["end"]) for each in found] == quotes
    assert all(each["start"] == each["place"] + 2 for each in found if each["place"] > 2)
    (heading,) = [(start, end) for _, start, end, heading in payload["source"]["paragraphs"] if heading]
    assert piece(*heading) == "一、总体布局"


def test_a_doubt_stands_at_the_finding_that_is_doubtful() -> None:
    findings = review_payload(read_text())["findings"]
    doubtful = [each for each in findings if each["doubts"]]
    assert [(each["kind"], each["subject"], *each["doubts"]) for each in doubtful] == [
        ("element", "桐林片区", "role-inferred"),
        ("element", "石桥片区", "role-inferred"),
        *[("side", "石桥片区", "zone-inferred")] * 4,
    ]
    # Each doubt of an element is listed with its place as well.
    told = [
        (each.code, each.subject, each.cite.quote) for each in read_text().doubts if each.kind == "element"
    ]
    assert told == [("role-inferred", "两片区", "桐林片区"), ("role-inferred", "两片区", "石桥片区")]


def test_pending_zones_say_why_in_both_languages() -> None:
    draft = read_text()
    zones = review_payload(draft, located(draft))["map"]["zones"]
    pending = [each for each in zones if each["geometry"] is None]
    assert pending
    for each in pending:
        assert "听涛大道" in each["why"]
        assert each["why_en"].startswith("pending: 听涛大道 not found")


def test_what_may_be_another_line_is_drawn_dashed() -> None:
    draft = read_text()
    sides = review_payload(draft, located(draft))["map"]["sides"]
    assert {(each["how"], each["basis"]) for each in sides} == {
        ("line", "traced"), ("middle", "sketched"), (None, "sketched")
    }  # fmt: skip


def test_lines_are_credited_by_what_they_come_from() -> None:
    draft = read_text()
    for name, is_osm in (("city.osm.pbf", True), ("CITY.OSM", True), ("town.gpkg", False), ("", False)):
        ground = review_payload(draft, {**located(draft), "extract": name})["map"]
        assert (ground["extract"], ground["is_osm"]) == (name, is_osm)


def test_what_locate_says_has_the_place_in_the_text(tmp_path: Path) -> None:
    draft, extract, page = tmp_path / "d.json", tmp_path / "town.geojson", tmp_path / "r.html"
    printed("read", plan(tmp_path), "--out", draft)
    road = {"type": "LineString", "coordinates": [[113.5, 22.7], [113.6, 22.7]]}
    feature = {"type": "Feature", "properties": {"name": "云溪大道", "highway": "primary"}, "geometry": road}
    extract.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    told = run("locate", draft, "--extract", extract, "--page", page)
    assert told.exit_code == 0
    first, *zones = told.stdout.splitlines()
    assert first.startswith("d.json: ")
    at = {TEXT[int(line.split(": ")[0].split(":")[2]) :][:3] for line in zones}
    assert len(zones) == 3
    assert {line.split(":")[0] for line in zones} == {"plan.txt"}
    assert at == {"梧桐路", "木棉路", "香樟路"}  # the first side of each that was not found
    assert '"extract":"town.geojson"' in page.read_text("utf-8")


def test_commands_write_the_page(tmp_path: Path) -> None:
    file, out, page = plan(tmp_path), tmp_path / "draft.json", tmp_path / "a.html"
    told = run("read", file, "--out", out, "--page", page, "--lang", "en")
    assert told.exit_code == 0
    text = page.read_text("utf-8")
    assert "default-src 'none'" in text
    assert '"map":null' in text
    lines = told.stdout.splitlines()
    assert re.fullmatch(r"plan\.txt: layout .*", lines[0])
    doubts = json.loads(out.read_text("utf-8"))["doubts"]
    assert [line.split(": ")[0] for line in lines[1:]] == [
        f"plan.txt:{each['cite']['paragraph']}:{each['cite']['start']}" for each in doubts
    ]


@pytest.mark.parametrize("taken", ["plan.html", "d.json"])
def test_a_page_never_replaces_what_is_read_or_written(taken: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    file.write_text("<p>一核</p>", "utf-8")
    told = run("read", file, "--out", tmp_path / "d.json", "--page", tmp_path / taken)
    assert_told(told, 1)
    assert file.read_text("utf-8") == "<p>一核</p>"
    assert not (tmp_path / "d.json").exists()


def test_locate_needs_a_draft_with_its_text(tmp_path: Path) -> None:
    extract, page = tmp_path / "town.geojson", tmp_path / "p.html"
    draft = json.loads(read_text().model_dump_json())
    broken = {
        "old": {key: value for key, value in draft.items() if key != "source"},
        "changed": {**draft, "source": {**draft["source"], "text": draft["source"]["text"][::-1]}},
        "beyond": {**draft, "source": {**draft["source"], "paragraphs": [[1, 0, 10**9, False]]}},
        "none": {"elements": 1},
    }
    for name, data in broken.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(data), "utf-8")
        told = run("locate", path, "--extract", extract, "--page", page)
        assert_told(told, 1)
        assert ("it was changed since" in told.stderr) == (name == "changed")
        assert ("has no text in it" in told.stderr) == (name in ("old", "none"))
    assert_told(run("locate", tmp_path, "--extract", extract, "--page", page), 1)
    assert not page.exists()


def hostile(text: str) -> dict[str, Any]:
    """A draft in which everything that is a text is this one."""
    data = json.loads(read_text().model_dump_json())
    whole = f"{text}\n"
    cite = {"heading": text, "paragraph": 1, "start": 0, "end": len(text), "quote": text}

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return cite if "quote" in value else {name: spoil(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [spoil(each, key) for each in value]
        return text if isinstance(value, str) and key not in ("kind", "tier", "side", "name") else value

    made = spoil(data)
    for number, element in enumerate(made["elements"]):
        element["name"] = f"{text}{number or ''}"
        element["members"] = [text] * len(element["member_cites"])
    source = {"name": text, "text": whole, "paragraphs": [[1, 0, len(text), False]]}
    return {**made, "source": source}


HARD = {**ATTACKS, "nul": "a\0b", "huge": "长" * 50_000}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_hostile_texts_stay_data(text: str) -> None:
    draft = checked(hostile(text), "draft.json")
    page = render_review(draft, located(draft))
    page.encode("utf-8")
    data = re.search(r'<script type="application/json" id="zm-payload">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1])["source"]["text"] == f"{text}\n"
    assert not set("<>&") & set(data[1])


def test_half_a_character_is_refused() -> None:
    with pytest.raises(LayerError) as told:
        checked(hostile("a\ud800b"), "d.json")
    assert told.value.messages[0].code == "locate-draft"


def test_a_draft_that_is_none_is_told_by_place() -> None:
    with pytest.raises(LayerError) as told:
        checked({"elements": [{"name": "a"}], "source": {}}, "d.json")
    assert told.value.messages[0].file == "d.json"


def test_plan_pages_have_nothing_of_it() -> None:
    from mapgen.pages.map import ATLAS_SCRIPT, ATLAS_STYLES
    from mapgen.pages.scripts import ordered
    from mapgen.text.words import ATLAS

    assert not [name for name in (*ordered(ATLAS_SCRIPT), *ATLAS_STYLES) if name.startswith("review")]
    assert "review" not in ATLAS
    assert "review" in REVIEW
    assert words(*REVIEW)["en"]["review.do.accept"] == "Accept"


@pytest.mark.parametrize(
    "command",
    [
        ("locate", "{pipe}", "--extract", "{pipe}"),
        ("locate", "{pipe}", "--extract", "{pipe}", "--page", "{page}"),
        ("accept", "{pipe}", "--decisions", "{pipe}", "--plan", "town", "--layers", "{page}"),
    ],
)
def test_a_pipe_in_place_of_a_draft_is_refused_and_not_waited_for(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    pipe = tmp_path / "draft.json"
    os.mkfifo(pipe)
    result = run(*(each.format(pipe=pipe, page=tmp_path / "new.html") for each in command))
    assert result.exit_code == 2
    assert "draft.json: cannot be read (not a regular file)" in result.stderr
