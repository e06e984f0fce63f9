"""What several tests need: copies of the made-up layers to break, and the project's own layers."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:  # `pytest` by itself does not put the project on the path
    sys.path.insert(0, str(ROOT))

from commands import process  # noqa: E402
from outputs import Town, make_old  # noqa: E402
from support import contents, copy_of_grid, put  # noqa: E402

from layers.assemble import Atlas, assemble  # noqa: E402 - needs the path above
from layers.catalog import DEFAULT, Catalog, load  # noqa: E402
from mapgen.files import child  # noqa: E402

# Few while one works; `make test` tries some hundreds, and HYPOTHESIS_PROFILE=long is for a night.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "derandomize": True}
settings.register_profile("quick", max_examples=40, **_COMMON)
settings.register_profile("ci", max_examples=200, **_COMMON)
settings.register_profile("long", max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    """A layers folder of its own, to be broken at will."""
    return copy_of_grid(tmp_path / "layers")


@pytest.fixture(scope="session")
def own_catalog() -> Catalog:
    """The project's own layers as read."""
    return load(DEFAULT)


@pytest.fixture(scope="session")
def own_atlas(own_catalog: Catalog) -> Atlas:
    """The project's own layers with their geometry."""
    return assemble(own_catalog)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exports are written in this process: what a child counts is not heard of here."""
    monkeypatch.setattr(child, "FORKS", False)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="zonemap-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An output folder with old pages and a file of the user's own."""
    return make_old(tmp_path / "home" / "output")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of runs need no disk."""
    shm = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=shm if os.access(shm, os.W_OK) else tmp_path) as place:
        yield Path(place)


@pytest.fixture(scope="module")
def two_towns(tmp_path_factory: pytest.TempPathFactory) -> list[Town]:
    """Two layers folders that differ, each with its output beside it in ``out``."""
    towns = []
    for number in (1, 2):
        layers = tmp_path_factory.mktemp("town") / "layers"
        copy_of_grid(layers)
        if number == 2:
            told = json.loads((layers / "town/zones.geojson").read_text("utf-8"))
            put(layers, "town/zones", told["features"][0]["properties"]["id"], name_en="Changed")
        assert process("build", "--layers", layers, "--out", layers.parent / "out").returncode == 0
        towns.append(Town(layers, contents(layers.parent / "out")))
    assert towns[0].output.keys() == towns[1].output.keys()
    assert towns[0].output != towns[1].output
    return towns


@pytest.fixture
def own() -> Iterator[Path]:
    """A folder of somebody who is not root; the test runs as him, for root may write whatever modes say."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield Path(place)
        finally:
            if root:
                os.seteuid(0)


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A PostGIS server; the folder of its socket."""
    import database  # only who publishes needs psycopg

    with database.running() as folder:
        yield folder


@pytest.fixture
def url(server: Path) -> str:
    """Address of a new database with PostGIS."""
    import database

    return database.new(server)
