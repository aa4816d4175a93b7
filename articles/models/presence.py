"""Who has an article open, and who of them writes: rows that are renewed while the page is open and run out by themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.working_copy import TAB_LENGTH


class Presence(models.Model):
    """One open page of one person. Idle is not gone: a page in the background goes on renewing its row."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences", verbose_name=_("article"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    tab = models.CharField(max_length=TAB_LENGTH)
    opened_at = models.DateTimeField(_("opened"))
    seen_at = models.DateTimeField(_("last seen"))
    has_unsaved = models.BooleanField(default=False)  # words are in the page that no save has yet

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person", "tab"], name="articles_presence_one_per_page"
            )
        ]
        indexes = [models.Index(fields=["seen_at"], name="articles_presence_old")]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.person_id}/{self.tab}"


class WritingLock(models.Model):
    """Who writes in an article now. It warns the others and never stops a save: a stale one is merged."""

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="writing_lock", verbose_name=_("article")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who writes")
    )
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("writing lock")
        verbose_name_plural = _("writing locks")
        indexes = [models.Index(fields=["seen_at"], name="articles_writinglock_old")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.holder_id}"
