"""Rules of the talk: what each looks for and what follows, as data; every change is a version, and one of them is in force."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section
from moderation.models import Moderated

MOST_POINTS = 100


class Rule(Moderated):
    """One rule through all of its versions. ``name`` is how decisions name it: “casino-words@3”."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force")
        RETIRED = "retired", _("Out of force")

    name = models.CharField(
        _("name"),
        max_length=60,
        unique=True,
        validators=[validate_slug],
        help_text=_("Letters, digits and hyphens. Decisions and the queue name it so."),
    )
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.DRAFT, editable=False)
    number = models.PositiveIntegerField(_("newest version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("comment rule")
        verbose_name_plural = _("comment rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """What a rule says, never altered once written. In force from ``activated_at`` to ``retired_at``."""

    class Kind(models.TextChoices):
        WORDS = "words", _("Words and phrases")
        PATTERN = "pattern", _("Regular expression")
        LINKS = "links", _("Links and domains")
        RATE = "rate", _("How fast somebody writes")
        REPETITION = "repetition", _("The same again")
        NEW_AUTHOR = "new_author", _("New authors")
        LANGUAGE = "language", _("Another script or language")
        CAPITALS = "capitals", _("Capitals")
        LENGTH = "length", _("Length")
        IMAGES = "images", _("Links to images")
        SCORE = "score", _("Score of the model")

    class Effect(models.TextChoices):
        HOLD = "hold", _("Hold until a person has decided")
        FLAG = "flag", _("Show it, and let a person look at it")
        POINTS = "points", _("Give points; enough of them hold it")

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="versions", verbose_name=_("rule"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    options = models.JSONField(_("options"), default=dict)
    effect = models.CharField(_("effect"), max_length=10, choices=Effect, default=Effect.HOLD)
    points = models.PositiveSmallIntegerField(_("points"), default=0)
    message = models.CharField(
        _("what the queue says"),
        max_length=200,
        blank=True,
        help_text=_("Moderators read it; authors do not."),
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        help_text=_("Of the article, as in de or en. Empty: every one."),
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    is_for_article = models.BooleanField(default=False, editable=False)  # it stays narrow when that is gone
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    activated_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    retired_at = models.DateTimeField(_("out of force since"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a comment rule")
        verbose_name_plural = _("versions of comment rules")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="comments_ruleversion_once"),
            models.UniqueConstraint(
                fields=["rule"],
                condition=Q(activated_at__isnull=False, retired_at=None),
                name="comments_ruleversion_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule.name}@{self.number}"

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.section.slug if self.section else ""


class RuleStamp(models.Model):
    """One row that changes whenever other rules, or another model, are in force: processes keep what they compiled."""

    stamp = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("stamp of the rules in force")
        verbose_name_plural = _("stamps of the rules in force")

    def __str__(self) -> str:
        return str(self.stamp)
