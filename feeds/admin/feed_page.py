"""One feed's own page: how it is, what it brought, how it is asked for, and what a person says of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import restrictions
from articles.admin.pages import page
from articles.admin.reading import person_of
from common.keys import key_in
from common.nudging import nudge
from feeds.admin.feed_filters import folders
from feeds.admin.feed_form import FeedForm
from feeds.fetching import troubles
from feeds.health import repairs
from feeds.health.counting import bars_of
from feeds.health.describing import picture_of, subscription_of
from feeds.health.week import week_of_data
from feeds.models import Feed, ImportedItem, RoutingRule

LIST = "admin:feeds_feed_changelist"
SHOWN_POLLS = 15


def feed_of(object_id: str) -> Feed:
    """The feed of an address. Raises Http404."""
    feeds = Feed.objects.select_related("source", "section", "subscription")
    return get_object_or_404(feeds, pk=key_in(object_id) or 0)


class FeedPage:
    """One person's view of one feed, before or after an attempt to change it."""

    def __init__(self, request: HttpRequest, feed: Feed) -> None:
        self.person, self.feed, self.now = person_of(request), feed, timezone.now()
        self.may_change = self.person.has_perm("feeds.change_feed", feed)
        data = request.POST if request.method == "POST" else None
        self.form = FeedForm(data, instance=Feed.objects.get(pk=feed.pk), person=self.person)

    def save(self) -> str:
        """Store what was said; what was done, in words, or "" where something needs mending."""
        if not self.form.is_valid():
            return ""
        said, changed = self.form.cleaned_data, [*self.form.changed_data]
        columns = {name: said[name] for name in changed if name != "url"}
        # Not ``save``: a poll that is under way writes other columns of the same row.
        if columns:
            Feed.objects.filter(pk=self.feed.pk).update(**columns)
            repairs.note(self.feed, self.person, list(columns))
        if "url" in changed:
            return repairs.readdress(self.feed, said["url"], self.person)
        return _("The feed is saved.") if changed else _("Nothing was changed.")

    @property
    def context(self) -> dict[str, Any]:
        """What the page shows."""
        feed, now = self.feed, self.now
        return {
            "title": str(feed),
            "feed": feed,
            "view": self,
            "form": self.form,
            "picture": picture_of(feed, now),
            "bars": bars_of([feed.pk], now)[feed.pk],
            "week": week_of_data(feed.rhythm, now),
            "polls": [(poll, troubles.of_fetch(poll)) for poll in feed.fetches.all()[:SHOWN_POLLS]],
            "states": self._states(),
            "subscription": subscription_of(feed),
            "routing": RoutingRule.objects.filter(is_active=True, feeds=feed).order_by("position"),
            "restricted": restrictions.in_words(feed.restrictions),
            "folders": folders(),
        }

    def _states(self) -> list[tuple[str, Any, int]]:
        labels = dict(ImportedItem.State.choices)
        rows = self.feed.items.order_by().values_list("state").annotate(number=Count("pk"))
        return [(state, labels[state], number) for state, number in rows.order_by("-number")]


def feed_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the feed; POST stores what was said of it."""
    if not person_of(request).has_perm("feeds.view_feed"):
        raise PermissionDenied
    view = FeedPage(request, feed_of(object_id))
    if request.method == "POST":
        if not view.may_change:
            raise PermissionDenied
        if said := _saved(request, view):
            messages.success(request, said)
            return redirect("admin:feeds_feed_change", view.feed.pk)
    return page(request, "feeds/feed.html", view.context)


def _saved(request: HttpRequest, view: FeedPage) -> str:
    try:
        said = view.save()
    except repairs.NotPossible as trouble:
        view.form.add_error("url", str(trouble))
        return ""
    nudge()
    return said


@require_POST
def mend(request: HttpRequest, object_id: str) -> HttpResponse:
    """Do what one button says."""
    feed, person = feed_of(object_id), person_of(request)
    if not person.has_perm("feeds.change_feed", feed):
        raise PermissionDenied
    name = request.POST.get("do", "")
    try:
        said = repairs.restore_guids(feed, person) if name == "guids" else repairs.repair(feed, name, person)
        messages.success(request, said)
    except repairs.NotPossible as trouble:
        messages.warning(request, str(trouble))
    nudge()
    return (
        redirect(LIST) if request.GET.get("back") == "list" else redirect("admin:feeds_feed_change", feed.pk)
    )
