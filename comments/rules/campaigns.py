"""Campaigns: nearly the same words, or the same link, from several accounts within some days. Always watched for."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comments.rules.subject import Alike, Subject

NAME = "campaign@1"
# Two people quote the same; a third who does is worth a look.
ACCOUNTS = 3
# A link to the source that everybody talks about is no campaign yet.
ACCOUNTS_BY_LINK = 4
SHARE = 0.6  # of the word groups
# Who was read so often is no throwaway account; links alone do not make them part of a campaign.
KNOWN_AFTER = 10

Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Campaign:
    """Its key stays the same as it grows; ``others`` are the earlier comments that belong to it."""

    key: str
    accounts: int
    others: tuple[Alike, ...]
    is_by_words: bool

    @property
    def reason(self) -> Reason:
        """As the queue keeps it."""
        words = (
            _("Campaign %(key)s: %(count)d accounts wrote nearly the same within three days.")
            if self.is_by_words
            else _("Campaign %(key)s: %(count)d accounts set the same link within three days.")
        )
        return {
            "rule": NAME,
            "words": words % {"key": self.key, "count": self.accounts},
            "evidence": [],
            "campaign": self.key,
            "otherwise": _("It would have passed if fewer than %(count)d accounts had written it.")
            % {"count": ACCOUNTS if self.is_by_words else ACCOUNTS_BY_LINK},
        }


def campaign_of(subject: Subject) -> Campaign | None:
    """The campaign that the comment is part of; None where it is of none."""
    by_words = [one for one in subject.alike if one.share >= SHARE]
    if _accounts(by_words, subject) >= ACCOUNTS:
        return _campaign(by_words, subject, is_by_words=True)
    by_link = [one for one in subject.alike if one.links]
    if subject.approved_before < KNOWN_AFTER and _accounts(by_link, subject) >= ACCOUNTS_BY_LINK:
        return _campaign(by_link, subject, is_by_words=False)
    return None


def _campaign(others: list[Alike], subject: Subject, *, is_by_words: bool) -> Campaign:
    named = next((one.campaign for one in others if one.campaign), "")
    key = named or f"c{min(one.comment_id for one in others)}"
    return Campaign(key, _accounts(others, subject), tuple(others), is_by_words)


def _accounts(others: list[Alike], subject: Subject) -> int:
    return len({one.author_id for one in others} | {subject.author_id})
