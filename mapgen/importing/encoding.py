"""Which encoding bytes of text are in: the bytes decide, and only then what a file declares.

Programs in China declare Latin, GB2312 or nothing over GBK or UTF-8. Valid UTF-8 is hardly ever
anything else, and what is valid GB18030 and has common characters is Chinese. Japanese and short
Korean texts cannot be told from it by their bytes, and nobody declares them by mistake: there the
declaration counts.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, starmap

from layers.characters import commonness, garbled
from layers.messages import LayerError, Message
from mapgen.importing.codepages import (
    BIG5,
    JAPANESE_AND_KOREAN,
    SHIFTING,
    WESTERN,
    codec_of,
    is_alphabet,
    keeps_ascii,
)  # fmt: skip

#: Byte order marks, which leave no doubt.
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: What text of another encoding, such as UTF-16, leaves behind.
_CONTROLS = frozenset(map(chr, (*range(32), 127))) - set("\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")
#: Korean syllables take 25 of the 40 rows of everyday Chinese; so many different ones are no accident.
_SYLLABLES = 16
#: A letter with an accent that does not stand inside a word of others without.
_APART = re.compile(rb"(?<![A-Za-z])[\x81-\xfe]|[\x81-\xfe](?=[^A-Za-z])")
#: Characters for private use, which GB18030 has where Big5 has common ones.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
#: Less than this share of GB2312 in text that is declared Big5 means that it is Big5.
_MOSTLY = 0.9
#: Signs by which encodings of seven bits shift from ASCII to others.
_SHIFT = re.compile(rb"~\{|\x1b|\x0e")
#: Words, and signs inside of them, which none has.
_WORDS, _SIGNS = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_][^\0-\x7f\w\s][^\W\d_]")
#: Chinese has at least this share of common characters: random pairs of bytes, such as Cyrillic or Japanese
#: makes, have less, traditional characters in GBK have more.
_CHINESE_AT_LEAST = 0.25


@dataclass(frozen=True)
class Choice:
    """An encoding, and whether somebody ought to know that it was chosen.

    Attributes
    ----------
    encoding : str
        Of Python's codecs.
    declared : str or None
        What the file declares, as it says it.
    surprising : bool
        Whether the bytes say otherwise than the file, or the file says nothing.
    """

    encoding: str
    declared: str | None
    surprising: bool


class UndecidableError(ValueError):
    """Bytes that are neither UTF-8 nor GB18030 nor what is declared."""


def choose(texts: Iterable[bytes], declared: str | None, *, cut: bool = False) -> Choice:
    """Choose the encoding of some texts.

    Parameters
    ----------
    texts : iterable of bytes
    declared : str or None
        Name of an encoding as the file gives it; unknown names count as none.
    cut : bool
        Whether the last character of a text may be cut in half, as where a field has a fixed width.

    Returns
    -------
    Choice

    Raises
    ------
    UndecidableError
        If no encoding gives text without control characters and replacement characters.
    """
    texts, known = list(texts), codec_of(declared)
    if known in SHIFTING and any(map(_SHIFT.search, texts)) and _reads(texts, known, cut=cut):
        return Choice(known, declared, surprising=False)
    beyond_ascii = [text for text in texts if not text.isascii()]
    if not beyond_ascii:
        return Choice("utf-8", declared, surprising=False)
    for encoding in _candidates(beyond_ascii, known, cut=cut):
        if _reads(beyond_ascii, encoding, cut=cut):
            return Choice(encoding, declared, surprising=known is None or encoding != known)
    raise UndecidableError(declared or "")


def _candidates(texts: list[bytes], known: str | None, *, cut: bool) -> Iterator[str]:
    """Encodings in which texts may be, the likeliest first."""
    yield "utf-8"
    if known is not None and (
        known in JAPANESE_AND_KOREAN
        or (known in BIG5 and not _mostly_gb2312(texts))
        or (is_alphabet(known) and _has_words(texts, known))
    ):
        yield known
    if known == "gb18030" or _is_chinese(texts, cut=cut):
        yield "gb18030"
    if known is not None and not (known in WESTERN and _is_doubtful(texts)) and not is_alphabet(known):
        yield known


def decide(
    texts: Iterable[bytes],
    declared: str | None,
    given: str | None,
    name: str,
    *,
    cut: bool = False,
    standard: str | None = None,
    whole: bool = False,
) -> Choice:
    """The encoding that the user gave, else the one that `choose` finds.

    Parameters
    ----------
    texts, declared, cut
        As `choose` takes them.
    given : str or None
        Name of an encoding that `codec_of` knows.
    name : str
        What messages call the file.
    standard : str or None
        What a file of its format is in that declares nothing.
    whole : bool
        Whether the text is that of a whole file, which may be in UTF-16 or EBCDIC; a table never is.

    Returns
    -------
    Choice

    Raises
    ------
    LayerError
        If the texts are in no encoding.
    """
    texts = list(texts)
    if not whole and not keeps_ascii(declared):
        declared = None
    if given is not None and (codec := codec_of(given)) is not None:
        if not (whole or keeps_ascii(given)) or not _decodes(texts, codec, cut=cut):
            raise LayerError(Message("import-encoding-given", name, values={"encoding": given}))
        return Choice(codec, declared, surprising=False)
    try:
        return replace(choose(texts, declared or standard, cut=cut), declared=declared)
    except UndecidableError:
        raise _undecided(declared, name) from None


def decode(raw: bytes, declared: str | None, given: str | None, name: str) -> tuple[str, list[Message]]:
    """The text of a file that should be UTF-8, without a byte order mark, and a remark if it is otherwise.

    Parameters
    ----------
    raw : bytes
    declared, given, name
        As `decide` takes them.

    Returns
    -------
    (str, list of Message)

    Raises
    ------
    LayerError
        If the text is in no encoding, or not in the one that the user gave.
    """
    marked = next((codec for mark, codec in _MARKS if raw.startswith(mark)), None)
    if marked == "utf-8":
        # Programs that read it as ASCII leave it before text in any other encoding, too.
        raw, declared = raw.lstrip(_MARKS[0][0]), "UTF-8"
    elif marked and given is None:
        if not _decodes([raw], marked, cut=False):
            raise _undecided(marked.upper(), name)
        given = marked
    choice = decide([raw], declared, given, name, standard="UTF-8", whole=True)
    text = raw.decode(choice.encoding)
    return text.removeprefix("\ufeff"), remarks(choice, name)


def remarks(choice: Choice, name: str) -> list[Message]:
    """A remark on an encoding that the file does not declare, or declares otherwise."""
    if not choice.surprising:
        return []
    code = "encoding-chosen" if choice.declared else "encoding-undeclared"
    values = {"encoding": choice.encoding.upper(), "declared": choice.declared}
    return [Message(code, name, values=values)]


def _undecided(declared: str | None, name: str) -> LayerError:
    code = "import-encoding" if declared else "import-encoding-undeclared"
    return LayerError(Message(code, name, values={"declared": declared}))


def _reads(texts: list[bytes], encoding: str, *, cut: bool) -> bool:
    """Whether texts are sound in an encoding; what is valid UTF-8 is hardly anything else."""
    if not _decodes(texts, encoding, cut=cut):
        return False
    read = [decoded(text, encoding, cut=cut) for text in texts] if encoding != "utf-8" else []
    return not any(garbled(text) or not _CONTROLS.isdisjoint(text) or _PRIVATE.search(text) for text in read)


def _decodes(texts: list[bytes], encoding: str, *, cut: bool) -> bool:
    try:
        for text in texts:
            decoded(text, encoding, cut=cut)
    except (UnicodeError, LookupError):
        return False
    return True


def decoded(text: bytes, encoding: str, *, cut: bool) -> str:
    """A text without, where it may be cut, the half of a character at its end.

    Raises
    ------
    UnicodeError
        If it is not in the encoding.
    """
    return codecs.getincrementaldecoder(encoding)().decode(text, final=not cut)


def _is_chinese(texts: list[bytes], *, cut: bool) -> bool:
    """Whether the bytes, read as GB18030, have the common characters that Chinese has."""
    if not _decodes(texts, "gb18030", cut=cut):
        return False
    read = "".join(decoded(text, "gb18030", cut=cut) for text in texts)
    rows = [
        char.encode("gb2312", "ignore")[:1] for char in set(read) if char.isalpha() and not char.isascii()
    ]
    is_korean = len(rows) >= _SYLLABLES and all(b"\xb0" <= row <= b"\xc8" for row in rows)
    return commonness(read) >= _CHINESE_AT_LEAST and not is_korean


def _has_words(texts: list[bytes], codec: str) -> bool:
    """Whether bytes are words of an alphabet: each of one script, no capital after a small letter, no signs.

    Chinese characters that are read so make rows of letters, capitals and signs at random.
    """
    for text in texts:
        words = text.decode(codec, "replace")
        if _SIGNS.search(words) or "\ufffd" in words or any(starmap(_is_sign_beside, pairwise(words))):
            return False
        for word in _WORDS.findall(words):
            scripts = {unicodedata.name(char, "?").split()[0] for char in word}
            if len(scripts) > 1 or not (
                word.islower() or word.isupper() or word.istitle() or _is_caseless(word)
            ):
                return False
    return True


def _is_caseless(word: str) -> bool:
    return word.upper() == word.lower()


def _is_sign_beside(one: str, other: str) -> bool:
    """Whether one of two characters beyond ASCII is a sign, such as that of plus and minus."""
    beyond_ascii = not one.isascii() and not other.isascii()
    return beyond_ascii and any(unicodedata.category(char).startswith("S") for char in (one, other))


def _is_doubtful(texts: list[bytes]) -> bool:
    """Whether bytes declared Western may be rare Chinese: accents stand inside of words."""
    return any(_APART.search(text) for text in texts) and _decodes(texts, "gb18030", cut=True)


def _mostly_gb2312(texts: list[bytes]) -> bool:
    """Whether the bytes, read as GB18030, are the everyday characters of simplified Chinese."""
    letters = [char for text in texts for char in text.decode("gb18030", "replace") if not char.isascii()]
    common = sum(bool(char.encode("gb2312", "ignore")) for char in letters)
    return common >= _MOSTLY * len(letters)
