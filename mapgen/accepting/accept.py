"""A reviewed draft made into the layers of a plan, checked as a whole before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from pydantic import TypeAdapter, ValidationError

from layers import initials
from layers.assemble import assemble
from layers.canonical import dumps
from layers.catalog import catalog_of
from layers.features import read_layer
from layers.files import BASELINES, DESCRIPTION, FILES, INITIALS, LayerFiles, read_files
from layers.messages import LayerError, Message
from layers.types import PlanId
from mapgen.accepting.atlas import atlas_toml
from mapgen.accepting.baselines import baselines, line_of
from mapgen.accepting.choosing import choose
from mapgen.accepting.chosen import Choice
from mapgen.accepting.cutting import cut
from mapgen.accepting.decisions import Decision
from mapgen.accepting.draft import Draft, findings
from mapgen.accepting.elements import Elements, elements
from mapgen.accepting.found import Located
from mapgen.accepting.matching import match
from mapgen.accepting.naming import romanised
from mapgen.accepting.phrase import roles_of, told
from mapgen.accepting.plan import plan_toml
from mapgen.accepting.seal import SEAL, brought, digest_of_line, seal
from mapgen.accepting.wording import is_sound
from mapgen.reading.words import own_words

_ID: TypeAdapter[str] = TypeAdapter(PlanId)
#: Characters of a title; and what ends a sentence, which no title is.
_TITLE, _ENDS = 60, "\u3002\uff1b\uff01\uff1f\uff1a\uff0c;!?:,."
_Line = tuple[dict[str, Any], shapely.Geometry | None]


@dataclass
class Accepted:
    """Layer files of an accepted draft.

    Attributes
    ----------
    files : dict of str to bytes
        New content by name relative to the folder.
    before : dict of str to bytes or None
        What they held.
    choice : Choice
    made : Elements
    lines : int
        Baselines that are new.
    remarks : list of Message
        What could not be followed, and what must be seen to.
    """

    files: dict[str, bytes]
    before: dict[str, bytes | None]
    choice: Choice
    made: Elements
    lines: int
    remarks: list[Message] = field(default_factory=list)

    @property
    def states(self) -> Counter[str]:
        """How many elements are closed, pending, listed and so on."""
        return Counter(self.made.states[one] for one in self.choice.elements)


def accept(
    folder: Path, plan: str, draft: Draft, decisions: list[Decision], located: Located, document: str,
    *, unseen: bool, replace: bool,
) -> Accepted:  # fmt: skip
    """Make layer files.

    Parameters
    ----------
    folder : Path
        Layers folder; need not exist.
    plan : str
        Id of the plan.
    draft : Draft
    decisions : list of Decision
    located : Located
    document : str
        What the document is called where the draft does not say so.
    unseen : bool
        Whether elements of tier A are taken without a decision.
    replace : bool
        Whether a plan of this id that was accepted before, and not worked on since, is made anew.

    Returns
    -------
    Accepted

    Raises
    ------
    LayerError
        If nothing is accepted, the id will not do or is in use, the plan was worked on, or what is made does
        not load with what is there.
    """
    try:
        _ID.validate_python(plan)
    except ValidationError:
        raise LayerError(Message("new-id", plan)) from None
    if folder.exists() and not folder.is_dir():
        raise LayerError(Message("new-not-folder", str(folder)))
    there = read_files(folder) if folder.exists() else LayerFiles(folder, {})
    lines = _lines(there)
    digests = {values["id"]: digest_of_line(values, shape) for values, shape in lines}
    old = _old(folder, plan, there, digests, replace=replace)
    every = list(findings(draft))
    choice = choose(draft, every, match(every, decisions), unseen=unseen)
    _leave_out(choice)
    if not choice.elements:
        raise LayerError(Message("accept-nothing", values={"count": len(draft.elements)}), *choice.remarks)
    gone = set(old) - _used_by_others(there, plan)
    kept = [line for line in lines if line[0]["id"] not in gone]
    drawn = {values["id"]: shape for values, shape in kept if isinstance(shape, shapely.LineString)}
    others = {**drawn, **_without_shape(kept)}
    followed = baselines(choice.elements, located, others)
    if stretches := cut(choice.elements, located, followed):
        followed = baselines(choice.elements, located, others, stretches)
    title = _title(draft, document)
    roles = roles_of(choice.elements)
    made = elements(choice.elements, located, followed, plan, title, roles)
    phrase = told(choice.layout, list(roles.values()), own_words()) if choice.layout else []
    files = {
        f"{plan}/plan.toml": plan_toml(plan, title, choice, made, roles, phrase).encode(),
        **{f"{plan}/{layer}.geojson": dumps(layer, made.records[layer]).encode() for layer in FILES},
    }
    own = {values["id"]: digest_of_line(values, shape) for values, shape in followed.records}
    files[f"{plan}/{SEAL}"] = seal(plan, files, own)
    files[BASELINES] = dumps("baselines", [*kept, *followed.records]).encode()
    osm = located.is_osm and any(values.get("source") == "OpenStreetMap" for values, _ in followed.records)
    atlas, remarks = atlas_toml(there, title, romanised(title), osm=osm)
    if atlas is not None:
        files[DESCRIPTION] = atlas
    if INITIALS in there:
        files[INITIALS] = _initials(there, files)
    _try(there, files)
    before = {name: there.content(name) if name in there else None for name in files}
    before[f"{plan}/{SEAL}"] = _seal(folder, plan)
    remarks = [*choice.remarks, *remarks]
    if followed.records and not located.is_osm and located.extract:
        remarks.append(Message("accept-source-unknown", BASELINES, values={"extract": located.extract}))
    sides = [side for one in choice.elements for side in one.sides]
    if located.lines and sides and not any(line_of(side, located) for side in sides):
        remarks.append(Message("accept-other-located", values={"count": len(sides)}))
    if choice.indicators:
        remarks.append(Message("accept-indicators", values={"count": choice.indicators, "plan": plan}))
    return Accepted(files, before, choice, made, len(followed.records), remarks)


def _lines(there: LayerFiles) -> list[_Line]:
    """Baselines that are there, as they are written."""
    if BASELINES not in there:
        return []
    problems: list[Message] = []
    found = [
        (dict(record.model_dump()), shape)
        for record, shape in read_layer(there, BASELINES, "baselines", problems)
    ]
    if problems:
        raise LayerError(*problems)
    return found


def _without_shape(lines: list[_Line]) -> dict[str, shapely.LineString]:
    """Banks that are computed have ids as well, and nothing lies on them."""
    nowhere = shapely.LineString([(0, 0), (0, 1)])
    return {values["id"]: nowhere for values, shape in lines if shape is None}


def _old(folder: Path, plan: str, there: LayerFiles, digests: dict[str, str], *, replace: bool) -> set[str]:
    """Baselines that this plan brought when it was accepted before; none for a new plan."""
    place = folder / plan
    if not (place.exists() or place.is_symlink()):
        return set()
    if not replace:
        raise LayerError(Message("accept-exists", str(place)))
    return set(brought(there, plan, _seal(folder, plan), digests))


def _seal(folder: Path, plan: str) -> bytes | None:
    path = folder / plan / SEAL
    return path.read_bytes() if path.is_file() else None


def _used_by_others(there: LayerFiles, plan: str) -> set[str]:
    """Baselines that zones of other plans follow, or other baselines refer to."""
    problems: list[Message] = []
    used: set[str] = set()
    for name in there.plans:
        file = f"{name}/zones.geojson"
        if name == plan or file not in there:
            continue
        for record, _ in read_layer(there, file, "zones", problems):
            used |= {side.baseline for side in record.sides or () if side.baseline is not None}
    for values, _ in _lines(there):
        used |= {values[key] for key in ("centreline", "alternative_to") if values.get(key)}
    return used


def _leave_out(choice: Choice) -> None:
    """Leave out elements whose names layers cannot hold."""
    bad = {one for one in choice.elements if not is_sound(one.name)}
    for one in bad:
        choice.remarks.append(Message("accept-unsound", values={"name": one.name[:40]}))
    choice.elements = [one for one in choice.elements if one not in bad]
    for one in choice.elements:
        one.whole = None if one.whole in bad else one.whole
        one.passes = [each for each in one.passes if each not in bad]


def _title(draft: Draft, document: str) -> str:
    """What the document is called: what stands above it, else its file without the ending."""
    source = draft.source
    first = source.first if source else ""
    if 0 < len(first) <= _TITLE and first[-1] not in _ENDS and first.isprintable() and is_sound(first):
        return first
    title = Path(source.name).stem if source and source.name else document
    return title[:200] if title and title[:200].isprintable() and is_sound(title[:200]) else "x"


def _initials(there: LayerFiles, files: dict[str, bytes]) -> bytes:
    """The file of initials with those of the new names."""
    after = there.changed(files)
    problems: list[Message] = []
    names = [
        record.name
        for plan in after.plans
        for layer in FILES
        if (file := f"{plan}/{layer}.geojson") in after
        for record, _ in read_layer(after, file, layer, problems)
    ]
    return initials.dumps(names, initials.read_initials(there)).encode()


def _try(there: LayerFiles, files: dict[str, bytes]) -> None:
    """Load and assemble what would be there: what is written must load, whatever a draft holds."""
    assemble(
        catalog_of(
            there.changed({name: content for name, content in files.items() if not name.endswith(SEAL)})
        )
    )
