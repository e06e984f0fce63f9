"""The same parts counted on a cluster of Dask distributed; what a worker loses another counts again."""

from collections.abc import Iterator, Sequence

from layers.messages import Message, MessageError, reason
from mapgen.files.errors import OutputError
from mapgen.tallying.columns import Asked
from mapgen.tallying.counting import Counted
from mapgen.tallying.parts import Kept, Progress, count_part
from mapgen.tallying.reading import Part
from mapgen.tallying.zones import Zones

#: How long to wait for the scheduler, and for the first worker, s.
_PATIENCE_S = 30


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
        If there is no such cluster, or a part cannot be counted.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise OutputError(Message("distributed-missing")) from None
    try:
        client = Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError, TimeoutError) as error:
        raise OutputError(Message("cluster-unreachable", address, values={"reason": reason(error)})) from None
    points = sum(part.rows for part in parts)
    found: dict[int, Counted] = {at: known for at, part in enumerate(parts) if (known := kept.get(part))}
    try:
        with client:
            client.wait_for_workers(1, timeout=_PATIENCE_S)
            shared = client.scatter(zones, broadcast=True, hash=False)
            numbers = {
                client.submit(count_part, part, shared, asked, points, None, pure=False, retries=3): at
                for at, part in enumerate(parts)
                if at not in found
            }
            progress(len(found), 0)
            for future in as_completed(numbers):
                at = numbers[future]
                found[at] = future.result()
                kept.put(parts[at], found[at])
                progress(len(found), 0)
    except MessageError as error:
        raise OutputError(*error.messages) from None
    except Exception as error:  # noqa: BLE001 - whatever a cluster raises: it has dozens of errors of its own
        raise OutputError(Message("cluster-failed", address, values={"reason": reason(error)})) from None
    for at in range(len(parts)):
        yield found[at]
