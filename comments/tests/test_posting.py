"""Writing: through the form as a reader does it, and what is refused with which words."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article, PageChange
from comments import deciding, posting
from comments.forms import CommentForm
from comments.models import MAX_DEPTH, MAX_LENGTH, Comment
from comments.refusals import Closed, TooSoon, Unfit
from moderation.models import Decision, Item
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Say = Callable[..., Comment]


def address(article: Article) -> str:
    return f"/comments/article/{article.pk}/"


def waiting() -> Item:
    """The one comment that waits."""
    return Item.objects.get(kind="comments.comment", closed_at=None)


def opened_now() -> str:
    """What the form of a page says that was opened this second."""
    return CommentForm.base_fields["opened"].initial()


def test_it_works(published: Article, reader: User, signed_in: SignedIn) -> None:
    client = signed_in(reader)
    page = client.get(published.get_absolute_url()).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))

    answer = client.post(address(published), {**hidden, "text": "A *good* report."}, follow=True)

    comment = Comment.objects.get()
    assert answer.redirect_chain[-1][0] == f"/comments/{comment.pk}/"
    assert (comment.state, comment.author, comment.html) == (
        "pending",
        reader,
        "<p>A <em>good</em> report.</p>\n",
    )
    assert str(comment.submission) == hidden["submission"]
    assert "Waiting for review" in answer.content.decode()
    assert waiting().reasons[-1]["rule"] == "premoderated"


def test_in_an_open_thread_it_is_shown_at_once(open_article: Article, reader: User) -> None:
    PageChange.objects.all().delete()
    comment = posting.post(open_article, reader, "I was on that ferry.")

    open_article.refresh_from_db()
    assert (comment.state, open_article.comment_count) == ("approved", 1)
    assert Decision.objects.get(object_id=comment.pk, kind="comments.comment").deputy == "open-thread@1"
    assert [change.cards_too for change in PageChange.objects.all()] == [False]
    assert not Item.objects.filter(closed_at=None).exists()


def test_a_form_sent_too_fast_or_with_its_hidden_field_waits_for_a_person(
    open_article: Article, reader: User, signed_in: SignedIn
) -> None:
    signed_in(reader).post(
        address(open_article), {"text": "Buy now", "opened": opened_now(), "website": "http://x"}
    )

    assert Comment.objects.get().state == "pending"
    assert [reason["rule"] for reason in waiting().reasons] == ["hidden-field", "fast-form"]


def test_the_same_form_twice_is_one_comment(published: Article, reader: User, signed_in: SignedIn) -> None:
    client, sent = signed_in(reader), {"text": "Once.", "submission": str(uuid4())}
    answers = [client.post(address(published), sent) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Comment.objects.count() == 1
    assert waiting()


def test_another_persons_submission_is_not_ones_own(published: Article, reader: User, stranger: User) -> None:
    submission = uuid4()
    posting.post(published, reader, "Mine.", submission=submission)
    with pytest.raises(Unfit):
        posting.post(published, stranger, "Mine?", submission=submission)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something first."),
        (" \r\n\t ", "Write something first."),
        ("\u200b\u200b", "Write something first."),
        ("&nbsp;", "Write something first."),
        ("x" * 100_000, "95000 characters too long"),
        ("x" * (MAX_LENGTH + 1), "1 character too long"),
    ],
)
def test_a_text_that_cannot_be_taken_is_kept_with_the_error_at_its_field(
    text: str, words: str, published: Article, reader: User, signed_in: SignedIn
) -> None:
    answer = signed_in(reader).post(address(published), {"text": text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'aria-invalid="true"' in page
    assert 'id="write-text_error"' in page
    assert "x" * min(len(text), 5_000) in page or "x" not in text
    assert not Comment.objects.exists()


def test_longest_text_is_taken(published: Article, reader: User) -> None:
    assert len(posting.post(published, reader, "x" * MAX_LENGTH).text) == MAX_LENGTH


def test_the_limit_says_when_one_can_go_on(published: Article, reader: User, signed_in: SignedIn) -> None:
    client = signed_in(reader)
    for number in range(5):
        assert client.post(address(published), {"text": f"Number {number}"}).status_code == 302
    answer = client.post(address(published), {"text": "One more & <then>"})

    page = answer.content.decode()
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 24
    assert re.search(r"You can write again in \d+ seconds?\.", page)
    assert "One more &amp; &lt;then&gt;</textarea>" in page


def test_waits_are_said_in_seconds_minutes_hours() -> None:
    assert str(TooSoon(1)) == "You can write again in 1 second."
    assert str(TooSoon(40)) == "You can write again in 40 seconds."
    assert str(TooSoon(91)) == "You can write again in 2 minutes."
    assert str(TooSoon(40_000)) == "You can write again in 12 hours."


def test_the_same_words_again_are_refused_here_and_looked_at_elsewhere(
    open_article: Article, reader: User, reporter: User, editor: User, publisher: User
) -> None:
    posting.post(open_article, reader, "Same words.")
    with pytest.raises(Unfit, match="already"):
        posting.post(open_article, reader, "Same words. ")

    other = cast.published(reporter, editor, publisher, comments_mode=Article.CommentsMode.OPEN)
    assert posting.post(other, reader, "Same words.").state == "pending"
    assert [reason["rule"] for reason in waiting().reasons] == ["repeated"]
    tomorrow = timezone.now() + timedelta(hours=25)
    assert posting.post(open_article, reader, "Same words.", now=tomorrow).state == "approved"


def test_a_closed_or_unpublished_article_takes_none(published: Article, reader: User, reporter: User) -> None:
    published.comments_mode = Article.CommentsMode.CLOSED
    published.save()
    with pytest.raises(Closed, match="closed"):
        posting.post(published, reader, "Too late?")
    with pytest.raises(Closed, match="not published"):
        posting.post(cast.draft(reporter).article, reader, "Too early?")
    page = Client().get(published.get_absolute_url()).content.decode()
    assert "The comments on this article are closed." in page


def test_a_reply_stands_below_what_it_answers(
    open_article: Article, reader: User, stranger: User, signed_in: SignedIn
) -> None:
    first = posting.post(open_article, reader, "A question?")
    client = signed_in(stranger)
    form = client.get(f"/comments/{first.pk}/reply/").content.decode()
    assert "Reply to Rita Reader" in form
    assert "A question?" in form

    client.post(f"/comments/{first.pk}/reply/", {"text": "An answer."})

    answer = Comment.objects.get(parent=first)
    assert (answer.root, answer.depth) == (first, 1)
    assert answer.path.startswith(first.path)


def test_who_is_not_signed_in_keeps_the_text(published: Article, client: Client) -> None:
    answer = client.post(address(published), {"text": "Words that took long"})
    assert answer.status_code == 403
    assert "Words that took long</textarea>" in answer.content.decode()
    assert "You are not signed in." in answer.content.decode()
    assert not Comment.objects.exists()


def test_only_what_is_visible_here_can_be_answered(
    open_article: Article,
    reader: User,
    moderator: User,
    reporter: User,
    editor: User,
    publisher: User,
    say: Say,
) -> None:
    removed = say(open_article, reader, "Soon gone.")
    deciding.remove(removed, by=moderator, version=removed.version, reason="An insult")
    with pytest.raises(Closed):
        say(open_article, reader, "Answer", removed)
    other = cast.published(reporter, editor, publisher, comments_mode=Article.CommentsMode.OPEN)
    with pytest.raises(Closed):
        say(other, reader, "Answer", say(open_article, reader, "Here."))


def test_deep_replies_stand_side_by_side_and_paths_stay_short(
    open_article: Article, reader: User, say: Say
) -> None:
    line = [say(open_article, reader, "0")]
    for number in range(1, 30):
        line.append(say(open_article, reader, str(number), line[-1]))

    assert [comment.depth for comment in line[-3:]] == [MAX_DEPTH] * 3
    assert list(Comment.objects.order_by("path").values_list("text", flat=True)) == [
        str(n) for n in range(30)
    ]
    assert max(len(comment.path) for comment in line) < 100


def test_a_stale_form_shows_the_text_again(published: Article, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    answer = client.post(address(published), {"text": "Half an hour's work", "csrfmiddlewaretoken": "x" * 64})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Half an hour&#x27;s work</textarea>" in page
    assert "Your text is kept" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    sent = client.post(address(published), {"text": "Half an hour's work", "csrfmiddlewaretoken": token[1]})
    assert sent.status_code == 302


def test_another_sites_form_gets_nothing(published: Article, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    answer = client.post(address(published), {"text": "Planted"}, HTTP_ORIGIN="https://evil.example")
    assert answer.status_code == 403
    assert "Planted" not in answer.content.decode()
