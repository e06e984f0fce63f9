"""How many blocks of a city are found again by a sentence about their sides: part of ``make score``.

Each block becomes a sentence in one of several forms; the sentences are one document, which is read, and
its zones are located in the extract. Without a folder the city is the made-up one of the tests.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
import shapely
from made_city import blocks, city, river_area
from real_city import EXTRACTS, real_blocks
from test_locate import ground

from mapgen.locating.extract import EVERYWHERE
from mapgen.locating.locate import Located, locate
from mapgen.locating.sought import sought
from mapgen.locating.wanted import wanted
from mapgen.reading.draft import draft
from mapgen.reading.findings import findings
from mapgen.reading.opening import open_document
from mapgen.reading.words import own_words

#: Sentences, each of which states four sides in a form of its own.
FORMS = (
    "{zone}东至{E}，南至{S}，西至{W}，北至{N}。",
    "{zone}北起{N}，南至{S}，西起{W}，东至{E}。",
    "{zone}东临{E}，南接{S}，西邻{W}，北靠{N}。",
    "{zone}东以{E}为界，南以{S}为界，西以{W}为界，北以{N}为界。",
    "{zone}由{N}、{E}、{S}、{W}围合而成。",
    "{zone}位于{N}以南、{S}以北、{W}以东、{E}以西。",
)
#: Alike, and not the same.
ALIKE, WRONG = 0.95, 0.85
_METRES = 111_200.0
_ENDINGS = ("科技园", "创新区", "产业园", "科学城")
_STEMS = "梅兰竹菊松柏桃李杏荷莲桂枫槐柳杨榆桐梓樟橡楠杉桦椿枣梨橘柚茶"


@dataclass(frozen=True)
class Outcome:
    """A block and what became of it."""

    sides: dict[str, str]
    truth: shapely.Polygon
    located: Located | None

    @property
    def share(self) -> float:
        """Intersection over union with the block; 0 while it is pending."""
        found = self.located and self.located.polygon
        return float(found.intersection(self.truth).area / found.union(self.truth).area) if found else 0.0


def tried(every: Sequence[tuple[dict[str, str], shapely.Polygon]], extract: Path) -> list[Outcome]:
    """Turn blocks into sentences, read them and locate what was read.

    Parameters
    ----------
    every : sequence of (dict, shapely.Polygon)
        Names of sides by compass, and outlines in degrees.
    extract : Path
    """
    names = [
        f"{one}{two}{end}" for one in _STEMS for two, end in zip(_STEMS[1:], cycle(_ENDINGS), strict=False)
    ]
    own = dict(zip(names[:: max(1, len(names) // len(every))], every, strict=False))
    text = "\n".join(
        form.format(zone=name, **sides)
        for (name, (sides, _)), form in zip(own.items(), cycle(FORMS), strict=False)
    )
    with tempfile.TemporaryDirectory() as folder:
        document, read = Path(folder) / "plan.txt", Path(folder) / "draft.json"
        document.write_text(text, "utf-8")
        words = own_words()
        opened, _ = open_document(document, words)
        read.write_text(json.dumps(draft(findings(opened, words), words)), "utf-8")
        zones = wanted(read)
    located = {each.name: each for each in locate(zones, sought(extract, zones, {}, EVERYWHERE), {})}
    return [Outcome(sides, truth, located.get(name)) for name, (sides, truth) in own.items()]


def made_up() -> list[Outcome]:
    """The blocks of the made-up city."""
    with tempfile.TemporaryDirectory() as folder:
        every = [(sides, shapely.Polygon(ground(outline.exterior.coords))) for sides, outline in blocks()]
        return tried(every, city().write(Path(folder)))


def bank_errors(outcomes: Sequence[Outcome]) -> list[float]:
    """How far each bank that bounds a block lies from the river's edge at most, m."""
    edge = shapely.LineString(ground(river_area().exterior.coords))
    sides = [side for each in outcomes if each.located for side in each.located.sides]
    banks = [side.edge for side in sides if side.edge is not None and side.candidate.how == "bank"]
    return [
        float(shapely.distance(shapely.points(shapely.get_coordinates(each)), edge).max()) * 111_200
        for each in banks
    ]


def tell(name: str, outcomes: Sequence[Outcome], *, verbose: bool = False) -> None:
    """Print what became of blocks."""
    shares = np.array([each.share for each in outcomes])
    sides = [side for each in outcomes for side in (each.located.sides if each.located else ())]
    told = {
        "sides read": f"{len(sides)} of {sum(len(each.sides) for each in outcomes)}",
        "sides whose line was found": f"{sum(side.candidate is not None for side in sides)} of {len(sides)}",
        "closed": f"{(shares > 0).sum()} of {len(shares)}",
        f"alike (at least {ALIKE:.0%})": f"{(shares >= ALIKE).sum()} of {len(shares)}",
        f"wrong (less than {WRONG:.0%})": f"{((shares > 0) & (shares < WRONG)).sum()} of {len(shares)}",
    }
    sys.stdout.write(f"{name}\n")
    sys.stdout.writelines(f"  {what:32} {count}\n" for what, count in told.items())
    for each in outcomes if verbose else ():
        if each.share < ALIKE:
            why = (each.located.reason, dict(each.located.values)) if each.located else "not read"
            sys.stdout.write(f"    {each.sides}: {each.share:.3f} {why}\n")


def main(*words: str) -> None:
    """Print the score of the made-up city, or of the extracts in a folder."""
    verbose = "-v" in words
    folder = next((Path(word) for word in words if not word.startswith("-")), None)
    if folder is None:
        outcomes = made_up()
        tell("made-up city, round trip", outcomes, verbose=verbose)
        sys.stdout.write(f"  {'banks off by at most':32} {max(bank_errors(outcomes)):.0f} m\n")
        return
    for path in sorted(each for each in folder.iterdir() if each.name.endswith(EXTRACTS)):
        if found := real_blocks(path):
            tell(f"{path.name}, round trip", tried(found, path), verbose=verbose)


if __name__ == "__main__":
    main(*sys.argv[1:])
