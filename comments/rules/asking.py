"""Asking the rules of a comment that was just stored or changed: what they say, and a note of it. Two queries."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from articles.models import Article
from comments.models import Comment, Screening
from comments.rules import campaigns, fingerprints, gathering, marking
from comments.rules.gathering import Gathered
from comments.rules.in_force import rules_in_force
from comments.rules.judging import Judgement, Reason, reasons
from comments.rules.linked import domain
from comments.rules.subject import Text
from comments.scoring.using import score_under

MOST_URGENT = (
    9  # the queue's priority of what people would surely refuse; among equals the oldest comes first
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules in force say of one comment, and the watch for campaigns."""

    gathered: Gathered
    judgement: Judgement
    holds: bool = False
    reasons: list[Reason] = field(default_factory=list)
    priority: int = 0
    deputy: str = ""


def ask(comment: Comment, article: Article, now: datetime) -> Asked:
    """Ask, and note the outcome. Call it in the transaction that stored the comment."""
    gathered = gathering.gather(comment, article, keys_of(comment.text), now)
    rules = rules_in_force(gathered.stamp)
    subject = replace(gathered.subject, score=score_under(gathered.stamp, comment.text))
    judgement = rules.judge(subject)
    found = reasons(rules, subject, judgement) if judgement.spoke else []
    campaign = campaigns.campaign_of(subject)
    gathered = replace(gathered, subject=subject)
    _note(comment, article, gathered, judgement, campaign.key if campaign else "", now)
    if campaign is not None:
        found.append(campaign.reason)
        marking.mark(campaign)
    first = judgement.first
    return Asked(
        gathered=gathered,
        judgement=judgement,
        holds=judgement.holds or campaign is not None,
        reasons=found,
        priority=int(subject.score * MOST_URGENT) if subject.score is not None else 0,
        deputy=campaigns.NAME if first is None and campaign else first.name if first else "",
    )


def keys_of(text: str) -> list[int]:
    """The hashes by which the text is found again; links to the paper itself are none."""
    own = domain(urlsplit(settings.SITE_URL).hostname or "")
    return fingerprints.keys_of(Text(text), [own] if own else [])


def forget_keys(now: datetime) -> int:
    """Hashes that are too old for a campaign go; what says which rules spoke stays. Returns of how many comments."""
    old = Screening.objects.filter(at__lt=now - gathering.REMEMBERED).exclude(keys=[])
    return old.update(keys=[])


def _note(
    comment: Comment, article: Article, gathered: Gathered, judgement: Judgement, campaign: str, now: datetime
) -> None:
    seen: dict[str, Any] = {
        "article_id": article.pk,
        "author_id": comment.author_id,
        "at": now,
        "keys": list(gathered.keys),
        "hits": [rule.version_id for rule, _finding in judgement.spoke],
        "score": gathered.subject.score,
        "campaign": campaign,
    }
    Screening.objects.bulk_create(
        [Screening(comment_id=comment.pk, **seen)],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["keys", "hits", "score", "campaign"],
    )
