"""What testing a claim of accuracy gives: a verdict, with what was claimed and what was measured."""

from dataclasses import dataclass
from typing import Literal

import shapely

from geo.deviation import Deviation
from layers.atlas import Element, LabelledEdge
from layers.baseline import Baseline
from layers.evidence import KnownPlace

Verdict = Literal["holds", "too brave", "too modest", "not shown"]
#: In the order of their weight.
VERDICTS: tuple[Verdict, ...] = ("too brave", "too modest", "holds", "not shown")
#: How a line was found to be meant: said so in its file, by its name, or because nothing else is near.
Way = Literal["baseline", "name", "unnamed"]


@dataclass(frozen=True)
class LineResult:
    """A stretch of a line with what was claimed and what was measured.

    Attributes
    ----------
    edge : LabelledEdge or None
        The edge of a zone; None where the baseline itself was tested.
    baseline : Baseline
    claimed_m : float
        Nine tenths of the line are said to lie within this, m.
    found : Deviation
    verdict : {"too brave", "too modest", "holds", "not shown"}
    way : {"baseline", "name", "unnamed"} or None
        How the lines that it was compared with were found; None without any.
    files : tuple of str
        Where these come from.
    unfit : int
        Lines of its name, all of which say nothing of it, such as the middle of a river of its bank.
    same_source : bool
        Whether one of them comes from where the baseline comes from: then it is no independent evidence.
    shared : bool
        Whether another baseline has that name as well: the lines may be meant by that one.
    geometry : shapely.Geometry
        (lon, lat) degrees.
    """

    edge: LabelledEdge | None
    baseline: Baseline
    claimed_m: float
    found: Deviation
    verdict: Verdict
    way: Way | None
    files: tuple[str, ...]
    unfit: int
    same_source: bool
    shared: bool
    geometry: shapely.Geometry


@dataclass(frozen=True)
class PlaceResult:
    """A known place against a zone that it is said to lie in, or against the node that it is.

    Attributes
    ----------
    element : Element
        The zone, group or node.
    place : KnownPlace
    claimed_m : float
        Accuracy of the boundary nearest to the place, or of the node, m.
    off_m : float
        How far outside the zone the place lies, 0 inside; how far from the node, m.
    verdict : {"too brave", "too modest", "holds"}
    """

    element: Element
    place: KnownPlace
    claimed_m: float
    off_m: float
    verdict: Verdict

    @property
    def beyond_m(self) -> float:
        """How far off it is beyond the claim, m."""
        return max(self.off_m - self.claimed_m, 0.0)


@dataclass(frozen=True)
class Tested:
    """All that was tested.

    Attributes
    ----------
    edges, baselines : list of LineResult
    places : list of PlaceResult
    strangers : list of str
        Ids and names of zones, nodes and baselines that a file names and the plans do not have.
    files : list of str
        Files that hold something to compare with.
    """

    edges: list[LineResult]
    baselines: list[LineResult]
    places: list[PlaceResult]
    strangers: list[str]
    files: list[str]

    @property
    def verdicts(self) -> list[Verdict]:
        """Every verdict."""
        lines = [each.verdict for each in (*self.edges, *self.baselines)]
        return [*lines, *(each.verdict for each in self.places)]
