"""Which waiting comments are like one of them: by the same author, with a link to the same place, nearly the same words."""

import re
from collections.abc import Sequence

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comments.models import Comment
from moderation.likening import MOST, Group
from moderation.models import Item

ALIKE = 0.5  # of the trigrams: a sentence put otherwise, a name changed
SHORTEST = 12  # characters: below it, everything is like everything
_HOST = re.compile(r"(?:https?://|www\.)([^\s/?#<>()\[\]\"']+)", re.I)


def hosts_in(text: str) -> list[str]:
    """The hosts that the text links to, each once, without “www.”."""
    found = (host.lower().removeprefix("www.").rstrip(".,;:") for host in _HOST.findall(text))
    return list(dict.fromkeys(host for host in found if "." in host))


def groups_of(comment: Comment, items: QuerySet[Item]) -> list[Group]:
    """The groups that the comment belongs to among the waiting ``items``; those of one comment are left out."""
    waiting = items.filter(kind=Comment._meta.label_lower, closed_at=None)
    comments = Comment.objects.filter(pk__in=waiting.values("object_id"), deleted_at=None).order_by("-pk")
    groups = [
        Group(
            "author",
            _("By %(name)s") % {"name": comment.author},
            _ids(comments.filter(author=comment.author_id)),
        ),
        *[
            Group(
                f"link-{number}",
                _("With a link to %(host)s") % {"host": host},
                _ids(comments.filter(text__icontains=host)),
            )
            for number, host in enumerate(hosts_in(comment.text)[:3])
        ],
    ]
    if len(comment.text) >= SHORTEST:
        like = comments.annotate(like=TrigramSimilarity("text", comment.text)).filter(like__gte=ALIKE)
        groups.append(Group("text", _("Nearly the same words"), _ids(like)))
    for campaign in _campaigns(comment):
        of_it = waiting.filter(reasons__contains=[{"campaign": campaign}]).order_by("-pk")
        ids = list(of_it.values_list("object_id", flat=True)[:MOST])
        groups.append(Group("campaign", _("Campaign %(key)s") % {"key": campaign}, ids))
    return [group for group in groups if set(group.object_ids) - {comment.pk}]


def _campaigns(comment: Comment) -> Sequence[str]:
    item = Item.objects.filter(kind=Comment._meta.label_lower, object_id=comment.pk).order_by("-pk").first()
    found = [reason.get("campaign") for reason in item.reasons] if item else []
    return [key for key in found if key][:1]


def _ids(comments: QuerySet[Comment]) -> list[int]:
    return list(comments.values_list("pk", flat=True)[:MOST])
