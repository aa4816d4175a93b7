"""What was drawn from the archive of a language: how telling words and tags are, and a space of meanings."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Drawing(models.Model):
    """One drawing, packed; the newest of a language counts."""

    language = models.CharField(_("language"), max_length=12)
    drawn_at = models.DateTimeField(_("drawn"), default=timezone.now)
    documents = models.PositiveIntegerField(_("articles"))
    packed = models.BinaryField()  # see related.packing

    class Meta:
        verbose_name = _("drawing of the archive")
        verbose_name_plural = _("drawings of the archive")
        indexes = [models.Index(fields=["language", "-id"], name="related_drawing_newest")]

    def __str__(self) -> str:
        return f"{self.language}: {self.documents}"
