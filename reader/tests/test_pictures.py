"""Pictures on the public pages: in formats and widths that browsers choose from, about the focal point; plain until then."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as Pillow

from accounts.models import User
from articles import pictures, rendering
from articles.models import Article, Image, PageChange
from newsroom.testing import cast
from reader.pictures import PLACES, Picture, tag

pytestmark = pytest.mark.django_db
MADE = {"focal": [20, 80], "widths": {"3x2": [320, 640, 960], "16x9": [640], "1x1": [160]}, "shared": {}}


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def image(editor: User) -> Image:
    written = io.BytesIO()
    Pillow.new("RGB", (1200, 800), "teal").save(written, "PNG")
    stored = pictures.store(written.getvalue(), credit="Ines Prado")
    pictures.describe(stored, by=editor, alternative_text="A “quay” <b>in fog</b>")
    return stored


@pytest.fixture
def article(image: Image, reporter: User, editor: User, publisher: User) -> Article:
    body = f'<p>Fog.</p><figure><img src="{image.file.url}" alt="Inside"></figure>'
    return cast.published(reporter, editor, publisher, lead_image=image, body=body)


def test_it_works(article: Article, image: Image) -> None:
    rendering.make_due()
    page = Client().get(article.get_absolute_url()).content.decode()
    lead, inside = re.findall(r"<picture>.*?</picture>", page, re.S)
    assert [re.search(r'type="image/(\w+)"', source)[1] for source in re.findall("<source[^>]*>", lead)] == [  # type: ignore[index]
        "avif", "webp", "avif", "webp",
    ]  # fmt: skip
    assert 'media="(min-width: 64rem)" srcset="/media/renditions/' in lead
    assert "16x9-50-50-960.avif 960w" in lead
    assert 'width="1200" height="800"' in lead
    assert "&lt;b&gt;" in lead
    assert 'alt="Inside"' in inside
    assert "/960.webp 960w" in inside
    assert "1280w" not in page  # never wider than the picture is
    data = json.loads(
        page.split('<script type="application/ld+json"')[1].split(">", 1)[1].split("</script>")[0]
    )
    assert [re.search(r"/(\w+)-50-50", url)[1] for url in data["image"]] == ["1x1", "4x3", "16x9"]  # type: ignore[index]
    front = Client().get("/").content.decode()
    assert "3x2-50-50-640.avif" in front


def test_until_they_are_made_the_picture_itself_is_shown(article: Article, image: Image) -> None:
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "<source" not in page
    assert page.count(f'<img src="{image.file.url}"') == 2


def test_every_page_that_shows_it_is_made_anew(article: Article) -> None:
    PageChange.objects.all().delete()
    rendering.make_due()
    assert PageChange.objects.get().article == article


@pytest.mark.parametrize("place", PLACES)
def test_a_place_takes_its_shape(place: str) -> None:
    html = tag(Picture("images/2026/01/a.jpg", 1200, 800, "A", made=MADE), place)
    for shape in ("3x2", "16x9", "1x1"):
        wanted = shape in [one for _media, one in PLACES[place].shapes]
        assert (f"/renditions/2026/01/a/{shape}-20-80-" in html) is wanted
    assert html.count("<img") == 1


def test_an_unknown_place_is_a_row_of_a_list() -> None:
    picture = Picture("images/2026/01/a.jpg", 1200, 800, "A", made=MADE)
    assert tag(picture, "") == tag(picture, "row")
    assert "960w" not in tag(picture, "row")
