"""Every attack through every export: read back by other hands it is the same, or a line says why not."""

import csv
import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ezdxf
import pyarrow.parquet as pq
import pyogrio
import pytest
from attacks import ATTACKS, hostile_layers
from commands import printed, run
from exported import dbf
from support import contents

from mapgen.exporting.formats import FORMATS

KML = "{http://www.opengis.net/kml/2.2}"
Texts = dict[str, tuple[str, str]]  # (name, name_en) by id


@dataclass(frozen=True)
class Town:
    """Layers of hostile words, and the names of its zones."""

    layers: Path
    zones: Texts


def in_gbk(text: str) -> bool:
    return text.encode("gbk", "replace").decode("gbk") == text


def town(folder: Path, texts: dict[str, str]) -> Town:
    told = hostile_layers(folder, texts)
    return Town(folder, {id_: (name, name_en) for id_, name, name_en in told})


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return town(tmp_path_factory.mktemp("hostile") / "layers", ATTACKS)


@pytest.fixture(scope="module")
def gbk(tmp_path_factory: pytest.TempPathFactory) -> Town:
    told = {key: text for key, text in ATTACKS.items() if in_gbk(text)}
    return town(tmp_path_factory.mktemp("gbk") / "layers", told)


def exported(layers: Path, out: Path, *words: object) -> tuple[Path, str]:
    """The one folder that an export makes, and what it says."""
    result = run("export", "--layers", layers, "--out", out / "out", *words)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert all(line.isprintable() for line in result.stderr.splitlines())
    (made,) = (out / "out").iterdir()
    # No text has become the name of a file, and nothing lies beside the folder.
    assert list(out.iterdir()) == [out / "out"]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", name) for name in contents(made))
    assert_plain_readme((made / "README.md").read_text("utf-8"))
    return made, result.stderr


def assert_plain_readme(text: str) -> None:
    """No text of a plan opens a table row, a heading, a link or a tag of its own."""
    for line in text.splitlines():
        unescaped = re.sub(r"\\[\\|`*_<>\[\]#]", "", line)
        assert "<" not in unescaped
        assert "[" not in unescaped
        assert not line.startswith("|") or unescaped.endswith("|")
        assert not line.startswith("#") or re.match(r"#{1,3} ", line)
        assert line.isprintable()


def from_geojson(made: Path) -> Texts:
    told = json.loads((made / "town_zones.geojson").read_text("utf-8"))
    rows = [feature["properties"] for feature in told["features"]]
    return {row["id"]: (row["name"], row["name_en"]) for row in rows}


def from_gpkg(made: Path) -> Texts:
    with sqlite3.connect(made / "town.gpkg") as package:
        assert package.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        styles = package.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall()
        rows = package.execute("SELECT id, name, name_en FROM town_zones").fetchall()
    roots = {table: ET.fromstring(style) for table, style in styles}  # noqa: S314 - our own text
    roles = [item.get("value") for item in roots["town_zones"].iter("category")]
    assert roles == [row[1] for row in rows]
    return {id_: (name, name_en) for id_, name, name_en in rows}


def from_fgb(made: Path) -> Texts:
    table = pyogrio.read_dataframe(made / "town_zones.fgb", columns=["id", "name", "name_en"])
    return {row["id"]: (row["name"], row["name_en"]) for row in table.to_dict("records")}


def from_parquet(made: Path) -> Texts:
    rows = pq.read_table(made / "town_zones.parquet").to_pylist()
    return {row["id"]: (row["name"], row["name_en"]) for row in rows}


