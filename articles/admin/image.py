"""Pictures: taken in through the one function that writes them anew, described, never deleted while in use."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles import pictures
from articles.models import Image
from articles.picture_bytes import Unfit


class ImageForm(forms.ModelForm):
    """A new file is decoded within limits and written anew before anything is stored."""

    class Meta:
        model = Image
        fields = [
            "file",
            "alternative_text",
            "caption",
            "credit",
            "rights",
            "original_url",
            "focal_x",
            "focal_y",
        ]
        field_classes = {"file": forms.FileField}  # Pillow opens it in ``rewritten``, within our limits

    def clean_file(self) -> Any:
        """What was sent, as the picture that we keep."""
        sent = self.cleaned_data["file"]
        if not isinstance(sent, UploadedFile):
            return sent
        try:
            return pictures.as_file(sent.read())
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from unfit


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    form = ImageForm
    list_display = ["thumbnail", "alternative_text", "caption", "credit", "size", "created_at"]
    list_display_links = ["thumbnail", "alternative_text"]
    list_per_page = 40
    search_fields = ["alternative_text", "caption", "credit"]

    class Media:
        css = {"all": ["css/writing.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> SafeString:
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', image.file.url)

    @admin.display(description=_("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"
