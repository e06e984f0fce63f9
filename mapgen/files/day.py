"""The day that files and features say."""

import datetime as dt
import os

#: 31 December 9999 in seconds since 1970.
_LAST = 253_402_214_400


def today() -> dt.date:
    """Today in UTC, or the day of SOURCE_DATE_EPOCH where that is set, so that builds can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        # A date ends with the year 9999, and Python reads no number of thousands of digits.
        seconds = int(epoch) if len(epoch) < 13 else _LAST
        return dt.datetime.fromtimestamp(min(seconds, _LAST), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
