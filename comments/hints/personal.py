"""What possible corrections hold of a person: what they sent, and what was answered."""

from typing import Any

from django.db.models import Q

from comments.models import CorrectionHint
from moderation.models import Decision, Evidence

KIND = CorrectionHint._meta.label_lower


class Hints:
    """Hints that the person sent, and those about comments of theirs."""

    name = "correction_hints"

    def export(self, person_id: int) -> Any:
        """What they sent themselves, with the answer."""
        return [
            {
                "comment": one.comment_id,
                "words": one.words,
                "state": one.state,
                "answer": one.answer,
                "sent": one.created_at.isoformat(),
            }
            for one in CorrectionHint.objects.filter(sender=person_id).order_by("pk")
        ]

    def erase(self, person_id: int) -> int:
        """Their words go, and what was answered to them; that something was decided stays."""
        theirs = CorrectionHint.objects.filter(Q(sender=person_id) | Q(comment__author=person_id))
        numbers = list(theirs.values_list("pk", flat=True))
        Evidence.objects.filter(
            decision__in=Decision.objects.filter(kind=KIND, object_id__in=numbers)
        ).delete()
        CorrectionHint.objects.filter(pk__in=numbers).update(words="", answer="")
        CorrectionHint.objects.filter(sender=person_id).update(sender=None)
        return len(numbers)
