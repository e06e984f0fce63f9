"""`make audit` with an index of the tests' own in the place of pip-audit, whose report it reads."""

import subprocess
import sys
from pathlib import Path

from support import ROOT

# Answers as pip-audit does for the pins that it is given; FOUND, SILENT and DOWN are filled in.
STAND_IN = """
import json, sys
words = dict(word.partition("=")[::2] for word in sys.argv[1:])
if words["--vulnerability-service"] in {down!r}:
    sys.exit("ERROR: no index")
lines = [line for line in open(sys.argv[-1]) if "==" in line[:80] and line[0].isalnum()]
pins = [line.split(" ")[0].split("==") for line in lines]
told = []
for name, version in pins:
    if name in {silent!r}:
        told.append({{"name": name, "skip_reason": "not found"}})
    else:
        bad = [{{"id": "PYSEC-1", "fix_versions": ["9.9"]}}] if name == {found!r} else []
        told.append({{"name": name, "version": version, "vulns": bad}})
print(json.dumps({{"dependencies": told, "fixes": []}}))
sys.exit(1 if any(each.get("vulns") for each in told) else 0)
"""


def audit(
    place: Path, found: str = "", silent: tuple[str, ...] = (), down: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    (place / "pip_audit.py").write_text(STAND_IN.format(found=found, silent=silent, down=down), "utf-8")
    return subprocess.run(
        [sys.executable, ROOT / ".ci" / "audit"],
        env={"PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_pins_without_a_known_vulnerability_pass(tmp_path: Path) -> None:
    told = audit(tmp_path)
    assert (told.returncode, told.stdout) == (0, "")
    assert "0 known vulnerabilities" in told.stderr


def test_a_known_vulnerability_is_named_with_its_mend(tmp_path: Path) -> None:
    told = audit(tmp_path, found="folium")
    assert told.returncode == 1
    assert "run.txt: folium 0.20.0: PYSEC-1, mended in 9.9\n" in told.stdout
    assert "test.txt: folium" in told.stdout


def test_one_index_is_enough(tmp_path: Path) -> None:
    assert audit(tmp_path, down=("pypi",)).returncode == 0


def test_where_no_index_answers_nothing_is_called_safe(tmp_path: Path) -> None:
    told = audit(tmp_path, down=("pypi", "osv"))
    assert told.returncode == 2
    assert "NOT AUDITED" in told.stderr


def test_a_pin_that_no_index_knows_is_named(tmp_path: Path) -> None:
    told = audit(tmp_path, silent=("folium",))
    assert told.returncode == 2
    assert "such as run.txt: folium" in told.stderr or "such as bench.txt: folium" in told.stderr


def test_what_is_known_weighs_more_than_what_is_not(tmp_path: Path) -> None:
    assert audit(tmp_path, found="folium", silent=("shapely",)).returncode == 1
