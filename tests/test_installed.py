"""Another package named geo or layers in the place of ours: one line that says so, and no traceback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The code of the three packages, as an installer unpacks it."""
    for name in ("geo", "layers", "mapgen"):
        ignored = shutil.ignore_patterns("*.geojson", "plan.toml", "__pycache__", "web")
        shutil.copytree(ROOT / name, tmp_path / "site" / name, ignore=ignored)
    return tmp_path / "site"


def python(path: str, *words: object) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "PATH": ""}
    words = (sys.executable, "-P", *map(str, words))
    return subprocess.run(
        words, cwd="/", env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def assert_one_line(run: subprocess.CompletedProcess[str], name: str, where: Path) -> None:
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.splitlines()) == 1
    assert run.stderr.startswith(f"zonemap: {name}：{where} 属于另一个同名的包")
    assert f"{name}: {where} belongs to another package" in run.stderr
    assert "virtual environment" in run.stderr


def foreign_package(folder: Path) -> Path:
    """Ends the process when it is imported, which must not come to pass."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text("raise SystemExit('imported')\n", "utf-8")
    return folder / "__init__.py"


def test_with_our_own_packages_nothing_is_said(folder: Path) -> None:
    run = python(str(folder), "-m", "mapgen", "--version")
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("name", ["geo", "layers"])
def test_files_that_another_package_has_overwritten(name: str, folder: Path) -> None:
    # What pip does: both packages unpack into one folder, and the last one's __init__.py stays.
    where = foreign_package(folder / name)
    assert (folder / "geo" / "area.py").exists()
    assert_one_line(python(str(folder), "-m", "mapgen", "list"), name, where)


@pytest.mark.parametrize("name", ["geo", "layers"])
def test_another_package_that_comes_first(name: str, folder: Path, tmp_path: Path) -> None:
    where = foreign_package(tmp_path / "first" / name)
    assert_one_line(python(f"{tmp_path / 'first'}:{folder}", "-m", "mapgen", "list"), name, where)


def test_a_package_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / "geo")
    run = python(str(folder), "-S", "-m", "mapgen", "--help")
    assert run.returncode == 2
    assert run.stderr.startswith("zonemap: geo：未找到")
    # A folder of that name that happens to lie on the path is no package of ours either.
    (tmp_path / "first" / "geo").mkdir(parents=True)
    run = python(f"{tmp_path / 'first'}:{folder}", "-S", "-m", "mapgen", "--help")
    assert run.returncode == 2
    assert run.stderr.startswith(f"zonemap: geo：{tmp_path / 'first' / 'geo'} 是同名的文件夹")
    assert len(run.stderr.splitlines()) == 1


def test_a_program_is_told_by_an_exception(folder: Path) -> None:
    where = foreign_package(folder / "geo")
    run = python(str(folder), "-c", "import mapgen; print(mapgen.__version__); mapgen.open()")
    assert run.stdout.count("\n") == 1
    assert run.stderr.splitlines()[-1].startswith(f"ImportError: geo: {where} belongs to another package")


def test_looking_imports_nothing_of_weight(folder: Path) -> None:
    script = (
        "import sys; from mapgen.files.installed import foreign; assert not foreign(); print(*sys.modules)"
    )
    loaded = set(python(str(folder), "-c", script).stdout.split())
    assert "mapgen.files.installed" in loaded
    assert loaded & {"geo", "layers", "tomllib", "importlib.metadata", "typer"} == set()
