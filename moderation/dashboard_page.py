"""The page of the queue's figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.keys import key_in
from moderation import dashboard, leases, plots
from moderation.counting import waiting
from moderation.selecting import AGES
from moderation.views import context_of, for_the_queue, person_at


@require_GET
@for_the_queue
def show(request: HttpRequest) -> HttpResponse:
    """What waits, how long decisions take, who decides what and why."""
    person, now = person_at(request), timezone.now()
    days = key_in(request.GET.get("days", "")) or 0
    days = days if days in dashboard.PERIODS else dashboard.PERIODS[1]
    done = dashboard.done(person, days)
    heaps = dashboard.heaps(person, now)
    more = {
        "heaps": heaps,
        "number": sum(heap.number for heap in heaps),
        "oldest": min((heap.oldest for heap in heaps if heap.oldest), default=None),
        "ages": [words for _least, words in AGES.values()],
        "done": done,
        "most": max((one.number for one in done.people), default=1),
        "decided": sum(day.number for day in done.days),
        "plot": plots.times_by_day(done.days),
        "days": days,
        "periods": dashboard.PERIODS,
        "here": leases.holders(waiting(person), but=person),
        "panels": dashboard.panels_for(person, dashboard.begin_of(days, now)),
    }
    return render(request, "moderation/dashboard.html", context_of(request, _("Queue figures"), more))
