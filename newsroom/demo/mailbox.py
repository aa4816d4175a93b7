"""The demo's mails: one file each in a folder, the newest last by name."""

import re
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

KEPT = 500
SHOWN = 100
KEY = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
# A line with nothing but a code, as the mails about accounts have it.
CODE = re.compile(r"^[ \t]*([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$", re.M)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, ready to be shown. ``code`` is the sign-in code in it, or empty."""

    key: str
    at: datetime
    to: str
    sender: str
    subject: str
    code: str
    text: str
    html: str
    message_id: str


def store(folder: Path, mail: bytes) -> str:
    """Keep one mail under a new key; whoever lists the folder sees it whole or not at all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    key = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    part = folder / f"{key}.part"
    part.write_bytes(mail)
    part.rename(folder / f"{key}.eml")
    for old in sorted(folder.glob("*.eml"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return key


def letters(folder: Path, to: str = "") -> list[Letter]:
    """The newest mails, to one address where one is given."""
    found: list[Letter] = []
    for file in sorted(folder.glob("*.eml"), reverse=True):
        letter = read(folder, file.stem)
        if letter and (not to or to.casefold() in letter.to.casefold()):
            found.append(letter)
        if len(found) == SHOWN:
            break
    return found


def read(folder: Path, key: str) -> Letter | None:
    """One mail, or None where there is none of that key (any more)."""
    if not KEY.fullmatch(key):
        return None
    try:
        mail = message_from_bytes((folder / f"{key}.eml").read_bytes(), policy=policy.default)
    except FileNotFoundError:
        return None
    text = _part(mail, "plain")
    code = CODE.search(text)
    return Letter(
        key=key,
        at=datetime.fromtimestamp(int(key.partition("-")[0]) / 1e9, UTC),
        to=str(mail["To"] or ""),
        sender=str(mail["From"] or ""),
        subject=str(mail["Subject"] or ""),
        code=code[1] if code else "",
        text=text,
        html=_part(mail, "html"),
        message_id=str(mail["Message-ID"] or ""),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    try:
        return "" if part is None else str(part.get_content())
    except (LookupError, ValueError):  # a charset that nobody knows
        return ""
