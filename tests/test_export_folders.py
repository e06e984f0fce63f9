"""KML of very many roles: what `export` writes, `import` takes."""

import shutil
from pathlib import Path

import crowds
import pytest
from commands import run
from support import GRID

from mapgen.exporting import kml

ROLES = 7


@pytest.mark.parametrize("form", ["kml", "kmz"])
@pytest.mark.parametrize(("limit", "files"), [(3, 3), (6, 2), (7, 1), (100, 1)])
def test_very_many_roles_are_several_files_that_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, limit: int, files: int
) -> None:
    layers = crowds.roles(tmp_path / "layers", ROLES)
    shutil.copy(GRID / "atlas.toml", layers)
    monkeypatch.setattr(kml, "FOLDERS", limit)
    out = tmp_path / "out"
    result = run("export", "--layers", layers, "--out", out, "--format", form)
    assert result.exit_code == 0, result.stderr
    (made,) = out.iterdir()
    names = [f"town.{form}"] if files == 1 else [f"town-{number}.{form}" for number in range(1, files + 1)]
    assert sorted(path.name for path in made.glob(f"town*.{form}")) == names
    assert (f"is in {files} files of at most {limit} folders" in result.stderr) == (files > 1)
    result = run("import", made, "--layers", layers, "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert "would not change" in result.stderr
    assert "no longer in the file" not in result.stderr
