"""`zonemap import`: every feature of a KML is read, wherever it stands, or the file is refused."""

import json
from pathlib import Path

import pytest
from commands import one_line_each, run

from mapgen.importing import markup


def mark(number: int) -> str:
    fields = {"basis": "sketched", "accuracy_m": 100, "name_en": "x", "role": "两点", "cite": "x"}
    data = "".join(f"<Data name='{key}'><value>{value}</value></Data>" for key, value in fields.items())
    return (
        f"<Placemark><name>{number}</name><ExtendedData>{data}"
        f"<Data name='zonemap_id'><value>town.n{number}</value></Data></ExtendedData>"
        f"<Point><coordinates>113.5{number},22.8</coordinates></Point></Placemark>"
    )


def folder(*parts: str, name: str = "A") -> str:
    return f"<Folder><name>{name}</name>{''.join(parts)}</Folder>"


def document(*parts: str) -> str:
    return f"<Document><name>D</name>{''.join(parts)}</Document>"


ORDER = f"<NetworkLinkControl><Update><Create>{folder(mark(9))}</Create></Update></NetworkLinkControl>"


@pytest.mark.parametrize(
    "text",
    [
        document(folder(mark(1)), folder(mark(2))),
        document(folder(mark(1), folder(mark(2)))),
        document(mark(1), folder(mark(2))),
        document(folder(mark(2)), mark(1)),
        document(folder(mark(1), name=""), folder(mark(2), name="")),
        folder(mark(1), document(mark(2))),
        document(mark(1)) + document(mark(2)),
        mark(1) + document(mark(2)),
        mark(1) + mark(2),
        ORDER + document(mark(1), mark(2)),
        ORDER + document(mark(1)) + document(mark(2)),
    ],
)
def test_every_feature_is_read(grid: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "in.kml"
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2">{text}</kml>', "utf-8")
    result = run("import", path, "--layers", grid, "--dry-run", "--json")
    assert result.exit_code == 0, result.stderr
    assert sorted(each["id"] for each in json.loads(result.stdout)["new"]) == ["town.n1", "town.n2"]


def test_a_file_of_which_a_part_was_not_read_is_refused(
    grid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As GDAL does with two documents, if we did not make one of them."""
    monkeypatch.setattr(markup, "_AT_ROOT", ())
    text = document(mark(1)) + document(mark(2))
    (tmp_path / "in.kml").write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2">{text}</kml>', "utf-8")
    (line,) = one_line_each(run("import", tmp_path / "in.kml", "--layers", grid).stderr)
    assert "only 1 of 2 features could be read" in line
