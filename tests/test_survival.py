"""Any text survives: into a page's data, and through an export and back."""

# ruff: noqa: E501  a record a line

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import WORDS, atlas_of, change, contents, copy_of_grid

from mapgen.exporting.delivery import exports
from mapgen.importing.merge import merge_file
from mapgen.importing.reader import Overrides
from mapgen.pages.blocks import Data

ANY = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY, inner, max_size=4),
    max_leaves=12,
)
PLACES = st.tuples(st.integers(11_300_000, 11_400_000), st.integers(2_200_000, 2_300_000))


@given(VALUES)
def test_any_value_survives_into_the_data_of_a_page(value: Any) -> None:
    block = Data("zm-payload", value).render()
    (inner,) = re.findall(
        r'^<script type="application/json" id="zm-payload">(.*)</script>\s*$', block, re.DOTALL
    )
    # Nothing in it ends the block, opens a comment or another script, or breaks a line.
    assert not set(inner) & set("<>&\u2028\u2029")
    assert json.loads(inner) == value


def a_node(number: int, words: tuple[str, str, str | None], place: tuple[int, int]) -> dict[str, Any]:
    name, cite, note = words
    return {
        "type": "Feature",
        "properties": {
            "id": f"town.n{number}", "name": name, "name_en": cite, "role": "两点", "parent": None, "stated_km2": None,
            "qualifier": note, "basis": "sketched", "accuracy_m": 100, "reference_km2": None, "reference_cite": None,
            "cite": cite, "same_as": None, "note": note,
        },
        "geometry": {"type": "Point", "coordinates": [place[0] / 1e5, place[1] / 1e5]},
    }  # fmt: skip


#: The whole way, with all layers and a child process that reads; test_return.py tries thousands on a shorter one.
FEW = settings(max_examples=5)


@pytest.mark.parametrize("form", ["geojson", "gpkg", "fgb", "parquet", "kml", "kmz", "shp"])
def test_an_export_that_comes_back_is_no_edit(form: str) -> None:
    @FEW
    @given(st.lists(st.tuples(st.tuples(WORDS, WORDS, st.none() | WORDS), PLACES), min_size=1, max_size=12))
    def come_back(drawn: list[tuple[tuple[str, str, str | None], tuple[int, int]]]) -> None:
        with tempfile.TemporaryDirectory() as place:
            layers = copy_of_grid(Path(place, "layers"))
            nodes = [a_node(number, words, where) for number, (words, where) in enumerate(drawn)]
            change(layers, "town/nodes", lambda told: told["features"].extend(nodes))
            before = contents(layers)
            # A plan in degrees comes back from metres as well, where the format has them.
            code = "4547" if form in ("gpkg", "fgb", "parquet", "shp") else None
            for name, content in exports(atlas_of(layers), ["town"], [form], code).files.items():
                file = Path(place, "out", name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            found = merge_file(layers, Path(place, "out"), Overrides(), delete=True)
            told = [(change.what, change.item.id, change.attributes) for change in found.changes]
            assert told == []
            assert found.problems == []
            assert found.files == {}
            assert contents(layers) == before

    come_back()
