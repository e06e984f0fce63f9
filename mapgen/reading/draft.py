"""A draft of layers: findings gathered by element, what is doubtful first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from mapgen.reading.document import Document, Finding, Place
from mapgen.reading.layouts import parts
from mapgen.reading.names import bare, is_label, kind_of
from mapgen.reading.roles import give_roles
from mapgen.reading.words import Words

_TIERS, _INFERRED = "AB", "parent-inferred"
#: What a phrase gains each time that it is said again, up to three times.
_OFTEN = 0.1
#: Letters of a name that is one without the province or city before it, at least.
_OWN = 4


def draft(findings: Iterable[Finding], words: Words) -> dict[str, Any]:
    """Gather findings into what ``zonemap read`` writes, but for the text itself.

    Parameters
    ----------
    findings : iterable of Finding
    words : Words

    Returns
    -------
    dict
        ``layouts``, ``elements``, ``loose`` (sides and areas that no element has), ``indicators`` and
        ``doubts``, each doubtful one first.
    """
    found = _by_one_name(list(findings), words)
    short = {each.value["name"]: each.subject for each in found if each.kind == "alias"}
    elements: dict[str, dict[str, Any]] = {}
    for each in sorted((each for each in found if each.kind == "element"), key=_strength):
        _add(elements, each, short)
    said: set[tuple[object, ...]] = set()
    for each in found:
        if each.kind in ("side", "area", "passes", "alias"):
            _attach(elements, each, short, words, said)
    for each in sorted((each for each in found if each.kind == "member"), key=lambda each: -each.score):
        _join(elements, each, short, words)
    told = {str(each["role"]) for each in elements.values() if each["role"]}
    ranked = _layouts(found, told, words)
    give_roles(list(elements.values()), [str(each["phrase"]) for each in ranked], words)
    several = [*_several_areas(elements.values()), *_of_elements(elements.values())]
    made = sorted(elements.values(), key=lambda one: (not one["doubts"], one["cite"]["start"]))
    return {
        "layouts": ranked,
        "elements": made,
        "loose": [
            {"kind": each.kind, **each.value, "cite": cite(each.place)}
            for each in found
            if each.kind in ("side", "area") and not each.subject
        ],
        "indicators": [
            {**each.value, "cite": cite(each.place)} for each in found if each.kind == "indicator"
        ],
        "doubts": sorted(
            [*_doubts(found, elements, short), *several], key=lambda doubt: doubt["cite"]["start"]
        ),
    }


def _without_region(found: Iterable[Finding], words: Words) -> dict[str, str]:
    """Names that the text writes without the province or the city as well, by those with it."""
    names = {each.subject for each in found} | {
        str(each.value["name"]) for each in found if each.kind == "element"
    }
    region = words.pattern("names.patterns.administrative")
    return {
        name: rest
        for name in sorted(names)
        if (match := region.match(name)) is not None
        and len(rest := name[match.end() :]) >= _OWN
        and rest in names
        and rest not in words.set("names.generic")
    }


def _by_one_name(found: list[Finding], words: Words) -> list[Finding]:
    """Findings with names without province or city, where the text has both; the longer is an alias."""
    plain = _without_region(found, words)
    if not plain:
        return found
    renamed: list[Finding] = []
    longer: dict[str, Place] = {}
    for each in found:
        value = dict(each.value)
        if each.kind in ("element", "member") and value["name"] in plain:
            longer.setdefault(str(value["name"]), each.place)
            value["name"] = plain[str(value["name"])]
        if each.subject in plain:
            longer.setdefault(each.subject, each.place)
        renamed.append(replace(each, value=value, subject=plain.get(each.subject, each.subject)))
    for name, where in longer.items():
        renamed.append(Finding("alias", {"name": name}, plain[name], "alias-region", 0.8, where))
    return renamed


def cite(where: Place) -> dict[str, Any]:
    """Return a place as a draft has it.

    Parameters
    ----------
    where : Place
    """
    return asdict(where)


def source(document: Document) -> dict[str, Any]:
    """Return the text that a draft is of, so that its places can be looked up and checked.

    Parameters
    ----------
    document : Document

    Returns
    -------
    dict
        ``name``, ``text``, and ``paragraphs``: number, start, end, and whether it is a heading.
    """
    return {
        "name": document.name,
        "text": document.raw,
        "paragraphs": [[each.number, each.start, each.end, each.heading] for each in document.paragraphs],
    }


def _several_areas(elements: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Doubt a zone of which the text gives several areas: some may be those of its parts."""
    for each in elements:
        if len({area["km2"] for area in each["stated"]}) > 1:
            each["doubts"].append("area-several")
            for area in each["stated"]:
                yield {"code": "area-several", "kind": "area", "subject": each["name"], "cite": area["cite"]}


