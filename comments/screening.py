"""What a text must be to be taken, how fast one may write, and what makes a comment wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.models import Article
from articles.talk.access import access_of
from comments.models import MAX_LENGTH, Comment
from comments.refusals import Closed, Unfit
from comments.rendering import rendered, words
from comments.rules import asking, heat

REPEATED_WITHIN = timedelta(hours=24)  # the same words again so soon are a mistake or an advertisement

# {"rule": its name, "words": what the queue says}, and of rules "evidence" (places in the text) and "otherwise" (when it
# would have passed); of a campaign its key.
Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Screened:
    """What is to be done with a comment: it waits, or is shown and looked at (reasons that do not hold), or is shown."""

    holds: bool = False
    reasons: list[Reason] = field(default_factory=list)
    priority: int = 0
    deputy: str = ""  # who acts where what was shown is to wait again: “rule-name@version”


def tidy(text: str) -> str:
    """The text as it is stored. Raises Unfit if it says nothing or too much."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(text) > MAX_LENGTH:
        over = len(text) - MAX_LENGTH
        raise Unfit(
            ngettext(
                "This is %(over)d character too long: a comment has at most %(most)s.",
                "This is %(over)d characters too long: a comment has at most %(most)s.",
                over,
            )
            % {"over": over, "most": number_format(MAX_LENGTH, force_grouping=True)}
        )
    if not any(sign.isprintable() and not sign.isspace() for sign in words(rendered(text))):
        raise Unfit(_("Write something first."))
    return text


def require_open(article: Article) -> None:
    """Raises Closed where the article takes no comments."""
    if not article.is_published:
        raise Closed(_("This article is not published, so it cannot be discussed."))
    access = access_of(article)
    if not access.is_open:
        raise Closed(access.why_closed)


def require_answerable(parent: Comment, article: Article) -> None:
    """Raises Closed where the comment cannot be replied to."""
    if parent.article_id != article.pk or not parent.is_visible:
        raise Closed(_("The comment that you answer is no longer there."))


def repetition(article: Article, author: User, text: str, now: datetime) -> list[Reason]:
    """A reason to look at it if the author wrote the same elsewhere. Raises Unfit if the same stands here already."""
    recent = Comment.objects.filter(author=author, deleted_at=None, created_at__gt=now - REPEATED_WITHIN)
    places = set(recent.filter(text=text).order_by().values_list("article_id", flat=True))
    if article.pk in places:
        raise Unfit(_("You have written this here already."))
    why = _("The author wrote the same under another article today.")
    return [{"rule": "repeated", "words": why}] if places else []


def screen(
    comment: Comment,
    article: Article,
    suspicions: Sequence[Reason] = (),
    *,
    is_new: bool = True,
    paced: bool = True,
    now: datetime,
) -> Screened:
    """Ask everything that may make a stored comment wait: all reasons are told, not the first. Two queries.

    Call it with the article locked. Raises TooSoon where the thread is in slow mode (``is_new`` and ``paced`` only).
    """
    asked = asking.ask(comment, article, now)
    if is_new and paced:
        heat.require_turn(asked.gathered, now)
    # What is changed was let in under the mode of its time; only what its new words say is new.
    waits = waiting_reasons(article, suspicions) if is_new else []
    if is_new and (held := heat.reason_to_hold(asked.gathered)):
        waits.append(held)
    holds = bool(waits) or asked.holds
    return Screened(holds, [*waits, *asked.reasons], asked.priority, asked.deputy)


def waiting_reasons(article: Article, suspicions: Sequence[Reason]) -> list[Reason]:
    """Why a new comment must wait for a person whatever the rules say."""
    reasons = list(suspicions)
    if access_of(article).is_reviewed:
        why = _("Comments on this article are reviewed before they are shown.")
        reasons.append({"rule": "premoderated", "words": why})
    return reasons
