"""The Content-Security-Policy of a page: what may run in it and what it may load.

Every inline script and style is named by its SHA-256 hash, so nothing that hostile data might
smuggle in can run, and ``'unsafe-inline'`` is not needed. Leaflet sets styles through the CSSOM
(``element.style``), which a policy with hashes allows.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit


def sha256(text: str) -> str:
    """Return the CSP source expression of an inline block."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def image_host(template: str) -> str:
    """Return the CSP source of a tile address such as ``https://{s}.example.org/{z}/{x}/{y}``.

    A host with a placeholder becomes a wildcard for its first label.

    Raises
    ------
    ValueError
        If the address is not http(s) or a placeholder stands elsewhere in the host.
    """
    parts = urlsplit(template)
    host = re.sub(r"^[^.]*\{s\}[^.]*\.", "*.", parts.netloc)
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]+(:\d+)?", host):
        raise ValueError(
            f"tile address {template!r} cannot be put into a security policy: give http(s)://[{{s}}.]host/path"
        )
    return f"{parts.scheme}://{host}"


def addresses(source: Mapping[str, Any]) -> list[str]:
    """Return every address that a tile source names, whatever the attribute is called.

    Parameters
    ----------
    source : mapping
        As in ``mapgen/web/tiles.json``: ``url``, and such as ``labels``.
    """
    named = [value for value in source.values() if isinstance(value, str) and "://" in value]
    return list(dict.fromkeys([source["url"], *named]))


def policy(scripts: Iterable[str], styles: Iterable[str], tiles: Iterable[str] = ()) -> str:
    """Return the policy of a page.

    Parameters
    ----------
    scripts, styles : iterable of str
        What stands between the tags of each inline block that runs; blocks of data do not run and
        need no hash.
    tiles : iterable of str
        Tile addresses which the reader may switch on.

    Returns
    -------
    str
        Value for ``<meta http-equiv="Content-Security-Policy">``.
    """
    images = ["data:", *sorted({image_host(address) for address in tiles})]
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(sha256, scripts)),
            "style-src " + " ".join(map(sha256, styles)),
            "img-src " + " ".join(images),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def meta(scripts: Iterable[str], styles: Iterable[str], tiles: Iterable[str] = ()) -> str:
    """Return the tag that holds the `policy` of a page."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles, tiles)}">'
