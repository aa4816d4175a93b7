"""The form of the text itself: all that is printed of a revision, and a picture from the writer's own disk."""

from typing import Any, cast
from unicodedata import normalize

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

from articles import pasting
from articles.admin.fields import LineField, LinesField
from articles.drafting import EDITABLE_FIELDS
from articles.models import Image, Revision
from articles.models.revision import HEADLINE_LENGTH
from articles.plain_lines import says_something
from articles.renditions import thumbnail
from common.html import sanitise

PICTURES_OFFERED = 12
NOTED = (Revision.Change.UPDATE, Revision.Change.CORRECTION)
DESCRIBED = ("alternative_text", "caption", "credit")
FOLLOWED = (*EDITABLE_FIELDS, *(f"lead_{name}" for name in DESCRIBED))
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Caption": True,
    "Image": True,
    "SpecialCharacters": True,
    "HTML": True,
    "NoSpellCheck": False,
}


class BodyField(ProseEditorFormField):
    """The text as HTML. Browsers send line ends of their own; a text that nobody touched must come back the same."""

    def to_python(self, value: Any) -> str:
        return normalize("NFC", str(super().to_python(value)).replace("\r\n", "\n"))


class PictureChoice(forms.ModelChoiceField):
    """The newest pictures and the one in use, each with its thumbnail."""

    def label_from_instance(self, obj: Image) -> SafeString:
        return format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy"><span>{}</span>',
            thumbnail(obj),
            obj.width,
            obj.height,
            obj.alternative_text or obj.caption or _("without alternative text"),
        )


