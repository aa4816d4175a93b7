"""Acting on many articles: what for → what would happen → done, a few at a time, with what became of each."""

import secrets
from typing import Any

from django.contrib.messages import warning
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import bulk
from articles.admin.bulk_form import BulkForm, acts_for
from articles.admin.pages import for_who_may, page
from articles.admin.reading import articles_for, person_of
from common.nudging import nudge

MOST = 200  # articles of one act
AT_ONCE = 25  # that one request carries out; the page then asks for the next
KEPT = "bulk"  # the run's place in the session


@require_http_methods(["GET", "POST"])
@for_who_may("articles.write_revision")
def bulk_page(request: HttpRequest) -> HttpResponse:
    """One address for the three pages; what was sent says which one is due."""
    person, sent = person_of(request), request.POST or request.GET
    if "run" in sent and request.method == "POST":
        return _go_on(request, sent["run"])
    form = BulkForm(person, sent)
    if form.act not in dict(acts_for(person)):
        raise PermissionDenied
    keys, left_out = _keys(request, sent)
    if not keys:
        warning(request, _("Choose at least one article first."))
        return redirect("admin:articles_article_changelist")
    context = {"form": form, "keys": keys, "left_out": left_out, "title": form.label}
    if (form.needs_words and not form.is_bound) or (form.is_bound and not form.is_valid()):
        return page(request, "articles/bulk_words.html", context)
    if not form.is_bound:
        form = BulkForm(person, {"do": form.act, "sent": "1"})
        form.is_valid()
    if "seen" in sent and request.method == "POST":
        return _begin(request, form)
    return page(
        request, "articles/bulk_preview.html", {**context, "form": form, **_trial(form, keys, person)}
    )


def _keys(request: HttpRequest, sent: Any) -> tuple[list[int], int]:
    """The chosen articles that the person may look at, in the list's order, and how many were too many."""
    named = [key for key in sent.getlist("_selected_action") if key.isdecimal() and len(key) < 19]
    named += [str(seen.article) for word in sent.getlist("seen") if (seen := bulk.Seen.read(word))]
    wanted = list(dict.fromkeys(int(key) for key in named))
    open_ = set(articles_for(person_of(request)).filter(pk__in=wanted[:MOST]).values_list("pk", flat=True))
    return [key for key in wanted[:MOST] if key in open_], max(0, len(wanted) - MOST)


def _trial(form: BulkForm, keys: list[int], person: Any) -> dict[str, Any]:
    order, found = form.order(), articles_for(person).in_bulk(keys)
    outcomes = [bulk.attempt(order, bulk.look(found[key]), by=person) for key in keys if key in found]
    return {
        "outcomes": outcomes,
        "doable": [outcome for outcome in outcomes if outcome.is_done],
        "skipped": [outcome for outcome in outcomes if not outcome.is_done],
    }


def _begin(request: HttpRequest, form: BulkForm) -> HttpResponse:
    """Keep what is to be done in the session: the run survives a page that is closed and never runs twice."""
    run = secrets.token_urlsafe(8)
    keys = set(_keys(request, request.POST)[0])
    seen = [
        word
        for word in request.POST.getlist("seen")[:MOST]
        if (s := bulk.Seen.read(word)) and s.article in keys
    ]
    words = {name: request.POST.get(name, "") for name in form.fields}
    request.session[KEPT] = {"run": run, "words": words, "left": seen, "all": len(seen), "outcomes": []}
    return _go_on(request, run)


def _go_on(request: HttpRequest, run: str) -> HttpResponse:
    """Carry out the next few, each in a transaction of its own."""
    kept = request.session.get(KEPT)
    if not kept or kept["run"] != run:
        warning(request, _("This run is over; choose the articles anew."))
        return redirect("admin:articles_article_changelist")
    person = person_of(request)
    form = BulkForm(person, {**kept["words"], "sent": "1"})
    if not form.is_valid():
        raise PermissionDenied  # the role was taken away between two pages
    for word in kept["left"][:AT_ONCE]:
        seen = bulk.Seen.read(word)
        assert seen is not None  # noqa: S101 — only what can be read was kept
        outcome = bulk.carry_out(form.order(), seen, by=person)
        kept["left"] = kept["left"][1:]
        kept["outcomes"].append(
            [seen.article, outcome.title, outcome.is_done, outcome.why_not, outcome.is_conflict]
        )
        request.session.modified = True
    nudge()
    context = {
        "title": form.label,
        "run": run,
        "left": len(kept["left"]),
        "all": kept["all"],
        "done": [row for row in kept["outcomes"] if row[2]],
        "skipped": [row for row in kept["outcomes"] if not row[2]],
        "number": len(kept["outcomes"]),
        "list": reverse("admin:articles_article_changelist"),
    }
    return page(request, "articles/bulk_result.html", context)
