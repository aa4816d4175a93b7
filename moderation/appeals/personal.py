"""What appeals hold of a person: their words, and what was answered."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from moderation.models import Appeal, Decision, Evidence
from notifications.models import Letter

KIND = Appeal._meta.label_lower


class Appeals:
    """Appeals that the person filed."""

    name = "appeals"

    def export(self, person_id: int) -> Any:
        """Each with what was said, when, and what became of it."""
        appeals = Appeal.objects.filter(_of(person_id)).order_by("pk")
        answers = dict(
            Evidence.objects.filter(
                decision__kind=KIND, decision__object_id__in=appeals.values("pk")
            ).values_list("decision__object_id", "words")
        )
        return [
            {
                "decision": appeal.decision_id,
                "filed": appeal.created_at.isoformat(),
                "words": appeal.words,
                "state": appeal.state,
                "answer": answers.get(appeal.pk, ""),
            }
            for appeal in appeals
        ]

    def erase(self, person_id: int) -> int:
        """The words go, and the answers to them; that there was an appeal and how it ended stays for the figures."""
        appeals = Appeal.objects.filter(_of(person_id))
        numbers = list(appeals.values_list("pk", flat=True))
        decisions = Decision.objects.filter(kind=KIND, object_id__in=numbers)
        Evidence.objects.filter(decision__in=decisions).delete()
        Letter.objects.filter(kind__startswith="appeal_", object_id__in=numbers).delete()
        return Appeal.objects.filter(pk__in=numbers).update(appellant=None, email="", language="", words="")


def _of(person_id: int) -> Q:
    theirs = Q(appellant=person_id)
    for address in User.objects.filter(pk=person_id, erased_at=None).values_list("email", flat=True):
        theirs |= Q(appellant=None, email=address.lower())
    return theirs
