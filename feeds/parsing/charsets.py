"""Characters: what a feed says of its encoding is put right where the bytes themselves say otherwise."""

import codecs
import re
from collections.abc import Mapping

# Encodings in which every byte is a character: a wrong one of these is never noticed by decoding.
_SINGLE_BYTE = re.compile(
    r"^(us-?ascii|ascii|latin-?1|l1|iso-?8859-?\d+|(windows|cp)-?125\d|macintosh|koi8-?[ru])?$"
)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*['\"]([^'\"]*)['\"][^>]*\?>")
_CHARSET = re.compile(r"charset\s*=\s*['\"]?([^\s;'\"]+)", re.IGNORECASE)
UTF8 = {"utf-8", "utf8", ""}
WIDE_MARKS = (
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF32_LE,
    b"\x00<",
    b"<\x00",
    b"Lo\xa7\x94",
)
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


def now_utf8(content_type: str) -> str:
    """The header's value for a body that was put right."""
    return _CHARSET.sub("charset=utf-8", content_type)


def _wide_text(body: bytes) -> str:
    """The text of a body in UTF-16 or UTF-32, told by its mark or by the zeros around its first "<"; else empty."""
    for mark, encoding in WIDE:
        if body.startswith(mark):
            try:
                return body.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                continue
    return ""


def put_right(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body in UTF-8 where its declaration is wrong or half wrong; otherwise the body as it is.

    Two cases: bytes that are proper UTF-8 and are called something single-byte, and a text called UTF-8 with strays
    of windows-1252 in it.
    """
    if wide := _wide_text(body):
        return _DECLARATION.sub(b'<?xml version="1.0" encoding="utf-8"?>', wide.encode(), count=1)
    if body.startswith(WIDE_MARKS) or body.isascii():
        return body
    header, declaration = declared(body, headers)
    names = [name for name in (header, declaration) if name]
    if any(not _SINGLE_BYTE.match(name) and name not in UTF8 for name in names):
        return body
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        if names and not set(names) & UTF8:
            return body
        text = body.decode("utf-8", "windows-bytes").removeprefix("\ufeff")
    return _DECLARATION.sub(b'<?xml version="1.0" encoding="utf-8"?>', text.encode(), count=1)
