"""How much of what a careful reader finds in texts ``zonemap read`` finds: ``make score``.

A folder holds texts (``ID.txt``) and what is in them (``gold*.yaml``), or plans (``plans-text/``) and their
elements (``catalogue.yaml``); without a folder, the made-up texts of the tests are read.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from mapgen.reading.document import Document
from mapgen.reading.draft import draft
from mapgen.reading.findings import findings
from mapgen.reading.letters import simple_letter
from mapgen.reading.opening import open_document
from mapgen.reading.words import own_words

MADE_UP = Path(__file__).parent / "data" / "reading"
#: What is counted of what: of the things that a reader found, those that the rules found as well.
SHARES = (
    ("elements", "elements found"), ("sides", "sides found"), ("sides", "sides of the right zone"),
    ("areas", "areas found"), ("areas", "areas of the right zone"), ("parents", "parents found"),
    ("roles", "roles found"), ("phrases", "phrases first"), ("tied", "of a wrong zone, no doubt said"),
)  # fmt: skip
_NEAR = 1e-4


def plain(text: object) -> str:
    """A name as it is compared: simplified, without brackets, blanks, quotation marks and dashes."""
    simple = "".join(map(simple_letter, str(text))).replace("(", "（").replace(")", "）")
    return re.sub(r"[\s“”\"·‧－—-]|（[^（）]*）", "", simple)


def read(path: Path) -> tuple[dict[str, Any], Document, float]:
    """A draft of a text, the document, and how many seconds the rules took."""
    words = own_words()
    document, _ = open_document(path, words)
    begun = time.perf_counter()
    made = draft(findings(document, words), words)
    return made, document, time.perf_counter() - begun


def cites(value: Any) -> Iterator[dict[str, Any]]:
    """Every place in a draft."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for each in value.values():
            yield from cites(each)
    elif isinstance(value, list):
        for each in value:
            yield from cites(each)


def names(element: dict[str, Any]) -> set[str]:
    return {plain(each) for each in (element["name"], *element.get("aliases", []))}


def gold_names(element: dict[str, Any]) -> set[str]:
    return {plain(each) for each in (element["name"], *element.get("text_names", []))}