def from_placemarks(raw: bytes) -> Texts:
    root = ET.fromstring(raw)  # noqa: S314 - our own text
    found = {}
    for mark in root.iter(f"{KML}Placemark"):
        values = {item.get("name"): item.text for item in mark.iter(f"{KML}SimpleData")}
        values |= {item.get("name"): item.findtext(f"{KML}value") for item in mark.iter(f"{KML}Data")}
        found[values["zonemap_id"]] = (mark.findtext(f"{KML}name"), values["name_en"])
    folders = [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")]
    assert folders == [f"{name} · {name_en}" for name, name_en in found.values()]
    # A description is HTML to who reads it: it must hold no markup of its own.
    assert not [each for each in root.iter(f"{KML}description") if set(each.text or "") & set("<>\"'")]
    assert not list(root.iter(f"{KML}href"))
    return found


def from_kml(made: Path) -> Texts:
    return from_placemarks((made / "town.kml").read_bytes())


def from_kmz(made: Path) -> Texts:
    with zipfile.ZipFile(made / "town.kmz") as archive:
        assert archive.namelist() == ["doc.kml"]
        return from_placemarks(archive.read("doc.kml"))


READERS: dict[str, Callable[[Path], Texts]] = {
    "geojson": from_geojson,
    "gpkg": from_gpkg,
    "fgb": from_fgb,
    "parquet": from_parquet,
    "kml": from_kml,
    "kmz": from_kmz,
}


def test_every_format_has_its_test() -> None:
    assert set(READERS) | {"shp", "csv", "xlsx", "dxf"} == set(FORMATS)
    assert len(ATTACKS) >= 60


@pytest.mark.parametrize("name", list(READERS))
def test_a_format_carries_every_attack_as_it_is(every: Town, tmp_path: Path, name: str) -> None:
    made, _ = exported(every.layers, tmp_path, "--format", name)
    assert READERS[name](made) == every.zones


def test_a_csv_carries_every_attack_and_disarms_formulas(every: Town, tmp_path: Path) -> None:
    made, _ = exported(every.layers, tmp_path, "--format", "csv")
    text = (made / "town_zones.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    armed = re.compile("[=+\\-@\t\r\n＝＋－＠]")
    for row in rows:
        for cell, told in zip((row["name"], row["name_en"]), every.zones[row["id"]], strict=True):
            assert cell == (f"'{told}" if armed.match(told) else told)
    assert len(rows) == len(every.zones)
    assert sum(row["name"].startswith("'") for row in rows) >= 10


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_shapefile_says_which_values_it_does_not_hold_whole(
    every: Town, gbk: Town, tmp_path: Path, encoding: str
) -> None:
    own = every if encoding == "utf-8" else gbk
    made, said = exported(own.layers, tmp_path, "--format", "shp", "--encoding", encoding)
    with zipfile.ZipFile(made / "town.zip") as archive:
        _, rows = dbf(archive.read("town_zones.dbf"), encoding)
        longs = archive.read("long-values.csv").decode("utf-8-sig")
        assert_plain_readme(archive.read("README.md").decode("utf-8"))
    kept = {(row["id"], row["field"]): row["value"] for row in csv.DictReader(io.StringIO(longs, newline=""))}
    assert len(rows) == len(own.zones)
    whole = 0
    for row in rows:
        for field, told in zip(("name", "name_en"), own.zones[row["id"]], strict=True):
            assert row[field] == told.encode(encoding)[:254].decode(encoding, "ignore").strip(" ")
            if row[field] == told:
                whole += 1
                continue
            assert kept[row["id"], field].removeprefix("'") == told
            assert re.search(rf"(?m)^town_zones: {row['id']}: {field} ", said)
    assert whole > len(rows)


def test_gbk_refuses_each_attack_that_it_cannot_spell(every: Town, tmp_path: Path) -> None:
    for words in (("--format", "shp", "--encoding", "gbk"), ("--format", "dxf")):
        told = printed("export", "--layers", every.layers, "--out", tmp_path / "out", *words, code=2)[
            "problems"
        ]
        refused = [id_ for id_, (name, _) in every.zones.items() if not in_gbk(name)]
        assert len(refused) > 5
        for id_ in refused:
            assert any(line.startswith(f"{id_}: name contains ") for line in told)
        assert not (tmp_path / "out").exists()


def test_a_drawing_carries_what_gbk_does(gbk: Town, tmp_path: Path) -> None:
    made, said = exported(gbk.layers, tmp_path, "--format", "dxf")
    drawing = ezdxf.readfile(made / "town.dxf")
    assert not drawing.audit().errors
    found = {}
    for text in drawing.modelspace().query("TEXT"):
        (key,) = [tag.value for tag in text.get_xdata("ZONEMAP") if tag.code == 1000]
        found[key] = as_cad_shows(text.dxf.text)
    for id_, (name, _) in gbk.zones.items():
        told = name.translate({10: "\\n", 13: "\\r", 9: "\\t"})
        if len(told.encode("gbk")) <= 255:
            assert found[id_] == told
        else:
            assert told.startswith(found[id_])
            assert len(found[id_]) >= 127
            assert f"{id_}: name has {len(told.encode('gbk'))} bytes" in said
    layers = {text.dxf.layer for text in drawing.modelspace().query("TEXT")}
    assert len(layers) == len(gbk.zones) + 1  # one for each role, one for the baselines
    assert not [layer for layer in layers if set(layer) & set('<>/\\":;?*|=`,')]
    assert said.count(" becomes the CAD layer ") > 10


def as_cad_shows(text: str) -> str:
    """What a CAD program shows of a text: its codes read as the DXF reference has them."""
    assert not re.search(r"%%[^%]", text.replace("%%%", ""))
    assert not re.search(r"\^[^ ]", text)
    shown = text.replace("%%%", "%").replace("^ ", "^")
    return re.sub(r"\\U\+([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), shown)


@pytest.mark.parametrize("name", ["geojson", "gpkg", "shp", "kml", "kmz", "fgb", "parquet"])
def test_what_comes_back_changes_nothing(every: Town, tmp_path: Path, name: str) -> None:
    made, _ = exported(every.layers, tmp_path, "--format", name)
    before = contents(every.layers)
    inner = {"gpkg": "town.gpkg", "shp": "town.zip", "kml": "town.kml", "kmz": "town.kmz"}.get(name, ".")
    result = run("import", made / inner, "--layers", every.layers, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert [told[key] for key in ("new", "changed", "problems", "files")] == [[], [], [], []]
    assert contents(every.layers) == before
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_two_roles_that_differ_in_composition_only_stay_two(tmp_path: Path) -> None:
    own = town(tmp_path / "layers", {"composed": "\u00e9", "decomposed": "e\u0301"})
    (tmp_path / "home").mkdir()
    made, _ = exported(own.layers, tmp_path / "home", "--format", "gpkg")
    assert from_gpkg(made) == own.zones


def test_a_text_that_is_too_long_is_refused_where_it_stands(tmp_path: Path) -> None:
    own = town(tmp_path / "layers", {"long": "x" * 20_001})
    told = printed("export", "--layers", own.layers, "--out", tmp_path / "out", code=2)["problems"]
    assert any(line.startswith("town/zones.geojson: town.z0: attribute name ") for line in told)
    assert all("at most 20000 characters" in line for line in told)
