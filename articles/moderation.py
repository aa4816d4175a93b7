"""How a text in review waits in the queue."""

from collections.abc import Sequence

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import steps
from articles.checked import checked
from articles.checklist import Finding, glance
from articles.comparing import Field, compare
from articles.models import Byline, Note, Revision
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.queue import Action, Face
from moderation.recording import latest_decision
from moderation.workflow import Words

KEYS = {"approve": "a", "request_changes": "r"}


class Sheet:
    """One text as its card prints it."""

    def __init__(self, text: Revision) -> None:
        self.text = text

    @cached_property
    def findings(self) -> list[Finding]:
        """What stands against publishing it."""
        return glance(self.text)

    @cached_property
    def differences(self) -> list[Field] | None:
        """What would change of the text that readers see; None where they see none."""
        live = self.text.article.live
        return compare(live, self.text) if live is not None else None

    @property
    def body(self) -> SafeString:
        return mark_safe(self.text.body)  # noqa: S308 — sanitised when it was saved


class RevisionCard:
    """The queue's card of the desk."""

    kind = "articles.revision"
    label: Words = gettext_lazy("Text in review")
    template = "articles/queue_card.html"

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        """Two queries: the texts with what they replace, and their bylines."""
        texts = (
            Revision.objects.with_article()
            .select_related("lead_image", "article__live__lead_image")
            .prefetch_related(Prefetch("article__bylines", Byline.objects.select_related("author")))
            .annotate(
                open_notes=Count(
                    "article__notes",
                    filter=Q(
                        article__notes__parent=None,
                        article__notes__resolved_at=None,
                        article__notes__kind=Note.Kind.REMARK,
                    ),
                )
            )
        )
        return {text.pk: self._face(text, user) for text in texts.filter(pk__in=object_ids)}

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        """Take the step on the text that the person saw. Raises moderation.errors.Refused."""
        if action not in KEYS:
            raise NotAllowed(_("There is no such step."))
        text = Revision.objects.with_article().get(pk=object_id)
        with checked():
            steps.take(action, text.article, text, by=by, version=version, words=steps.Words(reason=reason))
        decision = latest_decision(text)
        assert decision is not None  # noqa: S101 — the step has just recorded one
        return decision

    def _face(self, text: Revision, user: User) -> Face:
        may = [step for step in steps.steps_for(text.article, text, user) if step.name in KEYS]
        address = reverse("admin:articles_article_change", args=[text.article_id])
        actions = [
            Action(step.name, step.label, KEYS[step.name], step.needs_reason, step.kind)
            for step in may
            if not step.why_not
        ]
        if user.has_perm("articles.view_revision", text):
            actions.append(Action("edit", _("Open at the desk"), "e", url=address))
        return Face(
            title=text.headline,
            version=text.version,
            url=address,
            context={"sheet": Sheet(text), "why_not": [step.why_not for step in may if step.why_not]},
            actions=actions,
        )
