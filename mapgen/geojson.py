"""GeoJSON as RFC 7946 has it: WGS 84, exterior rings counter-clockwise, no crs member."""

import io

import geopandas as gpd
import pyogrio

#: Decimals of a degree: a centimetre, the grid that built boundaries lie on.
DECIMALS = 7


def dumps(table: gpd.GeoDataFrame, name: str) -> bytes:
    """Write a table as GeoJSON.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
        EPSG:4326.
    name : str
        Name of the layer.

    Returns
    -------
    bytes
        UTF-8, one feature a line; the same table gives the same bytes.
    """
    buffer = io.BytesIO()
    pyogrio.write_dataframe(
        table,
        buffer,
        layer=name,
        driver="GeoJSON",
        layer_options={
            "RFC7946": "YES",
            "COORDINATE_PRECISION": str(DECIMALS),
            "WRITE_NAME": "YES",
            # A name such as [1] is text, and must not come out as a list.
            "AUTODETECT_JSON_STRINGS": "NO",
        },
        geometry_type="Unknown",
    )
    return buffer.getvalue()
