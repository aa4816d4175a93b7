"""Merging what means the same: which one stays is asked, then all that stood with the others stands with it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from common.nudging import nudge


def merge_page(
    model_admin: ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet[Any],
    merge: Callable[[Iterable[Any], Any], int],
) -> HttpResponse | None:
    """The question, or None once it is answered and the merging is done."""
    chosen: list[Model] = list(queryset)
    if len(chosen) < 2:
        messages.warning(request, _("Choose at least two to merge."))
        return None
    stays = next((one for one in chosen if str(one.pk) == request.POST.get("stays")), None)
    if stays is not None:
        number = merge(chosen, stays)
        nudge()
        words = ngettext(
            "Merged into “%(name)s”; %(number)s article changed.",
            "Merged into “%(name)s”; %(number)s articles changed.",
            number,
        )
        messages.success(request, words % {"name": stays, "number": number})
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Merge into one"),
        "chosen": chosen,
        "box": ACTION_CHECKBOX_NAME,
        "action": request.POST.get("action", "merge"),
    }
    return render(request, "articles/merge.html", context)
