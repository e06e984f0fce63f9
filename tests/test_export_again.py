"""`zonemap export` into the folder of an earlier one: what it does not write anew does not stay there."""

import shutil
import sys
from pathlib import Path

import pytest
from commands import printed, run
from support import contents, stages

from mapgen.exporting import geopackage
from mapgen.files import writing


@pytest.fixture
def two_plans(grid: Path) -> Path:
    """The made-up layers with their plan twice."""
    shutil.copytree(grid / "town", grid / "city")
    for path in (grid / "city").iterdir():
        text = path.read_text("utf-8").replace('"town.', '"city.').replace('id = "town"', 'id = "city"')
        path.write_text(text, "utf-8")
    return grid


def names(out: Path) -> list[str]:
    (made,) = out.iterdir()
    return sorted(path.name for path in made.iterdir())


@pytest.fixture(params=["swapped", "file by file"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "file by file":
        monkeypatch.setattr(writing, "_swap", lambda *_: False)
    elif sys.platform != "linux":
        pytest.fail("folders change places at once on Linux only")
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_one_geopackage_and_several_replace_each_other(
    two_plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    export = ("export", "--layers", two_plans, "--out", out)
    assert run(*export).exit_code == 0
    assert names(out) == ["README.md", "zonemap.gpkg"]
    (made,) = out.iterdir()
    (made / "letter.txt").write_text("mine")
    with monkeypatch.context() as patch:
        patch.setattr(geopackage, "PLANS", 1)
        result = run(*export)
    assert result.exit_code == 0, result.stderr
    assert "removed files of an earlier export that this one does not write" in result.stderr
    assert "zonemap-gpkg-4326/zonemap.gpkg" in result.stderr
    assert names(out) == ["README.md", "letter.txt", "zonemap-1.gpkg", "zonemap-2.gpkg"]
    told = printed(*export)
    assert told["removed"] == [f"zonemap-gpkg-4326/zonemap-{number}.gpkg" for number in (1, 2)]
    assert names(out) == ["README.md", "letter.txt", "zonemap.gpkg"]
    assert stages(made) == stages(out) == []


def test_layers_of_a_plan_that_is_gone_go(two_plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export = ("export", "--layers", two_plans, "--out", out, "--format", "geojson")
    shutil.copytree(two_plans / "town", two_plans / "third")
    for path in (two_plans / "third").iterdir():
        text = path.read_text("utf-8").replace('"town.', '"third.').replace('id = "town"', 'id = "third"')
        path.write_text(text, "utf-8")
    assert run(*export).exit_code == 0
    assert "third_zones.geojson" in names(out)
    shutil.rmtree(two_plans / "third")
    assert run(*export).exit_code == 0
    assert not [name for name in names(out) if name.startswith("third")]
    assert "city_zones.geojson" in names(out)


@pytest.mark.parametrize("how", ["in place", "still open in QGIS"])
def test_what_somebody_has_edited_stays_and_is_named(
    two_plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    out = tmp_path / "out"
    export = ("export", "--layers", two_plans, "--out", out)
    assert run(*export).exit_code == 0
    (made,) = out.iterdir()
    edited = made / ("zonemap.gpkg" if how == "in place" else "zonemap.gpkg-wal")
    with edited.open("ab") as stream:
        stream.write(b"edits")
    monkeypatch.setattr(geopackage, "PLANS", 1)
    result = run(*export, "--lang", "zh")
    assert result.exit_code == 0, result.stderr
    assert "先前导出的文件已被修改，未予删除，不属于此次导出：zonemap-gpkg-4326/zonemap.gpkg" in result.stderr
    assert (made / "zonemap.gpkg").is_file()


def test_a_readme_of_somebody_else_removes_nothing(two_plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export = ("export", "--layers", two_plans, "--out", out)
    assert run(*export).exit_code == 0
    (made,) = out.iterdir()
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing
    (out / "precious").write_bytes(b"")
    readme = (made / "README.md").read_text("utf-8")
    for text in (
        f"# Mine\n\n- `letter` (SHA-256 `{digest}`)\n",
        readme + f"\n- `../precious` (SHA-256 `{digest}`)\n- `sub/letter` (SHA-256 `{digest}`)\n",
    ):
        (made / "letter").write_bytes(b"")
        (made / "README.md").write_text(text, "utf-8")
        assert run(*export).exit_code == 0
        assert (out / "precious").is_file()
        assert (made / "letter").is_file()


def test_a_removal_that_fails_puts_all_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    writing.write_all(out, {"a": b"1", "b": b"1", "c": b"1"})
    before = contents(out)
    monkeypatch.setattr(writing, "_swap", lambda *_: False)
    plain = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.name == "c" and self.parent == out:
            raise PermissionError(13, "no", str(self))
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(writing.OutputError):
        writing.write_all(out, {"a": b"2"}, ["b", "c"])
    assert contents(out) == before
    monkeypatch.undo()
    writing.write_all(out, {"a": b"2"}, ["b", "c", "not there"])
    assert contents(out) == {"a": b"2"}
