"""From files to a result: the whole of a count."""

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path

from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.tallying.batches import Part
from mapgen.tallying.columns import Asked
from mapgen.tallying.counting import Counted
from mapgen.tallying.parts import Kept, Progress, count_here
from mapgen.tallying.reading import parts_of
from mapgen.tallying.result import Result, result_of
from mapgen.tallying.systems import system
from mapgen.tallying.zones import Zones


def files_of(patterns: Iterable[str]) -> list[Path]:
    """Files by names and patterns, each once.

    Raises
    ------
    OutputError
        With every one that leads to no file.
    """
    found: dict[Path, None] = {}
    missing = []
    for pattern in patterns:
        named = Path(pattern)
        hits = glob.glob(pattern, recursive=True)  # noqa: PTH207 - patterns may be absolute
        matched = [named] if named.is_file() else [Path(each) for each in sorted(hits)]
        files = [path for path in matched if path.is_file()]
        found.update(dict.fromkeys(files))
        if not files:
            missing.append(Message("tally-no-file", pattern))
    if missing:
        raise OutputError(*missing)
    return list(found)


def all_parts(files: Sequence[Path]) -> list[Part]:
    """Parts of files in their order."""
    return [part for path in files for part in parts_of(path)]


def tally(
    parts: Sequence[Part],
    zones: Zones,
    asked: Asked,
    kept: Kept,
    progress: Progress,
    cluster: str | None = None,
) -> Result:
    """Count the rows of parts in zones.

    Parameters
    ----------
    parts : sequence of Part
    zones : Zones
    asked : Asked
    kept : Kept
    progress : Progress
    cluster : str, optional
        Address of a scheduler of Dask distributed.

    Raises
    ------
    OutputError
        If something asked for is not there, a file cannot be read, or there are no rows at all.
    """
    system(asked.crs, asked.shift)  # what is wrong with it is told before anything is read
    if cluster is not None:
        from mapgen.tallying.cluster import count_there

        found = count_there(cluster, parts, zones, asked, kept, progress)
    else:
        found = count_here(parts, zones, asked, kept, progress)
    whole = Counted()
    for each in found:
        whole.add(each)
    if not whole.rows:
        raise OutputError(*(Message("tally-no-rows", path) for path in dict.fromkeys(p.path for p in parts)))
    return result_of(whole, zones, asked)