def sides(element: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for side, told in (element.get("sides") or {}).items():
        found += [(side, plain(each)) for each in (told if isinstance(told, list) else [told])]
    return found + [("ring", plain(each)) for each in element.get("ring") or []]


def role(text: object) -> str:
    """A role by its number and last letter: counting words and descriptions are the reader's choice."""
    short = re.sub("[大个条类座]", "", str(text)).replace("双", "两").replace("二", "两")
    return short[:1] + short[-1:]


def compare(gold: dict[str, Any], made: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """Count what was found of a text, and list what was not."""
    count: Counter[str] = Counter()
    missed: list[str] = []
    by_name: dict[str, dict[str, Any]] = {}
    for element in made["elements"]:
        for name in names(element):
            by_name.setdefault(name, element)
    told = {name: each for each in gold["elements"] for name in gold_names(each)}

    def tally(what: str, found: str, hit: object, *said: object) -> None:
        count[what] += 1
        count[found] += bool(hit)
        if not hit:
            missed.append(f"{gold['id']}: not {found}: {' '.join(map(str, said))}")

    stated = [(side, element) for element in made["elements"] for side in element["sides"]]
    areas = [(area, element) for element in made["elements"] for area in element["stated"]]
    used: set[int] = set()
    for each in gold["elements"]:
        own = gold_names(each)
        found = next((by_name[name] for name in sorted(own) if name in by_name), None)
        tally("elements", "elements found", found, each["name"])
        if each.get("role"):
            hit = found and found["role"] and role(found["role"]) == role(each["role"])
            tally("roles", "roles found", hit, each["name"], each["role"], found and found["role"])
        if each.get("parent"):
            wanted = plain(each["parent"])
            known = {wanted} | (gold_names(told[wanted]) if wanted in told else set())
            parent = by_name.get(plain(found["parent"])) if found and found["parent"] else None
            tally("parents", "parents found", parent and names(parent) & known, each["name"], each["parent"])
        for side, name in sides(each):
            hits = [
                (index, element)
                for index, (one, element) in enumerate(stated)
                if index not in used
                and one["side"] == side
                and name in (plain(one["name"]), plain(one["words"]))
            ]
            right = [hit for hit in hits if names(hit[1]) & own]
            used |= {hit[0] for hit in (right or hits)[:1]}
            tally("sides", "sides found", hits, each["name"], side, name)
            _tie(count, missed, gold["id"], "sides", hits, right, each["name"], side, name)
        if each.get("stated_km2"):
            hits = [(0, one) for area, one in areas if abs(area["km2"] - each["stated_km2"]) < _NEAR]
            right = [hit for hit in hits if names(hit[1]) & own]
            tally("areas", "areas found", hits, each["name"], each["stated_km2"])
            _tie(count, missed, gold["id"], "areas", hits, right, each["name"], each["stated_km2"])
    count["sides too many"] = len(stated) - len(used)
    if gold.get("layout"):
        first = re.sub("[、，]", "", made["layouts"][0]["phrase"]) if made["layouts"] else ""
        tally(
            "phrases", "phrases first", first == re.sub("[、，]", "", gold["layout"]), gold["layout"], first
        )
    return count, missed


def _tie(
    count: Counter[str],
    missed: list[str],
    text: str,
    what: str,
    hits: list[Any],
    right: list[Any],
    *said: object,
) -> None:
    count["tied"] += 1
    count[f"{what} of the right zone"] += bool(right)
    if hits and not right:
        count["of a wrong zone, no doubt said"] += not any(
            code.startswith(("zone-", "name-")) for code in hits[0][1]["doubts"]
        )
        missed.append(f"{text}: {what}: {' '.join(map(str, said))} given to {hits[0][1]['name']}")


def sets(folder: Path) -> Iterator[tuple[str, list[tuple[dict[str, Any], Path]]]]:
    """The sets of a folder: a name, and what was found by a reader beside each text."""
    for path in sorted(folder.glob("gold*.yaml")):
        items = yaml.safe_load(path.read_text("utf-8"))
        yield path.stem, [(each, folder / f"{each['id']}.txt") for each in items]
    catalogue = folder / "catalogue.yaml"
    if catalogue.exists():
        told = yaml.safe_load(catalogue.read_text("utf-8"))
        plans = []
        for plan in told["plans"]:
            own = [
                {key: value for key, value in each.items() if key not in ("role", "parent")}
                for each in told["elements"]
                if each["plan"] == plan["id"]
            ]
            layout = re.sub("[“”]|科技创新空间布局", "", plan["layout"])
            path = next((folder / "plans-text").glob(f"{plan['src']}*"))
            plans.append(({"id": plan["id"], "layout": layout, "elements": own}, path))
        yield "plans", plans


def score(items: list[tuple[dict[str, Any], Path]]) -> tuple[Counter[str], list[str], float]:
    """Counts of a set, what was missed, and the seconds that its slowest text took."""
    count: Counter[str] = Counter()
    missed: list[str] = []
    slowest = 0.0
    for gold, path in items:
        made, document, seconds = read(path)
        count["places wrong"] += sum(
            document.raw[each["start"] : each["end"]] != each["quote"] for each in cites(made)
        )
        told, said = compare(gold, made)
        count += told
        missed += said
        slowest = max(slowest, seconds)
    return count, missed, slowest


def main(*words: str) -> None:
    """Print a table for each set of a folder; with -v, what was missed as well."""
    folder = Path(next((word for word in words if not word.startswith("-")), MADE_UP))
    for name, items in sets(folder):
        count, missed, slowest = score(items)
        sys.stdout.write(f"{name}: {len(items)} texts, the slowest in {slowest:.2f} s\n")
        for whole, part in SHARES:
            if count[whole]:
                share = 100 * count[part] / count[whole]
                sys.stdout.write(f"  {part:32} {count[part]:4} of {count[whole]:4}  {share:5.1f} %\n")
        for extra in ("sides too many", "places wrong"):
            sys.stdout.write(f"  {extra:32} {count[extra]:4}\n")
        if "-v" in words:
            sys.stdout.writelines(f"    {each}\n" for each in missed)


if __name__ == "__main__":
    main(*sys.argv[1:])
