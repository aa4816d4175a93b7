"""What all wires say in codes of their own: whether it may be used, how urgent it is, who wrote it. Pure."""

import re

from feeds.parsing.normalising import CANCELED, USABLE, WITHHELD
from feeds.parsing.wires.bylines import names_in

_STATUS = {
    "usable": USABLE, "embargoed": USABLE, "withheld": WITHHELD, "withhold": WITHHELD, "on-hold": WITHHELD,
    "canceled": CANCELED, "cancelled": CANCELED, "killed": CANCELED, "kill": CANCELED, "withdrawn": CANCELED,
    "deleted": CANCELED, "retracted": CANCELED,
}  # fmt: skip


def status_of(word: str) -> str:
    """Usable, withheld or canceled; a word that nobody knows withholds, for what it means is for people to find out."""
    code = word.strip().casefold().rpartition(":")[2].rpartition("/")[2]
    return _STATUS.get(code, WITHHELD) if code else USABLE


def urgency_of(text: str) -> int | None:
    """1 (a flash) to 9; None where nothing of the kind is said."""
    return int(text) if re.fullmatch(r"[1-9]", text.strip()) else None


def names_of(byline: str) -> list[str]:
    """Who a byline names; the line itself where it names nobody by a name, such as "Staff and agencies"."""
    return names_in(byline) or ([byline] if byline.strip() else [])
