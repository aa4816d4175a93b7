"""Characters: what a feed says of its encoding is put right where the bytes themselves say otherwise."""

import codecs
import contextlib
import re
from collections.abc import Mapping

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*['\"]([^'\"]*)['\"][^>]*\?>")
_CHARSET = re.compile(r"charset\s*=\s*['\"]?([^\s;'\"]+)", re.IGNORECASE)
# What is meant where the name of a smaller one is written (https://encoding.spec.whatwg.org/#names-and-labels).
MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "big5": "big5hkscs", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254", "tis-620": "cp874",
}  # fmt: skip
# In these plain ASCII bytes are other characters.
_NOT_ASCII = re.compile(r"^(utf-?7|hz(-gb-2312)?|iso-?2022-.*)$")
_WIDE_NAME = re.compile(r"^(utf-?(16|32)|u(16|32)|(iso-10646-)?ucs|csucs|csunicode)")
EBCDIC_MARK = b"Lo\xa7\x94"
# Tried in this order where nothing that is declared makes sense.
_GUESSES = ("gb18030", "cp932", "cp949", "big5hkscs", "cp1251", "cp1253", "cp1255", "cp1256")
# The longer marks first: that of UTF-32 LE begins with that of UTF-16 LE.
WIDE = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
)
# Marks of byte order, one over the other, and as they look when each byte was taken for a letter.
_MARKS = re.compile(
    rb"(?:[\s\x00]|\xef\xbb\xbf|\xc3\xaf\xc2\xbb(?:\xc2\xbf)?|\xc3\xbf\xc3\xbe|\xc3\xbe\xc3\xbf)+"
)


def _windows_bytes(error: UnicodeError) -> tuple[str, int]:
    """Read what is not UTF-8 as windows-1252, byte by byte, instead of giving up the whole text."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in wrong), error.end


codecs.register_error("windows-bytes", _windows_bytes)


def declared(body: bytes, headers: Mapping[str, str]) -> tuple[str, str]:
    """The encodings named by the answer's header and by the XML declaration, in lower case; empty where none is."""
    in_header = _CHARSET.search(headers.get("content-type", ""))
    in_body = _DECLARATION.match(body[:400].removeprefix(codecs.BOM_UTF8))
    return (
        in_header[1].lower() if in_header else "",
        in_body[1].decode("ascii", "replace").strip().lower() if in_body else "",
    )


def _wide_text(body: bytes) -> str:
    """The text of a body in UTF-16 or UTF-32, told by its mark or by the zeros around its first "<"; else empty."""
    for mark, encoding in WIDE:
        if body.startswith(mark):
            text = body.decode(encoding, "replace").removeprefix("\ufeff")
            if "<" in text or "{" in text:
                return text
    return ""


def put_right(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body in UTF-8, whatever it says of itself: the first reading of its bytes that is clean and makes sense.

    Bytes that are proper UTF-8 are never anything else. Then what is declared is tried, and where that is nonsense
    (half a word in another script) what else there is; the last is UTF-8 with strays of windows-1252.
    """
    if wide := _wide_text(body):
        return wide.encode()
    body = body.removeprefix(codecs.BOM_UTF8)
    names = [name for name in declared(body, headers) if name]
    if body.isascii() and not any(_NOT_ASCII.match(name) for name in names):
        return body
    if body.startswith(EBCDIC_MARK):
        names = [*_in_ebcdic(body), "cp037"]
    elif not any(_NOT_ASCII.match(name) for name in names):
        with contextlib.suppress(UnicodeDecodeError):
            body.decode()
            return body
        if _nearly_utf8(body):
            return body.decode("utf-8", "windows-bytes").encode()
    for name in names:
        text = _read_as(name, body)
        if ("<" in text or "{" in text) and makes_sense(text):
            return text.encode()
    for name in _GUESSES:
        text = _read_as(name, body)
        if text and makes_sense(text, surely=True):
            return text.encode()
    return body.decode("utf-8", "windows-bytes").encode()


def without_marks(text: bytes) -> bytes:
    """UTF-8 without what stands before its first letter: space, zeros, and marks of byte order of whatever kind."""
    found = _MARKS.match(text)
    return text[found.end() :] if found else text


def _nearly_utf8(body: bytes) -> bool:
    """Tell whether some characters are proper UTF-8 and hardly anything is not."""
    text = body.decode("utf-8", "replace")
    strays = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) > 10 * strays


def _in_ebcdic(body: bytes) -> tuple[str, ...]:
    found = re.search(r"encoding\s*=\s*['\"]([^'\"]+)", body[:400].decode("cp037"))
    return (found[1].lower(),) if found else ()


def _read_as(name: str, body: bytes) -> str:
    """The text, if the bytes are nothing but proper ones of that encoding; empty otherwise."""
    if _WIDE_NAME.match(
        name
    ):  # a body that is wide was told by its marks; any bytes at all are proper UTF-16
        return ""
    try:
        return body.decode(MEANT.get(name, name)).encode("utf-8", "ignore").decode()
    except (UnicodeError, LookupError):
        # windows-1252 leaves five bytes without a meaning; they are control characters then.
        return body.decode("latin-1") if MEANT.get(name, name) == "cp1252" else ""
    except (ValueError, TypeError, AttributeError):  # "rot13" and the like are encodings to Python
        return ""


# What is no Latin letter, next to one: so it looks when Latin text is read as Chinese or Cyrillic.
_FOREIGN = r"\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufdff\uff66-\uff9f"
_MIXED = re.compile(rf"[A-Za-z](?=[{_FOREIGN}])|[{_FOREIGN}](?=[A-Za-z])")
_STRANGE = re.compile(rf"[{_FOREIGN}]")
_PAIR = re.compile(rf"[{_FOREIGN}](?=[{_FOREIGN}])")
_RARE = re.compile(r"[\x80-\x84\x86-\x9f\ue000-\uf8ff\u3400-\u4dbf\u0900-\u1dff\uff66-\uff9f]")
SAMPLE = 200_000


def makes_sense(text: str, *, surely: bool = False) -> bool:
    """Tell whether letters of other scripts stand among themselves; ``surely`` asks for words of them."""
    text = text[:SAMPLE]
    foreign = len(_STRANGE.findall(text))
    if not foreign:
        return not surely
    mixed, rare = len(_MIXED.findall(text)), len(_RARE.findall(text))
    if surely:
        return (
            foreign > 20
            and mixed * 20 < foreign
            and rare * 20 < foreign
            and len(_PAIR.findall(text)) * 2 > foreign
        )
    return mixed * 4 < foreign
