"""Characters that no text of the layers holds: those that only a wrong encoding leaves behind.

Nobody types them and no font draws them, so each is a sign that the words around it are garbled.
Marks of direction and joiners stay: Arabic script, as Uyghur is written in, needs them.
"""

import re
import unicodedata
from itertools import pairwise

#: Control characters but for tabs and ends of lines, which bytes of UTF-16 become when read as letters, NUL
#: among them, which ends a text in C; C1 controls, which bytes of a Windows code page become when read as
#: Latin-1; halves of surrogate pairs; U+FFFD, put in place of what could not be read; and the
#: noncharacters, U+FFFE among them, which a swapped byte order makes of a byte order mark.
_GARBLED = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


def garbled(text: str) -> str | None:
    """The first character that shows a text to be garbled.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None
        Its code point, such as ``U+0085``; None if the text holds none.
    """
    found = _GARBLED.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


#: How programs write a number that is infinite or none into a column of text. Nan alone may be a name.
_NO_NUMBER = re.compile(r"[+-]?(?:inf|Inf|INF|infinity|Infinity|nan|NaN|1\.#(?:INF|IND|QNAN))")


def no_number(text: str) -> bool:
    """Whether a text is nothing but the spelling of a number that is infinite or none, such as ``-inf``."""
    return _NO_NUMBER.fullmatch(text.strip()) is not None


#: What the bytes from 0xA0 on, and those that Windows gives letters to below it, become when they are read as
#: Western European text.
_WESTERN = bytes(range(0x80, 0x100)).decode("cp1252", "ignore")
_RUNS = re.compile(f"[{re.escape(_WESTERN)}]{{4,}}")
_CHINESE = re.compile("[\u3001-\u301f\u4e00-\u9fff\uff01-\uff5e]+")
#: What bytes of UTF-8 become when they are read as GBK: rare characters, and none of ASCII.
_BEYOND_ASCII = re.compile("[^\0-\x7f]{2,}")
_LETTER = re.compile("[À-ÖØ-öø-ÿ]")
#: Two or more characters of UTF-8, of three bytes each, as Chinese ones are.
_UTF8 = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf]{2}){2,}")
#: The mark U+FEFF before a text, and U+FFFD in place of a letter, whose UTF-8 was read as Western text.
_MARKS = re.compile("\u00ef\u00bb\u00bf|\u00ef\u00bf\u00bd")
#: What else programs take UTF-8 for: the code pages of DOS, Windows and Mac, and those of China's neighbours.
#: No sound text of theirs is UTF-8 of Chinese by accident.
_PAGES = ("cp437", "cp850", "cp866", "cp1250", "cp1251", "mac_roman", "cp932", "cp949")
#: Letters of Chinese in GBK are signs in these: lines of frames on DOS, mathematics on a Mac. Sound text has
#: few different ones side by side.
_SIGNS = re.compile("[\u2500-\u2593\u2202-\u2265\u25ca\u03a9]")
_SIGN_PAGES, _SIGNS_AT_LEAST, _CHARS_AT_LEAST = ("cp437", "cp850", "cp866", "mac_roman"), 2, 4
#: Alphabets in which Chinese in GBK looks like words, but for capitals and signs inside of them.
_ALPHABETS = ("cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "koi8_r")
#: A name may hold a capital after a small letter, such as that of a university in Yekaterinburg, УрГАХУ.
_BREAKS_AT_LEAST = 2
#: Three or more common characters of simplified Chinese in GBK; read as Big5, a share of them is rare, and
#: more than one, for a name may hold one.
_GBK = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe]){3,}")
_RARE, _RARE_AT_LEAST = 1 / 3, 2
#: Three or more common characters of Big5 read as Western text; a second byte may be a letter of ASCII.
_BIG5 = re.compile("(?<![^\\s])(?:[\u00a4-\u00c6][@-~\u00a1-\u00fe]){3,}(?![^\\s])")


def commonness(text: str) -> float:
    """How common the letters of a text are in Chinese.

    Parameters
    ----------
    text : str

    Returns
    -------
    float
        Share of letters beyond ASCII that are in the first level of GB 2312, less that of kana, which bytes
        of Big5 and of Japanese become; 1 for a text without such letters.
    """
    letters = [char for char in text if not char.isascii() and char.isalpha()]
    first = sum(b"\xb0" <= char.encode("gb2312", "ignore")[:1] <= b"\xd7" for char in letters)
    kana = sum("\u3041" <= char <= "\u30fa" for char in letters)
    return (first - kana) / len(letters) if letters else 1.0


def _common(words: str) -> bool:
    """Whether Chinese text is, for the greater part, of common characters.

    Almost any four Western letters are two characters of GBK, but rare ones, which no name has side by side.
    """
    return any("\u4e00" <= char <= "\u9fff" for char in words) and 2 * commonness(words) >= 1


