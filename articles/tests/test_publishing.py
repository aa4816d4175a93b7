"""Going live: by hand, on schedule, never under an embargo; and going away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from articles import drafting, publishing, reviewing, withdrawing
from articles import due as sweep
from articles.models import Article, Correction, PageChange, Revision
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision
from moderation.recording import digest_of, history_of
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def test_it_works(approved: Revision, publisher: User) -> None:
    decision = publishing.publish(approved, by=publisher, version=approved.version)

    article = Article.objects.published().get()
    assert article.live == approved
    assert decision.to_state == "live"
    assert article.published_at is not None
    assert PageChange.objects.filter(article=article).exists()


def test_an_editor_cannot_publish(approved: Revision, editor: User) -> None:
    with pytest.raises(NotAllowed):
        publishing.publish(approved, by=editor, version=approved.version)
    assert not Article.objects.published().exists()


def test_an_unapproved_text_cannot_be_published(draft: Revision, publisher: User) -> None:
    with pytest.raises(Conflict):
        publishing.publish(draft, by=publisher, version=draft.version)


def test_an_embargo_is_a_hard_bound(reporter: User, editor: User, publisher: User) -> None:
    lifts = timezone.now() + timedelta(hours=2)
    revision = cast.approved(reporter, editor, embargo_until=lifts)

    with pytest.raises(NotAllowed, match="embargo"):
        publishing.publish(revision, by=publisher, version=revision.version)
    with pytest.raises(NotAllowed, match="embargo"):
        publishing.schedule(
            revision,
            by=publisher,
            version=revision.version,
            publish_at=lifts - timedelta(minutes=1),
            zone="Europe/Berlin",
        )

    publishing.publish(revision, by=publisher, version=revision.version, now=lifts)
    assert Article.objects.published().exists()


def test_a_correction_replaces_the_live_text_and_tells_readers(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    first = published.live
    revision = drafting.revise(published, by=reporter, change=Revision.Change.CORRECTION)
    revision = drafting.save_draft(
        revision,
        by=reporter,
        version=revision.version,
        body="<p>Fifty people were aboard.</p>",
        change_note="An earlier version said forty people were aboard.",
    )
    assert Article.objects.get(pk=published.pk).live == first

    reviewing.submit(revision, by=reporter, version=revision.version)
    reviewing.approve(revision, by=editor, version=revision.version)
    publishing.publish(revision, by=publisher, version=revision.version)

    article = Article.objects.get(pk=published.pk)
    first.refresh_from_db()
    assert (article.live_id, first.state) == (revision.pk, "superseded")
    assert article.published_at == published.published_at
    assert article.updated_at > published.updated_at
    assert Correction.objects.get(article=article).note.startswith("An earlier version")


def test_a_correction_without_a_note_is_refused(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    revision = drafting.revise(published, by=reporter, change=Revision.Change.CORRECTION)
    reviewing.submit(revision, by=reporter, version=revision.version)
    reviewing.approve(revision, by=editor, version=revision.version)

    with pytest.raises(NotAllowed, match="note to readers"):
        publishing.publish(revision, by=publisher, version=revision.version)


def test_two_people_cannot_open_two_working_copies(published: Article, reporter: User, editor: User) -> None:
    drafting.revise(published, by=reporter)
    with pytest.raises(Conflict):
        drafting.revise(published, by=editor)


def test_the_schedule_publishes_once_and_catches_up(approved: Revision, publisher: User) -> None:
    due = timezone.now() + timedelta(minutes=5)
    publishing.schedule(
        approved, by=publisher, version=approved.version, publish_at=due, zone="America/New_York"
    )
    assert sweep.publish_due(now=due - timedelta(seconds=1)) == 0

    late = due + timedelta(hours=7)
    assert sweep.publish_due(now=late) == 1
    assert sweep.publish_due(now=late) == 0

    assert Decision.objects.filter(name="publish", deputy="schedule").count() == 1
    approved.refresh_from_db()
    assert approved.publish_zone == "America/New_York"


def test_one_that_cannot_be_published_keeps_its_schedule_and_stops_nobody(
    reporter: User, editor: User, publisher: User
) -> None:
    due = timezone.now() + timedelta(minutes=5)
    stuck, fine = cast.approved(reporter, editor), cast.approved(reporter, editor)
    for revision in (stuck, fine):
        publishing.schedule(revision, by=publisher, version=revision.version, publish_at=due, zone="UTC")
    Article.objects.filter(pk=stuck.article_id).update(embargo_until=due + timedelta(days=1))

    assert sweep.publish_due(now=due) == 1

    stuck.refresh_from_db()
    fine.refresh_from_db()
    assert (stuck.state, fine.state) == ("scheduled", "live")


def test_a_time_in_the_past_or_an_unknown_zone_is_refused(approved: Revision, publisher: User) -> None:
    now = timezone.now()
    with pytest.raises(NotAllowed, match="passed"):
        publishing.schedule(
            approved, by=publisher, version=approved.version, publish_at=now, zone="UTC", now=now
        )
    with pytest.raises(NotAllowed, match="time zone"):
        publishing.schedule(
            approved,
            by=publisher,
            version=approved.version,
            publish_at=now + timedelta(hours=1),
            zone="Moon/Base",
        )


def test_withdrawing_takes_it_off_every_list(published: Article, publisher: User, editor: User) -> None:
    with pytest.raises(NotAllowed):
        withdrawing.withdraw(published, by=editor, reason="Wrong photo")
    with pytest.raises(ReasonRequired):
        withdrawing.withdraw(published, by=publisher, reason=" ")

    withdrawing.withdraw(published, by=publisher, reason="Hoax", notice="We could not confirm this report.")

    assert not Article.objects.published().exists()
    assert history_of(published)[-1].name == "withdraw"
    with pytest.raises(Conflict):
        withdrawing.withdraw(published, by=publisher, reason="Once more")


def test_the_chain_of_decisions_holds(published: Article) -> None:
    chain = history_of(published.live)

    assert [decision.name for decision in chain] == ["submit", "approve", "publish"]
    assert all(decision.digest == digest_of(decision) for decision in chain)
    assert [decision.previous_digest for decision in chain] == ["", chain[0].digest, chain[1].digest]


def test_the_same_headline_gets_the_next_slug(reporter: User) -> None:
    slugs = [cast.draft(reporter, headline="Größe zählt: Łódź baut").article.slug for _ in range(3)]
    assert slugs == ["groesse-zaehlt-lodz-baut", "groesse-zaehlt-lodz-baut-2", "groesse-zaehlt-lodz-baut-3"]


def test_a_script_in_the_text_does_not_survive(reporter: User) -> None:
    revision = cast.draft(reporter, body="<p onclick='x()'>Safe<script>alert(1)</script></p>")
    assert revision.body == "<p>Safe</p>"
