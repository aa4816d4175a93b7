"""Text that may stand in an XML document. Pure."""

import re

# XML 1.0 has no place for these, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """``text`` without the characters that no XML document may hold."""
    return _ILLEGAL.sub("", text)
