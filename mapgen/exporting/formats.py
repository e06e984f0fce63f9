"""The register of formats: who writes each, and which coordinate systems it carries.

Help and messages take the names from here. What writes and reads is loaded when it is called, because the
help of a command must not wait for geopandas.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.systems import codes
from layers.messages import Message
from mapgen.files.errors import OutputError

if TYPE_CHECKING:
    from mapgen.exporting.job import Job
    from mapgen.exporting.layers import ExportLayer
    from mapgen.exporting.readback import Held
    from mapgen.exporting.target import Target

_WGS84 = 4326


@dataclass(frozen=True)
class Format:
    """A format that layers are handed over in.

    Attributes
    ----------
    name : str
        As ``--format`` takes it.
    title : str
        As a README calls it.
    writer, reader : str
        Function of a module of this room, as ``module.function``: `write` and `read`.
    carries : {"any", "4326", "metres"}
        Coordinate systems that it can hold.
    tables : bool
        Whether it holds tables without geometry.
    figures : bool
        Whether it is also where people look for figures that belong to no place: indicators.
    context : bool
        Whether it holds context and ground, which are there to be looked at.
    """

    name: str
    title: str
    writer: str
    reader: str
    carries: str = "any"
    tables: bool = True
    figures: bool = False
    context: bool = True

    def holds(self, layer: "ExportLayer") -> bool:
        """Whether a layer goes into files of this format."""
        if layer.layer == "indicators":
            return self.figures
        if layer.layer in ("context", "ground"):
            return self.context
        return layer.located or self.tables

    def write(self, job: "Job", folder: Path) -> list[Message]:
        """Write files into an empty folder, and return what must be said."""
        said: list[Message] = _called(self.writer, job, folder)
        return said

    def read(self, job: "Job", folder: Path) -> "Iterator[Held]":
        """Read the files of the same job, and return what they hold beside what they should hold."""
        held: Iterator[Held] = _called(self.reader, job, folder)
        return held

    def default_crs(self, projected: int) -> str:
        """EPSG code where none is asked for: that of the layers, or where it must be metres, `projected`."""
        return str(projected if self.carries == "metres" else _WGS84)

    def check(self, to: "Target") -> None:
        """Refuse a coordinate system that the format cannot carry.

        Parameters
        ----------
        to : Target

        Raises
        ------
        OutputError
            With what to use instead.
        """
        option, values = f"--crs {to.code}", {"name": to.crs.name, "format": self.name}
        values["systems"] = codes(to.longitude, "metre" if self.carries == "metres" else None)
        if self.carries == "4326" and to.code != _WGS84:
            values["formats"] = ", ".join(each.name for each in FORMATS.values() if each.carries == "any")
            raise OutputError(Message("crs-only-4326", option, values=values))
        unit = to.crs.axis_info[0].unit_name
        if self.carries == "metres" and unit != "metre":
            raise OutputError(Message("crs-not-metres", option, values=values))


def _called(name: str, *given: Any) -> Any:
    module, function = name.split(".")
    return getattr(import_module(f"mapgen.exporting.{module}"), function)(*given)


FORMATS = {
    each.name: each
    for each in (
        Format("geojson", "GeoJSON (RFC 7946)", "flat.write_geojson", "readers.read_geojson", "4326"),
        Format("gpkg", "GeoPackage 1.3", "geopackage.write", "readers.read_geopackage", figures=True),
        Format("shp", "ESRI Shapefile", "shapefile.write", "readers.read_shapefile"),
        Format("kml", "KML 2.2", "kml.write_kml", "readers.read_kml", "4326", tables=False, context=False),
        Format(
            "kmz", "KMZ (KML 2.2)", "kml.write_kmz", "readers.read_kmz", "4326", tables=False, context=False
        ),
        Format("fgb", "FlatGeobuf", "flat.write_flatgeobuf", "readers.read_flatgeobuf"),
        Format("parquet", "GeoParquet 1.1", "flat.write_parquet", "readers.read_parquet"),
        Format("csv", "CSV", "flat.write_csv", "readers.read_csv", figures=True),
        Format("xlsx", "XLSX (Office Open XML)", "xlsx.write", "xlsx.read", figures=True, context=False),
        Format(
            "dxf",
            "DXF (AutoCAD 2004, GBK)",
            "dxf.write",
            "readers.read_dxf",
            "metres",
            tables=False,
            context=False,
        ),
    )
}
