"""The catalogue: every plan with its features, and the baselines, read from a layers folder and checked."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import shapely
from pydantic import ValidationError

from layers.geometry import GeometryError, read_geometry
from layers.plan import RULE, Plan
from layers.problems import LayerError, Problem
from layers.reading import read_json, read_toml
from layers.schema import GEOMETRIES, MODELS, Axis, Baseline, Context, Feature, Kind, Zone

#: The layers that come with the package.
DEFAULT = Path(__file__).parent

#: Layer files of a plan, and the kind of feature that each holds.
FILES: dict[str, Kind] = {"zones": "zone", "axes": "axis", "nodes": "node"}


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Line:
    """A baseline with its geometry in (lon, lat) degrees."""

    record: Baseline
    geometry: shapely.LineString


@dataclass(frozen=True)
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
    """

    folder: Path
    plans: dict[str, Plan] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    baselines: dict[str, Line] = field(default_factory=dict)
    context: list[Scenery] = field(default_factory=list)

    def version(self) -> str:
        """Twelve hex digits that change when any layer file does."""
        digest = hashlib.sha256()
        for path in layer_files(self.folder):
            digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:12]

    def owner(self, entry: Entry) -> Entry:
        """The feature whose place this is: itself, or the end of its same_as chain."""
        while entry.record.same_as is not None:
            entry = self.entries[entry.record.same_as]
        return entry


def layer_files(folder: Path) -> list[Path]:
    """All files of a layers folder that `load` reads, in a fixed order."""
    shared = [folder / f"{name}.geojson" for name in ("baselines", "context")]
    plans = [folder / plan for plan in _plan_folders(folder)]
    own = [plan / name for plan in plans for name in ("plan.toml", *(f"{layer}.geojson" for layer in FILES))]
    return [path for path in (*shared, *own) if path.exists()]


