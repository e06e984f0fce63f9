"""The same parts counted on a cluster of Dask distributed; what a worker loses another counts again."""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from layers.messages import Message, MessageError, reason
from mapgen.files.errors import OutputError
from mapgen.tallying.batches import Part
from mapgen.tallying.columns import Asked
from mapgen.tallying.counting import Counted
from mapgen.tallying.parts import Kept, Progress, count_part
from mapgen.tallying.zones import Zones

#: How long to wait for the scheduler, for the first worker, and for another when none is left, s.
_PATIENCE_S = 30
#: How often to look whether workers are left while no part is done, s.
_LOOK_S = 1.0


def count_there(
    address: str,
    parts: Sequence[Part],
    zones: Zones,
    asked: Asked,
    kept: Kept,
    progress: Progress,
) -> Iterator[Counted]:
    """Count parts on a cluster; files must lie under the same paths there, and the versions must be the same.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://host:8786``.
    parts, zones, asked, kept, progress
        As `mapgen.tallying.parts.count_here` takes them.

    Yields
    ------
    Counted
        Of each part, in their order: sums come out the same to the last bit as on one machine.

    Raises
    ------
    OutputError
        If there is no such cluster, no worker is left, or a part cannot be counted.
    """
    try:
        from distributed import Client
    except ImportError:
        raise OutputError(Message("distributed-missing")) from None
    # What it logs are tracebacks; what matters of them comes as an error.
    for handler in logging.getLogger("distributed").handlers:
        handler.setLevel(logging.CRITICAL + 1)
    try:
        client = Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError, TimeoutError) as error:
        raise OutputError(Message("cluster-unreachable", address, values={"reason": reason(error)})) from None
    points = sum(part.rows for part in parts)
    found: dict[int, Counted] = {at: known for at, part in enumerate(parts) if (known := kept.get(part))}
    try:
        with client:
            client.wait_for_workers(1, timeout=_PATIENCE_S)
            # A task rather than scattered data: what the last worker took along another can make again.
            shared = client.submit(_itself, zones, pure=False)
            numbers = {
                client.submit(count_part, part, shared, asked, points, None, pure=False, retries=3): at
                for at, part in enumerate(parts)
                if at not in found
            }
            progress(len(found), 0)
            for future in _done(client, numbers, address):
                at = numbers[future]
                found[at] = future.result(timeout=_PATIENCE_S)  # it lies with a worker, which may hang by now
                kept.put(parts[at], found[at])
                progress(len(found), 0)
    except MessageError as error:
        raise OutputError(*error.messages) from None
    except TimeoutError:
        raise OutputError(Message("cluster-lost", address, values={"seconds": _PATIENCE_S})) from None
    except CancelledError:
        raise OutputError(Message("cluster-gone", address)) from None
    except Exception as error:  # noqa: BLE001 - whatever a cluster raises: it has dozens of errors of its own
        raise OutputError(Message("cluster-failed", address, values={"reason": reason(error)})) from None
    for at in range(len(parts)):
        yield found[at]


def _itself(zones: Zones) -> Zones:
    return zones


def _done(client: Any, futures: Collection[Any], address: str) -> Iterator[Any]:
    """Parts as they come; Dask itself would wait for ever for a worker that takes them."""
    from distributed import wait

    left, seen, heard = set(futures), time.monotonic(), dict[str, float]()
    while left:
        before = heard
        try:
            done = wait(left, timeout=_LOOK_S, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            done = set()
        yield from done
        left -= done
        # A worker that hangs or cannot be reached any more is not heard of either.
        heard = {name: told["last_seen"] for name, told in client.scheduler_info().get("workers", {}).items()}
        if done or any(before.get(name) != moment for name, moment in heard.items()):
            seen = time.monotonic()
        elif time.monotonic() - seen > _PATIENCE_S:
            raise OutputError(Message("cluster-lost", address, values={"seconds": _PATIENCE_S}))
