"""A stranger's file becomes a picture of ours: decoded within limits, upright, in sRGB, without its metadata."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from articles.models.image import MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS

READ_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# Wider than any screen shows it; a photographer's original is ten times as heavy.
MAX_SIDE = 2_400
QUALITY = 85
_MEGA = 1_000_000
_TELEPHONE = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim")


class Unfit(Exception):
    """This is no picture that we show; ``str()`` of it says why, and how to mend it."""


def require_size(size: int) -> None:
    """Refuse by what the file weighs, before anything of it is read. Raises Unfit."""
    if size > MAX_IMAGE_BYTES:
        raise Unfit(
            _("The picture is larger than %(mb)s MB. Save it 2400 pixels wide as a JPEG and send it again.")
            % {"mb": MAX_IMAGE_BYTES // 1024**2}
        )


def rewritten(data: bytes) -> tuple[bytes, str]:
    """The picture as a JPEG (PNG where it is transparent), upright, not larger than needed. Raises Unfit."""
    require_size(len(data))
    try:
        # Pillow warns of bombs on its own; we count before anything is decoded.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=READ_FORMATS) as found:
                _require_pixels(*found.size)
                return _encoded(found)
    except Unfit:
        raise
    except Pillow.DecompressionBombError as error:
        raise Unfit(
            _("The picture has hundreds of megapixels. Make it smaller, 2400 pixels are enough.")
        ) from error
    except Exception as error:  # a stranger's file: Pillow's decoders raise whatever they like
        raise Unfit(_why(data, error)) from error


def _require_pixels(width: int, height: int) -> None:
    if width * height > MAX_IMAGE_PIXELS:
        raise Unfit(
            _(
                "The picture has %(found)s megapixels; up to %(most)s are taken. Make it smaller, 2400 pixels are enough."
            )
            % {"found": round(width * height / _MEGA), "most": MAX_IMAGE_PIXELS // _MEGA}
        )


def _why(data: bytes, error: Exception) -> str:
    if data[4:12] in _TELEPHONE:
        return _("HEIC is not a picture that we can read. Export it as JPEG and send it again.")
    if "truncated" in str(error):
        return _("The file breaks off in the middle; it was not copied whole. Send the original again.")
    return _("This is not a picture that we can read. Send it as JPEG, PNG, WebP, AVIF or GIF.")


def _encoded(found: Pillow.Image) -> tuple[bytes, str]:
    found.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG may be decoded smaller, which costs a fraction
    picture = ImageOps.exif_transpose(found)
    see_through = picture.has_transparency_data
    picture = _in_srgb(picture, "RGBA" if see_through else "RGB", found.info.get("icc_profile"))
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


def _in_srgb(picture: Pillow.Image, mode: str, profile: bytes | None) -> Pillow.Image:
    """The colours as screens show them; a profile that cannot be read is as none."""
    if picture.mode.startswith("I"):  # 16 bits of grey: conversion would clip all but the darkest to white
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            picture = turned or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture.convert(mode)
