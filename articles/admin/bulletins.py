"""The pages on which the desk sends an alert for an article, or a newsletter. Both show the mail before it leaves."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from articles import bulletins
from articles.admin.pages import for_who_may, page
from articles.admin.reading import find, person_of
from articles.models import Article
from common.nudging import nudge
from notifications.bulletins.sending import NotSent
from notifications.models import Bulletin

OFFERED = 30
LATELY = timedelta(days=7)


class AlertForm(forms.Form):
    """The line below the headline."""

    words = forms.CharField(
        label=gettext_lazy("A line below the headline"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Empty: the standfirst. The headline is that of the moment at which each mail leaves."
        ),
        widget=forms.Textarea({"rows": 3}),
    )


class NewsletterForm(forms.Form):
    """Subject, a word from the desk, and the articles."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=140)
    words = forms.CharField(
        label=gettext_lazy("A word from the desk"),
        required=False,
        max_length=1_500,
        widget=forms.Textarea({"rows": 4}),
    )
    articles = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Articles, in this order"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, offered: list[Article], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["articles"].choices = [  # type: ignore[attr-defined]
            (article.pk, article.live.headline if article.live else "") for article in offered
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_may(bulletins.SEND)
def alert(request: HttpRequest, article_id: int) -> HttpResponse:
    """Alert the readers to one article."""
    article = find(request, str(article_id), bulletins.SEND)
    form = AlertForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            sent = bulletins.send_alert(article, words=form.cleaned_data["words"], by=person_of(request))
        except NotSent as error:
            refusal = str(error)
        else:
            return _sent(request, sent)
    context = {
        "title": _("Breaking news"),
        "article": article,
        "form": form,
        "number": bulletins.readers_of("breaking"),
        "earlier": bulletins.alert_of(article),
        "refusal": refusal,
        "may_send": article.is_published,
    }
    return page(request, "articles/alert.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_may(bulletins.SEND)
def newsletter(request: HttpRequest) -> HttpResponse:
    """Choose what the newsletter holds, and send it."""
    since = timezone.now() - LATELY
    lately = Article.objects.published().filter(published_at__gte=since).select_related("live", "section")
    offered = list(lately.order_by("urgency", "-published_at")[:OFFERED])
    initial = {
        "subject": date_format(timezone.localdate(), "l, j F"),
        "articles": [a.pk for a in offered[:6]],
    }
    form = NewsletterForm(request.POST or None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sent = bulletins.send_newsletter(
                given["articles"], subject=given["subject"], words=given["words"], by=person_of(request)
            )
        except NotSent as error:
            form.add_error("articles", str(error))
        else:
            return _sent(request, sent)
    earlier = Bulletin.objects.filter(kind=Bulletin.Kind.NEWSLETTER).select_related("sent_by")[:5]
    context = {
        "title": _("Newsletter"),
        "form": form,
        "offered": offered,
        "number": bulletins.readers_of("newsletter"),
        "earlier": earlier,
    }
    return page(request, "articles/newsletter.html", context)


def _sent(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    nudge()
    words = ngettext(
        "It leaves now, to %(number)d reader.", "It leaves now, to %(number)d readers.", bulletin.copies
    )
    messages.success(request, words % {"number": bulletin.copies})
    return redirect("admin:notifications_bulletin_changelist")
