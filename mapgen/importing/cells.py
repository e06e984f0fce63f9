"""The values of one row of a strange file, under our column names and with our types."""

from collections.abc import Mapping
from typing import Any

from layers.messages import LayerError, Message
from layers.reading import parse_json
from mapgen.importing.columns import MARK, fills_field
from mapgen.importing.naming import name_of
from mapgen.importing.reader import Table
from mapgen.tables.frames import JOINED, LISTS, fields

_LONGEST = 20_000
#: Types of values that are no text, and what a person calls them.
_NO_TEXT = {dict: "found-object", list: "found-list", bool: "found-bool", bytes: "found-bytes"}
_KML_IDS = ("zonemap_id", "id2")


def cells(raw: Mapping[str, Any], table: Table, place: str) -> tuple[dict[str, Any], list[Message]]:
    """Values under our names and with our types.

    Parameters
    ----------
    raw : mapping of str to object
        As the file has them.
    table : Table
        Where the row stands.
    place : str
        What messages call the row.

    Returns
    -------
    values : dict of str to object
        Columns that are not ours keep their names.
    problems : list of Message
        Lists that are not JSON, and what is no text in a column of text; those columns are left out.
    """
    values: dict[str, Any] = {}
    for stated, found in raw.items():
        column, value = stated.lstrip(MARK), found.lstrip(MARK) if isinstance(found, str) else found
        ours = name_of(column, table.format)
        # KML has an id and a name of its own beside ours; ours go first where both are filled.
        if values.get(ours) is None or column == ours:
            values[ours] = value
    if table.format == "kml":
        # GDAL and QGIS keep our id as a second one: KML has an id of its own.
        values["id"] = next((raw[key] for key in _KML_IDS if raw.get(key) is not None), values.get("id"))
        values = {key: value for key, value in values.items() if key not in _KML_IDS}
    if isinstance(values.get("id"), str):
        values["id"] = values["id"].strip()
    refused = _not_text(values)
    values = {column: value for column, value in values.items() if column not in refused}
    place = str(values.get("id") or place)
    problems = [
        Message("import-not-text", table.file, place, {"column": column, "found": Message(found)})
        for column, found in refused.items()
    ]
    for column, value in values.items():
        try:
            # A list of ids that a Shapefile has cut still looks like one, so the text is compared.
            if not (column in JOINED and table.format == "shp" and fills_field(value)):
                values[column] = _typed(column, value, table.file)
        except LayerError:
            if table.format == "shp" and fills_field(value):
                continue  # cut within the JSON
            problems.append(Message("import-json", table.file, place, {"column": column}))
    return values, problems


def _not_text(values: Mapping[str, Any]) -> dict[str, str]:
    """Our columns whose values could become text in Python's spelling only, and what they hold."""
    found = {}
    for column, value in values.items():
        text = column in fields() and column not in LISTS and fields()[column]["type"] == "text"
        if (text and type(value) in _NO_TEXT) or (
            isinstance(value, bytes) and (column in fields() or column in LISTS)
        ):
            found[column] = _NO_TEXT[type(value)]
    return found


def _typed(column: str, value: Any, file: str) -> Any:
    if value is None:
        return None
    if column in LISTS:
        return _list(column, value, file) if isinstance(value, str) else value
    kind = fields()[column]["type"] if column in fields() else None
    if kind == "real":
        return _number(value)
    if kind == "integer":
        number = _number(value)
        return int(number) if isinstance(number, float) and number.is_integer() else number
    if kind == "text":
        # A program that guesses types has made a number of a name like "2035".
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = value if isinstance(value, str) else str(value)
        return None if text.isspace() else text
    return value


def _list(column: str, text: str, file: str) -> Any:
    if column in JOINED and not text.lstrip().startswith("["):
        return [item.strip() for item in text.split(";") if item.strip()] or None
    return parse_json(text[:_LONGEST], file)


def _number(value: Any) -> Any:
    """A figure that stands in a text column; what is none is left for the schema to refuse."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value