def _plan_folders(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/plan.toml"))


def load(folder: Path = DEFAULT) -> Catalog:
    """Read and check a layers folder.

    Parameters
    ----------
    folder : Path
        Holds baselines.geojson and a folder for each plan.

    Returns
    -------
    Catalog

    Raises
    ------
    LayerError
        With all problems of all files.
    """
    if not folder.is_dir():
        raise LayerError([Problem(str(folder), "", "folder-missing")])
    names = _plan_folders(folder)
    if not names:
        raise LayerError([Problem(str(folder), "", "no-plans")])
    catalog = Catalog(folder)
    problems: list[Problem] = []
    for name, keep in (("baselines", _keep_baseline), ("context", _keep_context)):
        if (folder / f"{name}.geojson").exists():
            for record, geometry in _read_layer(folder, f"{name}.geojson", name, problems):
                keep(catalog, record, geometry, problems)
    for name in names:
        _read_plan(catalog, name, problems)
    if not problems:
        problems = list(_cross_check(catalog))
    if problems:
        raise LayerError(problems)
    return catalog


def _keep_baseline(catalog: Catalog, record: Any, geometry: Any, problems: list[Problem]) -> None:
    if record.id in catalog.baselines:
        problems.append(
            Problem("baselines.geojson", record.id, "id-duplicate", {"other": "baselines.geojson"})
        )
    catalog.baselines[record.id] = Line(record, geometry)


def _keep_context(catalog: Catalog, record: Any, geometry: Any, _: list[Problem]) -> None:
    catalog.context.append(Scenery(record, geometry))


def _read_plan(catalog: Catalog, name: str, problems: list[Problem]) -> None:
    file = f"{name}/plan.toml"
    try:
        table = read_toml(catalog.folder / file, file, catalog.folder)
        plan = _plan(table, file)
    except LayerError as error:
        problems.extend(error.problems)
        return
    if plan.id != name:
        problems.append(Problem(file, plan.id, "id-prefix", {"prefix": name}))
        return
    catalog.plans[plan.id] = plan
    roles = {role.name for role in plan.roles}
    for layer in FILES:
        if not (catalog.folder / name / f"{layer}.geojson").exists():
            continue
        for record, geometry in _read_layer(catalog.folder, f"{name}/{layer}.geojson", layer, problems):
            entry = Entry(name, layer, record, geometry)
            problems.extend(_misplaced(catalog, entry, roles))
            catalog.entries.setdefault(record.id, entry)


def _misplaced(catalog: Catalog, entry: Entry, roles: set[str]) -> Iterator[Problem]:
    record = entry.record
    if not record.id.startswith(f"{entry.plan}."):
        yield Problem(entry.file, record.id, "id-prefix", {"prefix": f"{entry.plan}."})
    if record.id in catalog.entries:
        yield Problem(entry.file, record.id, "id-duplicate", {"other": catalog.entries[record.id].file})
    if record.role not in roles:
        yield Problem(entry.file, record.id, "role-unknown", {"role": record.role})


def _plan(table: dict[str, Any], file: str) -> Plan:
    problems: list[Problem] = []
    rules = table.pop("rules", [])
    for number, rule in enumerate(rules if isinstance(rules, list) else [rules], start=1):
        try:
            RULE.validate_python(rule)
        except ValidationError as error:
            for where, reason in _reasons(error):
                problems.append(
                    Problem(file, "", "rule", {"number": number, "field": where, "reason": reason})
                )
    try:
        plan = Plan.model_validate({**table, "rules": [] if problems else rules})
    except ValidationError as error:
        problems += [Problem(file, "", "attribute", {"field": f, "reason": r}) for f, r in _reasons(error)]
    if problems:
        raise LayerError(problems)
    return plan


def _reasons(error: ValidationError) -> Iterator[tuple[str, str]]:
    for detail in error.errors(include_url=False, include_input=False):
        yield ".".join(map(str, detail["loc"])) or "-", detail["msg"].removeprefix("Value error, ")


def _read_layer(
    folder: Path, file: str, layer: str, problems: list[Problem]
) -> Iterator[tuple[Any, shapely.Geometry | None]]:
    """Records and geometries of one file; what is wrong with the others goes to `problems`."""
    try:
        collection = read_json(folder / file, file, folder)
    except LayerError as error:
        problems.extend(error.problems)
        return
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        problems.append(Problem(file, "", "not-collection"))
        return
    if "crs" in collection:
        problems.append(Problem(file, "", "crs-member"))
        return
    for number, feature in enumerate(features, start=1):
        checked = read_feature(feature, layer, file, f"#{number}")
        if isinstance(checked, list):
            problems.extend(checked)
        else:
            yield checked


def read_feature(
    feature: Any, layer: str, file: str, place: str
) -> tuple[Any, shapely.Geometry | None] | list[Problem]:
    """Check one GeoJSON feature against the schema of its layer.

    Parameters
    ----------
    feature : object
        Parsed JSON.
    layer : {"zones", "axes", "nodes", "baselines", "context"}
    file, place : str
        What messages call the file, and the feature until its id is known.

    Returns
    -------
    (record, geometry) or list of Problem
    """
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return [Problem(file, place, "not-feature")]
    properties = feature.get("properties")
    if not isinstance(properties, dict) or "geometry" not in feature:
        return [Problem(file, place, "not-feature")]
    if isinstance(properties.get("id"), str):
        place = properties["id"]
    problems: list[Problem] = []
    record: Any = None
    try:
        record = MODELS[layer].model_validate(properties)
    except ValidationError as error:
        problems += [Problem(file, place, "attribute", {"field": f, "reason": r}) for f, r in _reasons(error)]
    derived = getattr(record, "derived_from", None)
    member, geometry = feature["geometry"], None
    if member is not None:
        try:
            geometry = read_geometry(member, GEOMETRIES[layer])
        except GeometryError as error:
            problems.append(Problem(file, place, error.code, error.values))
        if derived:
            problems.append(Problem(file, place, "geometry-superfluous", {"reason": derived}))
    elif record is not None and derived is None:
        problems.append(Problem(file, place, "geometry-missing"))
    if isinstance(record, Zone):
        problems += _inside_problems(record, file)
    return problems if problems or record is None else (record, geometry)


def _inside_problems(zone: Zone, file: str) -> Iterator[Problem]:
    if zone.sides is None:
        return
    parts, points = len(zone.parts), len(zone.insides)
    if not points:
        yield Problem(file, zone.id, "inside-missing")
    elif parts != points:
        yield Problem(file, zone.id, "inside-parts", {"parts": parts, "points": points})


def _cross_check(catalog: Catalog) -> Iterator[Problem]:
    """References between features: they exist, fit and do not go in circles."""
    parents = {(entry.record.parent, entry.layer) for entry in catalog.entries.values()}
    for entry in catalog.entries.values():
        record = entry.record
        targets = [("parent", record.parent), ("same_as", record.same_as)]
        if isinstance(record, Axis):
            targets += [("passes", passed) for passed in record.passes or []]
        unknown = [(name, target) for name, target in targets if target and target not in catalog.entries]
        for name, target in unknown:
            yield Problem(entry.file, record.id, "reference-unknown", {"field": name, "target": target})
        if unknown:
            continue
        if record.same_as and catalog.entries[record.same_as].layer != entry.layer:
            yield Problem(entry.file, record.id, "same-as-kind", {"target": record.same_as})
        if record.basis == "members" and (record.id, entry.layer) not in parents:
            yield Problem(entry.file, record.id, "members-none")
        for name in ("parent", "same_as"):
            if chain := _circle(catalog, record.id, attrgetter(name)):
                values = {"field": name, "chain": " → ".join(chain)}
                yield Problem(entry.file, record.id, "reference-loop", values)
    yield from _rule_references(catalog)


def _circle(catalog: Catalog, start: str, follow: Callable[[Feature], str | None]) -> list[str]:
    chain = [start]
    while (target := follow(catalog.entries[chain[-1]].record)) in catalog.entries:
        chain.append(str(target))
        if target == start:
            return chain
        if target in chain[:-1]:
            return []  # a circle further on: reported there
    return []


def _rule_references(catalog: Catalog) -> Iterator[Problem]:
    for plan in catalog.plans.values():
        roles = {role.name for role in plan.roles}
        for number, rule in enumerate(plan.rules, start=1):
            said = rule.model_dump(by_alias=True)
            named = [said.get(key) for key in ("axis", "outer", "to", "id", "of", "parent")]
            for target in [*named, *(said.get("ids") or []), *(said.get("order") or [])]:
                if target is not None and target not in catalog.entries:
                    values = {"number": number, "field": "id", "reason": target}
                    yield Problem(f"{plan.id}/plan.toml", "", "rule", values)
            if said.get("role") is not None and said["role"] not in roles:
                values = {"number": number, "field": "role", "reason": said["role"]}
                yield Problem(f"{plan.id}/plan.toml", "", "rule", values)