def _of_elements(elements: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Doubts about an element itself, which no finding has: of its role, of its parent."""
    for each in elements:
        for code, subject in (("role-inferred", each["role"]), ("parent-several", each["parent"])):
            if code in each["doubts"]:
                yield {"code": code, "kind": "element", "subject": subject, "cite": each["cite"]}


def _strength(each: Finding) -> tuple[int, bool, int]:
    return _TIERS.index(str(each.value["tier"])), each.value["role"] is None, each.place.start


def _key(name: str, short: dict[Any, str]) -> str:
    plain = bare(name).replace(" ", "")
    return bare(short.get(plain, short.get(name, plain))).replace(" ", "")


def _element(
    elements: dict[str, dict[str, Any]], name: str, where: Place, short: dict[Any, str], words: Words
) -> dict[str, Any]:
    key = _key(name, short)
    if key not in elements:
        elements[key] = _fresh(name, kind_of(name, words), "A", None, where)
    return elements[key]


def _fresh(name: str, kind: str, tier: str, role: object, where: Place) -> dict[str, Any]:
    return {
        "name": name, "aliases": [], "kind": kind, "tier": tier, "role": role, "parent": None, "stated": [],
        "sides": [], "members": [], "member_cites": [], "passes": [], "pass_cites": [], "doubts": [],
        "cite": cite(where),
    }  # fmt: skip


def _add(elements: dict[str, dict[str, Any]], each: Finding, short: dict[Any, str]) -> None:
    name, key = str(each.value["name"]), _key(str(each.value["name"]), short)
    have = elements.setdefault(
        key, _fresh(name, str(each.value["kind"]), str(each.value["tier"]), each.value["role"], each.place)
    )
    if have["role"] is None:
        have["role"] = each.value["role"]
    if name != have["name"] and name not in have["aliases"]:
        have["aliases"].append(name)


def _attach(
    elements: dict[str, dict[str, Any]],
    each: Finding,
    short: dict[Any, str],
    words: Words,
    said: set[tuple[object, ...]],
) -> None:
    if not each.subject:
        return
    one = _element(elements, each.subject, each.place, short, words)
    value = {**each.value, "cite": cite(each.place)}
    if each.kind == "alias":
        if value["name"] not in (one["name"], *one["aliases"]):
            one["aliases"].append(value["name"])
        return
    if each.kind == "passes":
        one["passes"].append(str(value["name"]))
        one["pass_cites"].append(value["cite"])
        return
    one["tier"] = "A"
    if each.kind == "side" and one["kind"] == "node":  # what has sides is no point
        one["kind"] = "zone"
    one["doubts"].extend(code for code in each.doubts if code not in one["doubts"])
    kept = one["sides" if each.kind == "side" else "stated"]
    same = (one["name"], each.kind, *each.value.values())
    if same not in said:
        said.add(same)
        kept.append(value)


def _join(elements: dict[str, dict[str, Any]], each: Finding, short: dict[Any, str], words: Words) -> None:
    key = _key(str(each.value["name"]), short)
    inferred = _INFERRED in each.doubts
    if inferred and (key not in elements or elements[key]["parent"] is not None):
        return
    part = _element(elements, str(each.value["name"]), each.place, short, words)
    whole = _element(elements, each.subject, each.place, short, words)
    if part is whole or _within(elements, whole, part["name"], short):
        return
    if None not in (part["role"], whole["role"]) and (inferred or part["role"] == whole["role"]):
        return  # parts of a layout stand side by side, unless the text says otherwise
    if part["parent"] is None:
        part["parent"] = whole["name"]
        part["doubts"].extend(code for code in each.doubts if code not in part["doubts"])
    elif part["parent"] != whole["name"] and not is_label(part["name"], words):
        part["doubts"].extend(["parent-several"] if "parent-several" not in part["doubts"] else [])
        return
    if part["name"] not in whole["members"]:
        whole["members"].append(part["name"])
        whole["member_cites"].append(cite(each.place))


def _within(
    elements: dict[str, dict[str, Any]], one: dict[str, Any], name: str, short: dict[Any, str]
) -> bool:
    """Whether a zone lies in another already, however deep."""
    above: dict[str, Any] | None = one
    for _ in elements:
        if above is None or above["parent"] is None:
            return False
        if above["parent"] == name:
            return True
        above = elements.get(_key(above["parent"], short))
    return False


def _layouts(found: list[Finding], told: set[str], words: Words) -> list[dict[str, Any]]:
    """Phrases, the likeliest first; of two alike, the one of whose parts the text says what they are."""
    best: dict[str, Finding] = {}
    times = Counter(str(each.value["phrase"]) for each in found if each.kind == "layout")
    for each in found:
        if each.kind == "layout":
            phrase = str(each.value["phrase"])
            if phrase not in best or each.score > best[phrase].score:
                best[phrase] = each
    scores = {
        phrase: round(min(each.score + _OFTEN * min(times[phrase] - 1, 3), 1.0), 2)
        for phrase, each in best.items()
    }
    ranked = sorted(
        best.items(),
        key=lambda item: (-scores[item[0]], not _is_told(item[0], told, words), item[1].place.start),
    )
    return [{"phrase": phrase, "score": scores[phrase], "cite": cite(each.place)} for phrase, each in ranked]


def _is_told(phrase: str, told: set[str], words: Words) -> bool:
    return any(part in told for part, _ in parts(phrase, words))


def _doubts(
    found: list[Finding], elements: dict[str, dict[str, Any]], short: dict[Any, str]
) -> Iterable[dict[str, Any]]:
    """Doubts by their places, each once; none of a parent that another sentence names."""
    told: set[tuple[str, str, str, int]] = set()
    for each in sorted(found, key=lambda one: one.place.start):
        for code in each.doubts:
            if each.kind == "member" and code == _INFERRED:
                part = elements.get(_key(str(each.value["name"]), short))
                if part is None or _INFERRED not in part["doubts"]:
                    continue
            same = (code, each.kind, each.subject, each.place.start)
            if same not in told:
                told.add(same)
                yield {"code": code, "kind": each.kind, "subject": each.subject, "cite": cite(each.place)}
