"""What plans state beside their features, relations and indicators, as items that can be compared."""

from collections.abc import Iterator

from layers.catalog import Catalog
from layers.indicators import State, Target
from mapgen.importing.snapshot import Item, Snapshot

#: Columns of rows of either kind, so that a row that becomes one of the other kind has changed.
_OF_ROWS = tuple(dict.fromkeys((*Target.model_fields, *State.model_fields)))


def add_stated(state: Snapshot, catalog: Catalog) -> None:
    """Add the relations and indicators of all plans to the state of a layers folder.

    Parameters
    ----------
    state : Snapshot
        Afterwards it covers them; an export does not, so that nothing of them counts as new or gone.
    catalog : Catalog
    """
    state.scope |= {(plan, layer) for plan in catalog.plans for layer in ("relations", "indicators")}
    for item in (*_relations(catalog), *_indicators(catalog)):
        state.add(item)


def _relations(catalog: Catalog) -> Iterator[Item]:
    """Relations by their ends and kind, for their places in the file move with every new one."""
    for plan, relations in catalog.relations.items():
        for relation in relations:
            kind, start, end = relation.sense
            names = [catalog.entries[each].record.name for each in (start, end)]
            values = {"name": " – ".join(names), "cite": relation.cite, "note": relation.note}
            yield Item("relations", f"{plan}#{start} {kind} {end}", plan, values, None)


def _indicators(catalog: Catalog) -> Iterator[Item]:
    """Tables of indicators, and their rows by number."""
    for plan, tables in catalog.indicators.items():
        for table in tables:
            head = {"name": table.title, "name_en": table.title_en, "cite": table.cite, "total": table.total}
            yield Item("indicators", f"{plan}.{table.id}", plan, head, None)
            for row in table.rows:
                stated = row.model_dump()
                kind = "target" if isinstance(row, Target) else "state"
                values = {"indicator_kind": kind, **{column: stated.get(column) for column in _OF_ROWS}}
                yield Item("indicators", table.place(row), plan, values, None)
