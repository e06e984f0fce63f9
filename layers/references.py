"""References between features, and from rules to features: they exist, fit, and do not go in circles."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from layers.entries import Catalog, Entry
from layers.files import BASELINES, RELATIONS
from layers.messages import Message
from layers.phrase import Part
from layers.relations import Relation
from layers.rules import Rule
from layers.schema import Axis
from layers.types import Reference

#: Groups within groups deeper than this are a mistake, and would exhaust the stack.
MAX_DEPTH = 50


def reference_problems(catalog: Catalog) -> Iterator[Message]:
    """Check every reference of a catalogue whose records are sound by themselves.

    Parameters
    ----------
    catalog : Catalog

    Yields
    ------
    Message
    """
    parents = {(entry.record.parent, entry.layer) for entry in catalog.entries.values()}
    found = [problem for entry in catalog.entries.values() for problem in _of_entry(catalog, entry, parents)]
    yield from found
    circles = [] if found else list(_circles(catalog))
    yield from circles
    yield from _of_baselines(catalog)
    yield from _of_plans(catalog)
    yield from _of_states(catalog)
    for plan, relations in catalog.relations.items():
        yield from _of_relations(catalog, f"{plan}/{RELATIONS}", relations, sound=not (found or circles))


def _of_entry(catalog: Catalog, entry: Entry, parents: set[tuple[str | None, str]]) -> Iterator[Message]:
    record = entry.record
    for name, to, target in references(record):
        if to != "role" and target not in catalog.entries:  # its role was compared when it was read
            yield Message("reference-unknown", entry.file, record.id, {"field": name, "target": target})
        elif to != "role" and name != "same_as" and catalog.entries[target].layer == "places":
            yield Message("reference-listed", entry.file, record.id, {"field": name, "target": target})
    holder = getattr(record, "holder", None)
    if holder is not None and not holder.startswith(f"{entry.plan}."):
        yield Message("holder-elsewhere", entry.file, record.id, {"target": holder, "plan": entry.plan})
    yield from _of_terms(catalog, entry)
    same = catalog.entries.get(record.same_as or "")
    if same is not None and same.layer != entry.layer:
        yield Message("same-as-kind", entry.file, record.id, {"target": record.same_as})
    if record.basis == "members" and (record.id, entry.layer) not in parents:
        yield Message("members-none", entry.file, record.id)


def _of_baselines(catalog: Catalog) -> Iterator[Message]:
    """Baselines that refer to nothing, and zones that follow an alternative."""
    lines = {scene.record.id for scene in catalog.context if scene.geometry.geom_type == "LineString"}
    known = {"baseline": catalog.baselines.keys(), "line": catalog.baselines.keys() | lines}
    alternatives = {line.record.id for line in catalog.baselines.values() if line.record.alternative_to}
    banks = {line.record.id for line in catalog.baselines.values() if line.record.bank}
    for line in catalog.baselines.values():
        record = line.record
        for name, to, target in references(record):
            values: dict[str, object] = {"field": name, "target": target}
            if target not in known[to]:
                yield Message(f"reference-no-{to}", BASELINES, record.id, values)
            elif target == record.id or (to == "baseline" and target in alternatives):
                yield Message("reference-alternative", BASELINES, record.id, values)
            elif record.bank and target in banks:
                yield Message("reference-bank", BASELINES, record.id, values)
    for entry in catalog.entries.values():
        sides = getattr(entry.record, "sides", None) or ()
        for target in dict.fromkeys(side.baseline for side in sides if side.baseline in alternatives):
            other = catalog.baselines[target or ""].record.alternative_to
            yield Message("side-alternative", entry.file, entry.record.id, {"line": target, "main": other})
        # Of a zone that is built, building says so; a pending one is not built.
        for side in sides if entry.record.basis == "pending" else ():
            if side.baseline is not None and side.baseline not in catalog.baselines:
                values = {"side": side.side, "baseline": side.baseline}
                yield Message("boundary-baseline-missing", entry.file, entry.record.id, values)


def _of_terms(catalog: Catalog, entry: Entry) -> Iterator[Message]:
    """Terms and units that neither the vocabulary nor the plan has."""
    record, units = entry.record, catalog.vocabulary.units
    terms = catalog.terms(entry.plan) if record.function else {}
    for term in record.function or []:
        if term not in terms:
            yield Message("term-unknown", entry.file, record.id, {"term": term, "plan": entry.plan})
    for number, figure in enumerate(record.figures or [], start=1):
        if figure.unit not in units:
            values = {"unit": figure.unit, "number": number, "quantity": figure.quantity}
            yield Message("unit-unknown", entry.file, record.id, values)


def _circles(catalog: Catalog) -> Iterator[Message]:
    parent: dict[str, list[str]] = {}
    geometry: dict[str, list[str]] = {name: [] for name in catalog.entries}
    for name, entry in catalog.entries.items():
        above = entry.record.parent
        parent[name] = [above] if above else []
        if entry.record.same_as:
            geometry[name].append(entry.record.same_as)
        group = catalog.entries[above] if above else None
        if group is not None and group.record.basis == "members" and group.layer == entry.layer:
            geometry[group.record.id].append(name)
    # A group's geometry comes from its members', and a member's may be another feature's.
    for field, graph in (("parent", parent), ("same_as / members", geometry)):
        for chain in circles(graph):
            entry = catalog.entries[chain[0]]
            code = "reference-loop" if chain[0] == chain[-1] else "reference-deep"
            values = {"field": field, "chain": " → ".join(chain), "limit": MAX_DEPTH}
            yield Message(code, entry.file, entry.record.id, values)


def circles(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Find circles in a graph, and chains that are too long.

    Parameters
    ----------
    graph : mapping of str to sequence of str
        Where each name leads.

    Returns
    -------
    list of list of str
        Each circle once, its first name again at the end; for a chain longer than
        `MAX_DEPTH` its first names, and nothing of what lies beyond.
    """
    found = []
    done: set[str] = set()
    for start in graph:
        path, on_path = [start], {start}
        ways = [iter(graph[start] if start not in done else ())]
        while ways:
            target = next(ways[-1], None)
            if target is None:
                ways.pop()
                on_path.discard(path[-1])
                done.add(path.pop())
            elif target in on_path:
                found.append([*path[path.index(target) :], target])
            elif len(path) > MAX_DEPTH:
                found.append([*path[:3], "…"])
                return found
            elif target not in done:
                path.append(target)
                on_path.add(target)
                ways.append(iter(graph[target]))
    return found


