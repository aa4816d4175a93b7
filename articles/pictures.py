"""Pictures taken in and described: whatever was sent is written anew, and the same picture is kept once."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Image
from articles.models.image import MAX_IMAGE_BYTES
from articles.picture_bytes import Unfit, require_size, rewritten
from articles.picture_uses import is_public, pages_change
from common import outbound
from moderation.errors import NotAllowed

# Whoever waits for the answer is an editor at the desk.
LIMITS = outbound.Limits(connect=3, read=4, total=8, size=MAX_IMAGE_BYTES)
WORDS = frozenset({"alternative_text", "caption", "credit", "rights", "rights_holder", "original_url"})
DESCRIBED = WORDS | {"rights_until", "focal_x", "focal_y"}


class AlreadyThere(Exception):
    """The library has this very picture: ``image``."""

    def __init__(self, image: Image) -> None:
        super().__init__(_("This picture is in the library already."))
        self.image = image


def fetch(url: str, *, credit: str = "", caption: str = "", rights: str = "") -> Image:
    """Fetch a picture from the web and store it. Raises Unfit, outbound.OutboundError. Not for inside a transaction."""
    response = outbound.request(url, headers={"accept": "image/*"}, limits=LIMITS)
    if response.status != 200:
        raise Unfit(_("The server answers %(status)s instead of a picture.") % {"status": response.status})
    return store(response.body, credit=credit, caption=caption, rights=rights, original_url=url)


def take_in(sent: UploadedFile, *, by: User, anyway: bool = False, **words: str) -> Image:
    """Store what a person uploads, with what they say of it (``WORDS``).

    Raises NotAllowed, Unfit, and AlreadyThere where the library has it, unless it shall be stored ``anyway``.
    """
    if not by.has_perm("articles.add_image"):
        raise NotAllowed(_("Your role does not allow adding pictures."))
    require_size(sent.size or 0)
    clean = as_file(sent.read())
    twin = None if anyway else twin_of(clean)
    if twin is not None:
        raise AlreadyThere(twin)
    return _kept(clean, Image(uploaded_by=by, **{name: words[name] for name in WORDS & words.keys()}))


def store(
    data: bytes, *, credit: str = "", caption: str = "", rights: str = "", original_url: str = ""
) -> Image:
    """Store a picture. Its alternative text stays empty: only who sees it can write one. Raises Unfit."""
    image = Image(
        credit=credit[:120],
        caption=caption[:500],
        rights=rights[:200],
        original_url=original_url if len(original_url) <= 1_000 else "",
    )
    return _kept(as_file(data), image)


def may_change(image: Image, person: User) -> bool:
    """Editors may change any picture; reporters their own and nobody's, as long as readers do not see it."""
    if not person.has_perm("articles.change_image"):
        return False
    if person.has_perm("articles.edit_any_revision"):
        return True
    return image.uploaded_by_id in (None, person.pk) and not is_public(image)


@transaction.atomic
def describe(image: Image, *, by: User, **said: object) -> None:
    """Say what a picture shows, whose it is and what of it matters; pages that show it are made anew. Raises NotAllowed."""
    unknown = said.keys() - DESCRIBED
    if unknown:
        raise TypeError(f"A picture has no {', '.join(sorted(unknown))}.")
    if not may_change(image, by):
        raise NotAllowed(
            _("Your role does not allow changing this picture: readers see it, or it is another's.")
        )
    for name, value in said.items():
        setattr(image, name, value)
    changed = list(said)
    if {"focal_x", "focal_y"} & said.keys():
        want_renditions(image)
        changed += ["renditions_due_at", "rendition_attempts"]
    image.save(update_fields=changed)
    pages_change(image)


def want_renditions(image: Image) -> None:
    """Queue the picture for its widths and crops; the caller saves it."""
    image.renditions_due_at, image.rendition_attempts = timezone.now(), 0


def as_file(data: bytes) -> ContentFile:
    """The picture as the file that we keep, named after what it shows, pixel by pixel. Raises Unfit."""
    clean, ending = rewritten(data)
    return ContentFile(clean, name=f"{hashlib.sha256(clean).hexdigest()[:16]}.{ending}")


def digest_of(clean: ContentFile) -> str:
    """The sha256 of a file that we keep: two uploads of the same pixels have the same, whatever they carried."""
    clean.seek(0)
    found = hashlib.sha256(clean.read()).hexdigest()
    clean.seek(0)
    return found


def twin_of(clean: ContentFile) -> Image | None:
    """The picture of the library that shows the very same."""
    return Image.objects.filter(digest=digest_of(clean), archived_at=None).first()


def discard(image: Image) -> None:
    """Remove a picture that nothing came to use, with its file."""
    image.file.delete(save=False)
    image.delete()


def _kept(clean: ContentFile, image: Image) -> Image:
    image.digest = digest_of(clean)
    image.file.save(str(clean.name), clean, save=True)
    return image
