"""What a catalogue holds: features, baselines and context as they stand in the layer files."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import shapely

from layers.description import FILE as DESCRIPTION
from layers.description import Description
from layers.initials import FILE as INITIALS
from layers.initials import initials
from layers.messages import LayerError, Message
from layers.plan import Plan
from layers.schema import Baseline, Context, Feature, Kind

#: Layer files of a plan, and the kind of feature that each holds.
FILES: dict[str, Kind] = {"zones": "zone", "axes": "axis", "nodes": "node"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A feature as it stands in a layer file.

    Attributes
    ----------
    plan : str
        Id of the plan.
    layer : {"zones", "axes", "nodes"}
    record : Feature
    geometry : shapely.Geometry or None
        (lon, lat) degrees; None where it is derived.
    """

    plan: str
    layer: str
    record: Feature
    geometry: shapely.Geometry | None

    @property
    def file(self) -> str:
        """What messages call the file it stands in."""
        return f"{self.plan}/{self.layer}.geojson"


@dataclass(frozen=True, slots=True)
class Line:
    """A baseline with its geometry in (lon, lat) degrees."""

    record: Baseline
    geometry: shapely.LineString


@dataclass(frozen=True, slots=True)
class Scenery:
    """A context feature with its geometry in (lon, lat) degrees."""

    record: Context
    geometry: shapely.Geometry


@dataclass
class Catalog:
    """All layers of a folder.

    Attributes
    ----------
    folder : Path
    plans : dict of str to Plan
        By id, in the order of the folders' names.
    entries : dict of str to Entry
        Features of all plans by id, in file order.
    baselines : dict of str to Line
    context : list of Scenery
    kept_initials : dict of str to str
        Pinyin initials by name, as far as the folder keeps them.
    description : Description
        What atlas.toml says of all of them.
    """

    folder: Path
    plans: dict[str, Plan] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    baselines: dict[str, Line] = field(default_factory=dict)
    context: list[Scenery] = field(default_factory=list)
    kept_initials: dict[str, str] = field(default_factory=dict)
    description: Description = field(default_factory=Description)

    def version(self) -> str:
        """Twelve hex digits that change when any layer file does."""
        digest = hashlib.sha256()
        for path in layer_files(self.folder):
            digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:12]

    def chosen(self, plans: Iterable[str]) -> list[str]:
        """Plans by id in the catalogue's order; all if none is named.

        Raises
        ------
        LayerError
            With a problem for each plan that is not here.
        """
        wanted = list(plans)
        if unknown := [plan for plan in wanted if plan not in self.plans]:
            values: dict[str, object] = {"known": ", ".join(self.plans)}
            raise LayerError(*(Message("plan-unknown", plan, values=values) for plan in unknown))
        return [plan for plan in self.plans if not wanted or plan in wanted]

    def initials(self, name: str) -> str:
        """Pinyin initials of a name: those that the folder keeps, else those of the dictionary."""
        kept = self.kept_initials.get(name)
        return initials(name) if kept is None else kept

    def owner(self, entry: Entry) -> Entry:
        """The feature whose place this is: itself, or the end of its same_as chain."""
        while entry.record.same_as is not None:
            entry = self.entries[entry.record.same_as]
        return entry


def layer_files(folder: Path) -> list[Path]:
    """All files of a layers folder that `layers.catalog.load` reads, in a fixed order."""
    shared = [folder / name for name in (DESCRIPTION, "baselines.geojson", "context.geojson", INITIALS)]
    plans = [folder / plan for plan in plan_folders(folder)]
    own = [plan / name for plan in plans for name in ("plan.toml", *(f"{layer}.geojson" for layer in FILES))]
    return [path for path in (*shared, *own) if stands(path)]


def stands(path: Path) -> bool:
    """Whether something stands there, be it a link that leads nowhere: what is broken must be told."""
    return os.path.lexists(path)


def plan_folders(folder: Path) -> list[str]:
    """Names of the subfolders that hold a plan, sorted."""
    return sorted(
        path.name for path in folder.iterdir() if not path.name.startswith(".") and stands(path / "plan.toml")
    )


def unreadable_folders(folder: Path) -> Iterator[Message]:
    """Subfolders that may hold a plan and do not let it be seen, or hold layers without a plan.toml."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not path.is_dir():
            continue
        try:
            names = {inner.name for inner in path.iterdir()}
        except OSError as error:
            yield Message("file-unreadable", path.name, values={"reason": error.strerror})
            continue
        if "plan.toml" not in names and names & {f"{layer}.geojson" for layer in FILES}:
            yield Message("plan-missing", f"{path.name}/plan.toml")
