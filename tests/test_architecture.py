"""What may import what, who may print, and where words stand: read from the sources, nothing is run."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

SOURCES = sorted(path for top in ("geo", "layers", "mapgen") for path in (ROOT / top).rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in SOURCES]
#: What a user imports or runs; everything else has a room.
ROOT_OF_MAPGEN = {"__init__.py", "__main__.py", "api.py", "look.py"}
#: Packages that the two lower floors may use beside Python's own.
ALLOWED = {
    "geo": {"geo", "numpy", "pyproj", "shapely"},
    "layers": {
        "filelock",
        "geo",
        "layers",
        "numpy",
        "packaging",
        "pydantic",
        "pydantic_core",
        "pypinyin",
        "shapely",
    },
}
#: Rooms that know nothing of each other: each turns the tables into something else.
APART = ("mapgen.exporting", "mapgen.importing", "mapgen.pages")
ENDING = {"sys.exit", "sys.stdout", "sys.stderr", "os._exit", "os.abort", "typer.Exit", "typer.echo"}
#: Under another name they would not be found.
RENAMED = {"sys", "os"}
OPENING = {"open", "io", "os", "pathlib", "shutil", "tempfile", "tomllib", "json"}
#: Styles hold no text either; of scripts test_webmap says so.
STYLES = sorted((ROOT / "mapgen" / "web").rglob("*.css"))
CHINESE = re.compile("[\u3400-\u9fff]")


def imports(tree: ast.AST) -> Iterator[str]:
    """Dotted names of all that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports are not read here"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def ends_or_prints(tree: ast.AST) -> Iterator[str]:
    """What writes to the terminal or ends the process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in ("print", "SystemExit", "exit", "quit"):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            if name in ENDING:
                yield name
        if isinstance(node, ast.ImportFrom):
            yield from ENDING & {f"{node.module}.{each.name}" for each in node.names}
        if isinstance(node, ast.Import):
            yield from (
                f"{each.name} as {each.asname}" for each in node.names if each.name in RENAMED and each.asname
            )


def broken(name: str, source: str) -> list[str]:
    """What a source does that it may not."""
    tree = ast.parse(source)
    top, *rest = name.split("/")
    room = ".".join([top, *rest[:1]]) if len(rest) > 1 else top
    used = set(imports(tree))
    firsts = {each.partition(".")[0] for each in used}
    found = []
    if room != "mapgen.cli" and name != "mapgen/__main__.py":
        found += [f"imports {each}" for each in used if each.startswith(("mapgen.cli", "typer"))]
        found += ends_or_prints(tree)
    if top in ALLOWED:
        strangers = firsts - ALLOWED[top] - sys.stdlib_module_names
        found += [f"imports {each}" for each in strangers]
    if top == "geo":
        calls = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        found += [f"opens files with {each}" for each in OPENING & (firsts | calls)]
    if room in APART:
        others = tuple(other for other in APART if other != room)
        found += [f"imports {each}" for each in used if each.startswith(others)]
    if top == "mapgen" and len(rest) == 1 and rest[0] not in ROOT_OF_MAPGEN:
        found.append("stands in the root, where only what a user imports does")
    if CHINESE.search(source):
        found.append("holds Chinese: texts stand in mapgen/text")
    for node in ast.walk(tree):
        keys = node.keys if isinstance(node, ast.Dict) else []
        if {key.value for key in keys if isinstance(key, ast.Constant)} == {"zh", "en"}:
            found.append("holds a pair of texts: they stand in mapgen/text")
    return sorted(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_module_keeps_to_its_floor_and_room(name: str) -> None:
    assert broken(name, (ROOT / name).read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("geo/x.py", "from layers.schema import Zone"),
        ("geo/x.py", "import mapgen"),
        ("geo/x.py", "import pandas"),
        ("geo/x.py", "from pathlib import Path"),
        ("geo/x.py", "open('a')"),
        ("layers/x.py", "def f():\n    from mapgen.text import texts"),
        ("layers/x.py", "import geopandas"),
        ("layers/x.py", "print('a')"),
        ("mapgen/files/x.py", "import typer"),
        ("mapgen/files/x.py", "import sys\nsys.exit(2)"),
        ("mapgen/files/x.py", "raise SystemExit(2)"),
        ("mapgen/files/x.py", "from sys import stderr"),
        ("mapgen/files/x.py", "from sys import exit as end"),
        ("mapgen/files/x.py", "import sys as s\ns.exit()"),
        ("mapgen/files/x.py", "import os\nos.abort()"),
        ("mapgen/tables/x.py", "import sys\nsys.stdout.write('a')"),
        ("mapgen/tables/x.py", "from mapgen.cli.console import say"),
        ("mapgen/pages/x.py", "from mapgen.exporting import style"),
        ("mapgen/exporting/x.py", "import mapgen.importing.reader"),
        ("mapgen/importing/x.py", "from mapgen import pages"),
        ("mapgen/x.py", ""),
        ("mapgen/pages/x.py", "TITLE = '总图'"),
        ("mapgen/pages/x.py", "TITLE = {'zh': a, 'en': b}"),
    ],
)
def test_what_a_module_may_not_do_is_found(name: str, source: str) -> None:
    assert len(broken(name, source)) == 1


@pytest.mark.parametrize("path", STYLES, ids=lambda path: Path(path).name)
def test_styles_hold_no_text(path: Path) -> None:
    assert not CHINESE.search(re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL))
