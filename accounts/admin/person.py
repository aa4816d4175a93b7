"""Everybody with an account, and the page of one person."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.admin import person_page
from accounts.models import User


@admin.register(User)
class PersonAdmin(ModelAdmin):
    """Nobody is deleted here: erasure keeps the row that decisions name. Nobody is made here: they are invited."""

    list_display = ("display_name", "email", "roles", "is_active", "last_login")
    list_filter = ("memberships__role", "is_staff", "is_active")
    search_fields = ("email", "display_name")
    ordering = ("display_name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return User.objects.prefetch_related("memberships")

    @display(description=_("roles"))  # type: ignore[untyped-decorator]  # unfold ships no types
    def roles(self, person: User) -> str:
        return ", ".join(
            f"{role.get_role_display()} ({role.section})" if role.section else role.get_role_display()
            for role in person.memberships.all()
        )

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "<int:pk>/access/",
                self.admin_site.admin_view(person_page.access),
                name="accounts_user_access",
            ),
            path(
                "<int:pk>/second-factor/",
                self.admin_site.admin_view(person_page.second_factor),
                name="accounts_user_second_factor",
            ),
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """Nobody gets an account that they did not ask for: they are invited."""
        return redirect("admin:accounts_invitation_add")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """The page of one person."""
        return person_page.person(request, object_id)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
