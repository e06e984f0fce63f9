"""How the command line talks: data to stdout, talk to stderr, errors in one line with exit status 2."""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import typer

from layers.problems import LANGUAGES, LayerError, one_line

_WIDE = 0x1100  # from here on most characters take two columns of a terminal


def language(chosen: str | None) -> str:
    """Language of messages: what the option says, else ZONEMAP_LANG, else Chinese."""
    wanted = chosen or os.environ.get("ZONEMAP_LANG") or "zh"
    if wanted not in LANGUAGES:
        fail(f"--lang {wanted}: 只有 zh 与 en；there is zh and en only")
    return wanted


def say(text: str) -> None:
    """One line of talk on stderr."""
    typer.echo(one_line(text), err=True)


def fail(text: str) -> NoReturn:
    """Say what is wrong and how to mend it, then stop with exit status 2."""
    for line in text.splitlines():
        typer.echo(f"zonemap: {one_line(line)}", err=True)
    raise typer.Exit(2)


def reason(error: Exception) -> str:
    """What the system says of a failed call, without the path that it repeats."""
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number) if number else str(error)


def fail_layers(error: LayerError, chosen: str) -> NoReturn:
    """Say every problem of the layers, a line each, then stop with exit status 2."""
    fail("\n".join(problem.text(chosen) for problem in error.problems))


def print_json(value: Any) -> None:
    """Data for a program on stdout."""
    # Where stdout is not UTF-8, what it cannot carry must become JSON's escapes, not Python's.
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    json.dump(value, sys.stdout, ensure_ascii=plain, indent=1, allow_nan=False)
    sys.stdout.write("\n")


def print_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Data for a person on stdout: aligned columns, figures to the right."""
    texts = [[_cell(row[column]) for column in columns] for row in rows]
    lines = [list(columns), *texts]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(columns))]
    numeric = [
        bool(texts) and all(_is_number(line[i]) or not line[i] for line in texts) for i in range(len(columns))
    ]
    for line in lines:
        cells = [
            " " * (widths[i] - _width(text)) + text if numeric[i] else text + " " * (widths[i] - _width(text))
            for i, text in enumerate(line)
        ]
        typer.echo("  ".join(cells).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else one_line(str(value))


def _width(text: str) -> int:
    return sum(2 if ord(char) >= _WIDE else 1 for char in text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
