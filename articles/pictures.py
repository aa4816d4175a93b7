"""Taking pictures in: whatever was sent is decoded within limits and written anew, without its metadata."""

import hashlib
import io
import warnings

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps

from accounts.models import User
from articles.models import Article, PageChange
from articles.models.image import MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, Image
from common import outbound
from moderation.errors import NotAllowed

# Whoever waits for the answer is an editor at the desk.
LIMITS = outbound.Limits(connect=3, read=4, total=8, size=MAX_IMAGE_BYTES)
READ_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# Wider than any screen shows it; a photographer's original is ten times as heavy.
MAX_SIDE = 2_400
QUALITY = 85


class Unfit(Exception):
    """This is no picture that we show; ``str()`` of it says why."""


def fetch(url: str, *, credit: str = "", caption: str = "") -> Image:
    """Fetch a picture from the web and store it. Raises Unfit, outbound.OutboundError. Not for inside a transaction."""
    response = outbound.request(url, headers={"accept": "image/*"}, limits=LIMITS)
    if response.status != 200:
        raise Unfit(_("The server answers %(status)s instead of a picture.") % {"status": response.status})
    return store(response.body, credit=credit, caption=caption, original_url=url)


def store(data: bytes, *, credit: str = "", caption: str = "", original_url: str = "") -> Image:
    """Store a picture. Its alternative text stays empty: only who sees it can write one. Raises Unfit."""
    clean = as_file(data)
    image = Image(
        credit=credit[:120],
        caption=caption[:500],
        original_url=original_url if len(original_url) <= 1_000 else "",
    )
    image.file.save(str(clean.name), clean, save=True)
    return image


@transaction.atomic
def describe(image: Image, *, by: User, **words: str) -> None:
    """Say what a picture shows, its caption and credit; pages that show it are made anew. Raises NotAllowed."""
    if not by.has_perm("articles.change_image"):
        raise NotAllowed(_("Your role does not allow describing pictures."))
    for name, value in words.items():
        setattr(image, name, value)
    image.save(update_fields=list(words))
    shown = Article.objects.filter(live__lead_image=image, withdrawn_at=None)
    PageChange.objects.bulk_create(PageChange(article=article) for article in shown)


def as_file(data: bytes) -> ContentFile:
    """The picture as the file that we keep, named after what it shows, pixel by pixel. Raises Unfit."""
    clean, ending = rewritten(data)
    return ContentFile(clean, name=f"{hashlib.sha256(clean).hexdigest()[:16]}.{ending}")


def discard(image: Image) -> None:
    """Remove a picture that nothing came to use, with its file."""
    image.file.delete(save=False)
    image.delete()


def rewritten(data: bytes) -> tuple[bytes, str]:
    """The picture as a JPEG (PNG where it is transparent), upright, not larger than needed. Raises Unfit."""
    if len(data) > MAX_IMAGE_BYTES:
        raise Unfit(_("The picture is larger than %(mb)s MB.") % {"mb": MAX_IMAGE_BYTES // 1024**2})
    try:
        # Pillow warns of bombs on its own; we count before anything is decoded.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=READ_FORMATS) as found:
                width, height = found.size
                if width * height > MAX_IMAGE_PIXELS:
                    raise Unfit(_("The picture has more pixels than we decode."))
                return _encoded(found)
    except Unfit:
        raise
    except Exception as error:  # a stranger's file: Pillow's decoders raise whatever they like
        raise Unfit(_("This is not a picture that we can read.")) from error


def _encoded(found: Pillow.Image) -> tuple[bytes, str]:
    found.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG may be decoded smaller, which costs a fraction
    picture = ImageOps.exif_transpose(found)
    see_through = picture.has_transparency_data
    picture = picture.convert("RGBA" if see_through else "RGB")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    written = io.BytesIO()
    # A new image has no metadata: no place where it was taken, no camera's number, no second picture inside.
    clean = Pillow.new(picture.mode, picture.size)
    clean.paste(picture)
    if see_through:
        clean.save(written, "PNG", optimize=True)
        return written.getvalue(), "png"
    clean.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue(), "jpg"
