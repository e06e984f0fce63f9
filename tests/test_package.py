"""The package as others get it: built, installed into a clean environment, and used from another folder."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from email import message_from_bytes
from email.message import Message
from importlib.metadata import version
from pathlib import Path

import pytest
from readme_renderer import markdown
from support import GRID, ROOT, contents

import mapgen
from mapgen.cli.app import app

PACKAGES = ("geo", "layers", "mapgen")
_DRAFT = '{"elements": [{"name": "z", "sides": [{"side": "N", "words": "a", "name": "Ring Road"}]}]}'
_READ = '{"elements": [{"name": "z", "kind": "zone", "tier": "A"}]}'
_TOWN = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Ring Road",
"highway": "trunk"},
"geometry": {"type": "LineString", "coordinates": [[113.5, 22.8], [113.6, 22.8]]}}]}"""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def call(*words: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program that knows nothing of this process's environment."""
    return subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def pip(*words: object, cwd: Path) -> None:
    run = call(sys.executable, "-m", "pip", "--disable-pip-version-check", *words, "--no-index", cwd=cwd)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source distribution, so that both are whole."""
    place = tmp_path_factory.mktemp("package")
    source = place / "source"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "docs/package.md"):
        (source / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    making = "from setuptools import build_meta; build_meta.build_sdist('..')"
    run = call(sys.executable, "-c", making, cwd=source)
    assert run.returncode == 0, run.stderr
    (made,) = place.glob("*.tar.gz")
    with tarfile.open(made) as archive:
        archive.extractall(place / "unpacked", filter="data")
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", ".", *(place / "unpacked").iterdir(), cwd=place)
    (found,) = place.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment with the wheel in it.

    What the package depends on is borrowed from the environment of the tests; its .pth files, one of
    which leads to the sources, are not read there.
    """
    place = tmp_path_factory.mktemp("clean") / "env"
    venv.create(place, symlinks=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    pip("--python", programs / "python", "install", "--no-deps", wheel, cwd=place)
    schemes = {"base": str(place), "platbase": str(place)}
    site = Path(sysconfig.get_path("purelib", vars=schemes))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return programs


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return message_from_bytes(archive.read(name))


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    ours = {
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == ours
    assert {f"{name}/py.typed" for name in PACKAGES} <= packed
    assert {f"mapgen/text/licenses/{name}.txt" for name in ("leaflet", "folium", "zonemap")} <= packed


def test_the_metadata_say_what_an_index_shows(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"]) == ("zonemap", mapgen.__version__)
    assert metadata["License-Expression"] == "MIT AND ODbL-1.0"
    assert metadata.get_all("License-File") == ["LICENSE", "layers/LICENSE"]
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert metadata["Keywords"]
    requires = set(PROJECT["build-system"]["requires"])
    assert requires <= set(PROJECT["dependency-groups"]["test"]), "the tests build with another setuptools"


def test_the_description_shows_on_an_index(metadata: Message) -> None:
    # What PyPI runs. It drops pictures inside a text and shows those elsewhere by their address alone.
    text = metadata.get_payload(decode=True)
    assert isinstance(text, bytes)
    shown = markdown.render(text.decode("utf-8"))
    assert shown is not None
    assert "<h1" in shown
    assert "<img" not in shown
    assert 'href="' not in shown.replace('href="#', "")


def test_the_installed_command_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    told = call(installed / "zonemap", "--version", cwd=tmp_path)
    assert (told.returncode, told.stdout) == (0, f"zonemap {mapgen.__version__}\n")
    where = call(
        installed / "python", "-c", "import geo, layers, mapgen; print(geo, layers, mapgen)", cwd=tmp_path
    )
    assert where.stdout.count(str(installed.parent)) == 3, where
    assert str(ROOT) not in where.stdout


def test_every_command_works_from_another_folder(installed: Path, tmp_path: Path) -> None:
    mine, file = ("--layers", "mine"), "out/geojson/my-plan/zones.geojson"
    calls = {
        "new": ["my-plan", *mine],
        "fmt": ["--check", *mine],
        "list": ["--json", *mine],
        "areas": mine,
        "shared": mine,
        "indicators": mine,
        "check": ["--json", *mine],
        "build": ["--out", "out", *mine],
        "export": ["--format", "gpkg", "--format", "csv", "--out", "given", *mine],
        "import": [file, "--dry-run", *mine],
        "diff": ["mine", file],
        "publish": ["postgresql://127.0.0.1:1/nowhere", *mine],
        "tally": ["points.csv", *mine],
        "example": ["made-up"],
        "read": ["plan.txt", "--json"],
        "locate": ["draft.json", "--extract", "town.geojson"],
        "context": ["town.geojson", "--near", "113.4,22.7,113.7,22.9", "--layers", "ground"],
        "accept": ["read.json", "--plan", "taken", "--all-of-tier", "A", *mine],
    }
    (tmp_path / "draft.json").write_text(_DRAFT, "utf-8")
    (tmp_path / "read.json").write_text(_READ, "utf-8")
    (tmp_path / "town.geojson").write_text(_TOWN, "utf-8")
    (tmp_path / "plan.txt").write_text("梅坞科技园东至松涛河，西至银杏路。", "utf-8")
    (tmp_path / "points.csv").write_text("lon,lat\n113.5,22.7\n")
    assert set(calls) == {command.name for command in app.registered_commands}
    for name, words in calls.items():
        run = call(installed / "zonemap", name, *words, cwd=tmp_path, ZONEMAP_LANG="en")
        # There is no database: publishing says so in a line (tests/test_publish.py has one).
        assert run.returncode == (2 if name == "publish" else 0), f"{name}: {run.stderr}"
        assert "Traceback" not in run.stderr
    assert {"index.html", "my-plan.html", "area-check.csv"} <= set(contents(tmp_path / "out"))
    assert len([*(tmp_path / "given").rglob("*.gpkg")]) == 1


def test_the_installed_package_prints_its_licences(installed: Path, tmp_path: Path) -> None:
    run = call(installed / "zonemap", "--licenses", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "Copyright (c) 2010-2022, Vladimir Agafonkin" in run.stdout
    for name in ("rjsmin", "geopandas", "pyogrio"):
        assert f"\n  {name} {version(name)}: " in run.stdout


def test_the_installed_package_builds_the_same_bytes(installed: Path, tmp_path: Path) -> None:
    ours = call(sys.executable, "-m", "mapgen", "build", "nansha", "--out", tmp_path / "ours", cwd=ROOT)
    theirs = call(installed / "zonemap", "build", "nansha", "--out", "theirs", cwd=tmp_path)
    assert (ours.returncode, theirs.returncode) == (0, 0), ours.stderr + theirs.stderr
    assert contents(tmp_path / "theirs") == contents(tmp_path / "ours")
    assert len(contents(tmp_path / "theirs")) == 9


def test_a_program_elsewhere_finds_the_interface(installed: Path, tmp_path: Path) -> None:
    script = f"import mapgen; print(len(mapgen.zones('nansha')), len(mapgen.open({str(GRID)!r}).elements))"
    run = call(installed / "python", "-W", "error", "-c", script, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == [str(len(mapgen.zones("nansha"))), str(len(mapgen.open(GRID).elements))]
