"""What grows does so in step with the layers: work is counted at two sizes, never timed."""

import dataclasses
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import crowds
import indicated
import madeup
import pandas as pd
import pyogrio
import pytest
from support import ROOT

from layers import building
from layers.assemble import assemble
from layers.catalog import load
from layers.checks import Finding, check
from layers.plan import Plan
from mapgen.exporting import about, gdal, geopackage
from mapgen.exporting.delivery import exports
from mapgen.importing.difference import difference
from mapgen.importing.edits import draft
from mapgen.importing.matching import recognise
from mapgen.importing.reader import Table, read
from mapgen.importing.snapshot import Snapshot, of_atlas
from mapgen.pages import indicators as pages_of_indicators
from mapgen.pages.layer import embedded, role_layers
from mapgen.pages.payload import payload

#: Sizes that are compared, and how much more work four times the size may be: an exponent of 1.1.
SMALL, LARGE = 100, 400
AT_MOST = (LARGE / SMALL) ** 1.1
OURS = tuple(str(ROOT / folder) for folder in ("geo", "layers", "mapgen"))


def steps(work: Callable[[], object]) -> int:
    """Lines of our own code that run, each turn of a loop or comprehension anew."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename.startswith(OURS) else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def import_new(folder: Path, count: int) -> Callable[[], object]:
    """Draft the layers with very many new features."""
    crowds.features(folder, count)
    atlas = assemble(load(folder))
    known, tables = of_atlas(atlas, ""), read(folder / "import.geojson")
    changes = difference(known, recognise(tables, known, "").state)
    assert len(changes) == count
    return lambda: draft(atlas.catalog, changes, "", delete=False)


def recognise_by_name(folder: Path, count: int) -> Callable[[], object]:
    """Find features that have lost their ids."""
    known = of_atlas(assemble(load(crowds.roles(folder, count))), "")
    rows = [{"name": item.name, "kind": "node"} for item in known.items.values()]
    shapes = [item.geometry for item in known.items.values()]
    table = Table("in", "in", "geojson", rows, shapes)
    return lambda: recognise([table], known, "")


def recognise_one_name(folder: Path, count: int) -> Callable[[], object]:
    """Refuse features that could each be any of many."""
    known = of_atlas(assemble(load(crowds.roles(folder, count))), "")
    items = [SimpleNamespace(**vars(item), name="点", key=item.key) for item in known.items.values()]
    table = Table("in", "in", "geojson", [{"name": "点", "kind": "node"}] * count, [None] * count)
    alike = Snapshot("", dict(zip(known.items, items, strict=True)), known.scope)  # type: ignore[arg-type]
    return lambda: recognise([table], alike, "")


def recognise_empty_layers(folder: Path, count: int) -> Callable[[], object]:
    """Read very many layers that hold nothing."""
    known = of_atlas(assemble(load(crowds.plans(folder, count))), "")
    tables = [Table("in", f"plan_{number}_axes", "geojson", [], []) for number in range(count)]
    return lambda: recognise(tables, known, "")


def layers_of_roles(folder: Path, count: int) -> Callable[[], object]:
    """Make a map's layers of very many roles."""
    atlas = assemble(load(crowds.roles(folder, count)))
    bundle = embedded(payload(atlas, ["town"], "map", "", ""), "en")
    return lambda: list(role_layers(bundle))


def check_plans(folder: Path, count: int) -> Callable[[], object]:
    """Read, assemble and check very many plans."""
    made = crowds.plans(folder, count)
    return lambda: checked(made)


def check_roles(folder: Path, count: int) -> Callable[[], object]:
    """Read, assemble and check a plan of very many roles."""
    made = crowds.roles(folder, count)
    return lambda: checked(made)


def checked(folder: Path) -> list[Finding]:
    atlas = assemble(load(folder))
    return check(atlas, list(atlas.catalog.plans))


@pytest.mark.parametrize(
    "work",
    [
        import_new, recognise_by_name, recognise_one_name, recognise_empty_layers, layers_of_roles,
        check_plans, check_roles,
    ],
)  # fmt: skip
def test_work_grows_in_step(work: Callable[[Path, int], Callable[[], object]], tmp_path: Path) -> None:
    small, large = (steps(work(tmp_path / str(count), count)) for count in (SMALL, LARGE))
    assert small > SMALL
    assert large < AT_MOST * small


def test_another_reading_of_a_line_looks_at_its_own_zones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogs = []
    for count in (SMALL, LARGE):
        baselines = madeup.make(tmp_path / str(count), count) / "baselines.geojson"
        layer = json.loads(baselines.read_text("utf-8"))
        for line in [line for line in layer["features"] if line["properties"]["id"].endswith("-e3")]:
            said = line["properties"]
            other = {"id": f"{said['id']}-b", "alternative_to": said["id"], "reason": "甲", "reason_en": "A"}
            layer["features"].append({**line, "properties": {**said, **other}})
        baselines.write_text(json.dumps(layer), "utf-8")
        catalogs.append(load(tmp_path / str(count)))
    given: list[int] = []
    monkeypatch.setattr(building, "_built", lambda wanted, _: given.append(len(wanted)) or {})
    small, large = (steps(lambda each=each: building.readings(each)) for each in catalogs)
    assert given == [20] * 5  # in each neighbourhood a line has ten zones on either side
    assert large < AT_MOST * small


