"""What an export says about itself: a README beside it, and the same as metadata inside."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from layers.problems import one_line
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer

ACCURACY = (
    "示意图层，非测绘成果，亦非法定界线；每个要素的 accuracy_m 为其边界可能的偏差（米）",
    "schematic layers, no survey, no legal boundary; accuracy_m is how far a boundary may be off, m",
)
_EDITABLE = {
    "yes": "可改 · yes",
    "key": "对应用，勿改 · key, leave it",
    "no": "算出，勿改 · computed",
    "drawn": "仅绘制的要素可改 · on drawn features",
}


def metadata(job: Job) -> dict[str, str]:
    """What an export is, as pairs for the formats that hold such.

    Parameters
    ----------
    job : Job

    Returns
    -------
    dict of str to str
        Keys are ASCII; the same job gives the same pairs in the same order.
    """
    return {
        "TITLE": "; ".join(f"{plan.title} / {plan.title_en}" for plan in job.plans),
        "DATE": job.day.isoformat(),
        "LAYERS_VERSION": job.version,
        "SOFTWARE": _software(),
        "CRS": job.target.label,
        "CRS_REMARKS": " ".join(remark.text("en") for remark in job.target.remarks),
        "ACCURACY": " / ".join(ACCURACY),
        "ACCURACY_M": "; ".join(f"{layer.name}: {_span(layer)}" for layer in job.layers),
        **_terms(job),
    }


def _terms(job: Job) -> dict[str, str]:
    """Licence and credits, where the layers state them."""
    told = job.atlas.catalog.description
    credit = "; ".join(map(_joined, told.credits or [], told.credits_en or []))
    terms = {"LICENSE": _joined(told.licence, told.licence_en), "CREDIT": credit}
    return {key: value for key, value in terms.items() if value}


def _licence(job: Job) -> str:
    """SPDX expression and name of the licence, or the one that is stated."""
    told = job.atlas.catalog.description
    name = " · ".join(dict.fromkeys(text for text in (told.license_name, told.license_name_en) if text))
    return f"{told.license}（{name}）" if told.license and name else told.license or name


def _joined(zh: str | None, en: str | None) -> str:
    """Both languages, or once what is the same in both."""
    return " / ".join(dict.fromkeys(text for text in (zh, en) if text))


def _software() -> str:
    try:
        return f"zonemap {version('zonemap')}"
    except PackageNotFoundError:  # run from a checkout that nobody installed
        return "zonemap"


def readme(job: Job, what: str, files: list[str]) -> bytes:
    """The README of an export.

    Parameters
    ----------
    job : Job
    what : str
        The format.
    files : list of str
        Names of the files that it stands beside.

    Returns
    -------
    bytes
        Markdown in Chinese and English, UTF-8.
    """
    return ("\n".join(line.rstrip() for line in _lines(job, what, files)) + "\n").encode()


def _lines(job: Job, what: str, files: list[str]) -> Iterator[str]:
    pairs = metadata(job)
    yield from ("# 导出说明 · About this export", "")
    for plan in job.plans:
        yield f"- {_plain(plan.title)}（{_plain(plan.layout)}） · {_plain(plan.title_en)}"
    yield ""
    yield from ("| | |", "|---|---|")
    yield f"| 格式 · Format | {what} |"
    yield f"| 日期 · Date | {pairs['DATE']} |"
    yield f"| 图层版本 · Version of the layers | {pairs['LAYERS_VERSION']} |"
    yield f"| 软件 · Software | {pairs['SOFTWARE']} |"
    yield f"| 坐标系 · CRS | {_plain(pairs['CRS'])}；坐标顺序 x, y · coordinates in the order x, y |"
    for remark in job.target.remarks:
        yield f"| | {_plain(remark.text('zh'))} · {_plain(remark.text('en'))} |"
    yield f"| 精度 · Accuracy | {ACCURACY[0]} · {ACCURACY[1]} |"
    if terms := [_plain(text) for text in (_licence(job), pairs.get("CREDIT")) if text]:
        yield f"| 许可 · Licence | {'；'.join(terms)} |"
    yield from ("", "## 文件 · Files", "")
    yield from (f"- `{name}`" for name in files)
    yield from ("", "## 图层 · Layers", "")
    yield from (
        "| 图层 · Layer | 内容 · Content | 要素 · Features | accuracy_m |",
        "|---|---|---|---|",
    )
    for layer in job.layers:
        content = f"{_plain(layer.title)} · {_plain(layer.title_en)}"
        yield f"| `{layer.name}` | {content} | {len(layer.table)} | {_span(layer)} |"
    yield from ("", "## 字段 · Fields", "")
    yield "改好的文件用 `zonemap import` 带回。 · What you edit comes back with `zonemap import`."
    for kind, layer in {layer.kind: layer for layer in job.layers}.items():
        yield from ("", f"### {kind}", "")
        yield "| 字段 · Field | Shapefile | 含义 · Meaning | 单位 · Unit | 类型 · Type | 可改 · Editable |"
        yield "|---|---|---|---|---|---|"
        for item in layer.fields:
            meaning = f"{item.zh} · {item.en}"
            yield (
                f"| `{item.name}` | `{item.shp}` | {meaning} | {item.unit} | {item.type} "
                f"| {_EDITABLE[item.editable]} |"
            )


def _span(layer: ExportLayer) -> str:
    """Least and greatest accuracy of a layer's features, m."""
    known = layer.table["accuracy_m"].dropna()
    if known.empty:
        return "–"
    low, high = f"{known.min():g}", f"{known.max():g}"
    return f"{low} m" if low == high else f"{low}–{high} m"


def _plain(text: str) -> str:
    """Text that neither breaks a table nor is taken for markup."""
    return "".join(f"\\{char}" if char in "\\|`*_<>[]#" else char for char in one_line(text))


def dictionary_rows(layers: list[ExportLayer]) -> list[dict[str, str]]:
    """The field dictionary of some layers as flat rows, for a CSV."""
    return [
        {
            "layer": layer.name,
            "shp": item.shp,
            "field": item.name,
            "zh": item.zh,
            "en": item.en,
            "unit": item.unit,
            "type": item.type,
            "editable": item.editable,
        }
        for layer in layers
        for item in layer.fields
    ]
