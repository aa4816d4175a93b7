"""What the pages of the library show, and what becomes of a POST there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import library, pictures, renditions
from articles.admin.reading import articles_for
from articles.library import Show
from articles.models import Image
from articles.picture_bytes import Unfit
from articles.picture_rights import Rights, rights_on
from articles.picture_uses import Place, places
from articles.pictures import may_change
from moderation.errors import NotAllowed

PAGE = 48
LABELS = {
    Show.ALL: _("All"),
    Show.MINE: _("Mine"),
    Show.NO_WORDS: _("Without alternative text"),
    Show.NO_CREDIT: _("Without credit"),
    Show.RUNNING_OUT: _("Rights running out"),
    Show.RUN_OUT: _("Rights run out"),
    Show.UNUSED: _("Not used"),
    Show.ARCHIVED: _("Archived"),
}
CROPS = (
    ("3x2", _("Card, 3:2")),
    ("16x9", _("Lead on wide screens, 16:9")),
    ("4x3", "4:3"),
    ("1x1", _("Square")),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture in the grid."""

    image: Image

    @property
    def url(self) -> str:
        """A small one, or the picture itself while none is made."""
        return renditions.thumbnail(self.image)

    @property
    def rights(self) -> str:
        """How the rights stand today."""
        return str(rights_on(self.image, timezone.localdate()))

    @property
    def page(self) -> str:
        return reverse("admin:articles_image_change", args=[self.image.pk])

    def as_json(self) -> dict[str, Any]:
        """For the chooser."""
        image = self.image
        return {
            "id": image.pk,
            "url": image.file.url,
            "thumbnail": self.url,
            "width": image.width,
            "height": image.height,
            "alternative_text": image.alternative_text,
            "caption": image.caption,
            "credit": image.credit,
            "rights_until": image.rights_until.isoformat() if image.rights_until else None,
            "may_use": self.rights != Rights.RUN_OUT,
            "rights": self.rights,
            "page": self.page,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file that was sent."""

    name: str
    tile: Tile | None = None
    is_new: bool = False
    error: str = ""


def page_of(words: str, show: Show, before: str, person: User) -> tuple[list[Tile], int | None]:
    """A page of the library and the mark of the next one."""
    found = library.search(words, show, person=person)
    if before.isdecimal() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    mark = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return [Tile(image) for image in rows[:PAGE]], mark


def shown_by(text: str) -> Show:
    """The filter that an address names; all where it names none that there is."""
    return Show(text) if text in Show else Show.ALL


def take_in_all(
    files: Sequence[UploadedFile], words: dict[str, str], *, by: User, anyway: bool
) -> list[Outcome]:
    """Take in each file by itself: one that is unfit does not keep the others out."""
    outcomes = []
    for sent in files:
        name = sent.name or ""
        try:
            image = pictures.take_in(sent, by=by, anyway=anyway, **words)
            outcomes.append(Outcome(name, Tile(image), is_new=True))
        except pictures.AlreadyThere as there:
            outcomes.append(Outcome(name, Tile(there.image)))
        except (Unfit, NotAllowed) as refusal:
            outcomes.append(Outcome(name, error=str(refusal)))
    return outcomes


class PicturePage:
    """One picture as one person sees it."""

    def __init__(self, image: Image, person: User) -> None:
        self.image, self.person = image, person
        self.tile = Tile(image)
        self.may_change = may_change(image, person)
        # Where it stands in sections that the person does not reach is counted, not told.
        found = places(image)
        reached = set(
            articles_for(person)
            .filter(pk__in=[place.article.pk for place in found])
            .values_list("pk", flat=True)
        )
        self.places: list[Place] = [place for place in found if place.article.pk in reached]
        self.places_elsewhere = len(found) - len(self.places)
        self.earlier = list(image.earlier_files.select_related("replaced_by"))

    @property
    def crops(self) -> list[dict[str, Any]]:
        """The shapes in which the public site shows it, and where the part lies (per cent, as CSS positions)."""
        image = self.image
        size = (image.width or 1, image.height or 1)
        found = []
        for shape, label in CROPS:
            left, top, right, bottom = renditions.crop(*size, shape, image.focal_x, image.focal_y)
            spare = (size[0] - (right - left), size[1] - (bottom - top))
            at = [
                round(100 * begin / room) if room else 50
                for begin, room in zip((left, top), spare, strict=True)
            ]
            found.append({"shape": shape, "label": label, "x": at[0], "y": at[1]})
        return found
