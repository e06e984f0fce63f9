"""How tests edit a copy of the layers, and read it."""

import codecs
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shapely
from hypothesis import strategies as st

from layers.assemble import Atlas, assemble
from layers.catalog import load
from layers.characters import garbled, misread, no_number
from layers.messages import LayerError, Message

ROOT = Path(__file__).parents[1]
GRID = ROOT / "tests" / "data" / "grid"
#: Text that runs as code where somebody lets it: in jinja2, in HTML, in a template literal.
HOSTILE = "{{9**14}}<img src=x onerror=alert(1)>${1}"


def in_layers(text: str) -> bool:
    """Whether the layers may hold a text."""
    return garbled(text) is None and misread(text) is None and not no_number(text)


_LAST_OF_PLANES = [plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)]
#: What only a wrong encoding leaves behind: controls but for tabs and ends of lines, U+FFFD, noncharacters.
NEVER_IN_LAYERS = [
    chr(code)
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), 0xFFFD, *_LAST_OF_PLANES)
    if chr(code) not in "\t\n\r"
]
#: Characters of which the texts of layers consist. Drawn as such: a filter takes most of a long run's time.
IN_LAYERS = st.characters(exclude_categories=["Cs"], exclude_characters=NEVER_IN_LAYERS)


def texts(
    alphabet: st.SearchStrategy[str] = IN_LAYERS, *, min_size: int = 0, max_size: int | None = None
) -> st.SearchStrategy[str]:
    """Texts that layers may hold: sound characters, and no row of them that is Chinese read as Western."""
    return st.text(alphabet, min_size=min_size, max_size=max_size).filter(in_layers)


#: What layer files hold, and every format carries.
WORDS = texts(min_size=1, max_size=60)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root for a while, for root may read and write whatever the mode says."""
    if os.geteuid() != 0:
        yield
        return
    # Python loads codecs when first asked for them, and nobody may not read an interpreter in root's home.
    for encoding in ("cp1252", "gb18030", "gb2312", "gbk"):
        codecs.lookup(encoding)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail what takes longer, such as waiting for a pipe that nobody writes to."""

    def give_up(_number: int, _frame: object) -> None:
        raise AssertionError(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def copy_of_grid(folder: Path) -> Path:
    """The made-up layers, to be changed at will."""
    return Path(shutil.copytree(GRID, folder))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its name there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stages(folder: Path) -> list[Path]:
    """What a writer has left beside or in a folder."""
    return [*folder.parent.glob(".zonemap-*"), *folder.glob(".zonemap-*")]


def atlas_of(folder: Path) -> Atlas:
    return assemble(load(folder))


def problems_of(folder: Path) -> list[Message]:
    """What is wrong with a layers folder; an empty list if nothing is."""
    try:
        atlas_of(folder)
    except LayerError as error:
        return error.messages
    return []


def collection(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / f"{name}.geojson").read_text("utf-8"))


def change(folder: Path, name: str, editing: Callable[[dict[str, Any]], object]) -> None:
    """Edit a layer file as parsed JSON; `editing` changes the collection in place."""
    told = collection(folder, name)
    editing(told)
    (folder / f"{name}.geojson").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def feature(told: dict[str, Any], id_: str) -> dict[str, Any]:
    return next(item for item in told["features"] if item["properties"]["id"] == id_)


def put(folder: Path, layer: str, id_: str, /, **values: Any) -> None:
    """Set attributes of a feature; `geometry` sets its geometry, `coordinates` those in it."""

    def editing(told: dict[str, Any]) -> None:
        chosen = feature(told, id_)
        for key, value in values.items():
            if key == "geometry":
                chosen["geometry"] = value
            elif key == "coordinates":
                chosen["geometry"]["coordinates"] = value
            else:
                chosen["properties"][key] = value

    change(folder, layer, editing)


def drop(folder: Path, name: str, id_: str) -> None:
    """Remove a feature from a layer file."""
    change(folder, name, lambda told: told["features"].remove(feature(told, id_)))


def draw(folder: Path, id_: str, shape: shapely.Geometry) -> None:
    """Turn a built zone into a drawn one."""
    put(
        folder,
        "town/zones",
        id_,
        geometry=json.loads(shapely.to_geojson(shape)),
        basis="traced",
        accuracy_m=20,
        sides=None,
        inside=None,
    )


def rewrite(path: Path, pattern: str, to: str) -> None:
    """Replace a text that occurs exactly once in a file."""
    text = path.read_text("utf-8")
    assert len(re.findall(pattern, text)) == 1, f"{pattern!r} must occur once in {path}"
    path.write_text(re.sub(pattern, lambda _: to, text), "utf-8")
