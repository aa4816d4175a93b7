"""House rules: what the paper never writes, or writes only so; as data, each with the examples that prove it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.structure import Section
from moderation.models import Moderated

PATTERN_LENGTH = 500


class RuleFields(models.Model):
    """What a rule says: the same on the rule that is worked on and on the version that is in force."""

    class Where(models.TextChoices):
        ALL = "all", _("Headline, standfirst and text")
        HEADLINE = "headline", _("Headlines")
        BODY = "body", _("Text")

    class Severity(models.TextChoices):
        ADVISORY = "advisory", _("Look at")
        BLOCKING = "blocking", _("Must be mended")

    pattern = models.CharField(
        _("pattern"),
        max_length=PATTERN_LENGTH,
        help_text=_("Words, or a regular expression. Words are found whole, whatever their capitals."),
    )
    is_expression = models.BooleanField(_("is a regular expression"), default=False)
    where = models.CharField(_("where"), max_length=10, choices=Where, default=Where.ALL)
    language = models.CharField(
        _("language"), max_length=12, blank=True, help_text=_("Such as “en” or “de-CH”; empty: every one.")
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
        help_text=_("Empty: every one."),
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.ADVISORY)
    message = models.CharField(_("message"), max_length=200, help_text=_("What the writer reads."))
    suggestion = models.CharField(
        _("suggestion"), max_length=200, blank=True, help_text=_("What to write instead.")
    )

    class Meta:
        abstract = True


class HouseRule(Moderated, RuleFields):
    """A rule as it is worked on. Only its version in force is asked of texts."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force")
        RETIRED = "retired", _("Out of force")

    state = models.CharField(_("state"), max_length=24, choices=State, default=State.DRAFT, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    examples_match = models.TextField(
        _("must be found in"), max_length=4_000, help_text=_("One example a line.")
    )
    examples_not = models.TextField(
        _("must not be found in"), max_length=4_000, help_text=_("One example a line.")
    )
    looked_at = models.PositiveIntegerField(_("texts looked at"), default=0, editable=False)
    hits = models.PositiveIntegerField(_("texts in which it was found"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last found"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RuleVersion(RuleFields):
    """A rule as it was put in force, never altered; ``retired_at`` is empty while it is asked of texts."""

    rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="versions", verbose_name=_("rule"))
    number = models.PositiveIntegerField(_("number"))
    activated_at = models.DateTimeField(_("in force since"))
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put in force by")
    )
    retired_at = models.DateTimeField(_("out of force since"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a house rule")
        verbose_name_plural = _("versions of house rules")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="articles_ruleversion_once"),
            models.UniqueConstraint(
                fields=["rule"], condition=models.Q(retired_at=None), name="articles_ruleversion_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} ({self.number})"
