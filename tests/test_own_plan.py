"""The guide to one's own plan: every command in it, in its order, from an empty folder."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from commands import run
from support import ROOT

#: The side that the extract does not have, as a reviewer draws it: from beyond the river to beyond the road.
MISSING = ("丰泽街", [[102.343, 40.222], [102.37, 40.2215], [102.403, 40.222]])


def commands(name: str) -> list[str]:
    """The lines of a guide that are to be typed."""
    text = (ROOT / "docs" / name).read_text("utf-8")
    blocks = re.findall(r"^ *```\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def decisions(draft: dict[str, Any]) -> dict[str, Any]:
    """What a reviewer decides who accepts all that is sure, and draws the side that is missing."""
    made: list[dict[str, Any]] = []

    def decide(
        kind: str, cite: dict[str, Any], subject: str, verdict: str = "accept", **more: object
    ) -> None:
        made.append({"kind": kind, "quote": cite["quote"], "subject": subject, "verdict": verdict, **more})

    for layout in draft["layouts"]:
        decide("layout", layout["cite"], "")
    for each in draft["elements"]:
        name = each["name"]
        decide("element", each["cite"], name, "reject" if each["doubts"] else "accept")
        for area in each["stated"]:
            decide("area", area["cite"], name)
        for side in each["sides"]:
            drawn = {"line": MISSING[1], "accuracy_m": 50} if side["name"] == MISSING[0] else {}
            decide("side", side["cite"], name, side=side["side"], part=side["part"], **drawn)
        for kind, key, cites in (("member", "members", "member_cites"), ("passes", "passes", "pass_cites")):
            for value, cite in zip(each[key], each[cites], strict=True):
                decide(kind, cite, name, value=value)
    return {"format": "zonemap decisions", "version": 1, "source": draft["source"]["name"], "decisions": made}


def prepare(line: str) -> None:
    """Do what the guide says between its commands."""
    if line.startswith("zonemap accept"):
        draft = json.loads(Path("draft.json").read_text("utf-8"))
        Path("decisions.json").write_text(json.dumps(decisions(draft), ensure_ascii=False), "utf-8")
    if line.startswith("zonemap diff old-layers"):
        shutil.copytree("drawn", "old-layers")
    if line.startswith("zonemap diff handed-over.zip"):
        folder = "work/my-plan-gpkg-4547"
        shutil.make_archive("handed-over", "zip", folder)
    if line.startswith("sed"):
        shutil.copytree("drawn/my-plan", "drawn/my-plan-draft")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder after all commands."""
    folder = tmp_path_factory.mktemp("guide")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        for line in commands("own-plan.md"):
            if line.startswith("#"):
                continue
            prepare(line)
            words = shlex.split(line)
            if words[0] == "cd":
                patched.chdir(words[1])
            elif words[0] == "zonemap":
                told = run(*words[1:])
                assert told.exit_code == 0, f"{line}\n{told.stdout}\n{told.stderr}"
            else:
                subprocess.run(line, shell=True, check=True)  # noqa: S602 - a line of our own guide
    return folder / "try"


def test_both_guides_have_the_same_commands() -> None:
    english, chinese = (
        [line for line in commands(name) if not line.startswith("#")]
        for name in ("own-plan.md", "own-plan.zh.md")
    )
    assert english == chinese
    assert len(english) > 15


def test_the_way_leads_to_a_map(walked: Path) -> None:
    page = (walked / "out" / "chengchuan.html").read_text("utf-8")
    assert "临空产业园" in page
    assert (walked / "review.html").stat().st_size > 100_000
    zones = json.loads((walked / "mine" / "chengchuan" / "zones.geojson").read_text("utf-8"))["features"]
    bases = {each["properties"]["name"]: each["properties"]["basis"] for each in zones}
    # The side that was drawn closes the zone that was pending.
    assert bases == dict.fromkeys(
        ("云湖科学城", "澄江湾创新区", "青屏智造园", "南岸数字港", "临空产业园"), "stated sides"
    )
    assert "启动区" not in page
    ground = json.loads((walked / "mine" / "ground.geojson").read_text("utf-8"))["features"]
    assert len(ground) > 40
    assert list((walked / "output").rglob("chengchuan.gpkg"))


def test_the_area_that_was_drawn_is_the_one_that_is_stated(walked: Path) -> None:
    areas = (walked / "out" / "area-check.csv").read_text("utf-8-sig").splitlines()
    head, *rows = [line.split(",") for line in areas]
    grades = {row[head.index("id")]: row[head.index("grade")] for row in rows}
    assert len(grades) == 5
    assert set(grades.values()) <= {"consistent", "within uncertainty"}


def test_the_draft_stands_beside_the_final_text(walked: Path) -> None:
    plan = (walked / "drawn" / "my-plan-draft" / "plan.toml").read_text("utf-8")
    assert 'id = "my-plan-draft"' in plan
    assert run("check", "--layers", walked / "drawn").exit_code == 0
