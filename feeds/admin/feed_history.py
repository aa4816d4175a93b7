"""What a poll brought: as it came, and replayed by today's parser and rules."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from articles.admin.pages import page
from articles.admin.reading import person_of
from common.nudging import nudge
from feeds.admin.feed_page import feed_of
from feeds.fetching import replay
from feeds.fetching.bodies import body_of
from feeds.models import Fetch

FATES = {
    "new": _("comes in"),
    "resembles": _("comes in, with a question whether it is a copy"),
    "folded": _("is folded into a report that has the same words"),
    "updated": _("is changed"),
    "known": _("stays as it is"),
    "buried": _("stays deleted"),
    "dropped": _("is dropped by a rule"),
    "refused": _("cannot be stored"),
    replay.OUTDATED: _("has a newer version, and stays"),
}


def _poll_of(request: HttpRequest, object_id: str, poll: int) -> Fetch:
    """The poll, for who looks after its feed. Raises Http404, PermissionDenied."""
    feed = feed_of(object_id)
    if not person_of(request).has_perm("feeds.change_feed", feed):
        raise PermissionDenied
    return get_object_or_404(feed.fetches.select_related("kept", "feed__source", "feed__section"), pk=poll)


def body(request: HttpRequest, object_id: str, poll: int) -> HttpResponse:
    """What came, as a file: nothing of a stranger's is ever run or drawn."""
    fetch = _poll_of(request, object_id, poll)
    kept = body_of(fetch)
    if kept is None:
        raise Http404
    answer = HttpResponse(kept, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="feed-{fetch.feed_id}-poll-{fetch.pk}.txt"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def replay_page(request: HttpRequest, object_id: str, poll: int) -> HttpResponse:
    """Show what replaying the poll would change; POST applies what was shown."""
    fetch, alert = _poll_of(request, object_id, poll), ""
    found = replay.Difference(fetch)
    try:
        found = replay.replay(fetch)
        if request.method == "POST":
            return _applied(request, found)
    except (replay.NotReplayable, replay.OutOfDate) as trouble:
        alert = str(trouble)
    entries = [entry for entry in found.entries if entry.fate in replay.CHANGES]
    context = {
        "title": _("Replay"),
        "feed": fetch.feed,
        "poll": fetch,
        "found": found,
        "alert": alert or found.trouble,
        "entries": [(entry, FATES.get(entry.fate, entry.fate)) for entry in entries],
        "counts": [(FATES.get(fate, fate), number) for fate, number in found.counts.items()],
    }
    return page(request, "feeds/replay.html", context)


def _applied(request: HttpRequest, found: replay.Difference) -> HttpResponse:
    if request.POST.get("digest") != found.digest:
        raise replay.OutOfDate(_("Something has changed since this was shown. Look at it again."))
    tally = replay.apply(found).tally
    words = _("Replayed: %(new)s new, %(updated)s changed, %(folded)s folded, %(dropped)s dropped.")
    facts = {"new": tally.new, "updated": tally.updated, "folded": tally.folded, "dropped": tally.dropped}
    messages.success(request, words % facts)
    nudge()
    return redirect("admin:feeds_feed_change", found.fetch.feed_id)
