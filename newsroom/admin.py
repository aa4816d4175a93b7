"""What stands in the admin beside the rooms' own pages: tags in the desk's look, one door in, no groups (roles are data)."""

import allauth.account.admin  # noqa: F401 — these register what is taken off below
import django.contrib.auth.admin  # noqa: F401
import taggit.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from unfold.admin import ModelAdmin

# Staff sign in where everybody does, with the same limits and second factors.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

for model in (Group, Tag, EmailAddress):
    admin.site.unregister(model)


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    list_display = ["name", "slug", "uses"]
    ordering = ["name"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        found: QuerySet[Tag] = super().get_queryset(request).annotate(uses=Count("taggit_taggeditem_items"))
        return found

    @admin.display(description=_("articles"), ordering="uses")
    def uses(self, tag: Tag) -> int:
        return int(tag.uses)
