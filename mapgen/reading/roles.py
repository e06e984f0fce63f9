"""Roles by number: where the phrase counts three districts and three names end so, it is they."""

from collections.abc import Sequence
from typing import Any

from mapgen.reading.layouts import number, parts
from mapgen.reading.words import Words

#: A phrase of one part counts nothing against another.
_FEWEST = 2
#: So few are not many.
_MANY = 3


def give_roles(elements: Sequence[dict[str, Any]], phrases: Sequence[str], words: Words) -> None:
    """Give elements without a role the part of the likeliest phrase that counts just as many as end so.

    Parameters
    ----------
    elements : sequence of dict
        Of a draft; changed in place. What is inferred is a doubt.
    phrases : sequence of str
        The likeliest first.
    words : Words
    """
    told = parts(phrases[0], words) if phrases else []
    if len(told) < _FEWEST:
        return
    for role, unit in told:
        count = number(role, words)
        if any(each["role"] == role for each in elements):
            continue
        ends = tuple(words["layouts.kin"].get(unit, [unit]))
        alike = [
            each
            for each in elements
            if each["tier"] == "A" and each["role"] is None and each["name"].endswith(ends)
            if "zone-several" not in each["doubts"]
        ]
        inside = [each for each in alike if each["parent"] is not None]
        whole = [each for each in alike if each["members"]]
        if count is None:  # "many" are those of one list
            count = len(inside) if len({each["parent"] for each in inside}) == 1 else 0
            count = count if count >= _MANY else -1
        siblings: dict[str, list[dict[str, Any]]] = {}
        for each in inside:
            siblings.setdefault(each["parent"], []).append(each)
        so_many = [some for some in siblings.values() if len(some) == count]
        for chosen in (alike, inside, whole, so_many[0] if len(so_many) == 1 else []):
            if len(chosen) == count:
                for each in chosen:
                    each["role"] = role
                    each["doubts"].append("role-inferred")
                break
