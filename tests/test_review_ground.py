"""The ground of the page for review: of the extract, about what was located; without it a line says why."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from commands import printed, run
from reviewed import TEXT, city

from mapgen.grounding import fitting
from mapgen.reviewing.beneath import beneath
from mapgen.text.texts import line


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    text, path = tmp_path / "plan.txt", tmp_path / "d.json"
    text.write_text(TEXT, "utf-8")
    printed("read", text, "--out", path)
    return path


def written(folder: Path) -> Path:
    path = folder / "city.geojson"
    path.write_text(json.dumps(city()), "utf-8")
    return path


def ground(page: Path) -> dict[str, Any] | None:
    found = re.search(r'id="zm-payload"[^>]*>(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    map_ = json.loads(found[1])["map"]
    packed: dict[str, Any] | None = map_["ground"]
    return packed


def records(table: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**dict(zip(table["k"], row, strict=True)), **table.get("s", {})} for row in table["r"]]


def test_it_is_of_the_same_extract_and_about_what_was_located(draft: Path, tmp_path: Path) -> None:
    page, before = tmp_path / "r.html", set(tmp_path.iterdir())
    extract = written(tmp_path)
    told = run("locate", draft, "--extract", extract, "--page", page)
    assert told.exit_code == 0
    assert "ground" not in told.stderr
    packed = ground(page)
    assert packed is not None
    (water,), roads = records(packed["context"]), records(packed["ground"])
    assert (water["name"], water["name_en"], water["kind"]) == ("云湖", "Yunhu", "water")
    # The road far away is no ground of this map.
    assert {(each["name"], each["kind"], each["rank"]) for each in roads} == {
        ("银杏路", "road", 2), ("滨江路", "road", 3)
    }  # fmt: skip
    assert set(tmp_path.iterdir()) - before == {extract, page}


def test_without_anything_located_there_is_none(tmp_path: Path) -> None:
    side = {"type": "Feature", "properties": {"kind": "side"}, "geometry": None}
    made, remark = beneath(written(tmp_path), {"type": "FeatureCollection", "features": [side]})
    assert made is None
    assert remark is not None
    assert line(remark, "en") == "nothing was located, so there is no box for one"


def test_what_is_no_ground_is_told(draft: Path, tmp_path: Path) -> None:
    extract, page = tmp_path / "town.geojson", tmp_path / "r.html"
    bank = city()["features"][0]
    bank["properties"] = {"name": "银杏路", "kind": "road"}  # a line of ours, not of OpenStreetMap
    extract.write_text(json.dumps({"type": "FeatureCollection", "features": [bank]}), "utf-8")
    told = run("locate", draft, "--extract", extract, "--page", page)
    assert told.exit_code == 0
    assert "r.html: has no ground on its map: has no water, road, railway" in told.stderr
    assert ground(page) is None


def test_too_much_for_a_page_is_left_out(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "r.html"
    monkeypatch.setattr(fitting, "GROUND_BYTES", -1)  # nothing is left at the coarsest, and takes 0
    told = run("locate", draft, "--extract", written(tmp_path), "--page", page)
    assert told.exit_code == 0
    (said,) = [each for each in told.stderr.splitlines() if "ground" in each]
    assert re.search(r"r\.html: has no ground on its map: needs \d+ KB even at its coarsest", said)
    assert ground(page) is None
