"""What a catalogue holds: features, baselines and context as they stand in the layer files."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import shapely

from layers.baseline import Baseline
from layers.description import Description
from layers.ground import Ground
from layers.indicators import IndicatorTable
from layers.initials import initials
from layers.messages import LayerError, Message
from layers.plan import Plan
from layers.relations import Relation
from layers.schema import Context, Feature
from layers.vocabulary import Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """A feature as it stands in a layer file.

    Attributes
    ----------
    plan : str
        Id of the plan.
    layer : {"zones", "axes", "nodes", "places"}
    record : Feature
    geometry : shapely.Geometry or None
        (lon, lat) degrees; None where it is derived, or where there is none.
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
    """A baseline with its geometry in (lon, lat) degrees, drawn or derived."""

    record: Baseline
    geometry: shapely.LineString

    @property
    def drawn(self) -> shapely.LineString | None:
        """Its geometry as it stands in the layer file: None for a bank that follows from its centreline."""
        return self.geometry if self.record.derived_from is None else None


@dataclass(frozen=True, slots=True)
class Scenery:
    """A context feature with its geometry in (lon, lat) degrees."""

    record: Context
    geometry: shapely.Geometry


@dataclass(frozen=True, slots=True)
class GroundFeature:
    """A feature of the ground with its geometry in (lon, lat) degrees."""

    record: Ground
    geometry: shapely.Geometry


@dataclass
class Catalog:
    """All layers of a folder.

    Attributes
    ----------
    folder : Path
    version : str
        Twelve hex digits that change when any layer file does.
    plans : dict of str to Plan
        By id, in the order of the folders' names.
    entries : dict of str to Entry
        Features of all plans by id, in file order.
    baselines : dict of str to Line
    context : list of Scenery
    ground : list of GroundFeature
    kept_initials : dict of str to str
        Pinyin initials by name, as far as the folder keeps them.
    description : Description
        What atlas.toml says of all of them.
    relations : dict of str to list of Relation
        By the id of the plan that states them, in file order; without the plans that state none.
    vocabulary : Vocabulary
        Terms and units that all plans share.
    indicators : dict of str to list of IndicatorTable
        By the id of the plan, in the order of the document; without the plans that have none.
    """

    folder: Path
    version: str = ""
    plans: dict[str, Plan] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    baselines: dict[str, Line] = field(default_factory=dict)
    context: list[Scenery] = field(default_factory=list)
    ground: list[GroundFeature] = field(default_factory=list)
    kept_initials: dict[str, str] = field(default_factory=dict)
    description: Description = field(default_factory=Description)
    relations: dict[str, list[Relation]] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    indicators: dict[str, list[IndicatorTable]] = field(default_factory=dict)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Ids of the features that name a feature as their parent, by its id, in file order."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, entry in self.entries.items():
            if entry.record.parent is not None:
                found[entry.record.parent].append(name)
        return dict(found)

    @cached_property
    def plans_by_topic(self) -> dict[str, list[str]]:
        """Plans that have a target of a topic, by the topic, in the catalogue's order."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for plan, tables in self.indicators.items():
            for topic in (row.topic for table in tables for row in table.targets if row.topic):
                found[topic][plan] = None
        return {topic: list(plans) for topic, plans in found.items()}

    def terms(self, plan: str) -> Mapping[str, Term]:
        """Terms for functions that a plan may use, by id: its own, and those of all plans."""
        return ChainMap(self.plans[plan].functions, self.vocabulary.functions)

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
        asked = set(wanted)
        return [plan for plan in self.plans if not asked or plan in asked]

    def initials(self, name: str) -> str:
        """Pinyin initials of a name: those that the folder keeps, else those of the dictionary."""
        kept = self.kept_initials.get(name)
        return initials(name) if kept is None else kept

    def owner(self, entry: Entry) -> Entry:
        """The feature whose place this is: itself, or the end of its same_as chain."""
        while entry.record.same_as is not None:
            entry = self.entries[entry.record.same_as]
        return entry
