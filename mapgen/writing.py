"""Outputs written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mapgen.talk import fail


def write_all(folder: Path, files: Mapping[str, bytes], language: str) -> None:
    """Write files below a folder: all of them are on the disk before the first takes its place.

    Parameters
    ----------
    folder : Path
    files : mapping of str to bytes
        Content by name relative to the folder.
    language : {"zh", "en"}

    Raises
    ------
    typer.Exit
        With status 2 if the folder cannot be written; then no file has changed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".zonemap-", dir=folder) as stage:
            for name, content in files.items():
                staged = Path(stage, name)
                staged.parent.mkdir(parents=True, exist_ok=True)
                with staged.open("wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
            for name in files:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                Path(stage, name).replace(target)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        said = {
            "zh": f"{folder}: 无法写入（{reason}）；请检查权限与剩余空间，或用 --out 另选目录",
            "en": f"{folder}: cannot be written ({reason}); "
            "check permissions and free space, or choose another --out",
        }
        fail(said[language])
