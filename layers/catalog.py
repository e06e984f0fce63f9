"""The catalogue: every plan with its features, and the baselines, read from a layers folder and checked."""

from collections.abc import Iterator
from pathlib import Path

from layers.building import with_banks
from layers.description import read_description
from layers.entries import Catalog, Entry, GroundFeature, Line, Scenery
from layers.features import read_feature, read_layer
from layers.files import FILES, INITIALS, SHARED, LayerFiles, layer_files, read_files
from layers.indicator_checks import indicator_problems
from layers.indicators import read_indicators
from layers.initials import read_initials
from layers.messages import LayerError, Message
from layers.plan import Plan
from layers.records import read_record
from layers.references import reference_problems
from layers.relations import read_relations
from layers.vocabulary import read_vocabulary

__all__ = [
    "DEFAULT",
    "FILES",
    "Catalog",
    "Entry",
    "Line",
    "Scenery",
    "catalog_of",
    "layer_files",
    "load",
    "read_feature",
]

#: The layers that come with the package.
DEFAULT = Path(__file__).parent


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
    return catalog_of(read_files(folder))


def catalog_of(files: LayerFiles) -> Catalog:
    """Check what the files of a layers folder hold; return value and errors are those of `load`."""
    problems = list(files.problems)
    if not files.plans and not problems:
        raise LayerError(Message("no-plans", str(files.folder)))
    catalog = Catalog(files.folder)
    catalog.description = read_description(files, problems)
    catalog.vocabulary = read_vocabulary(files, problems)
    _read_shared(catalog, files, problems)
    for name in files.plans:
        _read_plan(catalog, files, name, problems)
    tables = [table for own in catalog.indicators.values() for table in own]
    problems += indicator_problems(tables, catalog.vocabulary)
    if not problems:
        problems = list(reference_problems(catalog))
    if problems:
        raise LayerError(*problems)
    catalog.baselines = with_banks(catalog)
    catalog.version = files.version
    return catalog


def _read_shared(catalog: Catalog, files: LayerFiles, problems: list[Message]) -> None:
    """Read what all plans share: baselines, context, ground and initials."""
    if INITIALS in files:
        try:
            catalog.kept_initials = read_initials(files)
        except LayerError as error:
            problems.extend(error.messages)
    for file in SHARED:
        if file not in files:
            continue
        layer = file.removesuffix(".geojson")
        seen: set[str] = set()
        for record, geometry in read_layer(files, file, layer, problems):
            if record.id in seen:
                problems.append(Message("id-duplicate", file, record.id, {"other": file}))
            seen.add(record.id)
            if layer == "baselines":
                catalog.baselines[record.id] = Line(record, geometry)
            elif layer == "context":
                catalog.context.append(Scenery(record, geometry))
            else:
                catalog.ground.append(GroundFeature(record, geometry))


def _read_plan(catalog: Catalog, files: LayerFiles, name: str, problems: list[Message]) -> None:
    file = f"{name}/plan.toml"
    roles: set[str] | None = None
    plan = read_record(files, file, Plan, problems)
    if plan is not None and plan.id != name:
        problems.append(Message("id-prefix", file, plan.id, {"prefix": name}))
    elif plan is not None:
        catalog.plans[plan.id] = plan
        roles = {role.name for role in plan.roles}
    # With a broken plan.toml the features are read all the same: all problems are told at once.
    for layer in FILES:
        layer_file = f"{name}/{layer}.geojson"
        if layer_file not in files:
            continue
        for record, geometry in read_layer(files, layer_file, layer, problems):
            entry = Entry(name, layer, record, geometry)
            problems.extend(_misplaced(catalog, entry, roles))
            catalog.entries.setdefault(record.id, entry)
    if relations := read_relations(files, name, problems):
        catalog.relations[name] = relations
    if tables := read_indicators(files, name, problems):
        catalog.indicators[name] = tables


def _misplaced(catalog: Catalog, entry: Entry, roles: set[str] | None) -> Iterator[Message]:
    record = entry.record
    if not record.id.startswith(f"{entry.plan}."):
        yield Message("id-prefix", entry.file, record.id, {"prefix": f"{entry.plan}."})
    if record.id in catalog.entries:
        yield Message("id-duplicate", entry.file, record.id, {"other": catalog.entries[record.id].file})
    if roles is not None and record.role not in roles:
        yield Message("role-unknown", entry.file, record.id, {"role": record.role})
