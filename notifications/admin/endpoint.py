"""Webhooks at the desk: where they go, how they do, the secret once, a test, a pause, and sending again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.people import person_of
from common.keys import key_in
from common.nudging import nudge
from common.outbound import Limits, OutboundError, Refused, request
from notifications.models import Delivery, Endpoint
from notifications.webhooks import announcing, keeping, signing

SHOWN = 30
LOOK = Limits(connect=3.0, read=3.0, total=5.0, size=64 * 1024, redirects=0)
CHANGE, REPLAY = "notifications.change_endpoint", "notifications.replay_delivery"


class EndpointForm(forms.ModelForm):
    """Name, address, and what is told there."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), choices=announcing.all_kinds, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Endpoint
        fields = ("name", "url", "kinds")

    def clean_url(self) -> str:
        """Asks there once: what the guard refuses now it would refuse every time."""
        url: str = self.cleaned_data["url"]
        try:
            request(url, method="HEAD", limits=LOOK)
        except Refused as error:
            raise forms.ValidationError(str(error)) from None
        except OutboundError:
            pass  # it need not answer yet
        return url


@admin.register(Endpoint)
class EndpointAdmin(ModelAdmin):
    """A page for each, with what was sent there last."""

    form = EndpointForm
    list_display = ("name", "state", "url", "failures", "last_answer", "created_at")
    search_fields = ("name", "url")
    change_form_after_template = "notifications/webhook.html"
    show_full_result_count = False

    @display(  # type: ignore[untyped-decorator]  # unfold ships no types
        description=gettext_lazy("state"), label={"paused": "danger", "failing": "warning", "well": "success"}
    )
    def state(self, row: Endpoint) -> tuple[str, Any]:
        if row.paused_at:
            return "paused", _("Paused %(why)s") % {"why": row.get_paused_because_display()}
        return ("failing", _("Failing")) if row.failing_since else ("well", _("Working"))

    def save_model(self, request: HttpRequest, obj: Endpoint, form: EndpointForm, change: bool) -> None:
        """A new one gets its secret."""
        if not change:
            obj.salt, obj.made_by = signing.new_salt(), person_of(request)
        obj.kinds = sorted(obj.kinds)
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Endpoint, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The secret, now and never again."""
        return self._secret(request, obj, signing.secret_of(obj.salt))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With what was sent there."""
        number = key_in(object_id) or 0
        endpoint = Endpoint.objects.filter(pk=number).first()
        context = {
            "endpoint": endpoint,
            "deliveries": list(Delivery.objects.filter(endpoint=number).order_by("-id")[:SHOWN]),
            "waiting": Delivery.objects.waiting().filter(endpoint=number).count(),
            "may_change": request.user.has_perm(CHANGE),
            "may_replay": request.user.has_perm(REPLAY),
            "acts": reverse("admin:notifications_endpoint_act", args=[number]),
        }
        answer: HttpResponse = super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )
        return answer

    def get_urls(self) -> list[URLPattern]:
        act = path(
            "<int:endpoint_id>/act/",
            self.admin_site.admin_view(self.act),
            name="notifications_endpoint_act",
        )
        return [act, *super().get_urls()]

    def act(self, request: HttpRequest, endpoint_id: int) -> HttpResponse:
        """Test, pause, resume, a new secret, or send again."""
        endpoint = Endpoint.objects.filter(pk=endpoint_id).first()
        wanted = request.POST.get("act", "")
        if not request.user.has_perm(REPLAY if wanted == "replay" else CHANGE):
            raise PermissionDenied
        if endpoint is None:
            raise Http404
        if request.method == "POST" and wanted == "secret":
            return self._secret(request, endpoint, keeping.renew_secret(endpoint), is_new=False)
        if request.method == "POST":
            self._act(request, endpoint, wanted)
            nudge()
        return redirect("admin:notifications_endpoint_change", endpoint_id)

    def _act(self, request: HttpRequest, endpoint: Endpoint, wanted: str) -> None:
        words = ""
        if wanted == "test":
            announcing.announce_test(endpoint)
            words = _("A test is on its way: its answer stands below in a moment.")
        elif wanted == "pause":
            keeping.pause(endpoint)
            words = _("Paused. What happens meanwhile waits.")
        elif wanted == "resume":
            number = keeping.resume(endpoint)
            words = ngettext(
                "It goes on, with %(number)d message that waited.",
                "It goes on, with %(number)d messages that waited.",
                number,
            ) % {"number": number}
        elif wanted == "replay":
            keys = [key for word in request.POST.getlist("delivery") if (key := key_in(word))]
            own = Delivery.objects.filter(endpoint=endpoint, pk__in=keys).values_list("pk", flat=True)
            number = keeping.replay(own)
            words = ngettext(
                "%(number)d message is sent again.", "%(number)d messages are sent again.", number
            ) % {"number": number}
        if words:
            messages.success(request, words)

    def _secret(
        self, request: HttpRequest, endpoint: Endpoint, secret: str, *, is_new: bool = True
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("The secret of “%(name)s”") % {"name": endpoint.name},
            "endpoint": endpoint,
            "secret": secret,
            "is_new": is_new,
            "now": timezone.now(),
        }
        answer = TemplateResponse(request, "notifications/webhook_secret.html", context)
        answer["Cache-Control"] = "no-store"
        return answer