def _of_plans(catalog: Catalog) -> Iterator[Message]:
    for plan in catalog.plans.values():
        roles = {role.name for role in plan.roles}
        for number, rule in enumerate(plan.rules, start=1):
            for field, reason in (*_wrong(catalog, rule, roles), *rule.unfit(catalog)):
                values = {"number": number, "field": field, "reason": reason}
                yield Message("rule", f"{plan.id}/plan.toml", values=values)
        for number, part in enumerate(plan.phrase, start=1):
            for field, reason in (*_wrong(catalog, part, roles), *_of_others(plan.id, part)):
                values = {"number": number, "field": field, "reason": reason}
                yield Message("phrase", f"{plan.id}/plan.toml", values=values)


def _of_states(catalog: Catalog) -> Iterator[Message]:
    """Plans that supersede one that is not there, and those that supersede each other."""
    known = {plan.id: plan.supersedes for plan in catalog.plans.values()}
    for plan, earlier in known.items():
        if earlier is not None and earlier not in known:
            yield Message("supersedes-unknown", f"{plan}/plan.toml", values={"target": earlier})
    for chain in circles({plan: [earlier] if earlier in known else [] for plan, earlier in known.items()}):
        yield Message("supersedes-loop", f"{chain[0]}/plan.toml", values={"chain": " → ".join(chain)})


def _of_others(plan: str, part: Part) -> Iterator[tuple[str, Message]]:
    """Elements of a part that another plan has: a page of this plan could not show them."""
    for name in part.ids:
        if not name.startswith(f"{plan}."):
            yield "ids", Message("reason-other-plan", values={"id": name, "plan": plan})


def _of_relations(
    catalog: Catalog, file: str, relations: list[Relation], *, sound: bool
) -> Iterator[Message]:
    """Relations to nothing, of a place to itself, and those that say what another has said.

    Whose place a feature is can be asked only if all references are `sound`.
    """
    said: dict[tuple[str, str, str], int] = {}
    for number, relation in enumerate(relations, start=1):
        ends = {"from": relation.from_, "to": relation.to}
        unknown = {field: name for field, name in ends.items() if name not in catalog.entries}
        found = [(field, Message("reason-no-feature", values={"id": id_})) for field, id_ in unknown.items()]
        places = [catalog.entries[name] for name in ends.values() if name not in unknown.values()]
        if not unknown and len({catalog.owner(e).record.id if sound else e.record.id for e in places}) == 1:
            found.append(("to", Message("reason-same-place", values={"id": relation.from_})))
        if (first := said.setdefault(relation.sense, number)) != number:
            found.append(("-", Message("reason-relation-twice", values={"number": first})))
        for field, reason in found:
            yield Message("relation", file, values={"number": number, "field": field, "reason": reason})


def _wrong(catalog: Catalog, rule: Rule | Part, roles: set[str]) -> Iterator[tuple[str, Message]]:
    """Keys of a rule or a part that refer to nothing, or to what they must not, with the reason."""
    for field, to, target in references(rule):
        if target not in (roles if to == "role" else catalog.entries):
            code = "reason-no-role" if to == "role" else "reason-no-feature"
            yield field, Message(code, values={"id": target})
        elif to != "role" and catalog.entries[target].layer == "places":
            yield field, Message("reason-listed", values={"id": target})
        elif to == "axis" and not isinstance(catalog.entries[target].record, Axis):
            yield field, Message("reason-no-axis", values={"id": target})


def references(record: BaseModel) -> Iterator[tuple[str, str, str]]:
    """What a record refers to, by the types of its attributes.

    Parameters
    ----------
    record : pydantic.BaseModel
        A feature, a rule or a part of the layout phrase.

    Yields
    ------
    (attribute, to, target)
        The attribute's name in the file, `layers.types.Reference.to`, and the id or name that it gives.
    """
    for attribute, name, to in _referring(type(record)):
        value = getattr(record, attribute)
        for target in value if isinstance(value, list) else () if value is None else (value,):
            yield name, to, target


@cache
def _referring(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    """Attributes of a model that refer to something: each with its name in the file."""
    found: list[tuple[str, str, str]] = []
    for attribute, field in model.model_fields.items():
        marks = [mark for mark in (*field.metadata, *_marks(field.annotation)) if isinstance(mark, Reference)]
        found += [(attribute, field.alias or attribute, mark.to) for mark in marks]
    return found


def _marks(annotation: Any) -> Iterator[object]:
    """Everything that a type is annotated with, in lists and alternatives as well."""
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from _marks(inner)
