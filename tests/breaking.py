"""How a case of broken layers is noted down: what breaks them, and what must be told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import put

ZONES, AXES, NODES, PLAN = (
    f"town/{name}" for name in ("zones.geojson", "axes.geojson", "nodes.geojson", "plan.toml")
)
BASELINES, CONTEXT = "baselines.geojson", "context.geojson"


@dataclass(frozen=True)
class Case:
    name: str
    breaking: Callable[[Path], object]
    told: tuple[tuple[str, str, str], ...]  # (file, feature, code), all of them


CASES: list[Case] = []


def case(name: str, *told: tuple[str, str, str]) -> Callable[[Callable[[Path], object]], None]:
    def keep(breaking: Callable[[Path], object]) -> None:
        CASES.append(Case(name, breaking, told))

    return keep


def simple(name: str, breaking: Callable[[Path], object], *told: tuple[str, str, str]) -> None:
    CASES.append(Case(name, breaking, told))


def text(file: str, editing: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_text(editing((folder / file).read_text("utf-8")), "utf-8")


def raw(file: str, editing: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_bytes(editing((folder / file).read_bytes()))


def props(layer: str, id_: str, /, **values: Any) -> Callable[[Path], object]:
    return lambda folder: put(folder, layer, id_, **values)


SQUARE = [[113.5, 22.8], [113.6, 22.8], [113.6, 22.9], [113.5, 22.9], [113.5, 22.8]]


def drawn(coordinates: Any, kind: str = "Polygon") -> Callable[[Path], object]:
    """Draw a zone with these coordinates, whatever they are."""
    return props(
        "town/zones",
        "town.north",
        basis="traced",
        accuracy_m=20,
        sides=None,
        inside=None,
        geometry={"type": kind, "coordinates": coordinates},
    )
