"""How tests run commands: in this process, which is quick, or in one of their own; in English unless told."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from support import ROOT
from typer.testing import CliRunner, Result

from mapgen.cli.app import app


def run(*words: object, **environment: str) -> Result:
    """Run a command in this process; an exception that is no exit is a bug and comes through."""
    result = CliRunner().invoke(app, list(map(str, words)), env={"ZONEMAP_LANG": "en", **environment})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def command(*words: object) -> list[str]:
    """The words with which a process of its own is started, from `ROOT` or with it on its path."""
    return [sys.executable, "-m", "mapgen", *map(str, words)]


def process(*words: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(
        command(*words),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ZONEMAP_LANG": "en", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def printed(*words: object, code: int = 0) -> Any:
    """What a command prints with --json."""
    result = run(*words, "--json")
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


def one_line_each(text: str) -> list[str]:
    """Messages of a failed command, which must be a line each and no traceback."""
    lines = text.strip().splitlines()
    assert lines
    assert all(line.startswith("zonemap: ") for line in lines), text
    assert not re.search(r"Traceback|\x1b", text)
    return lines


def assert_told(result: Result, lines: int) -> None:
    """A command that stopped with so many messages and nothing else."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(one_line_each(result.stderr)) == lines
    assert all(line.isprintable() for line in result.stderr.splitlines())
