"""What the public site holds of its own: the pages that say who makes the paper."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Page(models.Model):
    """A standing page: about the paper, imprint, contact, terms. It is no article: it has no date, section or byline."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("slug"), unique=True, help_text=_("The address: /about/imprint/."))
    standfirst = models.CharField(_("standfirst"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)  # sanitised HTML
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Named at the foot for readers of this language alone. Empty: for all."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, db_default=0, help_text=_("Small numbers stand first at the foot.")
    )
    is_published = models.BooleanField(_("published"), default=False, db_default=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("page of the paper")
        verbose_name_plural = _("pages of the paper")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reader:page", args=[self.slug])
