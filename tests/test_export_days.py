"""An export says its day, however far off, and where a format knows fewer days it takes the nearest."""

import datetime as dt
import io
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from support import GRID, atlas_of

from mapgen.exporting.delivery import exports
from mapgen.exporting.formats import FORMATS
from mapgen.exporting.shapefile import pack
from mapgen.files.day import today

#: Seconds since 1970, the day that they are, and the one that a zip has.
DAYS = [
    ("0", dt.date(1970, 1, 1), (1980, 1, 1)),
    ("4354819199", dt.date(2107, 12, 31), (2107, 12, 31)),
    ("4354819200", dt.date(2108, 1, 1), (2107, 12, 31)),
    ("253402214400", dt.date(9999, 12, 31), (2107, 12, 31)),
    ("9" * 5000, dt.date(9999, 12, 31), (2107, 12, 31)),
]


@pytest.mark.parametrize(("epoch", "day", "zipped"), DAYS, ids=lambda value: str(value)[:12])
def test_a_zip_takes_the_nearest_day_that_it_knows(
    epoch: str, day: dt.date, zipped: tuple[int, int, int], tmp_path: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert today() == day
    (tmp_path / "a").write_text("a")
    pack(tmp_path / "a.zip", tmp_path, ["a"], today())
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert [entry.date_time[:3] for entry in archive.infolist()] == [zipped]


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_is_written_after_2107(name: str, monkeypatch: Any) -> None:
    class Later(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Later":
            return cls(2108, 2, 29, tzinfo=tz)

    # As a clock that is set so late says it.
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("mapgen.files.day.dt", SimpleNamespace(datetime=Later, UTC=dt.UTC))
    files = exports(atlas_of(GRID), ["town"], [name], None).files
    (readme,) = [content for path, content in files.items() if path.endswith("README.md")]
    assert "2108-02-29" in readme.decode()
    for path, content in files.items():
        if path.endswith((".zip", ".kmz", ".xlsx")):
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
