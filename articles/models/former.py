"""Names that something once had: they go on to lead to it."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles.models.structure import Section


class FormerSection(models.Model):
    """A slug that a section once had; nobody else may take it."""

    slug = models.SlugField(_("slug"), unique=True)
    section = models.ForeignKey(
        Section, models.CASCADE, related_name="former_slugs", verbose_name=_("section")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class TagSynonym(models.Model):
    """Another name of a tag: who types it means the tag; its page leads to the tag's."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="synonyms", verbose_name=_("tag"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="articles_synonym_once"),
        ]

    def __str__(self) -> str:
        return self.name
