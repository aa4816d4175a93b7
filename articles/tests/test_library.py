"""The library of pictures: found, described, replaced wherever they stand, archived; by role."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from accounts.models import User
from accounts.roles import Role
from articles import drafting, pictures
from articles.models import Article, Image, PageChange, PictureUse, Revision
from moderation.recording import latest_decision
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def sent(colour: str = "teal", name: str = "a.png") -> SimpleUploadedFile:
    written = io.BytesIO()
    Pillow.new("RGB", (640, 400), colour).save(written, "PNG")
    return SimpleUploadedFile(name, written.getvalue())


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:articles_image_{name}", args=args)


def with_figure(draft: Revision, image: Image, by: User) -> Revision:
    body = f'<p>Fog.</p><figure><img src="{image.file.url}" alt="A quay"><figcaption>The quay</figcaption></figure>'
    return drafting.save_draft(draft, by=by, version=draft.version, body=body)


def test_it_works(editor: User) -> None:
    client = signed_in(editor)
    answer = client.post(page("add"), {"pictures": [sent(), sent("red", "b.png")], "credit": "Ines Prado"})
    assert answer.status_code == 200
    first, second = Image.objects.order_by("id")
    assert (first.uploaded_by, first.credit, second.credit) == (editor, "Ines Prado", "Ines Prado")

    answer = client.post(
        page("change", first.pk), {"alternative_text": "Teal water", "focal_x": 20, "focal_y": 80}
    )
    assert answer.status_code == 302
    first = Image.objects.get(pk=first.pk)
    assert (first.alternative_text, first.focal_x, first.focal_y) == ("Teal water", 20, 80)
    found = client.get(page("choose"), {"q": "water prado"}).json()["pictures"]
    assert [picture["id"] for picture in found] == [first.pk]
    assert "Teal water" in client.get(page("changelist"), {"q": "teal"}).content.decode()
    assert [tile["id"] for tile in client.get(page("choose"), {"show": "no-words"}).json()["pictures"]] == [
        second.pk
    ]


def test_one_bad_file_does_not_keep_the_others_out(editor: User) -> None:
    html = SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script>")
    answer = signed_in(editor).post(page("add"), {"pictures": [html, sent(), sent(name="again.png")]})
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "Send it as JPEG" in words
    assert "already: this one" in words
    assert Image.objects.count() == 1


def test_scripts_are_answered_in_json(editor: User) -> None:
    client = signed_in(editor)
    headers = {"Accept": "application/json"}
    new = client.post(page("add"), {"pictures": [sent()], "alternative_text": "Teal"}, headers=headers).json()
    assert (new["is_new"], new["picture"]["alternative_text"]) == (True, "Teal")
    assert client.post(page("add"), {"pictures": [sent()]}, headers=headers).json()["is_new"] is False
    answer = client.post(page("add"), {"pictures": [SimpleUploadedFile("a.gif", b"GIF89a")]}, headers=headers)
    assert (answer.status_code, "error" in answer.json()) == (400, True)


def test_a_picture_in_a_text_stands_in_the_library_and_on_the_page(
    draft: Revision, editor: User, published: Article, publisher: User, reporter: User
) -> None:
    image = pictures.take_in(sent(), by=reporter, alternative_text="A quay")
    saved = with_figure(draft, image, reporter)
    assert "<figure>" in saved.body
    assert PictureUse.objects.get().image == image
    assert saved.headline in signed_in(editor).get(page("change", image.pk)).content.decode()

    drafting.save_draft(saved, by=reporter, version=saved.version, body="<p>No picture any more.</p>")
    assert not PictureUse.objects.exists()


def test_replacing_keeps_every_place(
    editor: User, reporter: User, second_editor: User, publisher: User
) -> None:
    lead, inside = pictures.take_in(sent(), by=reporter), pictures.take_in(sent("red"), by=reporter)
    for image in (lead, inside):
        pictures.describe(image, by=reporter, alternative_text="A quay", credit="R.")
    body = f'<p>Fog.</p><figure><img src="{inside.file.url}" alt="Our quay"></figure>'
    article = cast.published(reporter, editor, publisher, body=body, lead_image=lead)
    PageChange.objects.all().delete()
    old = str(inside.file)

    answer = signed_in(editor).post(page("replace", inside.pk), {"file": sent("navy"), "reason": "Sharper"})
    assert answer.status_code == 302
    inside = Image.objects.get(pk=inside.pk)
    assert (inside.version, inside.earlier_files.get().file, inside.renditions) == (2, old, {})
    assert Path(old).name != Path(str(inside.file)).name
    decision = latest_decision(inside)
    assert decision is not None
    assert (decision.name, decision.by) == ("replace_picture", editor)
    assert PageChange.objects.filter(article=article).exists()
    public = Client().get(article.get_absolute_url()).content.decode()
    assert str(inside.file) in public
    assert old not in public
    assert 'alt="Our quay"' in public


def test_replacing_wants_a_reason_and_a_picture(editor: User) -> None:
    image = pictures.take_in(sent(), by=editor)
    client = signed_in(editor)
    answer = client.post(page("replace", image.pk), {"file": sent("red"), "reason": ""})
    assert "Say why the picture is replaced" in answer.content.decode()
    answer = client.post(
        page("replace", image.pk), {"file": SimpleUploadedFile("a.png", b""), "reason": "Because"}
    )
    assert "Send it as JPEG" in answer.content.decode()
    assert 'value="Because"' in answer.content.decode()
    assert Image.objects.get(pk=image.pk).version == 1


def test_what_stands_in_a_text_is_not_archived(draft: Revision, editor: User, reporter: User) -> None:
    image = pictures.take_in(sent(), by=reporter)
    saved = with_figure(draft, image, reporter)
    client = signed_in(editor)
    answer = client.post(page("archive", image.pk), follow=True)
    assert "stands in a text" in answer.content.decode()
    drafting.save_draft(saved, by=reporter, version=saved.version, body="<p>Nothing.</p>")
    client.post(page("archive", image.pk))
    assert client.get(page("choose")).json()["pictures"] == []
    assert len(client.get(page("choose"), {"show": "archived"}).json()["pictures"]) == 1
    client.post(page("archive", image.pk))
    assert len(client.get(page("choose")).json()["pictures"]) == 1


@pytest.mark.parametrize(
    ("days", "show"), [(-1, "run-out"), (0, "running-out"), (14, "running-out"), (15, ""), (None, "")]
)
def test_rights_that_run_out_are_found(editor: User, days: int | None, show: str) -> None:
    image = pictures.take_in(sent(), by=editor)
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    pictures.describe(image, by=editor, rights_until=until)
    client = signed_in(editor)
    found = {
        name: client.get(page("choose"), {"show": name}).json()["pictures"]
        for name in ("run-out", "running-out")
    }
    assert {name for name, tiles in found.items() if tiles} == ({show} if show else set())


def test_roles() -> None:
    people = {role: cast.person(role, role) for role in Role}
    own = pictures.take_in(sent(), by=people[Role.REPORTER])
    others = pictures.take_in(sent("red"), by=people[Role.EDITOR])
    described = {"alternative_text": "Changed", "focal_x": 50, "focal_y": 50}
    for role, sees, changes in [
        (Role.MODERATOR, False, set()),
        (Role.REPORTER, True, {own.pk}),
        (Role.EDITOR, True, {own.pk, others.pk}),
        (Role.PUBLISHER, True, {own.pk, others.pk}),
        (Role.ADMINISTRATOR, True, {own.pk, others.pk}),
    ]:
        client = signed_in(people[role])
        assert (client.get(page("changelist")).status_code == 200) is sees
        assert (client.get(page("choose")).status_code == 200) is sees
        for image in (own, others):
            Image.objects.filter(pk=image.pk).update(alternative_text="")
            client.post(page("change", image.pk), described)
            changed = Image.objects.get(pk=image.pk).alternative_text == "Changed"
            assert changed is (image.pk in changes), (role, image)
    assert Client().get(page("changelist")).status_code == 302


def test_what_readers_see_is_changed_by_editors_only(reporter: User, editor: User, publisher: User) -> None:
    image = pictures.take_in(sent(), by=reporter, alternative_text="A quay")
    assert pictures.may_change(image, reporter)
    cast.published(reporter, editor, publisher, lead_image=image)
    assert not pictures.may_change(image, reporter)
    assert pictures.may_change(image, editor)


def test_other_sections_are_counted_not_told(reporter: User) -> None:
    sport = cast.person("Sport", Role.REPORTER, "sport")
    image = pictures.take_in(sent(), by=reporter)
    cast.draft(reporter, headline="Secret of the world desk", lead_image=image)
    words = signed_in(sport).get(page("change", image.pk)).content.decode()
    assert "Secret of the world desk" not in words
    assert "And in 1 text of a section" in words
