"""What an export says about itself: a README beside it, and the same as metadata inside."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer
from mapgen.text.loading import LANGUAGES
from mapgen.text.texts import both, one_line, sentence

#: A line of a README about a file beside it.
_LISTED = re.compile(r"^- `([^`/\\]+)` \(SHA-256 `([0-9a-f]{64})`\)$", re.MULTILINE)


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
        "CRS_REMARKS": " ".join(sentence(remark, "en") for remark in job.target.remarks),
        "ACCURACY": both("about-accuracy"),
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


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a folder by its name, in hex digits."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def listed_in(readme: str) -> dict[str, str]:
    """Files that a README of ours lists, with their SHA-256; none if it is somebody else's."""
    own = readme.startswith(f"# {both('about-title')}\n")
    return dict(_LISTED.findall(readme)) if own else {}


def readme(job: Job, what: str, files: Mapping[str, str]) -> bytes:
    """The README of an export.

    Parameters
    ----------
    job : Job
    what : str
        The format.
    files : mapping of str to str
        SHA-256 of the files that it stands beside, by name.

    Returns
    -------
    bytes
        Markdown in Chinese and English, UTF-8.
    """
    return ("\n".join(line.rstrip() for line in _lines(job, what, files)) + "\n").encode()


def facts(job: Job) -> Iterator[tuple[str, str]]:
    """What an export is, in both languages, each fact with its head; one that goes on has none."""
    pairs = metadata(job)
    yield both("about-date"), pairs["DATE"]
    yield both("about-version"), pairs["LAYERS_VERSION"]
    yield both("about-software"), pairs["SOFTWARE"]
    yield both("about-crs"), f"{pairs['CRS']}; {both('about-order')}"
    for remark in job.target.remarks:
        yield "", " · ".join(sentence(remark, language) for language in LANGUAGES)
    yield both("about-accuracy-row"), pairs["ACCURACY"]
    if terms := [text for text in (_licence(job), pairs.get("CREDIT")) if text]:
        yield both("about-licence"), "; ".join(terms)


def _lines(job: Job, what: str, files: Mapping[str, str]) -> Iterator[str]:
    yield from (f"# {both('about-title')}", "")
    for plan in job.plans:
        yield f"- {_plain(plan.title)} ({_plain(plan.layout)}) · {_plain(plan.title_en)}"
    yield ""
    yield from ("| | |", "|---|---|")
    yield f"| {both('about-format')} | {what} |"
    yield from (f"| {head} | {_plain(text)} |" for head, text in facts(job))
    yield from ("", f"## {both('about-files')}", "")
    yield from (f"- `{name}` (SHA-256 `{digest}`)" for name, digest in files.items())
    yield from ("", f"## {both('about-layers')}", "")
    heads = [both(f"about-{head}") for head in ("layer", "content", "features")]
    yield from (f"| {' | '.join(heads)} | accuracy_m |", "|---|---|---|---|")
    for layer in job.layers:
        content = f"{_plain(layer.title)} · {_plain(layer.title_en)}"
        yield f"| `{layer.name}` | {content} | {len(layer.table)} | {_span(layer)} |"
    yield from ("", f"## {both('about-fields')}", "", both("about-import"))
    heads = [both(f"about-{head}") for head in ("meaning", "unit", "type", "editable")]
    for name, layer in {layer.layer: layer for layer in job.layers}.items():
        yield from ("", f"### {name}", "")
        yield f"| {both('about-field')} | Shapefile | {' | '.join(heads)} |"
        yield "|---|---|---|---|---|---|"
        for item in layer.fields:
            yield (
                f"| `{item.name}` | `{item.shp}` | {item.zh} · {item.en} | {item.unit} | {item.type} "
                f"| {both(f'about-editable-{item.editable}')} |"
            )


def _span(layer: ExportLayer) -> str:
    """Least and greatest accuracy of a layer's features, m."""
    if "accuracy_m" not in layer.columns or (known := layer.table["accuracy_m"].dropna()).empty:
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
