"""Tables as offices have them, and what shapely counts in them."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import shapely

from layers.assemble import Atlas

#: Names of columns, as an office gives them.
LON, LAT, NAME, KIND, DAY, SALES = "经度", "纬度", "企业名称", "行业", "成立日期", "营收"
KINDS = ("电子信息", "生物医药", "=1+1")


def zones(atlas: Atlas, *plans: str) -> dict[str, shapely.Geometry]:
    """Zones and groups of plans, of all without one, by their ids."""
    chosen = plans or tuple(atlas.catalog.plans)
    return {
        each.id: each.geometry
        for plan in chosen
        for each in atlas.of_plan(plan)
        if each.area_km2
    }  # fmt: skip


def places(atlas: Atlas, count: int = 2_000, seed: int = 5) -> np.ndarray:
    """Places anywhere about the zones, and corners of zones, some of which neighbours share."""
    shapes = np.array(list(zones(atlas).values()), dtype=object)
    low, high = shapely.total_bounds(shapes).reshape(2, 2)
    anywhere = np.random.default_rng(seed).uniform(low, high, (count, 2)).round(6)
    return np.concatenate([anywhere, shapely.get_coordinates(shapes)[::5]])


def companies(where: np.ndarray, seed: int = 5) -> pd.DataFrame:
    """A company at each place."""
    rng = np.random.default_rng(seed)
    count = len(where)
    return pd.DataFrame({
        NAME: [f"公司{at}" for at in range(count)],
        KIND: rng.choice(KINDS, count),
        DAY: [f"{year}-03-11" for year in rng.integers(2019, 2023, count)],
        LON: where[:, 0],
        LAT: where[:, 1],
        SALES: rng.integers(0, 900, count) / 4,
    })  # fmt: skip


def by_shapely(atlas: Atlas, where: np.ndarray, *plans: str) -> dict[str, int]:
    """Places that each zone covers."""
    points = shapely.points(where)
    return {id_: int(shapely.covers(shape, points).sum()) for id_, shape in zones(atlas, *plans).items()}


def write(table: pd.DataFrame, path: Path) -> Path:
    """Write a table in the way that the name of a file says, such as ``utf-16.csv`` or ``two.xlsx``."""
    if path.suffix == ".parquet":
        if path.stem == "geo":
            points = gpd.points_from_xy(table[LON], table[LAT])
            gpd.GeoDataFrame(table.drop(columns=[LON, LAT]), geometry=points, crs=4326).to_parquet(path)
        else:
            table.to_parquet(path)
    elif path.suffix == ".xlsx":
        _workbook(table, path)
    elif path.stem == "headless":
        table.to_csv(path, index=False, header=False, encoding="utf-8")
    else:
        between = {".tsv": "\t"}.get(path.suffix, ";" if path.stem == "semicolons" else ",")
        encoding = path.stem if path.stem.startswith(("utf", "gb")) else "utf-8"
        table.to_csv(path, index=False, encoding=encoding, sep=between)
    return path


def _workbook(table: pd.DataFrame, path: Path) -> None:
    """A title over everything, and two rows of heads, of which the first groups the coordinates."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["企业名录（2023 年）"])
    page.merge_cells("A1:F1")
    page.append([NAME, KIND, DAY, "坐标", None, SALES])
    page.merge_cells("D2:E2")
    page.append([None, None, None, LON, LAT, None])
    for at, row in enumerate(table.itertuples(index=False), 4):
        page.append([*row])
        page.cell(at, 2).data_type = "s"  # or it would be a formula
    book.save(path)