class TextForm(forms.ModelForm):
    """What is printed. ``changed()`` holds only the fields that the writer touched."""

    headline = LineField(
        label=_("Headline"),
        max_length=HEADLINE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1}),
        error_messages={"required": _("The headline is missing; write one.")},
    )
    short_headline = LineField(
        label=_("Short headline"), max_length=90, required=False, help_text=_("For cards.")
    )
    seo_title = LineField(
        label=_("Title for search engines"),
        max_length=110,
        required=False,
        help_text=_("Empty: the headline."),
    )
    dateline_place = LineField(
        label=_("Dateline"), max_length=80, required=False, help_text=_("The place: Lisbon.")
    )
    credit = LineField(label=_("Agency credit"), max_length=120, required=False)
    standfirst = LinesField(
        label=_("Standfirst"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    change_note = LinesField(
        label=_("Note to readers"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000
    )
    body = BodyField(
        label=_("Text"),
        required=False,
        strip=False,
        extensions=EXTENSIONS,
        help_text=_("In a list, Tab moves the line; Escape, then Tab, leaves the text."),
        widget=ProseEditorWidget(attrs={"rows": 24, "lang": ""}),
    )
    lead_image = PictureChoice(
        Image.objects.none(),
        label=_("Lead picture"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("No picture"),
        blank=True,
    )
    lead_alternative_text = forms.CharField(
        label=_("Alternative text"),
        max_length=300,
        required=False,
        help_text=_("What the picture shows, for who cannot see it."),
    )
    lead_caption = forms.CharField(label=_("Caption"), max_length=500, required=False)
    lead_credit = forms.CharField(label=_("Credit"), max_length=120, required=False)
    picture_number = forms.CharField(
        label=_("Number of a picture in the library"),
        max_length=18,
        required=False,
        help_text=_("It stands on the picture's own page."),
    )
    picture = forms.FileField(
        label=_("Upload a picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
    )
    picture_alternative_text = forms.CharField(
        label=_("Alternative text"),
        max_length=300,
        required=False,
        help_text=_("What the picture shows, for who cannot see it."),
    )
    picture_caption = forms.CharField(label=_("Caption"), max_length=500, required=False)
    picture_credit = forms.CharField(label=_("Credit"), max_length=120, required=False)

    class Meta:
        model = Revision
        fields = sorted(EDITABLE_FIELDS)
        widgets = {
            "dateline_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    prefix = "text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance.article
        for name in FOLLOWED:
            # What the writer saw goes along, so that only what the writer touched is saved.
            self.fields[name].show_hidden_initial = True
        self.fields["body"].widget.attrs["lang"] = article.language
        in_use = {self.instance.lead_image_id, self._posted_picture()} - {None}
        newest = (
            Image.objects.filter(archived_at=None)
            .order_by("-id")
            .values_list("pk", flat=True)[:PICTURES_OFFERED]
        )
        self.fields["lead_image"].queryset = Image.objects.filter(pk__in=[*newest, *in_use])  # type: ignore[attr-defined]
        for name in DESCRIBED:
            self.fields[f"lead_{name}"].initial = getattr(self.instance.lead_image, name, "")
        first = article.published_at is None
        choices = [
            choice for choice in Revision.Change.choices if (choice[0] == Revision.Change.FIRST) is first
        ]
        if self.instance.change not in dict(choices):
            choices.append((self.instance.change, self.instance.get_change_display()))
        self.fields["change"].choices = choices  # type: ignore[attr-defined]

    def clean_body(self) -> str:
        """What was pasted, in the paper's own elements; the writer keeps all of it where it is too long."""
        if len(self.cleaned_data["body"]) > pasting.MOST:
            raise forms.ValidationError(
                _("The text is longer than an article can be (%(most)s characters); divide it in two.")
                % {"most": intcomma(pasting.MOST)}
            )
        return pasting.clean(self.cleaned_data["body"])

    def clean_change_note(self) -> str:
        """Readers are told what changed: an update or a correction without its note is sent back at once."""
        note = str(self.cleaned_data["change_note"]).strip()
        if self.cleaned_data.get("change") in NOTED and not says_something(note):
            raise forms.ValidationError(_("Tell readers what changed; the note stands under the text."))
        return note

    def clean(self) -> dict[str, Any]:
        """A picture without words for who cannot see it is sent back at once, while the writer has it in view."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("picture") and not cleaned.get("picture_alternative_text"):
            self.add_error("picture_alternative_text", _("Say what the picture shows."))
        if number := cleaned.get("picture_number"):
            key = int(number) if number.isdecimal() else 0
            cleaned["lead_image"] = Image.objects.filter(pk=key, archived_at=None).first()
            if cleaned["lead_image"] is None:
                self.add_error("picture_number", _("The library has no picture of this number."))
        return cleaned

    def changed(self) -> dict[str, Any]:
        """The printed fields that differ from what the form was made from."""
        named = self.cleaned_data.get("picture") or self.cleaned_data.get("picture_number")
        picture = {"lead_image"} if named else set()
        touched = (EDITABLE_FIELDS & set(self.changed_data)) | picture
        return {name: self.cleaned_data[name] for name in touched}

    def description(self) -> dict[str, str]:
        """What the writer says anew of the lead picture in use; empty where nothing was touched or another was chosen."""
        if "lead_image" in self.changed():
            return {}
        touched = {name for name in DESCRIBED if f"lead_{name}" in self.changed_data}
        return {name: self.cleaned_data[f"lead_{name}"] for name in touched}

    def rebased(self, current: Revision) -> "TextForm":
        """What the writer typed, over the text as it is now: untouched fields take what others wrote meanwhile."""
        data, fresh = cast(QueryDict, self.data).copy(), TextForm(instance=current)
        for name in FOLLOWED:
            value = fresh[name].value()
            words = "" if value is None else str(value)
            data[fresh[name].html_initial_name] = words
            if name not in self.changed_data:
                data[fresh[name].html_name] = words
        form = TextForm(data, instance=current)
        form.is_valid()
        return form

    def choose(self, picture: Image) -> None:
        """Take the stored picture as the lead picture, also where the form is shown again."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("lead_image")] = str(picture.pk)
        self.cleaned_data["lead_image"] = picture
        self.fields["lead_image"].queryset |= Image.objects.filter(pk=picture.pk)  # type: ignore[attr-defined]
        for name in ("picture_alternative_text", "picture_caption", "picture_credit", "picture_number"):
            data[self.add_prefix(name)] = ""
        self.data = data

    def typed(self) -> Revision:
        """A text as the form has it, never stored: to compare."""
        text = Revision(article=self.instance.article)
        for name in EDITABLE_FIELDS:
            fallback = getattr(self.instance, name)
            setattr(text, name, self.cleaned_data.get(name, fallback) if self.is_bound else fallback)
        text.body = sanitise(text.body)
        return text

    def _post_clean(self) -> None:
        """The verb writes to the revision, not the form."""

    def _posted_picture(self) -> int | None:
        posted = self.data.get(self.add_prefix("lead_image"), "") if self.is_bound else ""
        return int(posted) if posted.isdecimal() and len(posted) < 18 else None
