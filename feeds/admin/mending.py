"""Where a publisher lets the typing errors that a wire mends flow into untouched drafts, and revokes it."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from accounts.models import User
from feeds.models import Feed, MendingRule
from feeds.versions import mending


class MendingForm(forms.ModelForm):
    """One feed, on or off."""

    person: User  # who asks; set for each request

    class Meta:
        model = MendingRule
        fields = ["feed", "is_on"]
        help_texts = {
            "is_on": gettext_lazy(
                "Only typing errors, never numbers, names, negations or quotations; only drafts that nobody of the house "
                "has touched. Two people look at such a draft all the same. Each act is recorded as this rule’s."
            )
        }

    def clean_feed(self) -> Feed:
        """A feed of a section that the person publishes."""
        feed: Feed = self.cleaned_data["feed"]
        if not self.person.has_perm(mending.SWITCH, feed):
            raise ValidationError(_("Only a publisher of this section may let a rule mend texts."))
        return feed


@admin.register(MendingRule)
class MendingRuleAdmin(ModelAdmin):
    form = MendingForm
    list_display = ["feed", "is_on", "version", "decided_by", "since"]
    list_select_related = ["feed", "decided_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: MendingRule | None = None) -> list[str]:
        return ["feed", "version", "decided_by", "since"] if obj else []

    def get_form(
        self, request: HttpRequest, obj: MendingRule | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user
        return cast(type[forms.ModelForm], form)

    def save_model(self, request: HttpRequest, obj: MendingRule, form: forms.ModelForm, change: bool) -> None:
        """The verb does it."""
        rule = mending.switch(obj.feed, on=form.cleaned_data["is_on"], by=cast(User, request.user))
        obj.pk, obj._state.adding = rule.pk, False

    def has_view_permission(self, request: HttpRequest, obj: MendingRule | None = None) -> bool:
        return request.user.has_perm("feeds.view_feed")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(mending.SWITCH)

    def has_change_permission(self, request: HttpRequest, obj: MendingRule | None = None) -> bool:
        return request.user.has_perm(mending.SWITCH, obj.feed if obj else None)

    def has_delete_permission(self, request: HttpRequest, obj: MendingRule | None = None) -> bool:
        return False  # switched off, so that what it did stays on record

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feeds.view_feed")
