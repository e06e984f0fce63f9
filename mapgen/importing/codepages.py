"""Names of encodings: which codec each means, and what kind of codec that is."""

import codecs
import re

#: Names under which programs declare what is GB18030 or a part of it.
_CHINESE = {"gb2312", "gbk", "cp936", "936", "euc_cn", "gb18030"}
#: Codecs of Python that are no encodings of files: they decode anything, or nothing, or names of hosts.
_NO_FILES = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf_7"}

#: Of seven bits: what they hold looks like ASCII, but for the signs by which they shift.
SHIFTING = {
    *("hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_ext"),
    *("iso2022_jp_2004", "iso2022_kr"),
}
BIG5 = {"big5", "cp950", "big5hkscs"}
JAPANESE_AND_KOREAN = {
    *("cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213", "euc_jp", "euc_jis_2004", "euc_jisx0213"),
    *("iso2022_jp", "euc_kr", "cp949", "johab", "iso2022_kr"),
}
#: What programs declare over Chinese text.
WESTERN = {"ascii", "cp1252", "cp437", "cp850", "cp858", "iso8859_1", "iso8859_15", "latin_1", "mac_roman"}
_ALNUM = "".join(map(chr, (*range(48, 58), *range(65, 91), *range(97, 123))))
#: Letters of the smallest alphabet, Hebrew.
_ALPHABET = 20
_LETTER = re.compile(r"[^\W\d_]")


def codec_of(name: str | None) -> str | None:
    """The codec that a declared name means; None for names that mean nothing here, such as OEM."""
    if not name or not name.strip():
        return None
    plain = name.strip().lower().removeprefix("ldid/").removeprefix("x-")
    plain = plain.replace("ansi ", "cp").replace("windows-", "cp")
    if plain.isdigit():
        # ESRI's number of ISO 8859-1 is 88591.
        latin = plain.startswith("8859") and len(plain) > len("8859")
        plain = f"iso8859-{plain[4:]}" if latin else f"cp{plain}"
    if plain == "cp65001":
        plain = "utf-8"
    try:
        "".encode(plain)  # which those of bytes alone refuse, such as hex
        codec = codecs.lookup(plain).name.replace("-", "_")
    except (LookupError, ValueError):  # a name that is broken, such as one with U+0000
        return None
    if codec in _NO_FILES:
        return None
    return "gb18030" if codec in _CHINESE else {"utf_8": "utf-8", "utf_8_sig": "utf-8"}.get(codec, codec)


def keeps_ascii(name: str | None) -> bool:
    """Whether ASCII letters and digits are themselves in a declared encoding, unlike in UTF-16 and EBCDIC.

    Parameters
    ----------
    name : str or None
        What means nothing changes nothing.
    """
    codec = codec_of(name)
    return codec is None or _ALNUM.encode().decode(codec, "replace") == _ALNUM


def is_alphabet(codec: str | None) -> bool:
    """Whether a codec is that of an alphabet other than the Western one, such as Cyrillic, a byte a letter.

    Parameters
    ----------
    codec : str or None
        As `codec_of` has it.
    """
    if codec is None or codec in WESTERN | BIG5 | JAPANESE_AND_KOREAN | SHIFTING | {"gb18030", "utf-8"}:
        return False
    letters = _LETTER.findall(bytes(range(0x80, 0x100)).decode(codec, "ignore"))
    return keeps_ascii(codec) and len(letters) > _ALPHABET
