"""What in the pages' scripts and style sheets is newer than the oldest browsers that README promises.

``python tests/floor.py`` names each use with its line, ends with status 1 if there is one, and is part
of ``make lint``. The list of features is ``tests/floor.toml``.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WEB = HERE.parent / "mapgen" / "web"
RULES: dict[str, Any] = tomllib.loads((HERE / "floor.toml").read_text("utf-8"))
_COMMENTS = re.compile(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", re.DOTALL)


def newer(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Line and complaint of each feature in a text of ``css`` or ``js``."""
    plain = _COMMENTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for rule in RULES[language]["rules"]:
        for found in re.finditer(rule["pattern"], plain):
            line = plain.count("\n", 0, found.start()) + 1
            used = found[0].strip().split("\n")[0]
            yield line, f"{used!r} came with {rule['since']}; instead: {rule['instead']}"


def main() -> int:
    """Print what is newer in any file; the status for the shell."""
    status = 0
    for path in sorted([*WEB.rglob("*.js"), *WEB.rglob("*.css")]):
        for line, complaint in newer(path.read_text("utf-8"), path.suffix[1:]):
            print(f"{path.relative_to(HERE.parent)}:{line}: {complaint}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
