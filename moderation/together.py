"""The pages of deciding on many at once: what is alike, what was decided together, and one undo for all of it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import nudging
from common.keys import key_in
from moderation import leases, similar
from moderation.likening import MOST
from moderation.models import Item
from moderation.reach import items_for
from moderation.views import context_of, for_the_queue, item_of, person_at

TOGETHER = "queue_together"  # in the session: what was decided last with one act


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_queue
def alike(request: HttpRequest, item_id: int) -> HttpResponse:
    """Look through what is like an item; decide on all that are ticked, each with the version that was shown."""
    item, person = item_of(request, item_id), person_at(request)
    problem = ""
    if request.method == "POST":
        problem = _decide(request)
        if not problem:
            return redirect("moderation:together")
    found = similar.preview(item, request.GET.get("by", ""), by=person)
    if request.method == "GET":
        leases.extend([row.item.pk for row in found.rows], by=person)
    proof = next((row for row in found.rows if row.item.pk == item.pk), found.rows[0] if found.rows else None)
    more = {"item": item, "found": found, "proof": proof, "problem": problem, "sent": request.POST}
    context = context_of(request, _("Others like it"), more)
    return render(request, "moderation/alike.html", context, status=422 if problem else 200)


@require_GET
@for_the_queue
def together(request: HttpRequest) -> HttpResponse:
    """What the last act on many came to: how many were decided, which were lost and to whom, and the one undo."""
    held = request.session.get(TOGETHER)
    if not held:
        return redirect("moderation:queue")
    items = _decided(request, held["decided"])
    until: datetime | None = similar.undo_until(items, by=person_at(request)) if items else None
    more = {"number": len(held["decided"]), "lost": held["lost"], "until": until}
    return render(request, "moderation/together.html", context_of(request, _("Decided together"), more))


@require_POST
@for_the_queue
def undo_together(request: HttpRequest) -> HttpResponse:
    """Take all of it back."""
    held = request.session.pop(TOGETHER, {"decided": []})
    outcome = similar.undo_all(_decided(request, held["decided"]), by=person_at(request))
    nudging.nudge()
    number = len(outcome.decided)
    words = ngettext(
        "%(number)d decision was taken back. It waits again, and nobody is told.",
        "%(number)d decisions were taken back. They wait again, and nobody is told.",
        number,
    )
    messages.success(request, words % {"number": number})
    for lost in outcome.lost:
        messages.error(request, f"{lost.title}: {lost.words}")
    return redirect("moderation:queue")


def _decide(request: HttpRequest) -> str:
    """Decide as the form says; what is wrong with the form, or nothing."""
    person = person_at(request)
    seen = dict(_seen(one) for one in request.POST.getlist("item")[:MOST])
    chosen = [(item, seen[item.pk]) for item in items_for(person).filter(pk__in=list(seen)).order_by("pk")]
    if not chosen:
        return _("Tick at least one of them.")
    action, _slash, code = request.POST.get("action", "").partition("/")
    reason = request.POST.get("reason", "")
    if action == "reject" and not code and not reason.strip():
        return _("Choose a reason, or write one.")
    outcome = similar.decide_all(chosen, action, by=person, reason=reason, reason_code=code)
    nudging.nudge()
    lost = [{"item": one.item_id, "title": one.title, "words": one.words} for one in outcome.lost]
    request.session[TOGETHER] = {"decided": outcome.decided, "lost": lost}
    return ""


def _seen(words: str) -> tuple[int, int]:
    """“12:3” is the third version of what the item 12 is about."""
    number, _colon, version = words.partition(":")
    return key_in(number) or 0, key_in(version) or 0


def _decided(request: HttpRequest, numbers: list[int]) -> list[Item]:
    found = items_for(person_at(request)).filter(pk__in=numbers)
    return list(found.select_related("decision__by").order_by("pk"))
