"""Forms of the library: what is said of a picture, new files, a better file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles.models import Image
from articles.pictures import DESCRIBED

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
MOST_FILES = 40


class PictureForm(forms.ModelForm):
    """What is said of a picture. Only what the person touched is saved, so that two may describe side by side."""

    class Meta:
        model = Image
        fields = sorted(DESCRIBED)
        widgets = {
            "alternative_text": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
            "rights_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = True
            if not name.startswith("focal"):
                continue
            field.widget.attrs.update({"min": 0, "max": 100, "inputmode": "numeric"})

    def clean(self) -> dict[str, Any]:
        """One line each, however it was pasted."""
        cleaned: dict[str, Any] = super().clean() or {}
        return {
            name: " ".join(value.split()) if isinstance(value, str) else value
            for name, value in cleaned.items()
        }

    def said(self) -> dict[str, Any]:
        """The fields that differ from what the form was made from."""
        return {name: self.cleaned_data[name] for name in DESCRIBED & set(self.changed_data)}

    def _post_clean(self) -> None:
        """The verb writes to the picture, not the form."""


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        sent = data if isinstance(data, list) else [data] if data else []
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(_("Send up to %(most)s pictures at once.") % {"most": MOST_FILES})
        return [super(FilesField, self).clean(one, initial) for one in sent or [None]]


class UploadForm(forms.Form):
    """New pictures, and what is true of all of them."""

    pictures = FilesField(
        label=_("Pictures"),
        allow_empty_file=True,  # said of the file itself, in words that help
        widget=Files(attrs={"accept": ACCEPTED, "multiple": True}),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or GIF, up to 20 MB each. Of an animation the first picture is kept."
        ),
    )
    alternative_text = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    caption = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    credit = forms.CharField(label=_("Credit"), max_length=120, required=False)
    rights_holder = forms.CharField(label=_("Rights holder"), max_length=120, required=False)
    rights = forms.CharField(label=_("Rights"), max_length=200, required=False)
    anyway = forms.BooleanField(label=_("Store pictures again that are there already"), required=False)

    def words(self) -> dict[str, str]:
        """What goes with every file."""
        names = ("alternative_text", "caption", "credit", "rights_holder", "rights")
        return {name: self.cleaned_data[name] for name in names}


class ReplaceForm(forms.Form):
    """A better file for the same picture."""

    file = forms.FileField(
        label=_("New file"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPTED})
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Kept with the old file.")
    )
