"""What the rules hold of a person: which of them spoke of their comments, and hashes of those for some days."""

from typing import Any

from comments.models import RuleVersion, Screening


class Screenings:
    """What rules saw. Hashes are nothing that can be read; which rules spoke can."""

    name = "comment-rules"

    def export(self, person_id: int) -> Any:
        """Per comment the rules that spoke, and the model's score."""
        seen = list(Screening.objects.filter(author=person_id).order_by("pk"))
        names = RuleVersion.objects.select_related("rule").in_bulk({hit for one in seen for hit in one.hits})
        return [
            {
                "comment": one.pk,
                "at": one.at.isoformat(),
                "rules": [str(names[hit]) for hit in one.hits if hit in names],
                "score": one.score,
                "campaign": one.campaign,
            }
            for one in seen
        ]

    def erase(self, person_id: int) -> int:
        """All of it."""
        return Screening.objects.filter(author=person_id).delete()[0]
