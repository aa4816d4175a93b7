"""The pages on which it is set how comments are taken: of an article, of a section, of the site."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.people import person_of
from articles.admin.reading import articles_for
from articles.admin.talk_form import ArticleTalkForm, DefaultTalkForm
from articles.models import Article, CommentsMode, Section, SiteTalk
from articles.models.talk_defaults import site_talk
from articles.talk import setting
from articles.talk.access import DEFAULT_MODE, access_of
from common.keys import key_in
from common.nudging import nudge
from moderation.errors import Conflict, Refused
from moderation.models import Decision
from moderation.recording import history_of

EDIT_PAGE = "admin:articles_article_change"
Form = ArticleTalkForm | DefaultTalkForm


def of_article(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show and set the rules of one article."""
    person, key = person_of(request), key_in(object_id)
    found = Article.objects.select_related("section", "live").filter(pk=key).first() if key else None
    if found is None:
        raise Http404
    if not setting.may_set_article(person, found):
        raise PermissionDenied
    form = ArticleTalkForm(found, person, request.POST or None)
    more = {"article": found, "access": access_of(found), "decisions": _decided(found)}
    title = found.live.headline if found.live else found.slug
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, title, more)
    try:
        setting.set_article(
            found,
            form.wanted(),
            by=person,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        fresh = Article.objects.select_related("section", "live").get(pk=found.pk)
        again = ArticleTalkForm(fresh, person, _anew(request, setting.ArticleTalk.of(fresh).digest))
        more |= {"access": access_of(fresh), "decisions": _decided(fresh)}
        return _page(request, again, title, more, refusal)
    _done(request)
    if articles_for(person).filter(pk=found.pk).exists() and person.has_perm("articles.view_revision", found):
        return redirect(EDIT_PAGE, found.pk)
    return redirect("admin:articles_article_comments", found.pk)


def of_section(request: HttpRequest, section_id: int) -> HttpResponse:
    """Show and set the rules of a section."""
    return _defaults(request, get_object_or_404(Section, pk=section_id))


def of_site(request: HttpRequest) -> HttpResponse:
    """Show and set the rules of the whole site."""
    return _defaults(request, None)


def _defaults(request: HttpRequest, section: Section | None) -> HttpResponse:
    person = person_of(request)
    if not setting.may_set_defaults(person, section):
        raise PermissionDenied
    rules = _rules(section)
    current = setting.DefaultTalk.of(rules)
    form = DefaultTalkForm(current, _wider(section), request.POST or None)
    title = section.name if section else _("The whole site")
    more: dict[str, Any] = {"section": section, "decisions": _decided(rules)}
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, title, more)
    try:
        setting.set_defaults(
            section,
            form.wanted(),
            by=person,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        fresh = _rules(section)
        digest = setting.DefaultTalk.of(fresh).digest
        again = DefaultTalkForm(current, _wider(section), _anew(request, digest))
        more["decisions"] = _decided(fresh)
        return _page(request, again, title, more, refusal)
    _done(request)
    return redirect(request.path)


def _rules(section: Section | None) -> Section | SiteTalk:
    return Section.objects.get(pk=section.pk) if section else site_talk()


def _wider(section: Section | None) -> str:
    if section is None:
        return _("Not set: %(mode)s") % {"mode": DEFAULT_MODE.label}
    mode = CommentsMode(site_talk().comments_mode or DEFAULT_MODE)
    return _("As the site's: %(mode)s") % {"mode": mode.label}


def _decided(obj: Article | Section | SiteTalk) -> list[Decision]:
    return [one for one in history_of(obj) if one.name == setting.ACT]


def _anew(request: HttpRequest, digest: str) -> Any:
    data = request.POST.copy()
    data["seen"] = digest
    return data


def _done(request: HttpRequest) -> None:
    messages.success(request, _("Set and recorded. Readers see it at once."))
    nudge()


def _page(
    request: HttpRequest, form: Form, title: str, more: dict[str, Any], refusal: Refused | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    if refusal is not None:
        status = 409 if isinstance(refusal, Conflict) else 403
    context = {
        **admin.site.each_context(request),
        "title": title,
        "form": form,
        "refusal": refusal,
        "is_conflict": isinstance(refusal, Conflict),
        **more,
    }
    return render(request, "articles/talk.html", context, status=status)
