"""Which reports may pass without a person: pure. Whatever gives cause to think is a person's."""

from datetime import datetime

from django.utils.translation import gettext as _

from articles.models import Section
from articles.restrictions import NO_SYNDICATION, WEB_ONLY
from common.html import plain_text
from feeds.models import ImportedItem

LEAST_WORDS = 20
# What the house's other outlets would have to do without; a person weighs that.
FORBIDDING = {NO_SYNDICATION, WEB_ONLY}


def stands_against(item: ImportedItem, now: datetime) -> list[str]:
    """Why the desk must look at it, in words; empty where it may pass."""
    section: Section | None = item.section or item.feed.section
    checks = [
        (item.is_doubtful or bool(item.doubts), _("Its date or its name is doubtful.")),
        (item.resembles_id is not None, _("It may be the copy of another report.")),
        (item.wire_status != ImportedItem.WireStatus.USABLE, _("The wire does not send it for use.")),
        (item.withdrawn_at is not None, _("The wire withdrew it.")),
        (item.embargo_until is not None and item.embargo_until > now, _("It is under embargo.")),
        (section is None, _("It has no section.")),
        (bool(FORBIDDING & set(item.restrictions)), _("Its owner restricts where it may stand.")),
        (bool(item.usage_terms), _("Its owner sets terms in words.")),
        (bool(item.wire_note), _("The wire tells the desk something about it.")),
        (len(plain_text(item.body).split()) < LEAST_WORDS, _("It has hardly any text.")),
    ]
    return [words for stands, words in checks if stands]
