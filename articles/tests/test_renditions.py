"""Renditions: every width, shape and format once, about the focal point, without a trace of the camera."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow

from accounts.models import User
from articles import picture_bytes, pictures, rendering, renditions
from articles.models import Image, PageChange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photograph(
    size: tuple[int, int] = (900, 600), form: str = "JPEG", mode: str = "RGB", **options: Any
) -> bytes:
    """Left half red, right half blue."""
    picture = Pillow.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    picture.convert(mode).save(written, form, **options)
    return written.getvalue()


def with_place() -> bytes:
    """As a telephone sends it: lying on its side, with the place where it was taken."""
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SPYCAM"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 42.0, 26.0), 3: "W", 4: (9.0, 8.0, 3.0)})
    return photograph(exif=exif, comment=b"SPYCAM")


def files() -> list[Path]:
    return sorted(path for path in Path(default_storage.path("")).rglob("*") if path.is_file())


def test_it_works() -> None:
    image = pictures.store(photograph())
    assert rendering.make_due() == 1

    image.refresh_from_db()
    assert image.renditions_due_at is None
    assert image.renditions["widths"]["full"] == [320, 640]
    assert image.renditions["widths"]["1x1"] == [160, 320]
    for shape in renditions.WIDTHS:
        for ending, made in renditions.sources(str(image.file), image.renditions, shape).items():
            for name, width in made:
                with Pillow.open(default_storage.path(name)) as found:
                    assert (found.format, found.width) == (ending.upper(), width)
    assert [Pillow.open(default_storage.path(name)).size for name in renditions.shared(str(image.file), image.renditions)] == [
        (600, 600), (800, 600), (900, 506),
    ]  # fmt: skip
    assert rendering.make_due() == 0


def test_nothing_tells_where_it_was_taken() -> None:
    sent = with_place()
    assert Pillow.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    pictures.store(sent)
    rendering.make_due()
    assert len(files()) > 12
    for path in files():
        assert b"SPYCAM" not in path.read_bytes()
        with Pillow.open(path) as found:
            assert not found.getexif()
            assert not found.info.get("comment")
            assert "icc_profile" not in found.info
    with Pillow.open(files()[0]) as kept:
        assert kept.width < kept.height  # set upright


@pytest.mark.parametrize(
    ("focal", "box"),
    [((50, 50), (300, 0, 900, 600)), ((0, 50), (0, 0, 600, 600)), ((100, 0), (600, 0, 1200, 600)), ((40, 9), (180, 0, 780, 600))],
)  # fmt: skip
def test_the_crop_follows_the_focal_point(focal: tuple[int, int], box: tuple[int, int, int, int]) -> None:
    assert renditions.crop(1200, 600, "1x1", *focal) == box


def test_a_new_focal_point_is_a_new_file(editor: User) -> None:
    image = pictures.store(photograph())
    rendering.make_due()
    pictures.describe(image, by=editor, focal_x=0)
    image.refresh_from_db()
    assert image.renditions["focal"] == [50, 50]  # until the new ones are there
    assert rendering.make_due() == 1
    image.refresh_from_db()
    name, _width = renditions.sources(str(image.file), image.renditions, "1x1")["webp"][0]
    assert "1x1-0-50" in name
    with Pillow.open(default_storage.path(name)) as small:
        red, _green, blue = small.convert("RGB").getpixel((5, 80))  # type: ignore[misc]
    assert red > 200 > 50 > blue


def test_a_killed_worker_leaves_nothing_half_and_another_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    image = pictures.store(photograph())
    claimed = rendering._claim(timezone.now())  # and then the worker dies
    assert claimed == image
    assert rendering._claim(timezone.now()) is None
    assert rendering._claim(timezone.now() + rendering.LEASE + timedelta(seconds=1)) == image


def test_who_was_slow_does_not_overwrite_what_came_since(editor: User) -> None:
    image = pictures.store(photograph())
    claimed = rendering._claim(timezone.now())
    assert claimed is not None
    pictures.describe(image, by=editor, focal_x=10)
    assert rendering._made(claimed) is False
    image.refresh_from_db()
    assert image.renditions_due_at is not None


def test_a_file_that_is_gone_does_not_stop_the_others() -> None:
    lost, image = pictures.store(photograph()), pictures.store(photograph((300, 300)))
    Path(lost.file.path).unlink()
    assert rendering.make_due() == 1
    left = Image.objects.get(renditions_due_at__isnull=False)
    assert (left, left.rendition_attempts) == (lost, rendering.MOST_ATTEMPTS)
    assert left != image


def test_sixteen_bits_of_grey_are_not_blown_out() -> None:
    written = io.BytesIO()
    Pillow.new("I;16", (20, 20), 32_000).save(written, "PNG")
    data, _ending = picture_bytes.rewritten(written.getvalue())
    assert 120 <= Pillow.open(io.BytesIO(data)).convert("L").getpixel((9, 9)) <= 130  # type: ignore[operator]


def test_an_animation_is_kept_as_its_first_frame() -> None:
    frames = [Pillow.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    data, _ending = picture_bytes.rewritten(written.getvalue())
    assert Pillow.open(io.BytesIO(data)).convert("RGB").getpixel((9, 9))[0] > 200  # type: ignore[index]


def bomb() -> bytes:
    """A PNG of some hundred bytes that says it has 225 megapixels."""
    written = io.BytesIO()
    Pillow.new("1", (15_000, 15_000)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(), "megapixels"),
        (photograph()[:900], "breaks off"),
        (b"<!doctype html><script>alert(1)</script>", "Send it as JPEG"),
        (b"PK\x03\x04" + b"\0" * 90, "Send it as JPEG"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 90, "HEIC"),
    ],
    ids=["bomb", "torn", "html", "zip", "telephone"],
)
def test_what_is_refused_is_told_how_to_mend_it(data: bytes, words: str) -> None:
    with pytest.raises(picture_bytes.Unfit, match=words):
        picture_bytes.rewritten(data)


def test_a_disguised_picture_is_kept_as_what_it_is(reporter: User) -> None:
    image = pictures.take_in(SimpleUploadedFile("a.jpg", photograph(form="PNG")), by=reporter)
    assert image.file.name[-4:] == ".jpg"
    assert image.uploaded_by == reporter


def test_the_same_picture_is_offered_not_stored_again(reporter: User) -> None:
    first = pictures.take_in(SimpleUploadedFile("a.jpg", photograph()), by=reporter)
    with pytest.raises(pictures.AlreadyThere) as there:
        pictures.take_in(SimpleUploadedFile("b.jpg", photograph(comment=b"other metadata")), by=reporter)
    assert there.value.image == first
    assert pictures.take_in(SimpleUploadedFile("b.jpg", photograph()), by=reporter, anyway=True) != first
    assert Image.objects.count() == 2
    assert not PageChange.objects.exists()
