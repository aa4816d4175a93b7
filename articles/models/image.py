"""Pictures with what the law and the reader need: alternative text, caption, credit, rights."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_IMAGE_BYTES = 20 * 1024 * 1024  # a full-frame camera's JPEG
MAX_IMAGE_PIXELS = 50_000_000  # larger ones exhaust the memory of a small host when decoded


class Image(models.Model):
    """One picture. ``width`` and ``height`` in pixels keep its place on the page; the focal point is in per cent."""

    file = models.ImageField(_("file"), upload_to="images/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    rights = models.CharField(
        _("rights"),
        max_length=200,
        blank=True,
        help_text=_("What may be done with it: print once, web only."),
    )
    rights_holder = models.CharField(
        _("rights holder"), max_length=120, blank=True, default="", db_default=""
    )
    rights_until = models.DateField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be shown. Empty: without end."),
    )
    original_url = models.URLField(_("came from"), max_length=1000, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left (%)"),
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top (%)"),
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )  # empty: a feed, or from before this was noted
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)  # counts replaced files
    digest = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )  # of the file

    # What was made of the file in other widths, shapes and formats; see ``articles.renditions``. The due time is the
    # queue: empty once all is made.
    renditions = models.JSONField(default=dict, db_default={}, editable=False)
    renditions_due_at = models.DateTimeField(
        null=True, default=timezone.now, db_default=Now(), editable=False
    )
    rendition_attempts = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["digest"], name="articles_image_digest"),
            models.Index(
                fields=["renditions_due_at"],
                condition=Q(renditions_due_at__isnull=False),
                name="articles_image_renditions_due",
            ),
            models.Index(
                fields=["rights_until"], condition=Q(rights_until__isnull=False), name="articles_image_rights"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alternative_text or str(self.file)


class EarlierFile(models.Model):
    """A file that a better one took the place of: who, when and why. It stays on disk, for texts name it."""

    image = models.ForeignKey(Image, models.PROTECT, related_name="earlier_files", verbose_name=_("picture"))
    version = models.PositiveIntegerField()
    file = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("earlier file")
        verbose_name_plural = _("earlier files")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["image", "version"], name="articles_earlierfile_one_each")
        ]

    def __str__(self) -> str:
        return self.file


class PictureUse(models.Model):
    """A picture that stands in the body of a text, under the name of the file that the body holds."""

    revision = models.ForeignKey("articles.Revision", models.CASCADE, related_name="picture_uses")
    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("picture in a text")
        verbose_name_plural = _("pictures in texts")
        constraints = [models.UniqueConstraint(fields=["revision", "name"], name="articles_pictureuse_once")]

    def __str__(self) -> str:
        return self.name
