"""The words of the pages, topic by topic, as their scripts take them."""

import re
from collections.abc import Iterable
from html import escape

from mapgen.text.loading import LANGUAGES, table

#: What a map needs.
MAP = ("shared", "map", "legend", "card", "table", "indicators", "tools", "tiles")
#: What a map of several plans needs.
ATLAS = (*MAP, "compare")
#: What comes on top where zones are pending.
PENDING = ("pending",)
#: What a reader's own table on a map needs; pages keep it apart until it is asked for.
OWN = ("own",)
#: What layers on a map of somebody else's need.
EMBEDDED = ("shared", "map", "legend", "card")
#: What the first page needs.
INDEX = ("shared", "index", "indicators")
#: What a map of counts needs.
TALLY = ("shared", "tally")
#: What the review of a draft needs.
REVIEW = ("shared", "map", "review")

#: A bracket in the Chinese of the field dictionary that explains codes: Latin letters, or 1 and 0.
_CODES = re.compile("\uff08[^\uff09]*(?:[A-Za-z]|1 \u662f)[^\uff09]*\uff09")


def words(*topics: str) -> dict[str, dict[str, str]]:
    """Texts by language and key.

    Parameters
    ----------
    *topics : str
        Files of ``pages``, such as "card"; no key stands in two of them.
    """
    return {
        language: {key: text[language] for topic in topics for key, text in table(f"pages/{topic}").items()}
        for language in LANGUAGES
    }


def field_words(keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the field dictionary calls columns, by language and key: ``field.`` and the column."""
    fields = table("fields")
    return {language: {f"field.{key}": fields[key][language] for key in keys} for language in LANGUAGES}


def headings(keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Heads of a table for readers of Chinese, by language and key: ``column.`` and the column.

    What the dictionary says of a column's codes in brackets is left out: such a table has words for them.
    """
    fields = table("fields")
    return {"zh": {f"column.{key}": _CODES.sub("", fields[key]["zh"]) for key in keys}}


def without_scripts(page: str) -> str:
    """What a page ("map" or "index") says where scripts are not allowed: both languages, as HTML."""
    texts = table("pages/noscript")[page]
    return " ".join(escape(texts[language]) for language in LANGUAGES)
