"""The mail that carries a review link leaves once, and not at all for a link that was taken back."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts.models import User
from articles import review_links, review_mail
from articles.models import ReviewLink, Revision

pytestmark = pytest.mark.django_db


def link_to(draft: Revision, by: User) -> ReviewLink:
    return review_links.make(draft, by=by, name="Ada <b>&</b>", email="ada@example.org")


def test_it_works(draft: Revision, reporter: User) -> None:
    link = link_to(draft, reporter)
    assert review_mail.send_due() == 1
    assert review_mail.send_due() == 0
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert f"{settings.SITE_URL}/review/{review_links.token_of(link)}/" in message.body
    html = str(message.alternatives[0].content)  # type: ignore[attr-defined]
    assert "Ada &lt;b&gt;&amp;&lt;/b&gt;" in html
    link.refresh_from_db()
    assert link.mailed_at is not None


def test_what_was_taken_back_stays_here(draft: Revision, reporter: User) -> None:
    review_links.revoke(link_to(draft, reporter), by=reporter)
    assert review_mail.send_due() == 0
    assert mail.outbox == []


def test_a_claimed_row_is_nobody_elses_until_its_lease_is_over(draft: Revision, reporter: User) -> None:
    link_to(draft, reporter)
    now = timezone.now()
    assert len(review_mail._claim(now)) == 1
    assert review_mail._claim(now) == []
    assert len(review_mail._claim(now + review_mail.LEASE + timedelta(seconds=1))) == 1


def test_another_secret_key_gives_up_in_words(draft: Revision, reporter: User, settings: object) -> None:
    link = link_to(draft, reporter)
    ReviewLink.objects.update(token_digest="0" * 64)
    assert review_mail.send_due() == 0
    link.refresh_from_db()
    assert "SECRET_KEY" in link.mail_error
    assert link.mail_attempts == 1
