"""A plan of very many roles: what an export makes for each of them, counted."""

from pathlib import Path
from typing import Any

import crowds
import pytest

from layers.assemble import assemble
from layers.catalog import load
from mapgen.exporting import qml
from mapgen.exporting.delivery import exports
from mapgen.text.texts import line


@pytest.mark.usefixtures("in_process")
def test_roles_without_an_entry_in_a_style_are_mentioned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = assemble(load(crowds.roles(tmp_path, 12)))
    symbols = 0
    drawn = qml._symbol

    def counted(kind: str) -> Any:
        nonlocal symbols
        symbols += 1
        return drawn(kind)

    monkeypatch.setattr(qml, "_symbol", counted)
    assert exports(atlas, ["town"], ["gpkg"], None).remarks == []
    assert symbols > 3 * 12  # zones, axes and nodes could have any
    symbols = 0
    monkeypatch.setattr(qml, "MOST_ROLES", 10)
    (remark,) = exports(atlas, ["town"], ["gpkg"], None).remarks
    assert line(remark, "en").startswith("town_nodes: has 12 roles; its QGIS style has an entry for 10 of")
    assert symbols < 10 + 3 + 6  # those that occur, one for all others in each layer, and edges by basis
