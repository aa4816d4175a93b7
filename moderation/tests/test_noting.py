"""Notes on what waits: for colleagues, on the card, theirs to hand out and to erase."""

import pytest
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from comments.personal import Comments
from moderation.models import Item, Note
from moderation.personal import Notes
from moderation.tests.conftest import comment, signed_in, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(reader: User, published: Article) -> Item:
    return Item.objects.get(object_id=comment(reader, published).pk, kind="comments.comment")


def keep(person: User, item: Item, text: str, **headers: str):
    return signed_in(person).post(reverse("moderation:note", args=[item.pk]), {"note": text}, headers=headers)


def test_it_works(item: Item, moderator: User, administrator: User) -> None:
    answer = keep(moderator, item, "I called the <b>ferry</b> office.")
    assert answer.status_code == 302
    page = signed_in(administrator).get("/admin/queue/").text
    assert "I called the &lt;b&gt;ferry&lt;/b&gt; office." in page
    assert "proof__noter" in page
    fragment = keep(administrator, item, "And?", **{"X-Queue-Fragment": "1"})
    assert "I called the" in fragment.text
    assert "And?" in fragment.text


def test_an_empty_or_endless_one_is_refused_and_kept(item: Item, moderator: User) -> None:
    for typed, words in ((" \0", "Write the note first."), ("x" * 2_001, "at most 2000 characters")):
        answer = keep(moderator, item, typed)
        assert answer.status_code == 422
        assert words in answer.text
    assert "x" * 2_001 in answer.text
    assert not Note.objects.exists()


def test_only_who_reaches_the_item_notes(reporter: User, moderator: User) -> None:
    text = Item.objects.get(object_id=submitted(reporter).pk, kind="articles.revision")
    assert keep(moderator, text, "Hm.").status_code == 403


def test_they_are_handed_out_and_erased(item: Item, moderator: User, reader: User) -> None:
    keep(moderator, item, "A sock puppet?")
    assert [note["text"] for note in Notes().export(moderator.pk)] == ["A sock puppet?"]
    assert Comments().export(reader.pk)[0]["notes"] == ["A sock puppet?"]
    Comments().erase(reader.pk)
    assert not Note.objects.exists()
    keep(moderator, item, "Once more.")
    assert Notes().erase(moderator.pk) == 1
