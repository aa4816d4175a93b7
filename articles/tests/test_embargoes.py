"""An embargo that is about to end is told in time, once, and anew where it is changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import embargoes
from articles.models import Article
from notifications.models import Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=20)


@pytest.fixture
def told():
    return lambda: Notification.objects.filter(kind="embargo_ending", channel="email")


def embargo(draft, until) -> None:
    Article.objects.filter(pk=draft.article_id).update(embargo_until=until)


def test_it_works(draft, publisher, reporter, editor, told) -> None:
    now = timezone.now()
    embargo(draft, now + SOON)
    assert embargoes.remind_due(now) == 1
    embargoes.remind_due(now + timedelta(minutes=1))
    assert {one.recipient for one in told()} == {publisher, reporter}
    message = renderer_of("embargo_ending").render(told().first())
    assert draft.headline in message.title


def test_a_later_end_is_told_anew_and_the_earlier_notice_is_untrue(draft, publisher, told) -> None:
    now = timezone.now()
    embargo(draft, now + SOON)
    embargoes.remind_due(now)
    first = told().first()
    embargo(draft, now + 2 * SOON)
    assert renderer_of("embargo_ending").render(first) is None
    embargoes.remind_due(now + SOON)
    assert told().count() == 4


def test_nobody_is_told_too_early_or_of_what_is_over(draft, published, told) -> None:
    now = timezone.now()
    embargo(draft, now + timedelta(hours=2))
    embargoes.remind_due(now)
    embargo(draft, now - SOON)
    embargoes.remind_due(now)
    Article.objects.filter(pk=published.pk).update(embargo_until=now + SOON)
    embargoes.remind_due(now)
    assert not told().exists()
