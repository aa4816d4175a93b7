"""The library of pictures: looking through it, putting a better file in a picture's place, archiving."""

from datetime import datetime
from enum import StrEnum

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import EarlierFile, Image, PictureUse, Revision
from articles.picture_bytes import require_size
from articles.picture_rights import WARNED_BEFORE
from articles.picture_uses import is_public, is_used, pages_change
from articles.pictures import AlreadyThere, as_file, digest_of, may_change, twin_of, want_renditions
from moderation.errors import NotAllowed, ReasonRequired
from moderation.models import Decision
from moderation.recording import record

SEARCHED = ("alternative_text", "caption", "credit", "rights_holder", "original_url")
MOST_WORDS = 8


class Show(StrEnum):
    """What of the library to look at."""

    ALL = ""
    MINE = "mine"
    NO_WORDS = "no-words"
    NO_CREDIT = "no-credit"
    RUNNING_OUT = "running-out"
    RUN_OUT = "run-out"
    UNUSED = "unused"
    ARCHIVED = "archived"


def search(words: str = "", show: Show = Show.ALL, *, person: User) -> QuerySet[Image]:
    """The pictures that hold every word, newest first; archived ones only where they are asked for."""
    found = Image.objects.order_by("-id").filter(_shown(show, person))
    found = found.filter(archived_at__isnull=show != Show.ARCHIVED)
    for word in words.split()[:MOST_WORDS]:
        within = Q()
        for name in SEARCHED:
            within |= Q(**{f"{name}__icontains": word})
        found = found.filter(within)
    return found


@transaction.atomic
def replace(
    image: Image, sent: UploadedFile, *, by: User, reason: str, now: datetime | None = None
) -> Decision:
    """Put a better file in the picture's place, everywhere it stands; the old one is kept, with who and why.

    Raises NotAllowed, ReasonRequired, picture_bytes.Unfit, pictures.AlreadyThere (it is this very file).
    """
    now = now or timezone.now()
    if not may_change(image, by):
        raise NotAllowed(_("Your role does not allow replacing this picture."))
    if not reason.strip():
        raise ReasonRequired(_("Say why the picture is replaced; it changes wherever it stands."))
    require_size(sent.size or 0)
    clean = as_file(sent.read())
    if (twin := twin_of(clean)) is not None:
        raise AlreadyThere(twin)
    current = Image.objects.select_for_update().get(pk=image.pk)
    EarlierFile.objects.create(
        image=current,
        version=current.version,
        file=str(current.file),
        width=current.width,
        height=current.height,
        digest=current.digest,
        reason=reason.strip()[:200],
        replaced_at=now,
        replaced_by=by,
    )
    current.version += 1
    current.digest, current.renditions = digest_of(clean), {}
    want_renditions(current)
    current.file.save(str(clean.name), clean, save=False)
    current.save()
    pages_change(current)
    return _noted(current, "replace_picture", by, reason, now)


@transaction.atomic
def archive(image: Image, *, by: User, now: datetime | None = None) -> Decision:
    """Take a picture out of what the library offers. Raises NotAllowed: also while a live or working text holds it."""
    now = now or timezone.now()
    if not may_change(image, by):
        raise NotAllowed(_("Your role does not allow archiving this picture."))
    current = Image.objects.select_for_update().get(pk=image.pk)
    if is_used(current):
        raise NotAllowed(_("The picture stands in a text. Take it out there first; below is where."))
    Image.objects.filter(pk=image.pk).update(archived_at=now)
    return _noted(current, "archive_picture", by, "", now)


@transaction.atomic
def bring_back(image: Image, *, by: User, now: datetime | None = None) -> Decision:
    """Offer an archived picture again. Raises NotAllowed."""
    if not may_change(image, by):
        raise NotAllowed(_("Your role does not allow bringing back this picture."))
    Image.objects.filter(pk=image.pk).update(archived_at=None)
    return _noted(image, "bring_back_picture", by, "", now or timezone.now())


def _shown(show: Show, person: User) -> Q:
    today = timezone.localdate()
    as_lead = Revision.objects.filter(lead_image=OuterRef("pk"))
    in_text = PictureUse.objects.filter(image=OuterRef("pk"))
    return {
        Show.MINE: Q(uploaded_by=person),
        Show.NO_WORDS: Q(alternative_text=""),
        Show.NO_CREDIT: Q(credit=""),
        Show.RUNNING_OUT: Q(rights_until__gte=today, rights_until__lte=today + WARNED_BEFORE),
        Show.RUN_OUT: Q(rights_until__lt=today),
        Show.UNUSED: ~Q(Exists(as_lead)) & ~Q(Exists(in_text)),
    }.get(show, Q())


def _noted(image: Image, name: str, by: User, reason: str, now: datetime) -> Decision:
    state = "public" if is_public(image) else "kept"
    return record(
        image,
        name,
        source=state,
        target=state,
        by=by,
        version=None,
        reason=reason.strip(),
        text_digest=image.digest,
        now=now,
    )
