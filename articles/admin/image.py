"""The addresses of the library of pictures; its pages stand in ``articles.admin.library``."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin

from articles.admin import library
from articles.models import Image


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(library.grid), name="articles_image_changelist"),
            path("add/", wrap(library.upload), name="articles_image_add"),
            path("choose/", wrap(library.choose), name="articles_image_choose"),
            path("<path:object_id>/change/", wrap(library.picture), name="articles_image_change"),
            path("<path:object_id>/replace/", wrap(library.replace), name="articles_image_replace"),
            path("<path:object_id>/archive/", wrap(library.archive), name="articles_image_archive"),
            path("<path:object_id>/history/", wrap(self.history), name="articles_image_history"),
        ]

    def history(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The one page about a picture shows its history too."""
        return redirect(library.PICTURE_PAGE, object_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
