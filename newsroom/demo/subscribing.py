"""The desk's subscription to the demo wire, whose address is another one at each start."""

from datetime import datetime

from articles.models import Section, Source
from feeds.models import Feed
from newsroom.demo.wire.agencies import AGENCIES, Agency


def subscribe(wire_url: str, now: datetime) -> int:
    """Point the demo's feeds to where the wire is now; returns how many had to be made. Without a wire nothing is done."""
    if not wire_url:
        return 0
    return sum(_subscribe(agency, f"{wire_url.rstrip('/')}/{agency.path}", now) for agency in AGENCIES)


def _subscribe(agency: Agency, url: str, now: datetime) -> bool:
    feed = Feed.objects.filter(source__slug=agency.source, url__endswith=f"/{agency.path}").first()
    if feed is None:
        Feed.objects.create(
            source=Source.objects.get(slug=agency.source),
            section=Section.objects.get(slug=agency.section),
            url=url,
            title=agency.name,
            interval_minutes=1,
            is_adaptive=False,  # whoever looks at the demo waits for its next report
            next_fetch_at=now,
        )
        return True
    if feed.url != url:
        # What the old address answered says nothing about the new one.
        Feed.objects.filter(pk=feed.pk).update(
            url=url,
            etag="",
            last_modified="",
            failures=0,
            last_error="",
            next_fetch_at=now,
            leased_until=None,
        )
    return False
