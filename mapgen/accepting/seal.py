"""What accepting has written, so that it is only replaced as long as nobody has worked on it."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

import shapely
from pydantic import BaseModel, ConfigDict

from layers.canonical import dumps
from layers.files import BASELINES, FILES, LayerFiles
from layers.messages import LayerError, Message
from layers.reading import as_text, parse_json
from mapgen.accepting.reading import record

#: Stands in the plan's folder.
SEAL = "accepted.json"
_FORMAT = "zonemap accepted"


class _Seal(BaseModel):
    model_config = ConfigDict(frozen=True)
    format: str
    files: dict[str, str]
    baselines: dict[str, str]


def digest_of_line(attributes: Mapping[str, Any], shape: shapely.Geometry | None) -> str:
    """Return a digest of a baseline that changes with any of its attributes and vertices."""
    return _digest(dumps(BASELINES.removesuffix(".geojson"), [(attributes, shape)]).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def seal(plan: str, files: Mapping[str, bytes], lines: Mapping[str, str]) -> bytes:
    """Return what is to be kept of files that are written.

    Parameters
    ----------
    plan : str
        Its id.
    files : mapping of str to bytes
        Of the plan, by name relative to the layers folder.
    lines : mapping of str to str
        Digests of the baselines that the plan brought, by id.
    """
    kept = {name.removeprefix(f"{plan}/"): _digest(content) for name, content in files.items()}
    made = {"format": _FORMAT, "files": kept, "baselines": dict(lines)}
    return (json.dumps(made, indent=1) + "\n").encode()


def brought(there: LayerFiles, plan: str, raw: bytes | None, lines: Mapping[str, str]) -> Collection[str]:
    """Return the ids of the baselines that an accepted plan brought, if nobody has worked on it since.

    Parameters
    ----------
    there : LayerFiles
    plan : str
        Its id.
    raw : bytes or None
        Its seal; None if it has none.
    lines : mapping of str to str
        Digests of all baselines that are there, by id.

    Raises
    ------
    LayerError
        If the plan was not accepted, or its files or baselines are not as accepting wrote them.
    """
    where = f"{plan}/{SEAL}"
    if raw is None:
        raise LayerError(Message("accept-no-seal", str(there.folder / plan)))
    kept = record(_Seal, parse_json(as_text(raw, where), where), where, "accept-seal")
    layer_files = {f"{plan}/plan.toml", *(f"{plan}/{layer}.geojson" for layer in FILES)}
    names = {f"{plan}/{name}" for name in kept.files} | {name for name in layer_files if name in there}
    changed = [
        Message("accept-edited", name)
        for name in sorted(names)
        if name not in there or _digest(there.content(name)) != kept.files.get(name.removeprefix(f"{plan}/"))
    ]
    changed += [
        Message("accept-edited", BASELINES, name)
        for name, digest in kept.baselines.items()
        if lines.get(name, digest) != digest
    ]
    if changed:
        raise LayerError(*changed)
    return kept.baselines
