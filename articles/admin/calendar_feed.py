"""The calendar for programmes: opened by a person's secret key, with what that person may read."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from articles import calendar_keys, ical
from articles.admin.calendar import READ, reach_of
from articles.agenda import Entry, entries

BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)
TOKEN_LENGTH = 200


@require_safe
@never_cache
def feed(request: HttpRequest) -> HttpResponse:
    """``?token=``; 404 for a key that opens nothing, so that nobody learns which ones there are."""
    person = calendar_keys.person_of(request.GET.get("token", "")[:TOKEN_LENGTH])
    if person is None or not person.has_perm(READ):
        raise Http404
    answer = HttpResponse(_calendar(person, timezone.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _calendar(person: User, now: datetime) -> str:
    found = entries(now - BEHIND, now + AHEAD, reach_of(person), now)
    name = _("%(site)s: the desk") % {"site": settings.SITE_NAME}
    return ical.calendar(name, map(_event, found), product=settings.SITE_NAME, now=now)


def _event(entry: Entry) -> ical.Event:
    if entry.article is not None:
        path = reverse("admin:articles_article_change", args=[entry.article])
    else:
        path = reverse("desk:assignment", args=[entry.assignment])
    host = settings.SITE_URL.partition("://")[2].partition("/")[0]
    return ical.Event(
        uid=f"{entry.lane}-{entry.assignment or entry.article}@{host}",
        at=entry.day_in(settings.TIME_ZONE) if entry.is_all_day else entry.at,
        summary=_("%(what)s: %(title)s") % {"what": entry.label, "title": entry.title},
        url=f"{settings.SITE_URL}{path}",
        description=_("%(section)s. The time was chosen in %(zone)s.")
        % {"section": entry.section_name, "zone": entry.zone},
        categories=(entry.label, entry.section_name),
    )
