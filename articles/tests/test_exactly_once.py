"""What is due is published once, however many look; and the site's own role cannot go around the door."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import User
from articles import due as clock
from articles import publishing
from articles.models import Article, Revision
from moderation.models import Decision
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS, SWEEPS = 6, 2


def test_two_sweeps_publish_each_text_once(reporter: User, editor: User, publisher: User) -> None:
    due = timezone.now() + timedelta(minutes=1)
    for _number in range(TEXTS):
        text = cast.approved(reporter, editor)
        publishing.schedule(text, by=publisher, version=text.version, publish_at=due, zone="UTC")
    together = Barrier(SWEEPS)

    def sweep() -> int:
        together.wait(timeout=20)
        try:
            return clock.publish_due(now=due + timedelta(hours=3))
        finally:
            connection.close()

    with ThreadPoolExecutor(SWEEPS) as pool:
        numbers = [future.result() for future in [pool.submit(sweep) for _ in range(SWEEPS)]]

    assert sum(numbers) == TEXTS
    assert not Revision.objects.exclude(publish_refusal="")  # whoever came second noted nothing
    assert Article.objects.published().count() == TEXTS
    assert Decision.objects.filter(name="publish", deputy="schedule").count() == TEXTS
    assert Notification.objects.filter(kind="published", recipient=reporter, channel="email").count() == TEXTS


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE articles_revision SET state = 'live'",
        "UPDATE articles_revision SET state = 'live', version = version + 1, published_at = now()",
        "UPDATE articles_revision SET state = 'superseded'",
        "UPDATE articles_revision SET body = 'other' WHERE state = 'approved'",
        "ALTER TABLE articles_revision DISABLE TRIGGER ALL",
        "DROP TRIGGER articles_revision_guard ON articles_revision",
        "TRUNCATE articles_revision CASCADE",
    ],
)
def test_plain_sql_by_the_sites_role_is_refused(approved: Revision, query: str) -> None:
    url = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with pytest.raises(psycopg.Error), psycopg.connect(url) as site:
        site.execute(query)  # what is checked at the commit is refused there

    assert Revision.objects.get(pk=approved.pk).state == "approved"
