"""What a new article needs before anybody can write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.admin.filing_form import open_sections
from articles.models import Article, Section, Source
from articles.models.revision import HEADLINE_LENGTH


class NewForm(forms.Form):
    """A headline and a place; all else is written on the next page."""

    headline = forms.CharField(
        label=_("Headline"),
        max_length=HEADLINE_LENGTH,
        help_text=_("A working title will do; the address is made from it."),
    )
    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Article.Kind.choices)
    source = forms.ModelChoiceField(
        Source.objects.order_by("-is_own", "name"), label=_("Source"), empty_label=None
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data)
        self.fields["section"].queryset = open_sections(person, "articles.write_revision")  # type: ignore[attr-defined]
