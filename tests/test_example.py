"""`zonemap example`: a made-up plan in a made-up city, which must keep to the way of the guide."""

from pathlib import Path

import pytest
from commands import assert_told, printed, run
from example_city import FOLDER, city, document
from support import contents

from mapgen.authoring.example import NAMES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("example") / "new"
    told = run("example", made)
    assert told.exit_code == 0, told.stderr
    assert told.stdout.split() == [str(made / name) for name in NAMES]
    return made


def test_its_files_are_what_the_script_makes(folder: Path) -> None:
    text = (FOLDER / "plan.txt").read_text("utf-8")
    assert (folder / "city.osm").read_text("utf-8") == city().xml()
    assert (folder / "plan.docx").read_bytes() == document(text)
    assert (folder / "plan.txt").read_text("utf-8") == text
    assert sum(path.stat().st_size for path in folder.iterdir()) < 300_000


def test_nothing_that_is_there_is_written_over(folder: Path) -> None:
    before = contents(folder)
    assert_told(run("example", folder), len(NAMES))
    assert contents(folder) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("mine", "utf-8")
    told = run("example", tmp_path / "plan.txt", "--lang", "en")
    assert_told(told, 1)
    assert "plan.txt: is a file, not a folder" in told.stderr
    assert (tmp_path / "plan.txt").read_text("utf-8") == "mine"


def test_the_document_and_the_text_say_the_same(folder: Path) -> None:
    document, text = (printed("read", folder / name) for name in ("plan.docx", "plan.txt"))
    for key in ("name", "kind", "tier", "role", "parent", "passes"):
        assert [each[key] for each in document["elements"]] == [each[key] for each in text["elements"]], key
    assert (len(document["indicators"]), len(text["indicators"])) == (2, 0)


def test_what_is_read_of_it(folder: Path) -> None:
    told = printed("read", folder / "plan.docx")
    assert [each["phrase"] for each in told["layouts"]] == ["一轴两核三园"]
    elements = {each["name"]: each for each in told["elements"]}
    sides = {name: len(each["sides"]) for name, each in elements.items() if each["sides"]}
    assert sides == {"云湖科学城": 4, "澄江湾创新区": 4, "青屏智造园": 4, "南岸数字港": 4, "临空产业园": 4}
    assert elements["云湖科学城"]["members"] == ["澄川实验室", "澄川大学云湖校区", "精密测量大科学装置"]
    assert elements["科创大道创新轴"]["passes"] == ["云湖科学城", "澄江湾创新区", "南岸数字港"]
    # One thing is doubtful, for the reviewer to decide.
    assert [(name, each["doubts"]) for name, each in elements.items() if each["doubts"]] == [
        ("启动区", ["parent-inferred"])
    ]


def test_what_is_found_of_it(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.json"
    assert run("read", folder / "plan.docx", "--out", draft).exit_code == 0
    told = printed("locate", draft, "--extract", folder / "city.osm")
    zones = {each["name"]: each for each in told["zones"]}
    # One side names a street that the extract does not have, for the reviewer to draw.
    assert (zones["临空产业园"]["state"], zones["临空产业园"]["about"]) == ("pending", {"names": "丰泽街"})
    for name, stated in (("云湖科学城", 43), ("澄江湾创新区", 18), ("青屏智造园", 9), ("南岸数字港", 32)):
        assert zones[name]["state"] == "closed", zones[name]
        assert round(zones[name]["computed_km2"]) == zones[name]["stated_km2"] == stated
    (river,) = [side for side in zones["南岸数字港"]["sides"] if side["name"] == "澄江"]
    assert river["how"] == "bank"
