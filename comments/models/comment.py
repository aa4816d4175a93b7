"""Comments in threads."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.stored_column import StoredColumn
from comments.wording_key import wording_key
from moderation.models import Moderated

MAX_LENGTH = 5_000  # characters; longer is a letter to the editor
MAX_DEPTH = 6  # deeper replies are shown flat, "in reply to": a phone has no room for more

LISTED = Q(is_listed=True)
LISTED_ROOT = Q(is_listed=True, root=None)


class Comment(Moderated):
    """One comment. ``path`` sorts a thread in reading order: ids of the ancestors and its own, in base 36."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for review")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        SPAM = "spam", _("Spam")
        REMOVED = "removed", _("Removed")

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("article"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    path = models.CharField(max_length=600, blank=True, db_collation="C")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name=_("author")
    )
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.PENDING)
    text = models.TextField(_("text"), max_length=MAX_LENGTH)  # Markdown as typed
    html = models.TextField()  # rendered and sanitised
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted by its author"), null=True, blank=True)
    # Kept in the transactions of what they count, proved by ``manage.py recount``.
    ups = models.PositiveIntegerField(_("votes for"), default=0, db_default=0, editable=False)
    downs = models.PositiveIntegerField(_("votes against"), default=0, db_default=0, editable=False)
    best = models.FloatField(
        default=0.0, db_default=0.0, editable=False
    )  # what comments.ranking makes of the votes
    reply_count = models.PositiveIntegerField(_("visible replies"), default=0, db_default=0, editable=False)
    picked_at = models.DateTimeField(_("picked by an editor"), null=True, blank=True, editable=False)
    # What readers find in the thread: what is visible, and tombstones above what is visible.
    is_listed = StoredColumn(
        expression=Q(state="approved", deleted_at=None) | Q(reply_count__gt=0),
        output_field=models.BooleanField(),
    )
    # One form, one comment: sent twice (a double click, a retry) it is stored once.
    submission = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None, root=None, depth=0)
                | Q(parent__isnull=False, root__isnull=False, depth__gt=0),
                name="comments_comment_tree",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "path"], condition=LISTED, name="comments_listed"),
            models.Index(fields=["article", "id"], condition=LISTED_ROOT, name="comments_roots"),
            models.Index(fields=["article", "best", "id"], condition=LISTED_ROOT, name="comments_roots_best"),
            models.Index(
                fields=["article", "reply_count", "id"],
                condition=LISTED_ROOT,
                name="comments_roots_discussed",
            ),
            models.Index(
                fields=["article", "picked_at", "id"],
                condition=Q(picked_at__isnull=False),
                name="comments_picked",
            ),
            models.Index(fields=["author", "-id"], name="comments_by_author"),
            models.Index(wording_key(), condition=Q(deleted_at=None), name="comments_same_words"),
            models.Index(
                fields=["author", "article", "id"],
                condition=~Q(state="approved") & Q(deleted_at=None),
                name="comments_own_unseen",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.article.section.slug

    @property
    def is_visible(self) -> bool:
        return self.state == self.State.APPROVED and self.deleted_at is None
