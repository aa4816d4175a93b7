"""A person's own page about how they stand in the talk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.people import person_of
from comments.measures import own, taking
from comments.models import Measure
from moderation.errors import Refused


@require_safe
@never_cache
@login_required
def standing(request: HttpRequest) -> HttpResponse:
    """What holds for the signed-in person, what held once, why, until when, and how to object."""
    shown = own.own_standing(person_of(request), timezone.now())
    return render(request, "comments/standing.html", {"standing": shown})


@require_POST
@never_cache
@login_required
def acknowledge(request: HttpRequest, measure_id: int) -> HttpResponse:
    """“I have read it”: then one may write again."""
    person = person_of(request)
    measure = get_object_or_404(Measure, pk=measure_id, person=person, kind=Measure.Kind.WARNING)
    try:
        taking.acknowledge(measure, by=person)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. You can write again."))
    return redirect("comments:standing")
