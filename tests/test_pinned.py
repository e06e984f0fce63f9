"""What the project's own layers give stays what it was; a changed figure shows up by the feature that has it.

Notes and citations are prose and may be reworded; all else is pinned. Where a change is meant:
``python tests/test_pinned.py`` writes the pins anew, and the diff says what has changed.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import printed, run

PINS = Path(__file__).parent / "data" / "pinned"
PROSE = ("note", "reference_cite")


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def printed_rows(command: str) -> dict[str, str]:
    return {f"{row['id']} {row.get('rule', '')}".strip(): digest(row) for row in printed(command)}


def layer_features(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    assert run("build", "--out", folder).exit_code == 0
    for path in sorted(folder.glob("geojson/*/*.geojson")):
        pins: dict[str, str] = {}
        for number, feature in enumerate(json.loads(path.read_text("utf-8"))["features"]):
            told = feature["properties"]
            plain = {key: value for key, value in told.items() if key not in PROSE}
            key = told.get("id") or f"{told['zone']} {number}"
            pins[key] = digest([plain, feature["geometry"]])
        yield path.relative_to(folder / "geojson").with_suffix("").as_posix(), pins


def pinned(name: str) -> Any:
    return json.loads((PINS / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("command", ["list", "areas", "check", "indicators"])
def test_printed_rows_stay(command: str) -> None:
    assert printed_rows(command) == pinned(command)


def test_layers_stay(tmp_path: Path) -> None:
    assert dict(layer_features(tmp_path)) == pinned("geojson")


def _write(name: str, value: Any) -> None:
    (PINS / f"{name}.json").write_text(json.dumps(value, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    import tempfile

    PINS.mkdir(exist_ok=True)
    for each in ("list", "areas", "check", "indicators"):
        _write(each, printed_rows(each))
    with tempfile.TemporaryDirectory() as place:
        _write("geojson", dict(layer_features(Path(place))))
