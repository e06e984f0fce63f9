"""Differences told to a person, line by line, and to a program, as JSON."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from layers.messages import Message
from mapgen.importing.difference import Change
from mapgen.importing.merge import Merge
from mapgen.tables.findings import finding_rows
from mapgen.text.texts import line, one_line, sentence


def lines(changes: list[Change], language: str) -> Iterator[str]:
    """Tell changes to a person.

    Parameters
    ----------
    changes : list of Change
    language : {"zh", "en"}

    Yields
    ------
    str
        A line a feature, and an indented one for each attribute.
    """
    for change in changes:
        item = change.item
        values = {"layer": item.layer, "id": item.id, "name": item.name}
        yield _words(f"diff-{change.what}", language, values) + _moved(change, language)
        for column, (old, new) in change.attributes.items():
            values = {"column": column, "old": _shown(old, language), "new": _shown(new, language)}
            yield "    " + _words("diff-attribute", language, values)


def _words(code: str, language: str, values: Mapping[str, object] | None = None) -> str:
    return sentence(Message(code, values=values or {}), language)


def _moved(change: Change, language: str) -> str:
    if change.what != "changed":
        area = change.area_after_km2 if change.what == "new" else change.area_before_km2
        return "" if area is None else _words("diff-area", language, {"area": f"{area:.4f}"})
    if not change.redrawn:
        return ""
    if change.before is not None and change.before.geometry is None:
        found = "?" if change.area_after_km2 is None else f"{change.area_after_km2:.4f}"
        return _words("diff-found", language, {"area": found})
    if change.item.geometry is None:
        return _words("diff-lost", language)
    metres = "?" if change.moved_m is None else f"{change.moved_m:.1f}"
    text = _words("diff-moved", language, {"metres": metres})
    if change.area_before_km2 is None or change.area_after_km2 is None:
        return text
    areas = {"before": f"{change.area_before_km2:.4f}", "after": f"{change.area_after_km2:.4f}"}
    return text + _words("diff-areas", language, areas)


def _shown(value: Any, language: str) -> str:
    if value is None:
        return _words("diff-nothing", language)
    if isinstance(value, list | dict):
        return one_line(json.dumps(_finite(value), ensure_ascii=False, default=str))
    return f"{value:g}" if isinstance(value, float) else one_line(str(value))


def as_json(changes: list[Change]) -> dict[str, list[dict[str, Any]]]:
    """Tell changes to a program.

    Parameters
    ----------
    changes : list of Change

    Returns
    -------
    dict
        Lists ``new``, ``gone`` and ``changed``. ``moved_m`` is the Hausdorff distance of the
        outlines, measured at their vertices, m; areas are geodesic, km².
    """
    grouped: dict[str, list[dict[str, Any]]] = {"new": [], "gone": [], "changed": []}
    for change in changes:
        item = change.item
        entry: dict[str, Any] = {
            "layer": item.layer,
            "id": item.id,
            "plan": item.plan or None,
            "name": item.name,
        }
        if change.what == "new":
            entry["area_km2"] = _rounded(change.area_after_km2, 4)
        elif change.what == "gone":
            entry["area_km2"] = _rounded(change.area_before_km2, 4)
        else:
            entry |= {
                "matched_by": "name" if item.by_name else "id",
                "redrawn": change.redrawn,
                "moved_m": _rounded(change.moved_m, 2),
                "area_before_km2": _rounded(change.area_before_km2, 4),
                "area_after_km2": _rounded(change.area_after_km2, 4),
                "attributes": {
                    column: {"from": _finite(old), "to": _finite(new)}
                    for column, (old, new) in change.attributes.items()
                },
            }
        grouped[change.what].append(entry)
    return grouped


def follow_up(found: Merge, language: str) -> Iterator[str]:
    """What moves because of the changes, and what `zonemap check` will find on top, for a person."""
    if found.consequences:
        yield _words("import-consequences", language)
        yield from (f"  {text}" for text in lines(found.consequences, language))
    for finding in found.findings:
        values = {"level": finding.level, "id": finding.id, "text": sentence(finding.message, language)}
        yield _words("import-finding", language, values)


def merge_json(found: Merge, language: str) -> dict[str, Any]:
    """The same for a program, with the changes, remarks and problems."""
    return {
        **as_json(found.changes),
        "consequences": as_json(found.consequences)["changed"],
        "findings": finding_rows(found.findings, language),
        "remarks": [line(remark, language) for remark in found.remarks],
        "problems": [line(problem, language) for problem in found.problems],
        "files": sorted(found.files),
    }


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _finite(value: Any) -> Any:
    """A value without the infinities that JSON cannot say."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return {str(key): _finite(item) for key, item in value.items()} if isinstance(value, dict) else value
