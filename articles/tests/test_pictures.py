"""Pictures from strangers: decoded within limits, written anew."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from articles import picture_bytes, pictures
from articles.models.image import MAX_IMAGE_BYTES


def drawn(size: tuple[int, int] = (600, 400), mode: str = "RGB", form: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    Pillow.new(mode, size, 100 if mode == "P" else "teal").save(written, form, **options)
    return written.getvalue()


def opened(data: bytes) -> Pillow.Image:
    return Pillow.open(io.BytesIO(data))


@pytest.mark.django_db
def test_it_works(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path

    image = pictures.store(
        drawn(), credit="c" * 300, caption="The ferry", original_url="https://a.example/b.jpg"
    )

    image.refresh_from_db()
    assert (image.width, image.height, image.alternative_text) == (600, 400, "")
    assert (len(image.credit), image.caption) == (120, "The ferry")
    assert (tmp_path / image.file.name).exists()

    name = image.file.name
    pictures.discard(image)
    assert not (tmp_path / name).exists()


def test_metadata_is_left_behind() -> None:
    exif = Pillow.Exif()
    exif[0x010E] = "Taken at home"
    exif[0x0112] = 6  # lies on its side

    data, ending = picture_bytes.rewritten(drawn(exif=exif))

    assert ending == "jpg"
    assert b"Taken at home" not in data
    assert opened(data).size == (400, 600)
    assert not opened(data).getexif()


@pytest.mark.parametrize(
    ("mode", "form"), [("RGB", "PNG"), ("L", "PNG"), ("P", "GIF"), ("CMYK", "JPEG"), ("RGB", "WEBP")]
)
def test_forms_become_jpeg(mode: str, form: str) -> None:
    data, ending = picture_bytes.rewritten(drawn(mode=mode, form=form))
    assert (opened(data).format, ending) == ("JPEG", "jpg")


def test_what_is_transparent_stays_so() -> None:
    data, ending = picture_bytes.rewritten(drawn(mode="RGBA", form="PNG"))
    assert (opened(data).format, ending) == ("PNG", "png")


def test_large_ones_are_made_smaller() -> None:
    data, _ending = picture_bytes.rewritten(drawn((5_000, 1_000)))
    assert opened(data).size == (2_400, 480)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a",
        drawn()[:300],
        drawn(form="BMP"),
        drawn((9_000, 6_000), mode="L", form="PNG"),
        b"\xff\xd8" + b"x" * (MAX_IMAGE_BYTES + 1),
    ],
    ids=["empty", "svg", "stump", "truncated", "bmp", "pixels", "bytes"],
)
def test_what_is_unfit(data: bytes) -> None:
    with pytest.raises(picture_bytes.Unfit):
        picture_bytes.rewritten(data)
