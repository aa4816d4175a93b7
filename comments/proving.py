"""Proof of work, only while the talk is under attack: a second of a reader's machine, hours of an attacker's.

The page's script looks for a number that makes the hash of the form begin with zeros. It is bound to the form, which is
stored once, and to when it was opened. Whoever brings none (no JavaScript) is not refused: a person looks at the comment.
"""

import hashlib
import logging
import time

import redis
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from comments.screening import Reason
from common import limits
from common.limits import Limit

BITS = 16  # 65,000 hashes on average: half a second on a phone
PACE = Limit(
    "comment-newcomers-pace", count=60, seconds=60
)  # so many texts of new accounts are no news event
LASTS_SECONDS = 15 * 60
LOOKED_AT_SECONDS = 5.0  # how long a process believes what it read
KEY = "comments:under-attack"
MOST_AGE = (
    86_400  # seconds between opening a form and sending it; later the proof may have been made in store
)
LONGEST = 9  # digits of the number: the script's hash has room for no more

log = logging.getLogger(__name__)
_seen: dict[str, float | bool] = {"until": 0.0, "is_attack": False}


def is_demanded() -> bool:
    """Whether forms are to be proved now. Never fails: without Valkey nobody is asked."""
    if settings.PROOF_OF_WORK != "auto":
        return settings.PROOF_OF_WORK == "on"
    if time.monotonic() >= _seen["until"]:
        try:
            _seen["is_attack"] = bool(cache.get(KEY))
        except (redis.RedisError, OSError) as error:
            log.warning("whether the talk is under attack is not known: %s", error)
            _seen["is_attack"] = False
        _seen["until"] = time.monotonic() + LOOKED_AT_SECONDS
    return bool(_seen["is_attack"])


def note_newcomer() -> None:
    """Count one more text of a new account or a guest; where they come too fast, ask for proofs for a while."""
    if settings.PROOF_OF_WORK != "auto" or not limits.take("all", PACE):
        return
    try:
        cache.set(KEY, True, LASTS_SECONDS)
    except (redis.RedisError, OSError) as error:
        log.warning("that the talk is under attack could not be noted: %s", error)
    _seen["until"] = 0.0


def forget() -> None:
    """Believe nothing that was read before; for whoever changes the settings of a running process."""
    _seen["until"] = 0.0


def is_proved(opened: str, submission: str, proof: str) -> bool:
    """Whether the number fits the form. Pure."""
    if not (proof.isascii() and proof.isdecimal() and len(proof) <= LONGEST) or len(opened) < 8:
        return False
    digest = hashlib.sha256(f"{opened[-8:]}:{submission}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0


def missing(opened: str, submission: str, proof: str, age: float) -> list[Reason]:
    """A reason to look at it where a proof is asked for and none that fits was brought."""
    if not is_demanded() or (0 < age < MOST_AGE and is_proved(opened, submission, proof)):
        return []
    why = _("The talk is under attack, and this came from a browser that did no work for it.")
    return [{"rule": "no-proof", "words": why}]
