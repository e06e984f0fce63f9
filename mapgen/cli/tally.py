"""``zonemap tally``: the rows of users' own tables, counted in the zones."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapgen.cli import options

if TYPE_CHECKING:
    from mapgen.tallying.batches import Part
    from mapgen.tallying.columns import Asked
    from mapgen.tallying.counting import Counted

#: What a plan is called; a file that is called so has to be given with its folder.
_PLAN = re.compile(r"[a-z0-9-]+")
#: How often progress is told, s; and the greatest distance from an axis, m.
_EVERY_S, _FURTHEST_M = 3.0, 100_000.0


def run(
    tables: Annotated[list[str], typer.Argument(metavar="FILE… [PLAN]…", help=options.told("option-tables"))],
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="COLUMN", help=options.told("option-by"))
    ] = None,
    total: Annotated[
        str | None, typer.Option("--sum", metavar="COLUMN", help=options.told("option-sum"))
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="COLUMN", help=options.told("option-year"))
    ] = None,
    lon: Annotated[
        str | None, typer.Option("--lon", metavar="COLUMN", help=options.told("option-lon"))
    ] = None,
    lat: Annotated[
        str | None, typer.Option("--lat", metavar="COLUMN", help=options.told("option-lat"))
    ] = None,
    x: Annotated[str | None, typer.Option("--x", metavar="COLUMN", help=options.told("option-x"))] = None,
    y: Annotated[str | None, typer.Option("--y", metavar="COLUMN", help=options.told("option-y"))] = None,
    crs: options.TableCrs = None,
    system: options.StatedSystem = None,
    within: Annotated[
        float | None, typer.Option("--within", metavar="M", help=options.told("option-within"))
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=options.told("option-out-tally"))
    ] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE.html", help=options.told("option-map"))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=options.told("option-strict-tally"))] = False,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="URL", help=options.told("option-cluster"))
    ] = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Count the rows of tables in zones."""
    from layers.messages import Message, MessageError
    from mapgen.cli.console import print_json, print_table, say
    from mapgen.cli.session import open_atlas
    from mapgen.files.errors import OutputError
    from mapgen.files.writing import write_files
    from mapgen.tallying.parts import Kept
    from mapgen.tallying.queries import require_duckdb
    from mapgen.tallying.result import content, kind_of, reasons
    from mapgen.tallying.run import all_parts
    from mapgen.tallying.run import tally as count
    from mapgen.tallying.zones import zones_of

    asked = _asked(by, total, year, (lon, lat), (x, y), crs, system)
    require_duckdb()
    plans, files = _split(tables)
    _check(files, out, map_, within)
    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    zones = zones_of(atlas, chosen, within)
    parts = all_parts(files)
    kept = Kept(out.with_name(f"{out.name}.parts") if out else None, zones, asked)
    if known := sum(kept.get(part) is not None for part in parts):
        say(Message("tally-resumed", values={"count": known}), spoken)
    try:
        result = count(parts, zones, asked, kept, _progress(parts, spoken), cluster)
    except MessageError as error:
        raise OutputError(*error.messages, *kept.left(parts)) from None
    found = result.counted
    if strict and found.rejected:
        # A table that has been put right is counted anew: nothing of this one would be taken up.
        kept.clear()
        raise OutputError(Message("tally-refused", values={"count": found.rejected}), *reasons(found))
    _report(found, asked, spoken)
    written = {path: content(result, kind_of(path)) for path in [out] if path is not None}
    if map_ is not None:
        from mapgen.pages.tally import render_tally

        written[map_] = render_tally(atlas, chosen, result).encode("utf-8")
    write_files(written)
    kept.clear()
    if json:
        print_json(result.plain())
    elif out is None:
        print_table(result.columns, result.rows)
    if written:
        say(Message("tally-written", values={"names": ", ".join(map(str, written))}), spoken)


def _split(words: list[str]) -> tuple[list[str], list[Path]]:
    """Plans and files: what is called like a plan and is no file is one."""
    from layers.messages import Message
    from mapgen.files.errors import OutputError
    from mapgen.tallying.run import files_of

    plans = [word for word in words if _PLAN.fullmatch(word) and not Path(word).is_file()]
    if len(plans) == len(words):
        raise OutputError(Message("tally-no-tables"))
    return plans, files_of(word for word in words if word not in plans)


