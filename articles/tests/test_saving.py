"""Every saved text is kept, in a chain, and stays as it was."""

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from articles import drafting
from articles.digest import digest_of_values
from articles.models import Revision, SavedText
from articles.saving import base_of, link_of

pytestmark = pytest.mark.django_db


def test_it_works(draft: Revision, reporter: User) -> None:
    first = draft.saves.get()
    saved = drafting.save_draft(
        draft, by=reporter, version=draft.version, headline="Harbour opens", reason="Shorter"
    )
    second, kept = saved.saves.all()
    assert kept == first
    assert (second.number, second.version, second.reason) == (2, saved.version, "Shorter")
    assert second.text["headline"] == "Harbour opens"
    assert second.saved_by == reporter


def test_each_save_names_the_one_before(draft: Revision, reporter: User) -> None:
    text = draft
    for words in ("One", "Two", "Three"):
        text = drafting.save_draft(text, by=reporter, version=text.version, headline=words)
    links = ""
    for saved in SavedText.objects.filter(revision=draft).order_by("number"):
        assert saved.previous_link == links
        assert saved.link == link_of(saved)
        assert saved.digest == digest_of_values(saved.text)
        links = saved.link


def test_the_base_is_what_was_seen(draft: Revision, reporter: User) -> None:
    before = draft.version
    drafting.save_draft(draft, by=reporter, version=before, headline="Later")
    base = base_of(draft, before)
    assert base is not None
    assert base.text["headline"] == draft.headline


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_it(draft: Revision, change: str) -> None:
    saves = SavedText.objects.filter(revision=draft)
    with pytest.raises(DatabaseError), transaction.atomic():
        saves.update(reason="another") if change == "update" else saves.delete()
    assert saves.get().reason == ""
