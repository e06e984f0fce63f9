"""Whatever a layer holds comes back from an export as it was: no edit, no problem, nothing to write.

Drawn features go through the very writer, the check of what was written, the reader and the comparison, many
of them in one file, for a file costs more than what it holds. Neither are the tables of empty layers made
again, nor is a child process started to read; a few examples that go the whole way are in test_survival.py.
"""

import datetime as dt
import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from support import GRID, WORDS, atlas_of

from layers.atlas import Atlas
from mapgen.exporting.formats import FORMATS
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer, _plan_layer, export_layers
from mapgen.exporting.readback import mismatch
from mapgen.exporting.target import reprojected, target
from mapgen.importing import reader
from mapgen.importing.merge import merge_file
from mapgen.importing.reader import Overrides

#: Formats that come back, and the system that a plan in degrees is exported in: metres, where they have them.
FORMS = {
    **dict.fromkeys(["geojson", "kml", "kmz"], "4326"),
    **dict.fromkeys(["gpkg", "fgb", "parquet", "shp"], "4547"),
}
DAY = dt.date(2026, 1, 2)

YEARS = st.integers(1900, 2100)
#: What a feature says, and what it may leave out.
VALUES = st.fixed_dictionaries(
    {
        "name": WORDS,
        "name_en": WORDS,
        "cite": WORDS,
        "note": st.none() | WORDS,
        "qualifier": st.none() | WORDS,
        "stated_km2": st.none() | st.integers(1, 1000) | st.floats(0.01, 1000),
        "accuracy_m": st.integers(1, 999) | st.floats(0.5, 999),
    },
    optional={
        "status": st.sampled_from(["in use", "planned", "sought"]),
        "to_year": YEARS,
        "entered": st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(str),
        "source_grade": st.sampled_from("ABC"),
    },
)
#: Five decimals, as layer files have them, or as many as a number has.
POSITIONS = st.tuples(st.floats(113, 114), st.floats(22, 23)) | st.tuples(
    st.integers(11_300_000, 11_400_000), st.integers(2_200_000, 2_300_000)
).map(lambda place: (place[0] / 1e5, place[1] / 1e5))


def star(middle: tuple[float, float], radii: list[float], hole: bool) -> shapely.Polygon:
    """A polygon about a point, perhaps with a hole: valid, whatever the radii."""
    x, y = middle
    turns = [2 * math.pi * number / len(radii) for number in range(len(radii))]
    outline = [(x + r * math.cos(turn), y + r * math.sin(turn)) for r, turn in zip(radii, turns, strict=True)]
    holes = [[(x - 1e-4, y - 1e-4), (x, y + 1e-4), (x + 1e-4, y - 1e-4)]] if hole else []
    return shapely.Polygon(outline, holes)


STARS = st.builds(star, POSITIONS, st.lists(st.floats(0.002, 0.05), min_size=3, max_size=8), st.booleans())
LINES = st.lists(POSITIONS, min_size=2, max_size=6, unique=True).map(shapely.LineString)
SHAPES = {
    "zones": STARS
    | st.tuples(STARS, STARS).map(
        lambda two: shapely.MultiPolygon([two[0], shapely.affinity.translate(two[1], 2)])
    )
    | STARS.map(lambda one: shapely.MultiPolygon([one])),
    "axes": LINES | st.lists(LINES, min_size=1, max_size=3).map(shapely.MultiLineString),
    "nodes": POSITIONS.map(shapely.Point),
}
#: Features in one file: each counts as an example.
TOGETHER = 20
FEATURES = st.one_of(
    st.tuples(st.just(layer), st.lists(st.tuples(VALUES, shapes), min_size=TOGETHER, max_size=TOGETHER))
    for layer, shapes in SHAPES.items()
)
#: What each layer's features have alike.
ALIKE: dict[str, Any] = {
    **dict.fromkeys(["parent", "reference_km2", "reference_cite", "same_as"]),
    "role": "两点",
    "basis": "sketched",
}
OWN: dict[str, dict[str, Any]] = {
    "zones": {"sides": None, "inside": None},
    "axes": {"passes": None},
    "nodes": {},
}


@dataclass
class Village:
    """A layers folder with a plan and nothing in it, and what an export makes of that."""

    layers: Path
    out: Path
    empty: list[ExportLayer]

    def settle(self, layer: str, drawn: list[tuple[dict[str, Any], shapely.Geometry]]) -> Atlas:
        features = [
            {
                "type": "Feature",
                "properties": {"id": f"town.f{number}", **ALIKE, **OWN[layer], **values},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for number, (values, shape) in enumerate(drawn)
        ]
        for path in self.layers.glob("town/*.geojson"):
            path.unlink()
        told = {"type": "FeatureCollection", "name": layer, "features": features}
        (self.layers / f"town/{layer}.geojson").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        return atlas_of(self.layers)

    def hand_over(self, atlas: Atlas, layer: str, form: str) -> None:
        """Write the layer as `zonemap export` does, and read it back."""
        made = _plan_layer(atlas, "town", layer)
        # A document of KML holds all layers of a plan; other formats have a file or a table for each.
        layers = [made if each.layer == layer else each for each in self.empty] if "km" in form else [made]
        west, south, east, north = shapely.total_bounds(made.table.geometry.to_numpy()).tolist()
        to = target(FORMS[form], (west, south, east, north))
        job = Job(atlas, ["town"], reprojected(layers, to), to, "town", DAY)
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        FORMATS[form].write(job, self.out)
        assert mismatch(FORMATS[form].read(job, self.out)) is None


@pytest.fixture
def village(memory: Path, monkeypatch: pytest.MonkeyPatch) -> Village:
    monkeypatch.setattr(reader, "apart", lambda work, *arguments, **_: work(*arguments))
    monkeypatch.setattr("tempfile.tempdir", str(memory))
    layers = memory / "layers"
    (layers / "town").mkdir(parents=True)
    shutil.copy(GRID / "atlas.toml", layers)
    plan, _, _ = (GRID / "town/plan.toml").read_text("utf-8").partition("[[rules]]")
    (layers / "town/plan.toml").write_text(plan, "utf-8")
    return Village(layers, memory / "out", export_layers(atlas_of(layers), ["town"]))


@pytest.mark.parametrize("form", list(FORMS))
def test_what_is_exported_comes_back_as_it_was(village: Village, form: str) -> None:
    @settings(max_examples=max(2, settings.default.max_examples // TOGETHER))
    @given(FEATURES)
    def come_back(drawn: tuple[str, list[tuple[dict[str, Any], shapely.Geometry]]]) -> None:
        layer, features = drawn
        village.hand_over(village.settle(layer, features), layer, form)
        found = merge_file(village.layers, village.out, Overrides(), delete=True)
        said = [(each.what, each.item.id, each.redrawn, each.attributes) for each in found.changes]
        assert said == []
        assert found.problems == []
        assert found.files == {}

    come_back()
