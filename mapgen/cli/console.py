"""What the command line writes: data to stdout, messages to stderr, errors a line each with exit status 2."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, NoReturn

import typer

from layers.messages import Message, MessageError, reason
from mapgen.text.loading import LANGUAGES
from mapgen.text.texts import both, line, one_line

#: Lines of problems, findings or remarks that are shown to a person; --json has all of them.
MAX_LINES = 20
_PASSWORD = re.compile(r"(postgres(?:ql)?://)[^\s:@/]*:\S*@", re.IGNORECASE)
_WIDE = 0x1100  # from here on most characters take two columns of a terminal


def language(chosen: str | None) -> str:
    """Language of messages: what the option says, else ZONEMAP_LANG, else Chinese."""
    wanted = chosen or os.environ.get("ZONEMAP_LANG") or "zh"
    if wanted not in LANGUAGES:
        stop(f"--lang {wanted}: {both('lang-unknown')}")
    return wanted


def say(message: Message, spoken: str) -> None:
    """One message on stderr."""
    note(line(message, spoken))


def say_each(messages: Sequence[Message], spoken: str) -> None:
    """Messages on stderr: the first few, and how many more there are."""
    for message in messages[:MAX_LINES]:
        say(message, spoken)
    say_rest(len(messages), spoken)


def say_rest(count: int, spoken: str, *, in_json: bool = True) -> None:
    """How many of so many lines are not shown, if any, and whether --json would list them."""
    if count > MAX_LINES:
        values = {"count": count - MAX_LINES, "all": count}
        say(Message("lines-more" if in_json else "lines-hidden", values=values), spoken)


def note(text: str) -> None:
    """One line on stderr."""
    typer.echo(one_line(_without_password(text)), err=True)


def _without_password(text: str) -> str:
    """What may be told of an address that was given where none belongs."""
    return _PASSWORD.sub(r"\1…@", text)


def stop(text: str) -> NoReturn:
    """Say in a line why a command cannot do its work, and end with exit status 2."""
    note(f"zonemap: {text}")
    raise typer.Exit(2)


def refuse(problems: Sequence[Message], spoken: str, *, in_json: bool = True) -> NoReturn:
    """Say the first few problems, and how many more there are, and end with exit status 2."""
    for problem in problems[:MAX_LINES]:
        note(f"zonemap: {line(problem, spoken)}")
    say_rest(len(problems), spoken, in_json=in_json)
    raise typer.Exit(2)


def reporting(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose errors become lines and exit status 2: the one place where that happens."""

    @wraps(command)
    def run(**options: Any) -> None:
        try:
            command(**options)
        except MessageError as error:
            problems = error.messages
        except OSError as error:
            values = {"reason": reason(error)}
            problems = [Message("system-refuses", str(error.filename or ""), values=values)]
        else:
            return
        spoken = language(options.get("lang"))
        if options.get("json"):
            print_json({"problems": [_without_password(line(problem, spoken)) for problem in problems]})
        refuse(problems, spoken, in_json="json" in options)

    return run


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
    for texts_of_line in lines:
        cells = [
            " " * (widths[i] - _width(text)) + text if numeric[i] else text + " " * (widths[i] - _width(text))
            for i, text in enumerate(texts_of_line)
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
