"""What people say to one another about a text before it is printed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.review_link import ReviewLink
from articles.models.revision import Revision

NOTE_LENGTH = 4_000
QUOTE_LENGTH = 500


class Note(models.Model):
    """A remark on a text, or a reply to one: by a person of the house, or by who came with a review link."""

    class Kind(models.TextChoices):
        REMARK = "remark", _("Note")
        APPROVAL = "approval", _("Agrees with the text")

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes", verbose_name=_("article"))
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="notes", verbose_name=_("revision"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REMARK, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    link = models.ForeignKey(
        ReviewLink, models.PROTECT, null=True, related_name="notes", verbose_name=_("review link")
    )  # in place of the author
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )  # always the first note of its thread
    text = models.TextField(_("note"), max_length=NOTE_LENGTH)
    field = models.CharField(_("field"), max_length=30, blank=True)  # a printed field's name
    quote = models.CharField(_("about the words"), max_length=QUOTE_LENGTH, blank=True)
    text_digest = models.CharField(max_length=64, editable=False)  # the text that it was written on
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("mentions")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, link=None) | Q(author=None, link__isnull=False),
                name="articles_note_one_author",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(resolved_at=None), name="articles_note_thread_is_resolved_whole"
            ),
        ]
        indexes = [
            models.Index(
                fields=["article"], condition=Q(parent=None, resolved_at=None), name="articles_note_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def who(self) -> str:
        """The name that stands beside it."""
        return str(self.author) if self.author is not None else str(self.link)
