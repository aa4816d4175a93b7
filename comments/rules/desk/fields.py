"""The fields of each kind of rule: what its form asks for, and how that becomes the options of a version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import RuleVersion
from comments.rules.kinds.words import MOST_LETTERS

K = RuleVersion.Kind


class LinesOfWords(forms.CharField):
    """A list, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = str(super().to_python(value)).splitlines()
        return list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))


def _lines(label: Any, help_text: Any, rows: int = 8) -> LinesOfWords:
    widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
    return LinesOfWords(
        label=label, help_text=help_text, required=False, max_length=MOST_LETTERS, widget=widget
    )


def _number(label: Any, help_text: Any, initial: int, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, initial=initial, min_value=least, max_value=most
    )


def _tick(label: Any, *, initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=initial)


def fields_of(kind: str) -> dict[str, forms.Field]:
    """The options of a kind as fields, in their order."""
    made: dict[str, forms.Field] = _FIELDS[kind]()
    return made


_FIELDS: dict[str, Any] = {
    K.WORDS: lambda: {
        "terms": _lines(
            _("Words and phrases"),
            _(
                "One a line. They are found in any case, with any accents, with digits or look-alike letters for letters, set "
                "apart or drawn out. A star at the end (gamb*) leaves the ending open."
            ),
        )
    },
    K.PATTERN: lambda: {
        "expression": forms.CharField(
            label=_("Expression"),
            help_text=_("As RE2 reads it: no look-around, no back-references; no expression can be slow."),
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        ),
        "is_case_sensitive": _tick(_("Capitals matter")),
    },
    K.LINKS: lambda: {
        "held": _lines(
            _("Domains that are held"), _("One a line, with all below them; also where no link is set."), 5
        ),
        "allowed": _lines(_("Domains that do not count"), _("One a line, with all below them."), 5),
        "most": forms.IntegerField(
            label=_("Links that may stand"),
            help_text=_("Of other domains. Empty: any number; 0: none."),
            required=False,
            min_value=0,
            max_value=100,
        ),
        "look_alikes": _tick(_("Links to names in letters that can be taken for others")),
    },
    K.RATE: lambda: {
        "most": _number(_("Comments that may be"), "", 10, 1, 99),
        "minutes": _number(_("Within so many minutes"), "", 60, 1, 10_080),
    },
    K.REPETITION: lambda: {
        "share": _number(_("Per cent of the words that are the same"), "", 60, 20, 100),
        "times": _number(_("So many times before"), _("Within three days."), 1, 1, 20),
    },
    K.NEW_AUTHOR: lambda: {
        "comments": _number(_("Until so many comments were approved"), _("0: it does not matter."), 1, 0, 50),
        "hours": _number(
            _("Until the account is so many hours old"), _("0: it does not matter."), 0, 0, 8_760
        ),
    },
    K.LANGUAGE: lambda: {
        "scripts": _tick(_("Another script than the article’s language is written in"), initial=True),
        "languages": _tick(_("Another language, where that is sure")),
    },
    K.CAPITALS: lambda: {
        "share": _number(_("Per cent of the letters that may be capitals"), "", 60, 5, 99),
        "least": _number(_("From so many letters on"), "", 20, 1, 5_000),
    },
    K.LENGTH: lambda: {
        "least": _number(_("At least so many characters"), _("0: any."), 0, 0, 5_000),
        "most": _number(_("At most so many characters"), _("0: any."), 0, 0, 5_000),
    },
    K.IMAGES: lambda: {"most": _number(_("Links to images that may stand"), "", 0, 0, 50)},
    K.SCORE: lambda: {
        "least": _number(_("From this score on (of 100)"), _("Silent while no model is in use."), 80, 1, 99)
    },
}

# What each kind is for, beside its name where one is chosen.
WHAT_FOR: dict[str, Any] = {
    K.WORDS: _(
        "Insults, advertising, names that are under protection: whole lists, however they are disguised."
    ),
    K.PATTERN: _("Telephone numbers, account numbers, anything with a shape."),
    K.LINKS: _("Domains of spam, too many links, names that pretend to be others."),
    K.RATE: _("Who writes more than people do."),
    K.REPETITION: _("Who says the same under every article."),
    K.NEW_AUTHOR: _("First words of people whom nobody knows yet."),
    K.LANGUAGE: _("Texts that the moderators of the article may not be able to read."),
    K.CAPITALS: _("Shouting."),
    K.LENGTH: _("“First!”, and whole pamphlets."),
    K.IMAGES: _("Pictures elsewhere, which can become others after they were approved."),
    K.SCORE: _("What people here would probably refuse, by the model that learned from their decisions."),
}
