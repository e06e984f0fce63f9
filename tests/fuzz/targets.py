"""What is fuzzed: functions of bytes, which may refuse what they are given in a line, and nothing else.

`make fuzz` calls them in its own process, so that coverage is seen; a crash is replayed here as a command
would meet it, strangers' files in a child process with limits.
"""

import atexit
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
for place in (HERE.parents[1], HERE.parent, HERE.parent / "browser"):
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))

from commands import run  # noqa: E402 - needs the path above
from sample_page import payload  # noqa: E402
from support import GRID  # noqa: E402

from layers.assemble import assemble  # noqa: E402
from layers.catalog import load  # noqa: E402
from layers.checks import check  # noqa: E402
from layers.messages import LayerError, Message  # noqa: E402
from mapgen.exporting.formats import FORMATS  # noqa: E402
from mapgen.importing.merge import merge_file  # noqa: E402
from mapgen.importing.reader import Overrides  # noqa: E402
from mapgen.importing.report import merge_json  # noqa: E402
from mapgen.pages import packing  # noqa: E402
from mapgen.pages.blocks import Data  # noqa: E402
from mapgen.pages.layer import harmless  # noqa: E402
from mapgen.text.texts import line  # noqa: E402

Target = Callable[[bytes], None]

#: Layer files, by the target that replaces one of them.
LAYERS = {
    "zones": "town/zones.geojson",
    "axes": "town/axes.geojson",
    "nodes": "town/nodes.geojson",
    "plan": "town/plan.toml",
    "baselines": "baselines.geojson",
    "context": "context.geojson",
    "atlas": "atlas.toml",
    "initials": "initials.toml",
}
#: Names of strangers' files, by the target that imports one.
IMPORTS = {name: f"file.{name}" for name in ("geojson", "kml", "csv", "gpkg", "fgb", "parquet", "kmz", "dxf")}
#: A shapefile is fuzzed by its parts; the others stay as they were exported.
PARTS = ("shp", "dbf", "shx", "prj", "cpg")


@contextmanager
def room() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="zonemap-fuzz-") as place:
        yield Path(place)


def told(messages: tuple[Message, ...]) -> None:
    """A refusal has words in both languages, in one line each."""
    assert messages
    for message in messages[:20]:
        for language in ("zh", "en"):
            # The ideographic space is a space that names may have.
            assert line(message, language).replace("\u3000", " ").isprintable()


def layer_file(name: str) -> Target:
    def target(data: bytes) -> None:
        with room() as place:
            folder = place / "layers"
            shutil.copytree(GRID, folder)
            (folder / name).write_bytes(data)
            try:
                atlas = assemble(load(folder))
            except LayerError as error:
                told(error.messages)
                return
            for each in check(atlas, list(atlas.catalog.plans)):
                assert each

    return target


def merged(file: Path) -> None:
    try:
        found = merge_file(GRID, file, Overrides(), delete=False)
    except LayerError as error:
        told(error.messages)
        return
    json.dumps(merge_json(found, "zh"), allow_nan=False)
    told((*found.problems[:20], *found.remarks[:20], Message("import-nothing", "x")))


def foreign(name: str) -> Target:
    def target(data: bytes) -> None:
        with room() as place:
            (place / name).write_bytes(data)
            merged(place / name)

    return target


def part(ending: str) -> Target:
    def target(data: bytes) -> None:
        with room() as place:
            for path in seeds_of("shp"):
                shutil.copy(path, place / f"file{path.suffix}")
            (place / f"file.{ending}").write_bytes(data)
            merged(place / "file.shp")

    return target


def page(data: bytes) -> None:
    """Whatever a page is given comes back from it as it was, and ends nothing on its way."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = data.decode("utf-8", "surrogateescape")
    try:
        block = Data("x", value).render()
    except ValueError as error:
        assert "not finite" in str(error)  # noqa: PT017
        return
    inner = block.removeprefix('<script type="application/json" id="x">').removesuffix("</script>\n")
    assert not set(inner) & set("<>&")
    inner.encode("utf-8")
    assert same(json.loads(inner), value)
    assert not set(harmless(str(value)[:1000])) & set("<>{}\"'%")
    if isinstance(value, list) and len(value) > 1 and all(is_position(each) for each in value):
        (small,) = packing.geometries([{"type": "LineString", "coordinates": value}])
        # Numbers, not their texts: minus nought is nought.
        assert (small.get("coordinates") or list(places(small["c"], small["s"]))) == value


def places(steps: list[int], scale: int) -> Iterator[list[float]]:
    """Positions of a packed line, the way the page finds them."""
    x = y = 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        yield [x / scale, y / scale]


def is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(each, float) and abs(each) <= 180 for each in value)
    )


def same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


TARGETS: dict[str, Target] = {
    **{key: layer_file(name) for key, name in LAYERS.items()},
    **{key: foreign(name) for key, name in IMPORTS.items()},
    **{ending: part(ending) for ending in PARTS},
    "page": page,
}
_EXPORTED: dict[str, list[Path]] = {}


def seeds_of(target: str) -> list[Path]:
    """Files that the mutations of a target begin with: our own layers and exports of them."""
    if target in LAYERS:
        return [path for path in [GRID / LAYERS[target]] if path.exists()]
    if target == "page":
        return []
    if not _EXPORTED:
        place = Path(tempfile.mkdtemp(prefix="zonemap-fuzz-seeds-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        for form in FORMATS:
            words = ("--encoding", "gbk") if form == "dxf" else ()
            done = run("export", "--layers", GRID, "--out", place / form, "--format", form, *words)
            assert done.exit_code == 0, done.output
        for packed in place.rglob("*.zip"):
            shutil.unpack_archive(packed, packed.with_suffix(""))
        for path in sorted(place.rglob("*.*")):
            if path.is_file():
                _EXPORTED.setdefault(path.suffix[1:], []).append(path)
    if target in PARTS:
        first = _EXPORTED["shp"][0]
        family = sorted(first.parent.glob(f"{first.stem}.*"))
        return family if target == "shp" else [path for path in family if path.suffix == f".{target}"]
    return _EXPORTED.get(target, [])


def texts_of(target: str) -> list[bytes]:
    """The seeds as bytes."""
    if target == "page":
        return [
            json.dumps(payload()).encode(),
            b'"\\ud800</script>"',
            b"[[113.5, 22.7], [113.50001, 22.70001]]",
        ]
    found = seeds_of(target)
    return [path.read_bytes() for path in found if target not in PARTS or path.suffix == f".{target}"]


if __name__ == "__main__":
    TARGETS[sys.argv[1]](Path(sys.argv[2]).read_bytes())
