"""What a comment said before: to be seen by whoever could read it then, and gone with it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import erasing
from accounts.models import User
from articles.models import Article
from comments import deciding, deleting, editing
from comments.models import Comment, EarlierText

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]


def changed(comment: Comment, by: User, text: str) -> Comment:
    comment.refresh_from_db()
    return editing.edit(comment, text, by=by, version=comment.version)


def test_it_works(open_article: Article, reader: User, say: Say) -> None:
    comment = say(open_article, reader, "The ferry left at noon.")
    changed(comment, reader, "The ferry left at one.")
    thread = Client().get(open_article.get_absolute_url()).content.decode()
    assert f'href="/comments/{comment.pk}/history/"' in thread
    page = Client().get(f"/comments/{comment.pk}/history/").content.decode()
    assert "The ferry left at <del>noon.</del> <ins>one.</ins>" in " ".join(page.split())


def test_what_never_stood_in_public_is_not_shown_in_public(
    published: Article, reader: User, moderator: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(published, reader, "An unspeakable insult.")
    changed(comment, reader, "A kind word.")
    deciding.approve(comment, by=moderator, version=2)
    address = f"/comments/{comment.pk}/history/"
    assert "unspeakable" not in Client().get(address).content.decode()
    assert "unspeakable" in signed_in(reader).get(address).content.decode()
    assert "unspeakable" in signed_in(moderator).get(address).content.decode()


def test_of_what_is_not_shown_nobody_reads_the_past(
    open_article: Article, reader: User, stranger: User, moderator: User, say: Say, signed_in: SignedIn
) -> None:
    comment = changed(say(open_article, reader, "First."), reader, "Second.")
    deciding.remove(comment, by=moderator, version=comment.version, reason="No")
    address = f"/comments/{comment.pk}/history/"
    assert Client().get(address).status_code == 404
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(reader).get(address).status_code == 200


def test_deleting_takes_them_along(open_article: Article, reader: User, say: Say) -> None:
    comment = changed(say(open_article, reader, "First."), reader, "Second.")
    deleting.delete(comment, by=reader)
    assert not EarlierText.objects.exists()
    assert Client().get(f"/comments/{comment.pk}/history/").status_code == 404


def test_they_are_handed_out_and_erased_also_where_others_quoted_them(
    open_article: Article, reader: User, stranger: User, say: Say
) -> None:
    comment = say(open_article, reader, "A sentence to be regretted.")
    answer = say(open_article, stranger, "> A sentence to be regretted.\n\nReally?", comment)
    changed(answer, stranger, "> A sentence to be regretted.\n\nReally not?")
    changed(comment, reader, "Another one.")
    handed = erasing.export(reader)["comments"][0]
    assert handed["earlier_texts"][0]["text"] == "A sentence to be regretted."

    erasing.erase(reader)
    texts = [*EarlierText.objects.values_list("text", flat=True), Comment.objects.get(pk=answer.pk).text]
    assert len(texts) == 2
    assert not [text for text in texts if "regretted" in text]
