"""Addresses that a mail server refused for good: nobody tries them again until somebody says so."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RefusedAddress(models.Model):
    """One address, in small letters, with what the server said."""

    class Source(models.TextChoices):
        SERVER = "server", _("refused when the mail was handed over")
        BOUNCE = "bounce", _("came back")

    address = models.EmailField(_("address"), unique=True)
    cause = models.TextField(_("cause"))
    source = models.CharField(_("how we know"), max_length=10, choices=Source, default=Source.SERVER)
    refused_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        ordering = ["-refused_at"]
        permissions = [("forgive_refusedaddress", _("Can have a refused address tried again"))]

    def __str__(self) -> str:
        return self.address
