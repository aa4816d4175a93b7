"""The demo: a whole paper through the verbs, once; again only what is missing; anew after a reset."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from articles.checklist import Severity, check
from articles.models import Article, Correction, Image, Revision
from assist.models import GeneratedText
from comments.models import Comment, Report, Vote
from common.html import sanitise
from feeds.models import Feed
from moderation.models import Decision, Item
from newsroom.demo.cast import CAST, PASSWORD
from newsroom.demo.loading import load
from newsroom.demo.painting import PAINTERS, paint
from newsroom.demo.painting.inks import INKS
from newsroom.demo.stories import read_paper, read_stories
from newsroom.demo.stories.weekdays import as_read_on
from newsroom.demo.talk import read_remarks
from newsroom.demo.wire.agencies import AGENCIES
from notifications.models import Notification
from related.lists import LEAST_CARDS
from related.models import Link

WIRE = "http://127.0.0.1:9106/"
STATES = Revision.State


@pytest.fixture
def demo(db: None, settings, tmp_path: Path) -> Path:
    """A site that is a demo; where its pictures go."""
    settings.DEMO, settings.DEMO_WIRE_URL, settings.MEDIA_ROOT = True, WIRE, tmp_path / "media"
    return tmp_path / "media"


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue().strip().splitlines()[-1]


def test_it_works(client, demo: Path, settings) -> None:
    assert told().startswith(f"loaded: {len(CAST)} people, {len(read_stories())} articles")
    _people_can_sign_in(client)
    _every_story_is_in_its_state()
    _texts_and_pictures_are_fit(demo)
    _readers_have_talked()
    _nobody_gets_old_mail()
    assert set(Feed.objects.values_list("url", flat=True)) == {WIRE + agency.path for agency in AGENCIES}

    before = _counts()
    assert told() == "complete already"
    assert _counts() == before

    settings.DEMO_WIRE_URL = "http://127.0.0.1:9999/"
    assert told() == "complete already"
    assert Feed.objects.filter(url__startswith="http://127.0.0.1:9999/").count() == len(AGENCIES)
    assert _counts() == before


def _people_can_sign_in(client) -> None:
    for person in CAST:
        assert client.login(username=person.email, password=PASSWORD)
        user = User.objects.get(email=person.email)
        assert user.is_staff == (person.role != "reader")
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(CAST)


def _every_story_is_in_its_state() -> None:
    for story in read_stories():
        article = Article.objects.get(slug=story.slug)
        if story.state == "live":
            assert article.is_published == (story.withdrawal is None)
        else:
            assert article.revisions.get().state == story.state
        assert (story.correction is not None) == Correction.objects.filter(article=article).exists()
    withdrawn = Article.objects.get(withdrawn_at__isnull=False)
    assert withdrawn.withdrawal_notice
    scheduled = Revision.objects.get(state=STATES.SCHEDULED)
    assert scheduled.publish_at > scheduled.approved_at
    newest = Decision.objects.filter(kind="articles.revision").latest("at")
    assert timezone.now() - newest.at > timedelta(hours=1)


def _texts_and_pictures_are_fit(media: Path) -> None:
    for revision in Revision.objects.select_related("article__source", "lead_image"):
        assert sanitise(revision.body) == revision.body
        assert not [finding for finding in check(revision) if finding.severity == Severity.BLOCKING]
    for image in Image.objects.all():
        assert (media / image.file.name).exists()
        assert image.alternative_text
        assert image.credit
    assert Article.objects.filter(live__lead_image=None, live__isnull=False).count() == 0
    shown = {GeneratedText.State.APPROVED, GeneratedText.State.EDITED}
    assert GeneratedText.objects.filter(state__in=shown).count() > 15
    for article in Article.objects.published():
        assert Link.objects.filter(article=article).count() >= LEAST_CARDS


def _readers_have_talked() -> None:
    remarks = read_remarks()
    for state in ("approved", "pending", "rejected"):
        assert Comment.objects.filter(state=state).count() == sum(one.state == state for one in remarks)
    assert Comment.objects.filter(depth=2).exists()
    assert Comment.objects.filter(picked_at__isnull=False).count() == sum(one.is_picked for one in remarks)
    assert Vote.objects.count() == sum(len(one.worth_reading + one.not_worth_reading) for one in remarks)
    assert Report.objects.count() == sum(len(one.reports) for one in remarks)
    waiting = dict.fromkeys(Item.objects.filter(closed_at=None).values_list("kind", flat=True))
    assert set(waiting) == {"articles.revision", "comments.comment", "assist.generatedtext"}


def _nobody_gets_old_mail() -> None:
    assert Notification.objects.exists()
    assert not Notification.objects.waiting().exists()


def _counts() -> list[int]:
    tables = (Article, Revision, Image, Comment, User, Feed, Decision, Notification, Link, GeneratedText)
    return [table.objects.count() for table in tables]


def test_a_reset_leaves_nothing_of_what_was_there(demo: Path, published: Article) -> None:
    stray = demo / "images" / "2020" / "01" / "left-behind.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"of a start that was killed")
    with connection.cursor() as cursor:  # what a commit does: the test's own one never comes
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert told("--reset").startswith("loaded:")
    assert not Article.objects.filter(slug=published.slug).exists()
    assert User.objects.count() == len(CAST)
    assert not stray.exists()
    named = {demo / image.file.name for image in Image.objects.all()}
    assert named == {path for path in demo.rglob("*") if path.is_file()}
    assert told() == "complete already"


def test_an_error_in_the_middle_leaves_nothing(demo: Path) -> None:
    demo.write_bytes(b"a file where the folder should be")
    with pytest.raises(OSError, match="media"):
        load()
    assert not User.objects.exists()
    assert not Article.objects.exists()


def test_refuses_where_the_site_is_no_demo(demo: Path, settings) -> None:
    settings.DEMO = False
    for arguments in ([], ["--reset"]):
        with pytest.raises(CommandError, match="no demo"):
            call_command("demo", *arguments)
    assert not User.objects.exists()


def test_stories_refer_to_what_is_there() -> None:
    paper, stories = read_paper(), read_stories()
    sections, sources, authors = (
        {facts["slug"] for facts in part} for part in (paper.sections, paper.sources, paper.authors)
    )
    for story in stories:
        assert story.section in sections
        assert story.source in sources
        assert authors.issuperset(story.authors)
        assert story.picture is None or story.picture.painter in PAINTERS
        if change := story.correction:
            assert change.now in story.markdown
            assert change.was not in story.markdown
            assert change.hours_after < story.hours_ago
    by_slug = {story.slug: story for story in stories}
    keys = {remark.key: remark for remark in read_remarks() if remark.key}
    for remark in read_remarks():
        assert remark.hours_after < by_slug[remark.about].hours_ago
        assert remark.by in {person.key for person in CAST}
        if remark.replies_to:
            assert keys[remark.replies_to].about == remark.about


def test_yesterday_is_yesterday_on_every_day() -> None:
    text = "It rained on Monday, and on Tuesday nobody spoke of Sundays."
    assert as_read_on(date(2026, 11, 24), text) == text
    assert (
        as_read_on(date(2026, 11, 22), text)
        == "It rained on Saturday, and on Sunday nobody spoke of Sundays."
    )
    assert as_read_on(date(2026, 11, 29), text) == as_read_on(date(2026, 11, 22), text)


def test_pictures_are_the_same_at_every_run() -> None:
    assert set(INKS) == {facts["slug"] for facts in read_paper().sections}
    assert paint("waves", "science") == paint("waves", "science")
    assert paint("waves", "science") != paint("waves", "sport")
