"""The agency's credit, where a feed hides it: the line that ends the copy ("– Agency")."""

import re

# Agencies that write themselves without a capital, or in brackets.
_KNOWN = r"(?:dpa|afp|apa|ap|sda|epd|kna|sid|ots|pa|efe|ansa|tt|ntb|ritzau|belga|reuters|agencies)(?:[-/][a-z]{2,10})*"
_NAME = r"[A-Z][\w.&'’-]*(?:[ /][A-Z&(][\w.&'’()-]*){0,4}"
_DASHED = re.compile(rf"(?:^|[.!?…\"”’»)\]]\s*)[–—―-]{{1,2}}\s*({_NAME}|(?i:{_KNOWN}))\.?$")
_BRACKETED = re.compile(rf"(?:[.!?…\"”’»]\s*)[(\[]((?i:{_KNOWN})|[A-Z]{{2,6}}(?:/[A-Z]{{2,6}})*)[)\]]\.?$")
# Without one of them there is no credit, and nothing to search for.
_SIGN = re.compile(r"[–—―\-(\[]")
# A credit is a name, not a sentence.
MAX_LENGTH = 60


def credit_at_end(text: str) -> str:
    """The agency named at the end of a plain text; empty if the text just ends."""
    tail = text.rstrip()[-(MAX_LENGTH + 20) :]
    if not _SIGN.search(tail):
        return ""
    found = _DASHED.search(tail) or _BRACKETED.search(tail)
    return found[1].strip() if found and len(found[1]) <= MAX_LENGTH else ""
