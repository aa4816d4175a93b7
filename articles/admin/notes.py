"""The notes on an article: their page, what is done with them, and the people that can be named."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from articles import noting
from articles.admin.pages import page
from articles.admin.reading import find, person_of, text_of
from articles.models import Article, Note
from articles.note_threads import FILTERS, threads
from common.keys import key_in
from common.nudging import nudge
from moderation.errors import Refused

READ = "articles.view_revision"
FRAGMENT = "X-Notes-Fragment"  # a script asks for the panel alone
PEOPLE_OFFERED = 8


@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, object_id: str) -> HttpResponse:
    """Read, write, answer, resolve. What was typed stays where it was refused."""
    article = find(request, object_id, READ)
    refusal = _act(request, article) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        nudge()
        if FRAGMENT not in request.headers:
            return redirect(_address(request, article))
    was_written = not refusal and request.POST.get("act", "write") == "write"
    context = panel(request, article, keep=not was_written) | {"refusal": refusal}
    status = 409 if refusal else 200
    if FRAGMENT in request.headers:
        return render(request, "articles/_notes.html", context, status=status)
    return page(request, "articles/notes.html", {**context, "title": _("Notes")}, status=status)


@require_GET
def people(request: HttpRequest, object_id: str) -> JsonResponse:
    """Who can be named in a note on the article: names that have a word beginning with ``?q=``."""
    article = find(request, object_id, READ)
    begun = request.GET.get("q", "").casefold()[:60]
    names = [str(person) for person in noting.readers_of(article) if _begins(str(person), begun)]
    return JsonResponse({"people": names[:PEOPLE_OFFERED]})


def panel(request: HttpRequest, article: Article, *, keep: bool) -> dict[str, Any]:
    """For the template of the threads; ``keep`` shows again what was typed and not saved."""
    given = request.POST if request.method == "POST" else request.GET
    which = given.get("show", "open")
    which = which if which in FILTERS else "open"
    text = text_of(article)
    typed = request.POST if keep else {}
    return {
        "article": article,
        "text": text,
        "threads": threads(article, text, which),
        "which": which,
        "typed": {"text": typed.get("note", ""), "quote": typed.get("quote", "")},
    }


def _act(request: HttpRequest, article: Article) -> str:
    """Do what the button says; returns why not, or "". Raises Http404 for a note of another article."""
    person, posted = person_of(request), request.POST
    name, _colon, key = posted.get("act", "write").partition(":")
    try:
        if name == "write":
            quote = posted.get("quote", "")
            noting.write(text_of(article), posted.get("note", ""), by=person, quote=quote)
            return ""
        note = _note(article, key)
        if name == "reply":
            noting.write(text_of(article), posted.get(f"reply-{note.pk}", ""), by=person, parent=note)
        elif name == "resolve":
            noting.resolve(note, by=person)
        elif name == "reopen":
            noting.reopen(note, by=person)
        else:
            raise Http404
    except Refused as refusal:
        return str(refusal)
    if FRAGMENT not in request.headers and name == "resolve":
        messages.success(request, _("Resolved."))
    return ""


def _note(article: Article, key: str) -> Note:
    if key_in(key) is None:
        raise Http404
    found = Note.objects.select_related("article__section", "parent").filter(pk=key, article=article).first()
    if found is None:
        raise Http404
    return found


def _address(request: HttpRequest, article: Article) -> str:
    which = request.POST.get("show", "")
    address = reverse("admin:articles_article_notes", args=[article.pk])
    return f"{address}?show={which}" if which in FILTERS else address


def _begins(name: str, begun: str) -> bool:
    whole = name.casefold()
    return whole.startswith(begun) or any(word.startswith(begun) for word in whole.split())
