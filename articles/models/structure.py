"""Where articles stand and where they come from: sections, sources, authors."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.talk_defaults import TalkDefaults, held, site_talk


class Section(TalkDefaults):
    """A part of the paper: World, Business, Sport."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    colour = models.CharField(
        _("colour"), max_length=20, default="ink", help_text=_("Name of a colour of the design.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # What holds here, the site's rules included: so an article's page reads no further row. See articles.talk.inheriting.
    talk: "models.JSONField[Any, Any]" = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new section begins with what holds on the whole site."""
        if self._state.adding and not self.talk:
            self.talk = held(site_talk(), self)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("reader:section", args=[self.slug])

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.slug


class Source(models.Model):
    """Who reported it: the own desk, an agency, another paper."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), unique=True)
    homepage = models.URLField(_("homepage"), blank=True)
    credit = models.CharField(
        _("credit line"), max_length=120, blank=True, help_text=_("Printed under the text, as in “— Agency”.")
    )
    is_own = models.BooleanField(_("own desk"), default=False)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reader:source", args=[self.slug])


class Author(models.Model):
    """A name in a byline; may be one of the staff."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), unique=True)
    role = models.CharField(
        _("role"), max_length=120, blank=True, help_text=_("Such as “Trade correspondent”.")
    )
    biography = models.TextField(_("biography"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reader:author", args=[self.slug])


class Story(models.Model):
    """A running topic that groups articles: an election, a strike, a storm."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    is_running = models.BooleanField(_("still running"), default=True, db_default=True)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
