"""What the rules say of a comment that its author changed: it waits for other reasons, or again, or is looked at."""

from datetime import datetime

from django.utils.translation import gettext as _

from comments import deciding
from comments.models import Comment
from comments.screening import Reason, Screened
from moderation import queue
from moderation.actors import Deputy
from moderation.models import Item


def keep_waiting(comment: Comment, screened: Screened) -> None:
    """It waits on, for the reasons of its new words. Who takes out what a rule found is still looked at by a person."""
    item = Item.objects.filter(kind=comment._meta.label_lower, object_id=comment.pk, closed_at=None).first()
    known = item.reasons if item else []
    names = {reason["rule"] for reason in screened.reasons}
    reasons: list[Reason] = [
        reason for reason in known if not _is_of_a_rule(reason) and reason["rule"] not in names
    ]
    if any(_is_of_a_rule(reason) for reason in known):
        reasons = [reason for reason in reasons if reason["rule"] != "edited"]
        gone = sorted({str(reason["rule"]) for reason in known if _is_of_a_rule(reason)} - names)
        words = _("Its author changed it while it waited.")
        if gone:
            words = f"{words} " + _("Before that these rules spoke: %(rules)s.") % {"rules": ", ".join(gone)}
        reasons.append({"rule": "edited", "words": words})
    _say_why(comment, [*reasons, *screened.reasons], screened.priority)


def look_again(comment: Comment, screened: Screened, now: datetime) -> None:
    """It was shown because no rule held it. Its new words may be held, by the rule's deputy, or only looked at."""
    if screened.holds and screened.deputy:
        first = screened.reasons[0]
        by = Deputy(screened.deputy)
        deciding.reopen(comment, by=by, version=comment.version, because=first, now=now)
    if screened.reasons:
        _say_why(comment, screened.reasons, screened.priority)


def _say_why(comment: Comment, reasons: list[Reason], priority: int) -> None:
    queue.say_why(
        comment,
        reasons,
        section=comment.section_slug,
        priority=priority,
        author_id=comment.author_id,
        language=comment.article.language,
    )


def _is_of_a_rule(reason: Reason) -> bool:
    return "@" in str(reason.get("rule", "")) or reason.get("rule") == "points"
