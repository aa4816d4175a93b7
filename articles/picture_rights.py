"""What stands against showing the pictures of a text: rights that run out, words that are missing. Pure, but for one read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Image, Revision
from articles.picture_uses import images_named, names_in

WARNED_BEFORE = timedelta(days=14)
_PICTURE = re.compile(r"<img\b(?:\"[^\"]*\"|[^\">])*>")
_WORDS = re.compile(r' alt="([^"]*)"')


class Rights(StrEnum):
    FREE = "free"
    RUNNING_OUT = "running_out"
    RUN_OUT = "run_out"


@dataclass(frozen=True, slots=True)
class PictureFinding:
    """One thing about a picture: whether it keeps the text from being published, in words, and at which field."""

    is_blocking: bool
    words: str
    field: str


def rights_on(image: Image, day: date) -> Rights:
    """How the rights stand on a day; the last day itself is still free to use."""
    if image.rights_until is None or image.rights_until - day > WARNED_BEFORE:
        return Rights.FREE
    return Rights.RUNNING_OUT if image.rights_until >= day else Rights.RUN_OUT


def findings_for(revision: Revision, day: date | None = None) -> list[PictureFinding]:
    """About the lead picture and the pictures in the text, on the day that it shall be published (today)."""
    day = day or timezone.localdate()
    in_text = images_named(names_in(revision.body))
    return findings(revision.lead_image, in_text.values(), revision.body, day)


def findings(lead: Image | None, in_text: Iterable[Image], body: str, day: date) -> list[PictureFinding]:
    """The same over what was read already."""
    found = [] if lead is None else _of_rights(lead, day, _("The lead picture"), "lead_image")
    if lead is not None and not lead.alternative_text.strip():
        words = _("The lead picture has no alternative text.")
        found.append(PictureFinding(True, words, "lead_alternative_text"))
    if lead is not None and not lead.credit.strip():
        found.append(PictureFinding(False, _("The lead picture has no credit."), "lead_credit"))
    for image in in_text:
        found += _of_rights(image, day, _("The picture “%(name)s” in the text") % {"name": image}, "body")
    if without_words(body):
        found.append(PictureFinding(True, _("A picture in the text has no alternative text."), "body"))
    return found


def without_words(body: str) -> int:
    """How many pictures of a sanitised body say nothing to who cannot see them."""
    described = (_WORDS.search(tag) for tag in _PICTURE.findall(body))
    return sum(words is None or not words[1].strip() for words in described)


def _of_rights(image: Image, day: date, which: str, field: str) -> list[PictureFinding]:
    state = rights_on(image, day)
    if state == Rights.FREE or image.rights_until is None:
        return []
    facts = {"which": which, "day": date_format(image.rights_until, "DATE_FORMAT")}
    if state == Rights.RUN_OUT:
        words = _("%(which)s may not be shown any more: its rights ended on %(day)s. Choose another.") % facts
        return [PictureFinding(True, words, field)]
    words = _("%(which)s may be shown until %(day)s only.") % facts
    return [PictureFinding(False, words, field)]
