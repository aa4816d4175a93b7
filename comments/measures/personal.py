"""What measures hold of a person: handed out, notes too; and emptied of every word when they leave."""

from typing import Any

from comments.models import Measure
from moderation.models import Decision, Evidence

KIND = Measure._meta.label_lower


class Measures:
    """Measures and notes about the person; the decisions stay, as commitments without words."""

    name = "measures"

    def export(self, person_id: int) -> Any:
        """Each with its reason, its times and its state."""
        return [
            {
                "kind": one.kind,
                "state": one.state,
                "section": one.section,
                "reason": one.words,
                "because_of_comment": one.comment_id,
                "taken": one.taken_at.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "acknowledged": one.acknowledged_at.isoformat() if one.acknowledged_at else None,
            }
            for one in Measure.objects.filter(person=person_id).order_by("pk")
        ]

    def erase(self, person_id: int) -> int:
        """Words about the person go; that something was decided, when and by whom, stays."""
        theirs = Measure.objects.filter(person=person_id)
        numbers = list(theirs.values_list("pk", flat=True))
        Evidence.objects.filter(
            decision__in=Decision.objects.filter(kind=KIND, object_id__in=numbers)
        ).delete()
        theirs.update(words="", comment=None)
        return len(numbers)
