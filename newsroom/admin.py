"""What stands in the admin beside the rooms' own pages: tags in the desk's look, one door in, no groups (roles are data)."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
import taggit.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from unfold.admin import ModelAdmin, TabularInline

from articles.admin.merge_page import merge_page
from articles.models import TagSynonym
from articles.tagging import merge

# Staff sign in where everybody does, with the same limits and second factors.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# A second factor is taken away on the person's page alone, where the trail sees it.
for model in (Group, Tag, EmailAddress, Authenticator):
    admin.site.unregister(model)


class SynonymInline(TabularInline):
    """Other names: who types one means the tag, and its page leads to the tag's."""

    model = TagSynonym
    extra = 1
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A column's heading is no label to a screen reader: the field says it itself."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("taggit.view_tag")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("taggit.change_tag")

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    list_display = ["name", "slug", "uses"]
    ordering = ["name"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    list_per_page = 50
    actions = ["merge"]
    inlines = [SynonymInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        found: QuerySet[Tag] = super().get_queryset(request).annotate(uses=Count("taggit_taggeditem_items"))
        return found

    @admin.action(description=_("Merge into one"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """Which of them stays is asked first; the names of the others become its synonyms."""
        return merge_page(self, request, queryset, merge)

    @admin.display(description=_("articles"), ordering="uses")
    def uses(self, tag: Tag) -> int:
        return int(tag.uses)
