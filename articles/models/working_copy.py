"""What somebody has typed and not saved yet: private, one row per open page, gone once it is saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision

TAB_LENGTH = 36


class WorkingCopy(models.Model):
    """The fields that a page holds otherwise than the text it was made from. It never touches the text itself."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_copies", verbose_name=_("person")
    )
    revision = models.ForeignKey(
        Revision, models.CASCADE, related_name="working_copies", verbose_name=_("revision")
    )
    tab = models.CharField(max_length=TAB_LENGTH)  # drawn by the page: two open pages never share a row
    base_version = models.PositiveIntegerField()  # the version of the text that the page was made from
    fields = models.JSONField(default=dict)  # the form's field → what was typed, as it was typed
    sequence = models.PositiveBigIntegerField(
        default=0
    )  # the page's own counter: an older request changes nothing
    saved_at = models.DateTimeField(_("kept"))

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "revision", "tab"], name="articles_workingcopy_one_per_page"
            )
        ]
        indexes = [
            models.Index(fields=["revision", "person"], name="articles_workingcopy_of_text"),
            models.Index(fields=["saved_at"], name="articles_workingcopy_old"),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.person_id}/{self.tab}"
