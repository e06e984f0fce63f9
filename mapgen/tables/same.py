"""Which places two plans have in common, and how their areas differ."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from geo.area import Difference, difference
from layers.assemble import Atlas, Named
from mapgen.tables.frames import ROUNDING

#: How two places are known to be one: the layers say so, or two states of one plan use one id or one name.
By = Literal["place", "id", "name"]
#: How two states of one plan tell of a place that the layers hold twice, the surer first.
_WAYS: tuple[By, ...] = ("id", "name")
#: Columns of a difference: attribute of `Difference`, and by which column it is rounded.
_FIGURES = (
    ("diff_km2", "km2", "diff_km2"),
    ("diff_pct", "pct", "diff_pct"),
    ("back_pct", "back_pct", "diff_pct"),
)
#: Columns of `same_rows`.
COLUMNS = (
    *("first", "second", "also", "by"),
    *(f"{before}{column}" for before in ("", "stated_") for column, _, _ in _FIGURES),
)


@dataclass(frozen=True, slots=True)
class Same:
    """A place that two plans have.

    Attributes
    ----------
    first, second : str
        Ids of the place in either plan. Of several names that a plan has for a place it is
        the first for which it states an area, else the first of all.
    also : tuple of str
        Ids of its further names in either plan.
    by : {"place", "id", "name"}
    area, stated : Difference or None
        Of the computed and of the stated areas; None unless both plans have one.
    """

    first: str
    second: str
    also: tuple[str, ...]
    by: By
    area: Difference | None
    stated: Difference | None


def same_places(atlas: Atlas, first: str, second: str) -> list[Same]:
    """Find the places that two plans have: the one rule of what counts as the same place.

    Two places are the same if the layers say so (``same_as``). Of two states of one plan, such as its draft
    and its final text (``supersedes``), they also are if both call them by one id, or else by one name that
    neither uses twice. Equal names in plans that have nothing to do with each other say nothing.

    Parameters
    ----------
    atlas : Atlas
    first, second : str
        Ids of two plans.

    Returns
    -------
    list of Same
        In the order of the first plan; a place at most once.
    """
    here, there = _by_owner(atlas, first), _by_owner(atlas, second)
    pairs: list[tuple[str, str, By]] = [(owner, owner, "place") for owner in here if owner in there]
    taken = {owner for owner, _, _ in pairs}
    for by in _WAYS if _are_states(atlas, first, second) else ():
        ours, theirs = _called(here, by), _called(there, by)
        for word, owner in ours.items():
            other = theirs.get(word, owner)
            if not {owner, other} & taken and owner != other:
                taken |= {owner, other}
                pairs.append((owner, other, by))
    order = {owner: number for number, owner in enumerate(here)}
    pairs.sort(key=lambda pair: order[pair[0]])
    return [_same(here[one], there[other], by) for one, other, by in pairs]


def same_rows(atlas: Atlas, plans: Sequence[str]) -> list[dict[str, Any]]:
    """List what each two of some plans have in common.

    Parameters
    ----------
    atlas : Atlas
    plans : sequence of str
        Ids of plans.

    Returns
    -------
    list of dict
        A row (`COLUMNS`, km² and %) for each place that `same_places` finds.
    """
    return [
        {
            "first": each.first,
            "second": each.second,
            "also": list(each.also) or None,
            "by": each.by,
            **_figures(each.area, ""),
            **_figures(each.stated, "stated_"),
        }
        for first, second in _related(atlas, plans)
        for each in same_places(atlas, first, second)
    ]


def _related(atlas: Atlas, plans: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of plans that can have something in common: of very many plans, most have nothing."""
    order = {plan: number for number, plan in enumerate(plans)}
    naming = [
        {atlas.named[name].entry.plan for name in ids} for ids in atlas.sharing.values() if len(ids) > 1
    ]
    states = [set(_states(atlas, plan)) for plan in plans]
    together = [sorted(some & order.keys(), key=order.__getitem__) for some in (*naming, *states)]
    found = {pair for some in together for pair in combinations(some, 2)}
    return sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]]))


def _figures(found: Difference | None, before: str) -> dict[str, float | None]:
    return {
        f"{before}{column}": None if found is None else round(getattr(found, key), ROUNDING[rounded]) + 0.0
        for column, key, rounded in _FIGURES
    }


def _by_owner(atlas: Atlas, plan: str) -> dict[str, list[Named]]:
    """What a plan names, by the id of what owns the place."""
    found: dict[str, list[Named]] = defaultdict(list)
    for each in atlas.features_of(plan):
        found[each.owner].append(each)
    return dict(found)


def _are_states(atlas: Atlas, first: str, second: str) -> bool:
    """Whether one of two plans supersedes the other, be it by way of others."""
    return first in _states(atlas, second) or second in _states(atlas, first)


def _states(atlas: Atlas, plan: str) -> list[str]:
    """Return a plan, what it supersedes, what that supersedes, and so on."""
    found = [plan]
    while (earlier := atlas.catalog.plans[found[-1]].supersedes) is not None:
        found.append(earlier)
    return found


def _called(places: dict[str, list[Named]], by: By) -> dict[str, str]:
    """The owner of each place by what it is called, without what would mean several places."""
    words = [
        (each.id.partition(".")[2] if by == "id" else each.entry.record.name, owner)
        for owner, names in places.items()
        for each in names
    ]
    counts = Counter(word for word, _ in set(words))
    return {word: owner for word, owner in words if counts[word] == 1}


def _same(here: list[Named], there: list[Named], by: By) -> Same:
    one, other = _main(here), _main(there)
    return Same(
        first=one.id,
        second=other.id,
        also=tuple(each.id for each in (*here, *there) if each not in (one, other)),
        by=by,
        area=difference(one.area_km2, other.area_km2),
        stated=difference(one.entry.record.stated_km2, other.entry.record.stated_km2),
    )


def _main(names: list[Named]) -> Named:
    return next((each for each in names if each.entry.record.stated_km2 is not None), names[0])
