"""What a mail server's refusal means: this mail, this address, or nothing for good. Pure.

A server that refuses to relay, wants a sign-in or has a policy says so with the same numbers as one that does not know
the address. Only what is surely about the address marks it; RFC 3463's codes say more than RFC 5321's.
"""

import re
from enum import Enum

_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
# 5.1.x is about the address; of 5.2.x only "disabled". 5.1.7 and 5.1.8 are about the sender's.
_SENDERS = {"7", "8"}
_UNKNOWN = re.compile(
    r"unknown|no such|does ?n[o']t exist|not exist|invalid (recipient|mailbox|user|address)|user not found|"
    r"(mailbox|account|user|address|recipient)\b.{0,30}\b(unavailable|disabled|not found|inactive|rejected|unknown)",
    re.I,
)
_POLICY = re.compile(r"relay|policy|spam|block|denied|authenticat|greylist|reputation|listed|dmarc|spf", re.I)
NUMBERS = {550, 551, 553}


class Permanent(Enum):
    """How far a final refusal reaches."""

    MAIL = "mail"
    ADDRESS = "address"


def judge(code: int, answer: str, *, of_recipient: bool) -> Permanent | None:
    """What the answer refuses for good; None where it may be taken later."""
    if not 500 <= code < 600:
        return None
    found = _ENHANCED.search(answer)
    if found:
        subject, detail = found.groups()
        is_address = (subject == "1" and detail not in _SENDERS) or (subject, detail) == ("2", "1")
    else:
        is_address = (
            of_recipient and code in NUMBERS and bool(_UNKNOWN.search(answer)) and not _POLICY.search(answer)
        )
    return Permanent.ADDRESS if is_address else Permanent.MAIL
