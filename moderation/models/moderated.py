"""What passes the door."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moderated(models.Model):
    """What passes the door: a state and a version; both change only through ``moderation.transition``.

    Concrete models redeclare ``state`` with their own choices.
    """

    state = models.CharField(_("state"), max_length=24)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
