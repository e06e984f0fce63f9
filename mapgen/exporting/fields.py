"""The field dictionary of a layer: what each column is called, means, and whether it may be edited."""

from dataclasses import dataclass

from mapgen.tables.frames import fields


@dataclass(frozen=True)
class Field:
    """One column of an exported layer.

    Attributes
    ----------
    name : str
        Name of the column.
    type : {"text", "real", "integer"}
    unit : str
        Such as km² or m; empty without one.
    zh, en : str
        Aliases.
    shp : str
        ASCII name of at most ten bytes.
    editable : {"yes", "no", "drawn"}
        Whether an edit comes back with ``zonemap import``.
    """

    name: str
    type: str
    unit: str
    zh: str
    en: str
    shp: str
    editable: str

    @property
    def alias(self) -> str:
        """Chinese alias up to its explanation in brackets: short enough for a column's head."""
        return self.zh.split("（", 1)[0] + (f"（{self.unit}）" if self.unit else "")

    @property
    def comment(self) -> str:
        """What the column holds, in both languages, with its unit."""
        unit = f" [{self.unit}]" if self.unit else ""
        return f"{self.zh} · {self.en}{unit}"


def field(layer: str, column: str) -> Field:
    """Look up a column.

    Parameters
    ----------
    layer : str
        Such as "zones" or "baselines".
    column : str

    Returns
    -------
    Field

    Raises
    ------
    KeyError
        If the dictionary does not have it.
    """
    entry = fields().get(f"{layer}.{column}") or fields()[column]
    return Field(
        column,
        entry["type"],
        entry.get("unit", ""),
        entry["zh"],
        entry["en"],
        entry["shp"],
        entry["editable"],
    )