def misread(text: str) -> tuple[str, str] | None:
    """Chinese text whose bytes were read as letters of another encoding, and written so.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str or None
        A part of the text, such as ``³É¶¼``, and what it was (Chengdu); None if there is none.
    """
    for found in _RUNS.finditer(text):
        run = found[0]
        # Sound text has rows of quotation marks, dashes and dots too, but with hardly a letter among them.
        letters = len(_LETTER.findall(run))
        for encoding in ("utf-8", "gb18030") if 4 * letters >= len(run) else ():
            try:
                words = run.encode("cp1252").decode(encoding)
            except UnicodeError:
                continue
            if _CHINESE.fullmatch(words) and (encoding == "utf-8" or _common(words)):
                return run, words
    if mark := _MARKS.search(text):
        return mark[0], mark[0].encode("cp1252").decode()
    for found in _BEYOND_ASCII.finditer(text):
        run = found[0]
        # Each page of another script leaves other signs as well: no need to try it for Chinese characters.
        if _CHINESE.fullmatch(run):
            part = _utf8_in_gbk(run) or _gbk_in_big5(run)
        else:
            part = _utf8_in_gbk(run) or _in_other_pages(run) or _in_alphabets(run)
        if part is not None:
            return part
    return _big5_in_western(text)


def _in_other_pages(run: str) -> tuple[str, str] | None:
    """A row of characters that is UTF-8, or GBK where that makes signs, read as a code page."""
    signs = len(set(_SIGNS.findall(run))) >= _SIGNS_AT_LEAST and len(set(run)) >= _CHARS_AT_LEAST
    for page in _PAGES:
        for encoding in ("utf-8", "gb18030") if signs and page in _SIGN_PAGES else ("utf-8",):
            try:
                raw = run.encode(page)
                words = raw.decode(encoding)
            except UnicodeError:
                continue
            if encoding == "utf-8" and not _UTF8.search(raw):
                continue
            if _CHINESE.fullmatch(words) and _common(words):
                return run, words
    return None


def _in_alphabets(run: str) -> tuple[str, str] | None:
    """A row of letters that is common Chinese in GBK read as an alphabet, and no word of that."""
    if _breaks(run) < _BREAKS_AT_LEAST:
        return None
    for page in _ALPHABETS:
        try:
            words = run.encode(page).decode("gb2312")
        except UnicodeError:
            continue
        # With a rare one among them there are such words: ГлавУпДК looks after embassies in Moscow.
        if _CHINESE.fullmatch(words) and commonness(words) == 1:
            return run, words
    return None


def _breaks(run: str) -> int:
    """How often a capital follows a small letter, or a sign stands between letters."""
    capitals = sum(one.islower() and other.isupper() for one, other in pairwise(run))
    threes = zip(run, run[1:], run[2:], strict=False)
    signs = sum(
        one.isalpha() and (sign in "¶§" or unicodedata.category(sign)[0] == "S") and other.isalpha()
        for one, sign, other in threes
    )
    return capitals + signs


def _gbk_in_big5(run: str) -> tuple[str, str] | None:
    try:
        raw = run.encode("big5")
        words = raw.decode("gb2312") if _GBK.fullmatch(raw) else ""
    except UnicodeError:
        return None
    rare = sum(map(_is_rare, run)) if words else 0
    # Dialects and old sayings double a rare character: each counts once.
    if rare >= max(_RARE_AT_LEAST, _RARE * len(run)) and len(set(run)) > _RARE_AT_LEAST:
        return run, words
    return None


def _is_rare(char: str) -> bool:
    """Whether a character is common neither in simplified nor in traditional Chinese."""
    simplified, traditional = char.encode("gb2312", "ignore"), char.encode("big5", "ignore")
    return not (b"\xb0" <= simplified[:1] <= b"\xd7" or b"\xa4" <= traditional[:1] <= b"\xc6")


def _big5_in_western(text: str) -> tuple[str, str] | None:
    for found in _BIG5.finditer(text):
        try:
            words = found[0].encode("cp1252").decode("big5")
        except UnicodeError:
            continue
        if len(set(words)) > 1 and _CHINESE.fullmatch(words):  # dots of a row are one character, many times
            return found[0], words
    return None


def _utf8_in_gbk(run: str) -> tuple[str, str] | None:
    """A part of a row of characters that is UTF-8 read as GBK, and what it was; the rest may be sound."""
    try:
        raw = run.encode("gb18030")
    except UnicodeError:
        return None
    at, begins = 0, {}
    for number, char in enumerate(run):
        begins[at] = number
        at += len(char.encode("gb18030"))
    for found in _UTF8.finditer(raw):
        if (start := begins.get(found.start())) is None:
            continue
        try:
            words = found[0].decode()
        except UnicodeError:
            continue
        end = begins.get(found.end(), begins.get(found.end() - 1, len(run)))
        part = run[start:end]
        is_lost = set(words) == {"\ufffd"}
        if is_lost or (_CHINESE.fullmatch(words) and _common(words) and commonness(part) < commonness(words)):
            return part, words
    return None
