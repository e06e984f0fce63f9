"""What people get: maps, exports, reports, the command line, and the names below for programs and notebooks.

They are loaded when they are first asked for, so that the command's help need not wait for geopandas.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapgen.api import (
        AtlasTables,
        LayerError,
        axes,
        boundaries,
        map,  # noqa: A004
        map_layers,
        nodes,
        open,  # noqa: A004
        tally,
        zones,
    )
    from mapgen.pages.figure import OfflineFigure

__all__ = [
    "AtlasTables",
    "LayerError",
    "OfflineFigure",
    "axes",
    "boundaries",
    "map",
    "map_layers",
    "nodes",
    "open",
    "tally",
    "zones",
]
__version__ = "0.1.0"


if not TYPE_CHECKING:  # or a type checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from mapgen.files.installed import require_own

        require_own()
        if name == "OfflineFigure":
            from mapgen.pages.figure import OfflineFigure

            return OfflineFigure
        from mapgen import api

        return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
