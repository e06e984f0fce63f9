"""``zonemap read``: what a document says of space, as a draft with the place of each finding."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from mapgen.cli import options

#: How often progress is told, s.
_EVERY_S = 3.0


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=options.told("option-document"))],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DRAFT.json", help=options.told("option-out-draft"))
    ] = None,
    words: Annotated[
        Path | None, typer.Option("--words", metavar="FILE.toml", help=options.told("option-words"))
    ] = None,
    page: options.ReviewPage = None,
    encoding: options.StatedEncoding = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Find in a document what it says of zones: layout, names, areas, sides, members."""
    from layers.messages import Message
    from mapgen.cli.console import language, print_json, say, say_each
    from mapgen.files.writing import write_files
    from mapgen.reading.draft import draft, source
    from mapgen.reading.findings import findings
    from mapgen.reading.opening import open_document
    from mapgen.reading.report import counts, doubts, dumps
    from mapgen.reading.words import words_with
    from mapgen.reviewing.draft import checked
    from mapgen.reviewing.page import page_bytes, require_page
    from mapgen.text.texts import line

    spoken = language(lang)
    require_page(page, file, out, words)
    known = words_with(words)
    document, remarks = open_document(file, known, encoding)
    made: dict[str, Any] = {
        **draft(findings(document, known, _progress(file.name, spoken)), known),
        "source": source(document),
    }
    say_each(remarks, spoken)
    written = {out: dumps(made)} if out is not None else {}
    if page is not None:
        written[page] = page_bytes(checked(made, file.name))
    write_files(written)
    if json:
        print_json(made)
    else:
        for message in (counts(made, file.name), *doubts(made, file.name)):
            typer.echo(line(message, spoken))
    if out is not None:
        say(Message("reading-written", str(out)), spoken)
    if page is not None:
        say(Message("review-written", str(page)), spoken)


def _progress(file: str, spoken: str) -> Callable[[int, int], None]:
    """Tell now and then how far the reading of a long document is."""
    from layers.messages import Message
    from mapgen.cli.console import say

    last = time.monotonic()

    def progress(done: int, paragraphs: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last < _EVERY_S:
            return
        last = now
        say(Message("reading-progress", file, values={"done": done, "all": paragraphs}), spoken)

    return progress
