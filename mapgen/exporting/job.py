"""An export as it was asked for: what every format's writer is given."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from layers.assemble import Atlas
from layers.plan import Plan
from mapgen.exporting.layers import ExportLayer
from mapgen.exporting.target import Target

#: Characters of an export's name: no file system takes more than 255 bytes, with format, system and ending.
LONGEST = 120


@dataclass(frozen=True)
class Job:
    """An export as it was asked for.

    Attributes
    ----------
    atlas : Atlas
    plan_ids : list of str
        Ids of the chosen plans.
    layers : list of ExportLayer
        In the coordinate system of `target`.
    target : Target
    stem : str
        What files that hold several layers are called.
    day : datetime.date
        The day that the export says it was made on.
    encoding : {"UTF-8", "GBK"}
        Of text in a Shapefile.
    """

    atlas: Atlas
    plan_ids: list[str]
    layers: list[ExportLayer]
    target: Target
    stem: str
    day: dt.date
    encoding: str = "UTF-8"

    @property
    def plans(self) -> list[Plan]:
        """The chosen plans."""
        return [self.atlas.catalog.plans[plan] for plan in self.plan_ids]

    def of_plan(self, plan: str) -> dict[str, ExportLayer]:
        """Layers of a plan: zones, axes, nodes and boundaries."""
        return self._by_plan.get(plan, {})

    def part(self, plan_ids: list[str], layers: list[ExportLayer]) -> "Job":
        """What one of several files holds, as a job of its own: a file says nothing of the others."""
        return replace(self, plan_ids=plan_ids, layers=layers)

    def of_layer(self, layer: ExportLayer) -> "Job":
        """What a file of one layer holds; what plans share belongs to all of them."""
        return self.part(self.plan_ids if layer.plan is None else [layer.plan], [layer])

    @cached_property
    def _by_plan(self) -> dict[str, dict[str, ExportLayer]]:
        found: dict[str, dict[str, ExportLayer]] = defaultdict(dict)
        for layer in self.layers:
            if layer.plan is not None:
                found[layer.plan][layer.layer] = layer
        return found

    @property
    def version(self) -> str:
        """Version of the layers: twelve hex digits."""
        return self.atlas.catalog.version


def stem(chosen: list[str], known: list[str]) -> str:
    """Name of an export: ``zonemap`` for all plans, else the plans, or how many if that would be too long."""
    if len(chosen) == len(known) and len(known) > 1:
        return "zonemap"
    name = "+".join(chosen)
    return name if len(name) <= LONGEST else f"{chosen[0]}+{len(chosen) - 1}-more"
