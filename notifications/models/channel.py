"""By what, how soon and in which lane somebody is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SITE = "site", _("On this site")


class How(models.TextChoices):
    """How soon a kind is told by a channel, the soonest first."""

    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Bundled, each hour")
    DAILY = "daily", _("Once a day")
    OFF = "off", _("Not at all")


class Lane(models.IntegerChoices):
    """Who goes first where much waits: the desk never stands behind a mail to thousands."""

    DESK = 0, _("The desk")
    PEOPLE = 1, _("People")
    MANY = 2, _("To many")
