"""The queue's pages: ask, act, answer. Every address asks for ``moderation.view_queue`` and keeps to the person's reach."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common import nudging
from common.keys import key_in
from moderation import counting, leases, proofs
from moderation.answering import Answer, answer, answer_to_note, answer_to_undo
from moderation.models import Item
from moderation.reach import items_for
from moderation.recording import decisions_on
from moderation.selecting import Selection
from moderation.wording import step_label

View = Callable[..., HttpResponse]
FRAGMENT = "X-Queue-Fragment"  # asked for and answered by static/js/queue.js
MOST_AT_ONCE = 100  # item numbers in one request of the page's script

SIEVE = {
    "section": gettext_lazy("Section"),
    "any_section": gettext_lazy("All sections"),
    "rule": gettext_lazy("Reason"),
    "any_rule": gettext_lazy("Any reason"),
    "age": gettext_lazy("Waiting"),
    "any_age": gettext_lazy("However long"),
    "language": gettext_lazy("Language"),
    "any_language": gettext_lazy("All languages"),
}


def for_the_queue(view: View) -> View:
    """Anonymous people go to sign-in; who may not look at the queue gets 403."""
    return login_required(permission_required("moderation.view_queue", raise_exception=True)(view))


@require_GET
@for_the_queue
def queue(request: HttpRequest) -> HttpResponse:
    """The stack: what waits for this person, some proofs at a time."""
    person, selection = person_at(request), Selection.read(request.GET)
    stack = proofs.lay_out(person, selection)
    counts = counting.counts(person, selection)
    here = leases.holders(counting.waiting(person), but=person)
    more = {"stack": stack, "counts": counts, "selection": selection, "here": here, "answer": Answer()}
    more["words"] = SIEVE
    last = _just_decided(request)
    return _page(request, "moderation/queue.html", _("Queue"), {**more, "last": last})


@require_GET
@for_the_queue
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item for ever: what it is about, and every decision on it."""
    found = item_of(request, item_id)
    leases.extend([found.pk], by=person_at(request))
    return _item_page(request, item_id, Answer())


@require_POST
@for_the_queue
def decide(request: HttpRequest, item_id: int) -> HttpResponse:
    """Decide on the version that the form names; the answer is the item with its outcome."""
    said = answer(item_of(request, item_id), person_at(request), request.POST)
    if said.decision is not None:
        nudging.nudge()
    if FRAGMENT in request.headers:
        return _fragment(request, item_id, said)
    if said.decision is None:
        return _item_page(request, item_id, said)
    messages.success(request, _("Recorded: “%(step)s”.") % {"step": step_label(said.decision)})
    query = request.GET.copy()
    query["decided"] = str(item_id)
    return redirect(f"{reverse('moderation:queue')}?{query.urlencode()}")


@require_POST
@for_the_queue
def undo(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take one's own decision back; the answer is what waits again, or the outcome with why it stands."""
    said = answer_to_undo(item_of(request, item_id), person_at(request))
    if said.decision is None:
        return (
            _fragment(request, item_id, said)
            if FRAGMENT in request.headers
            else _item_page(request, item_id, said)
        )
    nudging.nudge()
    undone = Item.objects.get(pk=item_id)
    again = Item.objects.filter(kind=undone.kind, object_id=undone.object_id, closed_at=None).first()
    if FRAGMENT in request.headers and again is not None:
        return _fragment(request, again.pk, Answer())
    messages.success(request, _("Taken back. It waits again, and nobody is told."))
    return redirect(reverse("moderation:item", args=[again.pk]) if again else reverse("moderation:queue"))


@require_POST
@for_the_queue
def note(request: HttpRequest, item_id: int) -> HttpResponse:
    """Keep a note for colleagues; the answer is the item with it, or with why it was refused."""
    said = answer_to_note(item_of(request, item_id), person_at(request), request.POST)
    if FRAGMENT in request.headers:
        return _fragment(request, item_id, said)
    if said.refusal is not None:
        return _item_page(request, item_id, said)
    return redirect("moderation:item", item_id)


@require_GET
@for_the_queue
def news(request: HttpRequest) -> HttpResponse:
    """What came since the page was laid out: numbers, and the sentence that announces them."""
    person, selection = person_at(request), Selection.read(request.GET)
    number = counting.new_since(person, selection, key_in(request.GET.get("newest", "")) or 0)
    words = ngettext("%(number)s new item waits.", "%(number)s new items wait.", number)
    counts = counting.counts(person, selection)
    told = {
        "new": number,
        "words": words % {"number": number},
        "counts": {"": counts.all_kinds, **{choice.value: choice.count for choice in counts.kinds}},
        "waiting": counting.waiting(person).order_by().count(),
        "here": [
            [str(holder.person), holder.number]
            for holder in leases.holders(counting.waiting(person), but=person)
        ],
    }
    return JsonResponse(told)


@require_POST
@for_the_queue
def hold(request: HttpRequest) -> HttpResponse:
    """The page is still in use: its items stay on this table."""
    reachable = items_for(person_at(request)).filter(pk__in=_numbers(request)).values_list("pk", flat=True)
    until = leases.extend(list(reachable), by=person_at(request))
    return JsonResponse({"until": until.isoformat()})


@require_POST
@for_the_queue
def release(request: HttpRequest) -> HttpResponse:
    """The page was left: its items are free for others."""
    try:
        until = datetime.fromisoformat(request.POST.get("until", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return HttpResponseBadRequest()
    leases.release(_numbers(request), by=person_at(request), until=until)
    return HttpResponse(status=204)


def _just_decided(request: HttpRequest) -> proofs.Proof | None:
    """What the person has decided a moment ago and can still take back, where no script keeps it in sight."""
    number = key_in(request.GET.get("decided", ""))
    if number is None:
        return None
    decided = items_for(person_at(request)).select_related("decision__by", "lease_holder").filter(pk=number)
    found = proofs.proofs_of(decided[:1], person_at(request))
    return next((proof for proof in found if proof.undo_until is not None), None)


def person_at(request: HttpRequest) -> User:
    """Who is at the queue."""
    return cast(User, request.user)


def _numbers(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("item")[:MOST_AT_ONCE]
    return [number for words in given if (number := key_in(words)) is not None]


def item_of(request: HttpRequest, item_id: int) -> Item:
    """The item; 404 if there is none, 403 if it is beyond the person's reach."""
    found = get_object_or_404(Item.objects.select_related("decision__by", "lease_holder"), pk=item_id)
    if not items_for(person_at(request)).filter(pk=item_id).exists():
        raise PermissionDenied
    return found


def _proof(request: HttpRequest, item_id: int) -> proofs.Proof:
    return proofs.proofs_of([item_of(request, item_id)], person_at(request))[0]


def _fragment(request: HttpRequest, item_id: int, said: Answer) -> HttpResponse:
    context = {"proof": _proof(request, item_id), "answer": said}
    response = render(request, "moderation/_proof.html", context, status=said.status)
    response.headers[FRAGMENT] = "1"
    return response


def _item_page(request: HttpRequest, item_id: int, said: Answer) -> HttpResponse:
    proof = _proof(request, item_id)
    history = decisions_on(proof.item.kind, proof.item.object_id)
    more = {"proof": proof, "answer": said, "decisions": history}
    return _page(request, "moderation/item.html", str(proof.card.label), more, said.status)


def _page(
    request: HttpRequest, template: str, title: str, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, context_of(request, title, more), status=status)


def context_of(request: HttpRequest, title: str, more: dict[str, Any]) -> dict[str, Any]:
    """What every page of the desk is rendered with, and ``more``."""
    return {**admin.site.each_context(request), "title": title, **more}
