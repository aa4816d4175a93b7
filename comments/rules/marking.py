"""A campaign was seen: its earlier comments get its mark, and those that can be read are looked at too."""

from django.db.models import Q

from comments.counting import VISIBLE
from comments.models import Comment, Screening
from comments.rules.campaigns import Campaign
from moderation import queue


def mark(campaign: Campaign) -> None:
    """Mark those that are not yet: no query where all are."""
    unmarked = [one.comment_id for one in campaign.others if one.campaign != campaign.key]
    if not unmarked:
        return
    Screening.objects.filter(pk__in=unmarked).update(campaign=campaign.key)
    waiting = Q(state=Comment.State.PENDING, deleted_at=None)
    for comment in Comment.objects.filter(VISIBLE | waiting, pk__in=unmarked).select_related(
        "article__section"
    ):
        queue.join(
            comment,
            campaign.reason,
            section=comment.section_slug,
            author_id=comment.author_id,
            language=comment.article.language,
        )
