"""Making renditions: the sweep over pictures that wait, one at a time, so that a small host keeps its memory."""

import hashlib
import logging
import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image as Pillow

from articles import renditions
from articles.models import Image
from articles.picture_uses import pages_change

LEASE = timedelta(seconds=60)  # whoever was killed over a picture: another tries after that
MOST_ATTEMPTS = 3
SECONDS_A_TURN = 10  # then the worker looks at what else waits
ENCODING: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
}

log = logging.getLogger(__name__)


def make_due(seconds: float = SECONDS_A_TURN) -> int:
    """Make the renditions of pictures that wait, until ``seconds`` are over; returns of how many."""
    ends, made = time.monotonic() + seconds, 0
    while time.monotonic() < ends and (image := _claim(timezone.now())) is not None:
        try:
            made += _made(image)
        except Exception:  # a file that is gone or cannot be decoded must not stop the others
            Image.objects.filter(pk=image.pk).update(renditions_due_at=timezone.now())
            log.exception(
                "Picture %s: no renditions could be made (attempt %s).", image.pk, image.rendition_attempts
            )
    return made


def make(image: Image) -> dict[str, Any]:
    """Write every rendition of the picture and return what ``Image.renditions`` holds. Writing them again is harmless."""
    focal = (image.focal_x, image.focal_y)
    made: dict[str, Any] = {"focal": list(focal), "widths": {}, "shared": {}}
    with default_storage.open(str(image.file)) as file, Pillow.open(file) as opened:
        whole = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    for shape in renditions.WIDTHS:
        part = whole.crop(renditions.crop(*whole.size, shape, *focal))
        widths = renditions.widths_for(shape, part.width)
        made["widths"][shape] = widths
        for width in reversed(widths):
            part = _narrowed(part, width)  # each from the wider one, which costs a fraction
            for ending in renditions.FORMATS:
                _write(part, renditions.name(str(image.file), shape, focal, width, ending), ending)
    for shape in renditions.SHARED_SHAPES:
        part = whole.crop(renditions.crop(*whole.size, shape, *focal))
        width = min(renditions.SHARED_WIDTH, part.width)
        made["shared"][shape] = width
        flat = _on_white(_narrowed(part, width))
        _write(flat, renditions.name(str(image.file), shape, focal, width, "jpg"), "jpg")
    return made


@transaction.atomic
def _claim(now: datetime) -> Image | None:
    """The picture that waits longest. Only one at a time is worked on, however many workers there are."""
    waiting = Image.objects.filter(renditions_due_at__isnull=False)
    if waiting.filter(renditions_due_at__gt=now, rendition_attempts__gt=0).exists():
        return None
    image = (
        waiting.select_for_update(skip_locked=True)
        .filter(renditions_due_at__lte=now, rendition_attempts__lt=MOST_ATTEMPTS)
        .order_by("renditions_due_at", "id")
        .first()
    )
    if image is not None:
        image.renditions_due_at, image.rendition_attempts = now + LEASE, image.rendition_attempts + 1
        image.save(update_fields=["renditions_due_at", "rendition_attempts"])
    return image


def _made(image: Image) -> bool:
    """Make one and note it; False where the picture got another file or focal point meanwhile."""
    made = make(image)
    with transaction.atomic():
        same = Image.objects.filter(
            pk=image.pk,
            file=image.file.name,
            focal_x=image.focal_x,
            focal_y=image.focal_y,
            renditions_due_at=image.renditions_due_at,
        )
        digest = (
            image.digest
            or hashlib.sha256(Path(default_storage.path(str(image.file))).read_bytes()).hexdigest()
        )
        if not same.update(digest=digest, renditions=made, renditions_due_at=None, rendition_attempts=0):
            return False
        pages_change(image)
    return True


def _narrowed(picture: Pillow.Image, width: int) -> Pillow.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Pillow.Resampling.LANCZOS)


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode == "RGB":
        return picture
    ground = Pillow.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _write(picture: Pillow.Image, name: str, ending: str) -> None:
    """Whole or not at all: a worker that is killed leaves no half file under the name that pages ask for."""
    path = Path(default_storage.path(name))
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    picture.save(draft, **ENCODING[ending])
    draft.replace(path)