def _check(files: list[Path], out: Path | None, map_: Path | None, within: float | None) -> None:
    """Refuse what cannot be written or measured, before anything is read."""
    from layers.messages import Message, reason
    from mapgen.files.asking import require_place
    from mapgen.files.errors import OutputError
    from mapgen.tallying.result import kind_of

    if within is not None and not 0 < within <= _FURTHEST_M:
        limit = {"limit": f"{_FURTHEST_M:g}"}
        raise OutputError(Message("tally-within", f"--within {within:g}", values=limit))
    if out is not None:
        kind_of(out)
    if map_ is not None and map_.suffix.lower() != ".html":
        raise OutputError(Message("tally-map-kind", f"--map {map_}"))
    own = {path.resolve() for path in files}
    wanted = [each for each in (out, map_) if each is not None]
    if clash := [each for each in wanted if each.resolve() in own]:
        raise OutputError(Message("tally-overwrites", str(clash[0])))
    for each in wanted:
        try:
            require_place(each)
        except OSError as error:
            raise OutputError(
                Message("tally-unwritable", str(each), values={"reason": reason(error)})
            ) from None


def _asked(
    by: list[str] | None,
    total: str | None,
    year: str | None,
    degrees: tuple[str | None, str | None],
    plane: tuple[str | None, str | None],
    crs: str | None,
    shift: str | None,
) -> "Asked":
    from layers.messages import Message
    from mapgen.files.errors import OutputError
    from mapgen.tallying.columns import Asked

    for names, given in ((("--lon", "--lat"), degrees), (("--x", "--y"), plane)):
        if (given[0] is None) != (given[1] is None):
            values = {"one": names[0], "other": names[1]}
            raise OutputError(Message("tally-pair", values=values))
    if degrees[0] is not None and plane[0] is not None:
        raise OutputError(Message("tally-both-pairs"))
    if plane[0] is not None and crs is None:
        raise OutputError(Message("tally-x-crs"))
    x, y = degrees if degrees[0] is not None else plane
    return Asked(tuple(dict.fromkeys(by or ())), total, year, x, y, crs, shift)


def _progress(parts: "Sequence[Part]", spoken: str) -> Callable[[int, int], None]:
    """Tell now and then how far the count is, how fast it goes and how long it will take."""
    from layers.messages import Message
    from mapgen.cli.console import say

    begun = last = time.monotonic()
    before: int | None = None

    def progress(done: int, rows: int) -> None:
        nonlocal last, before
        if before is None:
            before = done  # parts of an earlier run took no time in this one
        now = time.monotonic()
        counted = sum(part.rows for part in parts[before:done]) + rows
        if now - last < _EVERY_S or done == len(parts) or not counted:
            return
        last = now
        rate = counted / (now - begun)
        left = max(sum(part.rows for part in parts[done:]) - rows, 0)
        values = {
            "done": done,
            "all": len(parts),
            "rows": f"{counted:,}",
            "rate": f"{rate:,.0f}",
            "left": f"{left / rate:.0f}",
        }
        say(Message("tally-progress", values=values), spoken)

    return progress


def _report(found: "Counted", asked: "Asked", spoken: str) -> None:
    """Say which columns were taken, what was bad, and what the counts mean."""
    from layers.messages import Message
    from mapgen.cli.console import say, say_each
    from mapgen.tallying.result import hints, reasons

    say_each([Message("tally-columns", file, values={"x": x, "y": y}) for file, x, y in found.places], spoken)
    for file, code, value in found.remarks:
        say(Message(code, file, values={"value": value}), spoken)
    for each in reasons(found):
        say(each, spoken)
    if found.rejected > len(found.told):
        say(Message("tally-more-bad", values={"count": found.rejected - len(found.told)}), spoken)
    for each in hints(found, asked):
        say(each, spoken)
    if found.unsummed:
        say(Message("tally-unsummed", values={"count": found.unsummed, "column": asked.total}), spoken)
    figures = {name: getattr(found, name) for name in ("rows", "outside", "rejected", "several")}
    say(Message("tally-done", values=figures), spoken)
    say(Message("tally-note"), spoken)