class Walked(dict[str, Any]):
    """Counts how many items are gone through."""

    count = 0

    def values(self) -> Any:
        self.count += len(self)
        return super().values()

    def items(self) -> Any:
        self.count += len(self)
        return super().items()


def test_a_page_for_each_plan_goes_through_its_own_elements(tmp_path: Path) -> None:
    atlas = assemble(load(crowds.plans(tmp_path, 20)))
    watched = dataclasses.replace(atlas, elements=Walked(atlas.elements))
    for plan in atlas.catalog.plans:
        payload(watched, [plan], plan, "", "")
    assert watched.elements.count <= 3 * len(atlas.elements)  # type: ignore[attr-defined]


def test_a_page_looks_at_its_own_indicators_and_relations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowds.plans(tmp_path, 20)
    (tmp_path / "vocabulary.toml").write_text(indicated.WORDS, "utf-8")
    for number in range(20):
        tables = re.sub(r"^topic = .*$", "", indicated.TABLES, flags=re.MULTILINE)
        (tmp_path / f"plan-{number}/indicators.toml").write_text(tables, "utf-8")
        link = f'from = "plan-{number}.zone"\nto = "plan-{number}.node-0"\nkind = "links"\ncite = "x"\n'
        (tmp_path / f"plan-{number}/relations.toml").write_text(f"[[relations]]\n{link}", "utf-8")
    atlas = assemble(load(tmp_path))
    looked_at: list[str] = []
    checked = pages_of_indicators.indicator_findings

    def findings(tables: list[Any]) -> Any:
        looked_at.extend(table.plan for table in tables)
        return checked(tables)

    monkeypatch.setattr(pages_of_indicators, "indicator_findings", findings)
    watched = Walked(atlas.links)
    vars(atlas)["links"] = watched
    for plan in atlas.catalog.plans:
        made = payload(atlas, [plan], plan, "", "")
        assert len(made["relations"]) == 1
        assert {table["plan"] for table in made["indicators"]["tables"]} == {plan}
    assert looked_at == [plan for plan, tables in atlas.catalog.indicators.items() for _ in tables]
    assert watched.count <= len(watched)


def test_roles_are_not_compared_with_each_other() -> None:
    compared = 0

    class Name(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

    Plan._no_role_twice([SimpleNamespace(name=Name(number)) for number in range(LARGE)])  # type: ignore[list-item]
    assert compared < LARGE


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("name", ["dxf", "kml"])
def test_exports_do_not_look_through_a_table_for_each_role(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = assemble(load(crowds.roles(tmp_path, 12)))
    looks = 0
    compare = pd.Series.__eq__

    def counted(one: pd.Series, other: object) -> Any:
        nonlocal looks
        looks += sys._getframe(1).f_code.co_filename.startswith(OURS)
        return compare(one, other)

    monkeypatch.setattr(pd.Series, "__eq__", counted)
    made = exports(atlas, ["town"], [name], None)
    assert len(made.files) > 1
    assert looks < 12


@pytest.mark.usefixtures("in_process")
def test_no_geopackage_holds_more_layers_than_can_be_opened_anew_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = crowds.plans(tmp_path / "layers", 5)
    monkeypatch.setattr(geopackage, "PLANS", 2)
    written: Counter[str] = Counter()
    write = gdal.write

    def counted(table: Any, path: Path, *given: Any, **more: Any) -> None:
        written[path.name] += 1
        write(table, path, *given, **more)

    monkeypatch.setattr(gdal, "write", counted)
    atlas = assemble(load(layers))
    made = exports(atlas, list(atlas.catalog.plans), ["gpkg"], None)
    assert written == {"zonemap-1.gpkg": 9, "zonemap-2.gpkg": 8, "zonemap-3.gpkg": 4}
    assert [remark.code for remark in made.remarks] == ["gpkg-parts"]
    known = of_atlas(atlas, "")
    folder = tmp_path / "made"
    folder.mkdir()
    for name, content in made.files.items():
        (folder / Path(name).name).write_bytes(content)
    whole = recognise(read(folder), known, "").state
    assert whole.scope >= {(plan, "zones") for plan in atlas.catalog.plans} | {("", "baselines")}
    assert difference(known, whole) == []


@pytest.mark.usefixtures("in_process")
def test_a_kml_is_not_written_anew_for_each_role(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = 0
    write = pyogrio.write_dataframe

    def counted(*given: Any, **more: Any) -> None:
        nonlocal written
        written += 1
        write(*given, **more)

    monkeypatch.setattr(pyogrio, "write_dataframe", counted)
    made = exports(assemble(load(crowds.roles(tmp_path, 12))), ["town"], ["kml"], None)
    assert written == 2  # elements and baselines: there are no boundaries
    assert made.files["town-kml-4326/town.kml"].count(b"<Folder>") == 12


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("name", ["geojson", "kml", "kmz", "fgb", "parquet"])
def test_a_file_of_a_plan_says_nothing_of_the_others(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = assemble(load(crowds.plans(tmp_path, 12)))
    looks = 0
    span = about._span

    def counted(layer: Any) -> str:
        nonlocal looks
        looks += 1
        return span(layer)

    monkeypatch.setattr(about, "_span", counted)
    made = exports(atlas, list(atlas.catalog.plans), [name], None)
    assert looks <= 3 * (12 * 4 + 1)  # in a file, and twice in the README
    own = [content for path, content in made.files.items() if Path(path).name.startswith("plan_3")]
    assert own
    assert not any(b"plan_4_zones:" in content for content in own)
