"""What the checklist says of generated texts that nobody has decided on."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.checklist.finding import Finding, look
from articles.checklist.subject import Subject
from assist.models import GeneratedText


def undecided(subject: Subject) -> Iterator[Finding]:
    """Generated texts of the article that wait for a person; until then no reader sees them."""
    waiting = GeneratedText.objects.filter(
        article=subject.article, state=GeneratedText.State.PROPOSED
    ).first()
    if waiting is not None:
        yield look(
            "generated",
            "",
            _("A generated text waits for a decision; no reader sees it until then."),
            _("Approve, edit or reject it in the queue."),
            reverse("moderation:queue"),
            _("To the queue"),
        )
