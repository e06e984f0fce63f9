"""The files of a layers folder, all read at one moment: never half of one state and half of the next."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layers.locking import undisturbed
from layers.messages import LayerError, Message, reason
from layers.reading import as_text, parse_json, parse_toml, read_bytes
from layers.schema import Kind

#: Layer files of a plan, and the kind of feature that each holds.
FILES: dict[str, Kind] = {"zones": "zone", "axes": "axis", "nodes": "node", "places": "place"}
#: What says of all layers what they are called and whom they credit; may be missing.
DESCRIPTION = "atlas.toml"
#: What keeps the pinyin initials of names; may be missing.
INITIALS = "initials.toml"
#: What keeps the relations that a plan states between places; may be missing in a plan.
RELATIONS = "relations.toml"
#: What keeps the terms and units that attributes name; may be missing.
VOCABULARY = "vocabulary.toml"
#: What keeps the figures that a plan sets itself or states; may be missing in a plan.
INDICATORS = "indicators.toml"
#: The lines that boundaries follow; may be missing.
BASELINES = "baselines.geojson"
#: Layers that all plans share; each may be missing.
SHARED = (BASELINES, "context.geojson", "ground.geojson")


@dataclass(frozen=True)
class LayerFiles:
    """The layer files of a folder as they stood at one moment.

    Attributes
    ----------
    folder : Path
    contents : dict of str to bytes or LayerError
        By name relative to the folder, in a fixed order; an error for a file that cannot be read.
    problems : list of Message
        Subfolders that may hold a plan and do not let it be seen, or hold layers without a plan.toml.
    """

    folder: Path
    contents: dict[str, bytes | LayerError]
    problems: list[Message] = field(default_factory=list)

    def __contains__(self, name: str) -> bool:
        """Whether something stands there, be it a link that leads nowhere: what is broken must be told."""
        return name in self.contents

    @property
    def plans(self) -> list[str]:
        """Names of the subfolders that hold a plan, sorted."""
        return sorted(name.partition("/")[0] for name in self.contents if name.endswith("/plan.toml"))

    @property
    def version(self) -> str:
        """Twelve hex digits that change when any layer file does."""
        digest = hashlib.sha256()
        for name in self.contents:
            digest.update(name.encode() + b"\0" + hashlib.sha256(self.content(name)).digest())
        return digest.hexdigest()[:12]

    def content(self, name: str) -> bytes:
        """Bytes of a file.

        Raises
        ------
        LayerError
            If it cannot be read; so do the following, and if it does not hold what they look for.
        """
        content = self.contents[name]
        if isinstance(content, LayerError):
            raise content
        return content

    def text(self, name: str) -> str:
        """Text of a file, which is UTF-8 without BOM."""
        return as_text(self.content(name), name)

    def json(self, name: str) -> Any:
        """Value of a JSON file, which has no duplicate keys, NaN, infinities or lone surrogates."""
        return parse_json(self.text(name), name)

    def toml(self, name: str) -> dict[str, Any]:
        """Table of a TOML file."""
        return parse_toml(self.text(name), name)

    def changed(self, files: Mapping[str, bytes]) -> "LayerFiles":
        """The same files with some replaced or added; nothing on the disk changes."""
        every = LayerFiles(self.folder, {**self.contents, **files})
        ordered = (name for name in _names(every.plans) if name in every)
        return LayerFiles(self.folder, {name: every.contents[name] for name in ordered})


def read_files(folder: Path) -> LayerFiles:
    """Read all layer files of a folder while nobody writes to it.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    LayerFiles
        With the problems of files and subfolders that cannot be read.

    Raises
    ------
    LayerError
        If there is no such folder, it cannot be read, or others do not let go of it.
    """
    return undisturbed(folder, lambda: _read(folder))


def _read(folder: Path) -> LayerFiles:
    try:
        if not folder.is_dir():
            raise LayerError(Message("folder-missing", str(folder)))
        problems = list(_unreadable_folders(folder))
        paths = layer_files(folder)
        home = folder.resolve()
    except OSError as error:
        raise LayerError(Message("file-unreadable", str(folder), values={"reason": reason(error)})) from None
    contents: dict[str, bytes | LayerError] = {}
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            contents[name] = read_bytes(path, name, home)
        except LayerError as error:
            contents[name] = error
    return LayerFiles(folder, contents, problems)


def layer_files(folder: Path) -> list[Path]:
    """All files of a layers folder that `layers.catalog.load` reads, in a fixed order."""
    plans = sorted(
        path.name
        for path in folder.iterdir()
        if not path.name.startswith(".") and os.path.lexists(path / "plan.toml")
    )
    # A link that leads nowhere is listed, too.
    return [path for name in _names(plans) if os.path.lexists(path := folder / name)]


def _names(plans: list[str]) -> Iterator[str]:
    yield from (DESCRIPTION, *SHARED, INITIALS, VOCABULARY)
    for plan in plans:
        layers = (f"{layer}.geojson" for layer in FILES)
        yield from (f"{plan}/{name}" for name in ("plan.toml", *layers, RELATIONS, INDICATORS))


def _unreadable_folders(folder: Path) -> Iterator[Message]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not path.is_dir():
            continue
        try:
            names = {inner.name for inner in path.iterdir()}
        except OSError as error:
            yield Message("file-unreadable", path.name, values={"reason": reason(error)})
            continue
        if "plan.toml" not in names and names & {f"{layer}.geojson" for layer in FILES}:
            yield Message("plan-missing", f"{path.name}/plan.toml")
