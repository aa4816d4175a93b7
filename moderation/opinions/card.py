"""How a second opinion waits in the queue: the case alone. Nothing on it says what was decided before."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from accounts.models import User
from moderation.models import Decision, Opinion
from moderation.opinions import giving
from moderation.opinions.reviewables import Reviewable, Sheet, label_of, reviewable_of
from moderation.opinions.workflow import GIVE, why_not
from moderation.queue import Action, Face
from moderation.workflow import Words


class OpinionCard:
    """The queue's card of second opinions."""

    kind = "moderation.opinion"
    label: Words = gettext_lazy("Second opinion")
    template = "moderation/opinions/card.html"

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        """The cases, and the buttons for who does not know them."""
        by_kind: dict[str, list[Opinion]] = defaultdict(list)
        for opinion in Opinion.objects.filter(pk__in=object_ids).select_related("decision"):
            by_kind[opinion.kind].append(opinion)
        faces: dict[int, Face] = {}
        for kind, opinions in by_kind.items():
            reviewable = reviewable_of(kind)
            sheets = reviewable.sheets({opinion.object_id for opinion in opinions}) if reviewable else {}
            for opinion in opinions:
                sheet = sheets.get(opinion.object_id)
                if reviewable is not None and sheet is not None:
                    faces[opinion.pk] = _face(opinion, reviewable, sheet, user)
        return faces

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        """Call the verb. Raises moderation.errors.Refused, Opinion.DoesNotExist."""
        return giving.give(Opinion.objects.get(pk=object_id), action, by=by, version=version)


def _face(opinion: Opinion, reviewable: Reviewable, sheet: Sheet, user: User) -> Face:
    actions = []
    words = why_not(opinion, user) if opinion.state == Opinion.State.WAITING else ""
    if opinion.state == Opinion.State.WAITING and not words and user.has_perm(GIVE, opinion):
        actions = [
            Action(choice.code, choice.label, key=choice.key, kind=choice.kind)
            for choice in reviewable.choices
        ]
    is_given = opinion.state == Opinion.State.GIVEN
    return Face(
        title=sheet.title,
        version=opinion.version,
        context={
            "sheet": sheet,
            "template": reviewable.template,
            "why_not": words,
            # Told only to who has given theirs: then there is nothing left to be influenced.
            "opinion": opinion if is_given else None,
            "first": label_of(opinion.kind, opinion.first) if is_given else "",
            "second": label_of(opinion.kind, opinion.second) if is_given else "",
        },
        actions=actions,
    )
