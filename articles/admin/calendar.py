"""The calendar: a month or a week of what is due, goes out, loses its embargo, expires and wants another look."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from articles import calendar_keys
from articles.admin.calendar_grid import FIRST, LAST, VIEWS, grid
from articles.admin.filing_form import open_sections
from articles.admin.pages import for_who_may, page
from articles.admin.reading import person_of
from articles.admin.times import zone_of
from articles.agenda import LABELS, Reach
from articles.models import CalendarKey
from moderation.reach import sections_of

READ = "articles.view_revision"
PAGE = "desk:calendar"
FRESH_ADDRESS = "calendar_address"  # in the session until it was shown


@require_GET
@for_who_may(READ)
def calendar(request: HttpRequest) -> HttpResponse:
    """``?view=month|week``, ``?day=2031-05-04``, ``?section=`` one of the person's."""
    person, now = person_of(request), timezone.now()
    zone = zone_of(person)
    today = now.astimezone(ZoneInfo(zone)).date()
    view = request.GET.get("view", "") if request.GET.get("view", "") in VIEWS else VIEWS[0]
    section = request.GET.get("section", "")
    reach = reach_of(person).narrowed(section) if section else reach_of(person)
    first_weekday = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    shown = grid(view, _day(request.GET.get("day", ""), today), zone, reach, first_weekday, now, today)
    context: dict[str, Any] = {
        "title": _("Calendar"),
        "grid": shown,
        "zone": zone,
        "today": today,
        "chosen": section,
        "sections": open_sections(person, READ),
        "lanes": LABELS.items(),
        "key": CalendarKey.objects.filter(person=person).first(),
        "fresh_address": request.session.pop(FRESH_ADDRESS, ""),
    }
    return page(request, "articles/calendar.html", context)


@require_POST
@for_who_may(READ)
def new_key(request: HttpRequest) -> HttpResponse:
    """A new secret address for the person's calendar programme; the old one answers no longer."""
    token = calendar_keys.renew(person_of(request))
    address = request.build_absolute_uri(reverse("calendar_feed"))
    request.session[FRESH_ADDRESS] = f"{address}?token={token}"
    messages.success(request, _("Your calendar has a new address; it is shown once."))
    return redirect(f"{reverse(PAGE)}#subscribe")


def reach_of(person: User) -> Reach:
    """The sections whose texts the person may read."""
    return Reach(sections_of(person, frozenset({READ})))


def _day(words: str, today: date) -> date:
    try:
        return min(max(FIRST, date.fromisoformat(words)), LAST)
    except ValueError:
        return today
