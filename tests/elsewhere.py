"""The worked example of `zonemap new`, moved to another city."""

import json
from pathlib import Path

from commands import run

#: Where the example's point lies (degrees east): Chengdu, Wuhan, Hangzhou; and the belt there.
PLACES = [(104.07, 4544), (114.3, 4547), (120.2, 4549)]
_POINT = 113.312


def example_at(folder: Path, longitude: float) -> Path:
    """A layers folder with the example alone, its point at a longitude."""
    assert run("new", "my-plan", "--layers", folder).exit_code == 0

    def moved(value: object) -> object:
        if isinstance(value, list) and len(value) == 2 and all(isinstance(item, float) for item in value):
            return [round(value[0] + longitude - _POINT, 5), value[1]]
        if isinstance(value, list):
            return [moved(item) for item in value]
        return {key: moved(item) for key, item in value.items()} if isinstance(value, dict) else value

    for path in folder.rglob("*.geojson"):
        told = json.loads(path.read_text("utf-8"), parse_int=float)
        path.write_text(json.dumps(moved(told), ensure_ascii=False), "utf-8")
    assert run("fmt", "--layers", folder).exit_code == 0
    assert run("check", "--layers", folder).exit_code == 0
    return folder
