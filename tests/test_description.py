"""What atlas.toml says, and what stands nowhere because it does not say it."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import ezdxf
import pytest
from commands import run
from elsewhere import PLACES, example_at
from pyproj import Transformer
from support import GRID, HOSTILE, atlas_of, copy_of_grid, problems_of

from layers.atlas import Atlas
from layers.catalog import load
from layers.files import layer_files
from mapgen.pages.site import products
from mapgen.text.texts import line

ASKED = "atlas.toml: does not state title, license, credits"


def written(folder: Path, text: str) -> Path:
    (folder / "atlas.toml").write_text(text, "utf-8")
    return folder


def test_our_own_layers_say_what_they_said(own_atlas: Atlas) -> None:
    told = own_atlas.catalog.description
    assert (told.title, told.title_en) == ("科技创新空间布局总图", "Atlas of Innovation Layouts")
    assert (told.license, told.licence) == ("ODbL-1.0", "ODbL-1.0")
    assert told.credits == told.credits_en == ["© OpenStreetMap contributors (ODbL)"]
    assert told.unstated == []
    assert own_atlas.projected_crs(own_atlas.catalog.plans) == 4547
    assert {own_atlas.projected_crs([plan]) for plan in own_atlas.catalog.plans} == {4547}


def test_it_counts_as_a_layer_file(grid: Path) -> None:
    assert layer_files(grid)[0] == grid / "atlas.toml"
    before = load(grid).version
    written(grid, "")
    assert load(grid).version != before
    (grid / "atlas.toml").unlink()
    assert load(grid).description.unstated == ["title", "license", "credits"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('license = "ODbL"', "license"),
        ('license = "odbl-1.0"', "license"),
        ('license = ""', "license"),
        ('credits = "x"\ncredits_en = "x"', "credits"),
        ('title = "a\\nb"\ntitle_en = "x"', "title"),
        ('title = "a\\u202eb"\ntitle_en = "x"', "title"),
        ('title = 1\ntitle_en = "x"', "title"),
        ("crs = 4326", "crs"),
        ("crs = 2383", "crs"),
        ("crs = 999999", "crs"),
        ('crs = "4547"', "crs"),
        ("crs = 1e3", "crs"),
        ('titel = "x"', "titel"),
    ],
)
def test_what_will_not_do_is_one_problem(text: str, field: str, grid: Path) -> None:
    problems = problems_of(written(grid, text))
    assert [(p.file, p.code) for p in problems if p.values["field"] == field] == [("atlas.toml", "attribute")]
    for language in ("zh", "en"):
        assert all(line(problem, language).isprintable() for problem in problems)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('title = "x"', "title and title_en go together"),
        ('license_name = "x"', "license_name and license_name_en go together"),
        ('credits = ["x"]\ncredits_en = []', "credits and credits_en must list the same number"),
    ],
)
def test_what_does_not_fit_together_is_named(text: str, reason: str, grid: Path) -> None:
    (problem,) = problems_of(written(grid, text))
    assert line(problem, "en").startswith(f"atlas.toml: attributes do not fit together ({reason}")


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xef\xbb\xbf", "bom"), (b"\xff", "not-utf8"), (b"=", "not-toml")]
)
def test_a_broken_file_is_told(content: bytes, code: str, grid: Path) -> None:
    (grid / "atlas.toml").write_bytes(content)
    assert [problem.code for problem in problems_of(grid)] == [code]


def test_a_link_that_leads_out_is_told(grid: Path, tmp_path: Path) -> None:
    (tmp_path / "else.toml").write_text("")
    (grid / "atlas.toml").unlink()
    (grid / "atlas.toml").symlink_to(tmp_path / "else.toml")
    assert [problem.code for problem in problems_of(grid)] == ["link-outside"]


def test_a_template_is_written_where_there_is_none(tmp_path: Path) -> None:
    assert run("new", "one", "--layers", tmp_path).exit_code == 0
    template = (tmp_path / "atlas.toml").read_text("utf-8")
    assert all(line.startswith("#") for line in template.splitlines() if line)
    # Without the marks of comment it is an atlas.toml that can be read.
    mine = "\n".join(re.findall(r"^# ([a-z_]+ = .*)$", template, re.MULTILINE))
    assert atlas_of(written(tmp_path, mine)).catalog.description.unstated == []
    assert run("new", "two", "--layers", tmp_path).exit_code == 0
    assert (tmp_path / "atlas.toml").read_text("utf-8") == mine


def payload_of(page: bytes) -> dict:
    return json.loads(page.decode().split('id="zm-payload">')[1].split("</script>")[0])


@pytest.mark.parametrize(("longitude", "code"), PLACES)
def test_nothing_of_ours_stands_in_the_files_of_a_stranger(
    longitude: float, code: int, tmp_path: Path
) -> None:
    layers = example_at(tmp_path / "mine", longitude)
    done = run("build", "--layers", layers, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert done.stderr.count(ASKED) == 1
    assert ASKED not in run("build", "--verify", "--layers", layers, "--out", tmp_path / "out").stderr
    for name in ("my-plan.html", "atlas.html", "index.html"):
        page = (tmp_path / "out" / name).read_bytes()
        told = payload_of(page)
        assert told["credits"] == told["credits_en"] == []
        assert "科技创新空间布局总图" not in page.decode()
        if name != "index.html":
            assert told["page"]["license"] is None
            assert told["page"]["crs"]["code"] == code
            assert told["page"]["crs"]["meridian"] == 75 + (code - 4534) * 3
            assert told["page"]["title"] == "示例规划"
    formats = [word for name in ("dxf", "gpkg", "kml", "geojson") for word in ("--format", name)]
    done = run("export", "--layers", layers, "--out", tmp_path / "export", *formats)
    assert done.exit_code == 0, done.stderr
    assert done.stderr.count(ASKED) == 1
    folder = tmp_path / "export" / f"my-plan-dxf-{code}"
    drawing = ezdxf.readfile(folder / "my-plan.dxf")
    point = next(entity for entity in drawing.modelspace() if entity.dxftype() == "POINT")
    x, y = Transformer.from_crs(4326, code, always_xy=True).transform(longitude, 22.315)
    assert (point.dxf.location.x, point.dxf.location.y) == pytest.approx((x, y), abs=0.001)
    for path in (tmp_path / "export").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"ODbL" not in content, path
            assert b"OpenStreetMap" not in content, path
            assert (b"EPSG:4547" in content) <= (code == 4547), path
    refused = run("export", "--layers", layers, "--format", "dxf", "--crs", "4326")
    assert refused.exit_code == 2
    assert f"use {code}, {code - 21}\n" in refused.stderr


OWN = """
title = "我的总图"
title_en = "My Atlas"
license = "CC-BY-4.0"
license_name = "署名 4.0"
license_name_en = "Attribution 4.0"
credits = ["© 某测绘院"]
credits_en = ["© Some Survey Office"]
crs = 32648
"""


def test_what_is_stated_stands_everywhere(tmp_path: Path) -> None:
    layers = written(example_at(tmp_path / "mine", 104.07), OWN)
    pages = {name: page for name, page in products(atlas_of(layers), ["my-plan"]) if name.endswith(".html")}
    assert payload_of(pages["atlas.html"])["page"]["title_en"] == "My Atlas"
    assert payload_of(pages["my-plan.html"])["page"]["crs"]["scale"] == 0.9996
    for page in pages.values():
        told = payload_of(page)
        assert (told["credits"], told["credits_en"]) == (["© 某测绘院"], ["© Some Survey Office"])
    out = tmp_path / "export"
    done = run(
        "export", "--layers", layers, "--out", out, "--format", "dxf", "--format", "gpkg", "--format", "kml"
    )
    assert done.exit_code == 0
    assert "atlas.toml" not in done.stderr
    readme = (out / "my-plan-dxf-32648" / "README.md").read_text("utf-8")
    assert (
        "| 许可 · Licence | CC-BY-4.0（署名 4.0 · Attribution 4.0）; © 某测绘院 / © Some Survey Office |"
        in readme
    )
    assert "CREDIT: © 某测绘院 / © Some Survey Office" in (out / "my-plan-kml-4326/my_plan.kml").read_text(
        "utf-8"
    )
    with closing(sqlite3.connect(out / "my-plan-gpkg-4326/my-plan.gpkg")) as database:
        ((told,),) = database.execute("SELECT metadata FROM gpkg_metadata WHERE metadata LIKE '%LICENSE%'")
    assert "CC-BY-4.0" in told
    assert "某测绘院" in told


def test_hostile_words_of_a_stranger_are_words(grid: Path, tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE + "</name>]]>|x", ensure_ascii=False)
    words = [f"{key} = {quoted}\n{key}_en = {quoted}\n" for key in ("title", "license_name")]
    written(grid, "".join([*words, f"credits = [{quoted}]\ncredits_en = [{quoted}]\n"]))
    for form in ("kml", "gpkg", "dxf", "parquet", "fgb", "shp", "csv", "xlsx"):
        done = run("export", "--layers", grid, "--out", tmp_path / "out", "--format", form)
        assert done.exit_code == 0, done.stderr
    assert "<img" not in (tmp_path / "out/town-kml-4326/README.md").read_text("utf-8").replace("\\<img", "")
    assert "&amp;lt;img" in (tmp_path / "out/town-kml-4326/town.kml").read_text("utf-8")


def test_fmt_takes_blanks_and_leaves_comments(grid: Path) -> None:
    text = '# 说明 · what it is   \r\n\r\ntitle_en = "A"\t\r\ntitle = "甲"\r\n\r\n\r\n'
    (grid / "atlas.toml").write_bytes(text.encode())
    assert run("fmt", "--check", "--layers", grid).stdout == "atlas.toml\n"
    assert run("fmt", "--layers", grid).exit_code == 0
    tidy = '# 说明 · what it is\n\ntitle_en = "A"\ntitle = "甲"\n'
    assert (grid / "atlas.toml").read_bytes() == tidy.encode()
    assert run("fmt", "--check", "--layers", grid).exit_code == 0
    done = run("fmt", "--layers", written(grid, 'title = "x"'))
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert (grid / "atlas.toml").read_text("utf-8") == 'title = "x"'


def test_a_copy_keeps_its_description_through_import_and_fmt(tmp_path: Path) -> None:
    layers = copy_of_grid(tmp_path / "layers")
    before = (layers / "atlas.toml").read_bytes()
    assert run("export", "--layers", layers, "--out", tmp_path / "out").exit_code == 0
    (made,) = (tmp_path / "out").rglob("*.gpkg")
    assert run("import", made, "--layers", layers).exit_code == 0
    assert run("fmt", "--layers", layers).exit_code == 0
    assert run("diff", GRID, layers).stdout == ""
    assert (layers / "atlas.toml").read_bytes() == before
