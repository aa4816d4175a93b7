"""Asking somebody to work here, and what became of it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts import inviting
from accounts.admin.forms import InvitationForm
from accounts.models import Invitation
from accounts.people import person_of
from accounts.reauthenticating import ask_again
from common.nudging import nudge


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin):
    """Who was asked. Each has a page of its own with what can be done about it."""

    list_display = ("display_name", "email", "roles_in_words", "state", "expires_at", "invited_by")
    search_fields = ("email", "display_name")
    ordering = ("-pk",)
    list_select_related = ("invited_by",)

    @display(description=gettext_lazy("roles"))  # type: ignore[untyped-decorator]  # unfold ships no types
    def roles_in_words(self, invitation: Invitation) -> str:
        return roles_in_words(invitation)

    @display(description=gettext_lazy("state"))  # type: ignore[untyped-decorator]  # unfold ships no types
    def state(self, invitation: Invitation) -> str:
        return state_of(invitation)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(act)
        return [path("<int:pk>/act/", view, name="accounts_invitation_act"), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """Whom to ask."""
        return invite(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """One invitation."""
        return invitation(request, object_id)

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False


def invite(request: HttpRequest) -> HttpResponse:
    """Show the form; ask. Raises PermissionDenied; ReauthenticationRequired before anybody is asked."""
    if not request.user.has_perm("accounts.add_invitation"):
        raise PermissionDenied
    form = InvitationForm(request.POST or None)
    if request.method == "POST":
        ask_again(request)
        if form.is_valid() and (asked := _ask(request, form)):
            messages.success(request, _("The invitation is on its way to %s.") % asked.email)
            return redirect("admin:accounts_invitation_change", asked.pk)
    context = {**admin.site.each_context(request), "title": _("Invite somebody"), "form": form}
    return render(request, "accounts/admin_invite.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, form: InvitationForm) -> Invitation | None:
    typed = form.cleaned_data
    try:
        asked = inviting.invite(by=person_of(request), **typed)
    except ValidationError as refusal:
        form.add_error("email" if typed["places"] else "places", refusal)
        return None
    nudge()
    return asked


def invitation(request: HttpRequest, object_id: str) -> HttpResponse:
    """How it stands with one."""
    found = find(request, object_id)
    context = {
        **admin.site.each_context(request),
        "title": str(found.display_name),
        "invitation": found,
        "state": state_of(found),
        "roles": roles_in_words(found),
        "is_open": not (found.accepted_at or found.revoked_at),
    }
    return render(request, "accounts/admin_invitation.html", context)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again, or take back."""
    found = find(request, str(pk))
    ask_again(request)
    try:
        if request.POST.get("act") == "again":
            inviting.send_again(found, by=person_of(request))
            nudge()
            messages.success(request, _("A new link is on its way; the old one opens nothing any more."))
        else:
            inviting.take_back(found, by=person_of(request))
            messages.success(request, _("The invitation is taken back; its link opens nothing any more."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("admin:accounts_invitation_change", found.pk)


def find(request: HttpRequest, object_id: str) -> Invitation:
    """The invitation, for who may invite. Raises Http404, PermissionDenied."""
    if not request.user.has_perm("accounts.change_invitation"):
        raise PermissionDenied
    if not object_id.isdecimal() or len(object_id) > 18:
        raise Http404
    found = Invitation.objects.select_related("invited_by", "accepted_by").filter(pk=int(object_id)).first()
    if found is None:
        raise Http404
    return found


def roles_in_words(found: Invitation) -> str:
    """The roles with their sections."""
    return ", ".join(
        f"{role.label} ({section})" if section else str(role.label) for role, section in found.places
    )


def state_of(found: Invitation) -> str:
    """Where it stands, in a word or two."""
    if found.accepted_at:
        return _("accepted")
    if found.revoked_at:
        return _("taken back")
    if found.expires_at <= timezone.now():
        return _("run out")
    if found.mail_due_at is None:
        return _("mailed, waits for an answer")
    if found.mail_attempts >= inviting.MAX_ATTEMPTS:
        return _("the mail could not be delivered")
    return _("the mail is about to leave")
