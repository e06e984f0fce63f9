"""Places that several plans name, what each of them says there, and in what they differ."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from layers.assemble import Atlas
from layers.schema import Feature, FigureRecord
from mapgen.tables.frames import row

#: What a record says of its own making, and not of what its plan says.
_OF_MAKING = frozenset(
    (
        *("id", "parent", "basis", "accuracy_m", "same_as", "note", "reference_km2", "reference_cite"),
        *("entered", "source_grade"),
    )
)
#: Attributes that a plan states of a place: those of the schema, whichever it has.
SAID = (*(key for key in Feature.model_fields if key not in {*_OF_MAKING, "cite"}), "cite")
#: Each plan is cited by itself, and its statements are of its own year; translations are ours.
_NEVER_DIFFERS = frozenset(
    ("cite", "status_year", *(key for key in SAID if key.removesuffix("_en") in SAID and key.endswith("_en")))
)
_COMPARED = tuple(key for key in SAID if key not in _NEVER_DIFFERS)
#: Columns of `shared_rows`.
COLUMNS = ("place", "plan", "id", *SAID, "differs")


def shared_rows(atlas: Atlas, plans: Iterable[str]) -> list[dict[str, Any]]:
    """List places that several plans name, with what each plan says there.

    Parameters
    ----------
    atlas : Atlas
    plans : iterable of str
        Ids of plans: a place counts if one of them names it.

    Returns
    -------
    list of dict
        A row (`COLUMNS`, km²) for each element or listed place that is such a place, place by place;
        ``place`` is the id of the one that owns it, ``differs`` names the attributes that `differing` finds,
        separated by semicolons, or None. A place that one plan names twice and no other does is not among
        them.
    """
    chosen, rows = set(plans), []
    for place, ids in atlas.sharing.items():
        elements = [atlas.named[name] for name in ids]
        named_by = {element.entry.plan for element in elements}
        if len(named_by) > 1 and named_by & chosen:
            differs = ";".join(differing(atlas, ids)) or None
            rows += [{**row(element), "place": place, "differs": differs} for element in elements]
    return [{column: values[column] for column in COLUMNS} for values in rows]


def differing(atlas: Atlas, ids: Iterable[str]) -> list[str]:
    """Tell in what the elements at a place differ.

    Parameters
    ----------
    atlas : Atlas
    ids : iterable of str
        Ids of the elements or listed places.

    Returns
    -------
    list of str
        Attributes that at least two of them state, and not alike; what a plan leaves open differs
        from nothing.
    """
    records = [atlas.catalog.entries[name].record for name in ids]
    return [key for key in _COMPARED if _TESTS.get(key, _differs)([getattr(each, key) for each in records])]


def _differs(values: Iterable[Any]) -> bool:
    stated = [_plain(value) for value in values if value is not None]
    return any(value != stated[0] for value in stated)


def _plain(value: Any) -> Any:
    """A value as it is compared: the order of a list says nothing."""
    return sorted(value) if isinstance(value, list) else value


def _figures_differ(lists: Iterable[list[FigureRecord] | None]) -> bool:
    """Whether two plans give the same quantity of the same year in different figures."""
    given: dict[tuple[object, ...], set[tuple[object, ...]]] = defaultdict(set)
    for figures in lists:
        for each in figures or ():
            given[each.quantity, each.unit, each.year, each.kind].add((each.value, each.bound))
    return any(len(values) > 1 for values in given.values())


def filled(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the columns in which some row holds something."""
    given = list(rows)
    return [column for column in columns if any(row[column] is not None for row in given)]


_TESTS: dict[str, Callable[[list[Any]], bool]] = {"figures": _figures_differ}
