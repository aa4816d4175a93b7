"""How comments are taken where no article says otherwise: on the whole site, and what a section makes of it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

SITE = 1  # the key of the site's one row


class CommentsMode(models.TextChoices):
    """How comments are taken. Members are signed in, with a confirmed address and an account of some age."""

    OPEN = "open", _("Open, shown at once")
    PREMODERATED = "premoderated", _("Reviewed before they are shown")
    MEMBERS = "members", _("Members only, shown at once")
    MEMBERS_REVIEWED = "members_review", _("Members only, reviewed before they are shown")
    CLOSED = "closed", _("Closed")


class TalkDefaults(models.Model):
    """How comments are taken where nothing narrower says otherwise. Changed through articles.talk.setting alone."""

    comments_mode = models.CharField(
        _("comments"), max_length=14, choices=CommentsMode, blank=True, default="", db_default=""
    )
    comments_notice = models.CharField(
        _("words to readers"), max_length=300, blank=True, default="", db_default=""
    )
    comments_set_at = models.DateTimeField(_("comments set"), null=True, blank=True, editable=False)
    # Days after publication; 0: never; empty: as what is wider says.
    comments_close_after = models.PositiveSmallIntegerField(_("close after days"), null=True, blank=True)
    comments_member_days = models.PositiveSmallIntegerField(_("days of a member"), null=True, blank=True)

    class Meta:
        abstract = True


class SiteTalk(TalkDefaults):
    """How comments are taken on the whole site: one row."""

    class Meta:
        verbose_name = _("comments of the site")
        verbose_name_plural = _("comments of the site")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="articles_sitetalk_one")]

    def __str__(self) -> str:
        return str(_("The whole site"))


def site_talk() -> SiteTalk:
    """The site's rules; unsaved and empty where nobody has set any."""
    return SiteTalk.objects.filter(pk=SITE).first() or SiteTalk(pk=SITE)


def held(site: TalkDefaults, section: TalkDefaults) -> dict[str, Any]:
    """What holds in a section: of each rule the narrower one that is set. Pure; as JSON can say it."""
    found: dict[str, Any] = {}
    for level, rules in (("site", site), ("section", section)):
        if rules.comments_mode:
            since = rules.comments_set_at.isoformat() if rules.comments_set_at else ""
            found |= {"mode": rules.comments_mode, "level": level, "since": since}
            found["notice"] = rules.comments_notice
        if rules.comments_close_after is not None:
            found |= {"close_after": rules.comments_close_after, "close_level": level}
        if rules.comments_member_days is not None:
            found["member_days"] = rules.comments_member_days
    return found
