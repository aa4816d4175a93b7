"""What the desk tells: the right people, in words that are true when they leave."""

import pytest

from accounts.models import User
from articles import drafting, publishing, reviewing, withdrawing
from articles.models import Article, Revision
from notifications.composing import compose
from notifications.models import Channel, Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db


def mail(kind: str, person: User) -> tuple[str, str]:
    """Subject and all bodies of the mail to the person, or empty where nothing is left to tell."""
    row = Notification.objects.select_related("recipient").get(
        kind=kind, recipient=person, channel=Channel.EMAIL
    )
    message = renderer_of(kind).render(row)
    if message is None:
        return "", ""
    written = compose(row, message)
    return written.subject, "\n".join([written.body, *[str(part.content) for part in written.alternatives]])


def test_it_works(draft: Revision, reporter: User, editor: User, publisher: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    subject, body = mail("review_requested", editor)
    assert draft.headline in subject
    assert "Rosa Reporter hands you a text in World to review." in body
    assert f"/admin/articles/article/{draft.article_id}/change/" in body

    reviewing.request_changes(draft, by=editor, version=2, reason="Who says <so>?")
    assert mail("review_requested", editor) == ("", "")
    subject, body = mail("changes_requested", reporter)
    assert "Changes requested" in subject
    assert "Who says <so>?" in body
    assert "Who says &lt;so&gt;?" in body

    reviewing.submit(draft, by=reporter, version=3)
    assert mail("changes_requested", reporter) == ("", "")
    reviewing.approve(draft, by=editor, version=4)
    assert "Ada Editor approved your text." in mail("approved", reporter)[1]

    publishing.publish(draft, by=publisher, version=5)
    _, body = mail("published", reporter)
    assert "Petra Publisher published the text" in body
    assert draft.article.get_absolute_url() in body or "/world/" in body


def test_a_withdrawal_says_why(published: Article, publisher: User, reporter: User) -> None:
    withdrawing.withdraw(published, by=publisher, reason="The picture is from 2009.")
    subject, body = mail("withdrawn", reporter)
    assert "Withdrawn" in subject
    assert "The picture is from 2009." in body


def test_the_next_text_makes_an_old_notice_untrue(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    text = drafting.revise(published, by=editor)
    text = drafting.save_draft(text, by=editor, version=1, headline="Newer & truer")
    reviewing.submit(text, by=editor, version=2)
    reviewing.approve(text, by=publisher, version=3)
    publishing.publish(text, by=publisher, version=4)

    assert mail("published", reporter) == ("", "")
    newest = Notification.objects.filter(kind="published", recipient=editor).latest("pk")
    assert renderer_of("published").render(newest).title == "Published: “Newer & truer”"
