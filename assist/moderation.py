"""How key points wait in the queue: each beside its sentence."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assist import deciding
from assist.models import GeneratedText
from assist.sheets import sheet_of
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.queue import Action, Face
from moderation.workflow import Words


class GeneratedTextCard:
    """The queue's card of generated texts."""

    kind = "assist.generatedtext"
    label: Words = gettext_lazy("Key points")
    template = "assist/queue_card.html"

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        """One query."""
        found = GeneratedText.objects.filter(pk__in=object_ids).select_related("article__section", "revision")
        return {text.pk: _face(text, user) for text in found}

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        """Call the verb. Raises moderation.errors.Refused, GeneratedText.DoesNotExist."""
        text = GeneratedText.objects.select_related("article__section").get(pk=object_id)
        if action == "approve":
            return deciding.approve(text, by=by, version=version)
        if action == "reject":
            return deciding.reject(text, by=by, version=version, reason=reason)
        raise NotAllowed(_("“%(action)s” is nothing that can be done here.") % {"action": action})


def _face(text: GeneratedText, user: User) -> Face:
    return Face(
        title=text.revision.headline,
        version=text.version,
        url=reverse("admin:assist_generatedtext_change", args=[text.pk]),
        context={"sheet": sheet_of(text)},
        actions=_actions(text, user),
    )


def _actions(text: GeneratedText, user: User) -> list[Action]:
    if text.state != GeneratedText.State.PROPOSED or not user.has_perm("assist.decide_generated", text):
        return []
    words = reverse("admin:assist_generatedtext_change", args=[text.pk])
    return [
        Action("approve", _("Approve"), "a", kind="primary"),
        Action("edit", _("Edit"), "e", url=words),
        Action("reject", _("Reject"), "r", kind="danger"),
    ]
