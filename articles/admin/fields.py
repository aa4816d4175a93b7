"""Fields of the desk's forms: lines of text as they should be stored, whatever was pasted into them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.plain_lines import one_line, says_something, tidy


def requires_words(value: str) -> None:
    """Raises ValidationError where there are marks or points alone."""
    if value and not says_something(value):
        raise ValidationError(_("There is no word in this; write at least one."))


class LineField(forms.CharField):
    """One line, composed (NFC), without characters that cannot be seen or turn the line around."""

    default_validators = [requires_words]

    def to_python(self, value: Any) -> str:
        return one_line(str(super().to_python(value)))


class LinesField(forms.CharField):
    """Several lines of plain text, with the line ends that are stored."""

    def to_python(self, value: Any) -> str:
        return tidy(str(super().to_python(value)))
