"""Links for reviewers without an account: the list, making one, taking one back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from articles import outside_reviewing, review_links
from articles.admin.pages import page
from articles.admin.reading import find, person_of, text_of
from articles.models import ReviewLink, Revision
from articles.models.review_link import NAME_LENGTH
from common.nudging import nudge
from moderation.errors import Refused
from notifications.composing import absolute

READ = "articles.view_revision"
PAGE = "admin:articles_article_reviewers"
SHOWN = 100


class LinkForm(forms.Form):
    """For whom, what it allows, how long it holds."""

    name = forms.CharField(max_length=NAME_LENGTH, label=gettext_lazy("For whom"))
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The link goes there. Empty: you pass it on yourself."),
    )
    reach = forms.ChoiceField(label=gettext_lazy("What it allows"))
    days = forms.IntegerField(
        min_value=1, max_value=review_links.LONGEST.days, initial=7, label=gettext_lazy("Days that it holds")
    )

    def __init__(self, text: Revision, person: User, data: Any = None) -> None:
        super().__init__(data, initial={"reach": ReviewLink.Reach.COMMENT})
        choices = list(ReviewLink.Reach.choices)
        if not review_links.may_let_approve(text, person):
            choices = [choice for choice in choices if choice[0] != ReviewLink.Reach.APPROVE]
        self.fields["reach"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def reviewers(request: HttpRequest, object_id: str) -> HttpResponse:
    """Who was shown the text; a new link is shown once, here."""
    article, person = find(request, object_id, READ), person_of(request)
    text = text_of(article)
    if not review_links.may_make(text, person):
        raise PermissionDenied
    form, made = LinkForm(text, person, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made = _made(form, text, person)
        form = LinkForm(text, person) if made else form
    links = ReviewLink.objects.filter(revision__article=article).select_related(
        "made_by", "revoked_by", "revision"
    )
    context = {
        "article": article,
        "text": text,
        "form": form,
        "rows": [(link, outside_reviewing.why_advice_only(link, text)) for link in links[:SHOWN]],
        "now": timezone.now(),
        "made": made,
        "address": absolute(reverse("reader:review", args=[review_links.token_of(made)])) if made else "",
        "is_working": text.state in Revision.WORKING,
        "title": _("Reviewers without an account"),
    }
    return page(request, "articles/reviewers.html", context)


@require_POST
def revoke(request: HttpRequest, object_id: str, link_id: int) -> HttpResponse:
    """Take a link back."""
    article = find(request, object_id, READ)
    links = ReviewLink.objects.select_related("revision__article__section")
    link = links.filter(pk=link_id, revision__article=article).first()
    if link is None:
        raise Http404
    try:
        review_links.revoke(link, by=person_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The link is taken back; it leads nowhere from now on."))
    return redirect(PAGE, article.pk)


def _made(form: LinkForm, text: Revision, person: User) -> ReviewLink | None:
    given = form.cleaned_data
    try:
        link = review_links.make(
            text,
            by=person,
            name=given["name"],
            email=given["email"],
            reach=given["reach"],
            life=timedelta(days=given["days"]),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    nudge()
    return link
