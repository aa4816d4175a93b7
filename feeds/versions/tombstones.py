"""Entries that an Atom feed says are deleted (RFC 6721): ``at:deleted-entry`` with the id of what is gone. Pure."""

import html
import re

_NAMESPACE = b"http://purl.org/atompub/tombstones/1.0"
_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?deleted-entry(\s[^<>]*)>")
_REF = re.compile(rb"""\sref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
MOST = 500


def deleted_ids(body: bytes) -> tuple[str, ...]:
    """The ids of the deleted entries, each once; a document that names none costs one look."""
    if _NAMESPACE not in body:
        return ()
    found = []
    for entry in _ENTRY.finditer(body):
        if ref := _REF.search(entry[1]):
            words = (ref[1] or ref[2] or b"").decode("utf-8", "replace")
            found.append(html.unescape(words).strip())
    return tuple(dict.fromkeys(filter(None, found)))[:MOST]
