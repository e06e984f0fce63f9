"""What several tests need: copies of the made-up layers to break, and the project's own layers."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:  # `pytest` by itself does not put the project on the path
    sys.path.insert(0, str(ROOT))

from layers.assemble import Atlas, assemble  # noqa: E402 - needs the path above
from layers.catalog import DEFAULT, Catalog, load  # noqa: E402

# Few while one works; `make test` tries some hundreds, and HYPOTHESIS_PROFILE=long is for a night.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "derandomize": True}
settings.register_profile("quick", max_examples=40, **_COMMON)
settings.register_profile("ci", max_examples=200, **_COMMON)
settings.register_profile("long", max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    """A layers folder of its own, to be broken at will."""
    return Path(shutil.copytree(ROOT / "tests" / "data" / "grid", tmp_path / "layers"))


@pytest.fixture(scope="session")
def own_catalog() -> Catalog:
    """The project's own layers as read."""
    return load(DEFAULT)


@pytest.fixture(scope="session")
def own_atlas(own_catalog: Catalog) -> Atlas:
    """The project's own layers with their geometry."""
    return assemble(own_catalog)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="zonemap-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
