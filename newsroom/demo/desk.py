"""How the demo's articles came about: each goes through the desk's verbs, by the hands of its people, at its hours."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from articles import drafting, pictures, publishing, reviewing, withdrawing
from articles.models import Article, Image, Revision
from newsroom.demo.furnishing import House
from newsroom.demo.painting.easel import Easel
from newsroom.demo.stories import Amendment, Picture, Story, Withdrawal
from newsroom.demo.timeline import Life

# Before an article goes live: when it was begun, handed in, and read by a second person.
WRITING, SUBMITTING, APPROVING = timedelta(minutes=110), timedelta(minutes=47), timedelta(minutes=16)
TURNAROUND = timedelta(minutes=12)  # for a small change
# How long ago the last act on a text happened that is not live; a scheduled one has its time ahead.
RESTS = timedelta(hours=2)


def life(story: Story, house: House, easel: Easel, now: datetime) -> Life:
    """From the first draft to the state in which the story rests."""
    live = now - (story.age if story.state != "scheduled" else RESTS - APPROVING)
    begun = live - WRITING if story.state not in ("draft", "in_review") else live - timedelta(minutes=63)
    yield begun
    image = hang(story.picture, story.section, easel) if story.picture else None
    revision = _draft(story, house, image, begun, now - story.age)
    if story.state == "draft":
        return
    writer, reader = _writer(story, house), house.people["editor"]
    submitted = live if story.state == "in_review" else live - SUBMITTING
    yield submitted
    reviewing.submit(revision, by=writer, version=revision.version, now=submitted)
    if story.state == "in_review":
        return
    yield live - APPROVING
    if story.review is not None:
        reviewing.request_changes(
            revision, by=reader, version=revision.version, reason=story.review.reason, now=live - APPROVING
        )
        return
    reviewing.approve(revision, by=reader, version=revision.version, now=live - APPROVING)
    if story.state == "approved":
        return
    yield live
    if story.state == "scheduled":
        _schedule(revision, house.people["publisher"], now - story.age, live)
        return
    publishing.publish(revision, by=house.people["publisher"], version=revision.version, now=live)
    if story.correction is not None:
        yield from _amend(story, story.correction, revision.article_id, house, live)
    if story.withdrawal is not None:
        yield from _withdraw(story.withdrawal, revision.article_id, house, live)


def _writer(story: Story, house: House) -> User:
    """Own reports are the reporter's; wire copy nobody changed, an editor hands it in."""
    return house.people["reporter" if house.sources[story.source].is_own else "second-editor"]


def _draft(story: Story, house: House, image: Image | None, begun: datetime, live: datetime) -> Revision:
    source = house.sources[story.source]
    revision = drafting.create_draft(
        section=house.sections[story.section],
        source=source,
        slug=story.slug,
        headline=story.headline,
        short_headline=story.short_headline,
        standfirst=story.standfirst,
        body=story.first_body,
        kind=story.kind,
        dateline_place=story.place,
        dateline_date=timezone.localtime(live).date() if story.place else None,
        credit=story.credit,
        tags=story.tags,
        authors=[house.authors[slug] for slug in story.authors],
        lead_image=image,
        original_url=story.original_url,
        comments_mode=story.comments_mode,
        by=_writer(story, house) if source.is_own else None,
        now=begun,
    )
    article = revision.article
    article.urgency, article.created_at = story.urgency, begun
    article.save(update_fields=["urgency", "created_at"])
    return revision


def hang(picture: Picture, section: str, easel: Easel) -> Image:
    """Store the picture with its words."""
    image = pictures.store(
        easel.take((picture.painter, section)), credit=picture.credit, caption=picture.caption
    )
    image.alternative_text = picture.alt
    image.rights = "Made for this demo"
    image.save(update_fields=["alternative_text", "rights"])
    return image


def _schedule(revision: Revision, publisher: User, publish_at: datetime, now: datetime) -> None:
    # People choose full hours.
    hour = publish_at.replace(minute=0, second=0, microsecond=0)
    publishing.schedule(
        revision, by=publisher, version=revision.version, publish_at=hour, zone=settings.TIME_ZONE, now=now
    )


def _amend(story: Story, change: Amendment, article_id: int, house: House, live: datetime) -> Life:
    """A new revision says ``now`` where the first one said ``was``; four eyes saw it."""
    due = live + timedelta(hours=change.hours_after)
    writer = _writer(story, house)
    yield due - TURNAROUND
    article = Article.objects.select_related("section", "source", "live").get(pk=article_id)
    revision = drafting.revise(article, by=writer, change=change.kind, now=due - TURNAROUND)
    revision = drafting.save_draft(
        revision,
        by=writer,
        version=revision.version,
        body=story.body,
        change_note=change.note,
        now=due - TURNAROUND,
    )
    reviewing.submit(revision, by=writer, version=revision.version, now=due - TURNAROUND)
    yield due
    reviewing.approve(revision, by=house.people["editor"], version=revision.version, now=due)
    publishing.publish(revision, by=house.people["publisher"], version=revision.version, now=due)


def _withdraw(kill: Withdrawal, article_id: int, house: House, live: datetime) -> Life:
    due = live + timedelta(hours=kill.hours_after)
    yield due
    withdrawing.withdraw(
        Article.objects.select_related("section").get(pk=article_id),
        by=house.people["publisher"],
        reason=kill.reason,
        notice=kill.notice,
        now=due,
    )
