"""A picture from the writer's disk: taken in with its words, or refused in words; the text stays as it was typed."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from accounts.models import User
from articles import drafting, pictures
from articles.models import Image, Revision
from articles.models.image import MAX_IMAGE_BYTES
from articles.tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(form: str = "PNG", size: tuple[int, int] = (640, 400)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(written, form)
    return SimpleUploadedFile(f"holiday.{form.lower()}", written.getvalue())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_it_works(draft: Revision, reporter: User, form: str) -> None:
    Desk(reporter, draft).send(
        text__picture=picture(form),
        text__picture_alternative_text="A teal square",
        text__picture_credit="R. R.",
    )

    draft.refresh_from_db()
    assert (draft.lead_image.alternative_text, draft.lead_image.credit) == ("A teal square", "R. R.")
    assert (draft.lead_image.width, draft.lead_image.file.name[-4:]) == (640, ".jpg")


def test_without_alternative_text_it_is_sent_back(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    desk.send(text__picture=picture(), text__headline="Kept")
    assert "Say what the picture shows." in desk.page
    assert desk.fields["text-headline"] == "Kept"
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture that we can read"),
        (b"\xff\xd8\xff\xe0 torn", "not a picture that we can read"),
        (b"x" * (MAX_IMAGE_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    draft: Revision, reporter: User, data: bytes, words: str
) -> None:
    desk = Desk(reporter, draft)
    desk.send(
        text__picture=SimpleUploadedFile("a.jpg", data),
        text__picture_alternative_text="?",
        text__headline="Kept",
    )
    assert words in desk.page
    assert desk.fields["text-headline"] == "Kept"
    assert Revision.objects.get(pk=draft.pk).version == 1


def test_a_conflict_keeps_the_picture(draft: Revision, reporter: User, editor: User) -> None:
    slow = Desk(reporter, draft)
    Desk(editor, draft).send(text__headline="Faster")

    slow.send(text__picture=picture(), text__picture_alternative_text="A teal square")
    assert slow.fields["text-lead_image"] == str(Image.objects.get().pk)

    slow.send()
    assert Revision.objects.get(pk=draft.pk).lead_image == Image.objects.get()


def test_the_picture_in_use_is_described_beside_the_text(draft: Revision, editor: User) -> None:
    image = pictures.store(picture().read())
    drafting.save_draft(draft, by=editor, version=draft.version, lead_image=image)
    desk = Desk(editor, draft)
    assert "The lead picture has no alternative text." in desk.page
    desk.send(text__lead_alternative_text="A quay in fog.", text__lead_credit="Ines Prado")
    image.refresh_from_db()
    assert (image.alternative_text, image.credit) == ("A quay in fog.", "Ines Prado")
    assert "The lead picture has no alternative text." not in Desk(editor, draft).page


def test_words_about_a_picture_belong_to_the_one_that_was_seen(draft: Revision, editor: User) -> None:
    first, second = pictures.store(picture().read()), pictures.store(picture().read())
    drafting.save_draft(draft, by=editor, version=draft.version, lead_image=first)
    Desk(editor, draft).send(text__lead_image=str(second.pk), text__lead_alternative_text="A quay.")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.alternative_text, second.alternative_text) == ("", "")


def test_a_picture_of_the_library_is_chosen_by_its_number(draft: Revision, reporter: User) -> None:
    image = pictures.store(picture().read())
    desk = Desk(reporter, draft)
    desk.send(text__picture_number="999999", text__headline="Kept")
    assert "The library has no picture of this number." in desk.page
    assert desk.fields["text-headline"] == "Kept"
    desk.send(text__picture_number=str(image.pk))
    assert Revision.objects.get(pk=draft.pk).lead_image == image


def test_the_same_file_again_chooses_the_one_that_is_there(draft: Revision, reporter: User) -> None:
    image = pictures.take_in(picture(), by=reporter)
    desk = Desk(reporter, draft)
    desk.send(text__picture=picture(), text__picture_alternative_text="A teal square", text__headline="Kept")
    assert "is in the library already" in desk.page
    assert desk.fields["text-headline"] == "Kept"
    desk.send()
    assert Revision.objects.get(pk=draft.pk).lead_image == image
    assert Image.objects.count() == 1
