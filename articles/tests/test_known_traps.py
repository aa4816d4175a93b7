"""Traps that other desks fell into and that no one room's tests hold; docs/traps.md says where each of the others stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.granting import grant
from accounts.models import User
from accounts.roles import Role
from articles import assigning, drafting, filing, presence, publishing, reviewing, withdrawing
from articles import due as clock
from articles.models import Article, Revision, WorkingCopy
from articles.tests.clocks import filed, scheduled
from articles.tests.desk import Desk
from articles.tests.test_notices import mail
from articles.tests.test_stale_pages import text_in
from articles.tests.test_stale_versions import snapshot
from articles.tests.test_working_copies import TAB, say
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db
HOSTILE = 'Fog <b>&</b> "bells"'
ESCAPED = "Fog &lt;b&gt;&amp;&lt;/b&gt; &quot;bells&quot;"


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled", "live"])
def test_it_works(state: str, reporter: User, editor: User, publisher: User) -> None:
    """Autosave never changes a state nor a text, whatever is sent along; the words are kept all the same."""
    text = text_in(state, (reporter, editor, publisher))
    desk = Desk(publisher, text)
    desk.fields = {"revision": str(text.pk), "version": str(text.version)}
    before = snapshot()

    answer = say(
        desk,
        {"text-headline": "Typed", "text-state": "live", "text-version": "9"},
        step="publish" if state != "live" else "withdraw",
        state="live",
        **{"text-headline": "Typed", "step-withdraw_reason": "Because", "filing-urgency": "1"},
    )

    assert answer.json()["kept"]
    assert snapshot() == before
    assert WorkingCopy.objects.get().fields["text-headline"] == "Typed"


def test_a_mail_server_that_is_away_stops_no_save(
    draft: Revision, reporter: User, editor: User, publisher: User, settings: Any
) -> None:
    settings.MAILERS = {name: {"OPTIONS": {"host": "127.0.0.1", "port": 1}} for name in settings.MAILERS}
    Desk(reporter, draft).send("submit", text__headline="Handed in without a mail server")
    Desk(editor, draft).send("approve")
    Desk(publisher, draft).send("publish")

    draft.refresh_from_db()
    assert (draft.state, draft.headline) == ("live", "Handed in without a mail server")
    waiting = Notification.objects.filter(channel="email")
    assert waiting.count() >= 3
    assert not waiting.exclude(sent_at=None, attempts=0).exists()  # nobody has even tried


def test_what_the_server_changed_is_given_back(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    typed = {
        **desk.fields,
        "text-body": "<p onclick='x()'>Kept<script>x</script></p>",
        "filing-slug": "Bell  Fog_rises",
    }

    answer = desk.client.post(desk.address, typed, headers={"accept": "application/json"}).json()

    assert (answer["version"], answer["text"]["body"]) == (2, "<p>Kept</p>")
    desk.open()
    assert (desk.fields["text-body"], desk.fields["filing-slug"]) == ("<p>Kept</p>", "bell-fog-rises")
    before = snapshot()
    desk.send()  # the form holds what was stored: sent back as it is, it changes nothing
    assert snapshot() == before


def test_links_use_the_address_that_readers_know(published: Article, reporter: User) -> None:
    first = published.get_absolute_url()
    desk = Desk(reporter, published)
    desk.send("revise")
    desk.send(text__headline="Another headline altogether")

    assert f'href="{first}"' in desk.page
    assert published.revisions.working().get().article.get_absolute_url() == first
    for path in ("/", "/feeds/rss.xml", "/sitemap.xml", f"/a/{published.pk}/"):
        answer = Client().get(path, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"another-headline" not in body
    assert first in mail("published", reporter)[1]


def test_a_move_that_collides_is_an_error_at_its_field(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    sport = cast.section("Sport")
    other = cast.published(reporter, editor, publisher, section=sport, slug=published.slug)
    desk = Desk(publisher, published)
    before = snapshot()

    answer = desk.send(filing__section=sport.pk)

    assert answer.status_code == 200
    assert f"{other.slug}-2” is free" in desk.page
    assert desk.fields["filing-section"] == str(sport.pk)
    assert snapshot() == before


def test_times_that_have_passed_do_not_close_the_form(reporter: User, editor: User, publisher: User) -> None:
    """After embargo, schedule and expiry have fired, filing and text are saved as before."""
    now = timezone.now()
    text = scheduled(
        reporter, editor, publisher, at=now - timedelta(days=2), embargo_until=now - timedelta(days=3)
    )
    assert clock.publish_due() == 1
    filed(text.article, publisher, expires_at=now - timedelta(days=1), expires_zone="Europe/Berlin")
    assert clock.expire_due() == 1
    article = Article.objects.get(pk=text.article_id)
    desk = Desk(publisher, article)
    desk.send("revise")

    desk.send(text__headline="Written after all that", filing__urgency="2")

    assert "Saved." in desk.page
    article.refresh_from_db()
    assert article.urgency == 2
    assert article.revisions.working().get().headline == "Written after all that"
    assert (article.embargo_until, article.expires_at) == (now - timedelta(days=3), now - timedelta(days=1))


def test_a_correction_keeps_embargo_and_zone(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    """The text of an article under an embargo that was set after it went live, corrected and published anew."""
    lifts = datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
    filed(published, publisher, embargo_until=lifts, embargo_zone="Europe/Berlin")
    Desk(reporter, published).send("revise")
    text = published.revisions.working().get()
    Desk(reporter, text).send(
        "submit", text__body="<p>Fifty.</p>", text__change="correction", text__change_note="Not forty."
    )
    text.refresh_from_db()
    Desk(editor, text).send("approve")
    desk = Desk(publisher, text)
    desk.send("publish")
    assert "The embargo holds until" in desk.page

    desk.send("schedule", step__publish_at="2031-10-26T05:00", step__zone="Asia/Kolkata")
    assert "The embargo holds until" in desk.page
    desk.send("schedule", step__publish_at="2031-10-26T07:00", step__zone="Asia/Kolkata")

    text.refresh_from_db()
    article = Article.objects.get(pk=published.pk)
    assert (text.state, text.publish_at, text.publish_zone) == ("scheduled", lifts, "Asia/Kolkata")
    assert (article.embargo_until, article.embargo_zone) == (lifts, "Europe/Berlin")
    assert filing.filing_of(article).embargo_zone == "Europe/Berlin"


def test_who_went_without_saving_is_named_for_longer(draft: Revision, reporter: User) -> None:
    """A tab that is hidden or asleep says nothing; its unsaved words are not forgotten with it."""
    now = timezone.now()
    presence.seen(draft.article, reporter, TAB, has_unsaved=True, now=now)
    assert presence.here(draft.article_id, now + timedelta(minutes=14)).count() == 1
    assert presence.here(draft.article_id, now + timedelta(minutes=16)).count() == 0


def test_mails_escape_titles(reporter: User, editor: User, publisher: User) -> None:
    text = cast.draft(reporter, headline=HOSTILE)
    reviewing.submit(text, by=reporter, version=1)
    written = {"review_requested": mail("review_requested", editor)}
    reviewing.request_changes(text, by=editor, version=2, reason=HOSTILE)
    written["changes_requested"] = mail("changes_requested", reporter)
    reviewing.submit(text, by=reporter, version=3)
    reviewing.approve(text, by=editor, version=4)
    written["approved"] = mail("approved", reporter)
    due = timezone.now() + timedelta(minutes=5)
    publishing.schedule(text, by=publisher, version=5, publish_at=due, zone="UTC")
    filed(text.article, publisher, embargo_until=due + timedelta(hours=1), embargo_zone="UTC")
    clock.publish_due(now=due)
    written["publication_failed"] = mail("publication_failed", reporter)
    filed(text.article, publisher, embargo_until=None, embargo_zone="")
    clock.publish_due(now=due + timedelta(minutes=5))
    written["published"] = mail("published", reporter)
    written["publication_late"] = mail("publication_late", publisher)
    text.article.refresh_from_db()
    withdrawing.withdraw(text.article, by=publisher, reason=HOSTILE)
    written["withdrawn"] = mail("withdrawn", reporter)
    assigning.assign(
        assigning.Work(HOSTILE, text.article.section, reporter, brief=HOSTILE),
        by=editor,
        article=text.article,
    )
    written["assigned"] = mail("assigned", reporter)

    for kind, (subject, body) in written.items():
        assert HOSTILE in subject, kind
        assert HOSTILE in body, kind  # the plain part
        assert ESCAPED in body, kind
        assert body.count("<b>&</b>") == body.partition("<!doctype")[0].count("<b>&</b>"), kind


def test_scheduled_words_are_not_lost(reporter: User, editor: User, publisher: User) -> None:
    """What somebody types into a text that went on the schedule meanwhile is offered once it is open again."""
    text = cast.draft(reporter)
    desk = Desk(reporter, text)
    reviewing.submit(text, by=reporter, version=1)
    reviewing.approve(text, by=editor, version=2)
    publishing.schedule(
        text, by=publisher, version=3, publish_at=timezone.now() + timedelta(hours=1), zone="UTC"
    )
    assert say(desk, {"text-headline": "Typed too late"}).json()["kept"]
    assert not say(desk, {"text-headline": "Typed too late"}, sequence=2).json()["is_open"]
    reviewing.reopen(text, by=reporter, version=4)
    assert "You typed this and did not save it" in Desk(reporter, text).page


@pytest.mark.parametrize(
    "page",
    ["change", "preview", "live_preview", "texts", "texts_compared", "reviewers", "notes"],
)
def test_views_beside_an_article_ask_for_the_very_article(
    page: str, draft: Revision, published: Article
) -> None:
    """Two roles of one person do not add up: a moderator of everything who reports in Sport reads no draft of World."""
    person = cast.person("Mo Moderator", Role.MODERATOR)
    grant(person, Role.REPORTER, "sport")
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    drafting.revise(published, by=cast.person("Ada", Role.EDITOR))
    for article in (draft.article_id, published.pk):
        address = reverse(f"admin:articles_article_{page}", args=[article])
        answer = client.post(address) if page == "live_preview" else client.get(address)
        assert answer.status_code == 403
