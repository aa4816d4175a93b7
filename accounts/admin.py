"""People and their roles at the desk; administrators alone come here (accounts.roles says so)."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from accounts.granting import grant, revoke
from accounts.models import Membership, User
from accounts.roles import Role
from accounts.vouching import note_address


class MembershipInline(TabularInline):
    """Roles, each for one section or for all."""

    model = Membership
    extra = 0
    tab = False


class PersonForm(forms.ModelForm):
    """No password: who is made here asks for a code, which comes by mail."""

    class Meta:
        model = User
        fields = ("email", "display_name", "is_active")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody has this address already."))
        return email


@admin.register(User)
class PersonAdmin(ModelAdmin):
    """Everybody with an account. Nobody is deleted here: erasure keeps the row that decisions name."""

    form = PersonForm
    inlines = (MembershipInline,)
    list_display = ("display_name", "email", "roles", "is_active", "last_login")
    list_filter = ("memberships__role", "is_staff", "is_active")
    search_fields = ("email", "display_name")
    ordering = ("display_name", "pk")
    readonly_fields = ("date_joined", "last_login")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return User.objects.prefetch_related("memberships")

    @display(description=_("roles"))  # type: ignore[untyped-decorator]  # unfold ships no types
    def roles(self, person: User) -> str:
        return ", ".join(
            f"{role.get_role_display()} ({role.section})" if role.section else role.get_role_display()
            for role in person.memberships.all()
        )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            note_address(obj)
        if not change:
            words = _("%(name)s signs in at %(url)s with %(email)s; the code comes by mail.")
            facts = {"name": obj, "url": f"{settings.SITE_URL}/accounts/login/", "email": obj.email}
            self.message_user(request, words % facts, messages.INFO)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Roles pass ``granting``, which also opens and closes the desk."""
        person: User = form.instance
        formset.save(commit=False)
        for old in formset.deleted_objects:
            revoke(old)
        for changed, _fields in formset.changed_objects:
            revoke(Membership.objects.get(pk=changed.pk))
            grant(person, Role(changed.role), changed.section)
        for new in formset.new_objects:
            grant(person, Role(new.role), new.section)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
