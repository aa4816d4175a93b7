"""The words that stand at every comment, looked up once for a page: a hundred comments would look them up a thousand times."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Labels:
    """In the language of the request in which it is made."""

    reply: str = field(default_factory=lambda: _("Reply"))
    quote: str = field(default_factory=lambda: _("Quote"))
    mute: str = field(default_factory=lambda: _("Mute"))
    report: str = field(default_factory=lambda: _("Report"))
    worth: str = field(default_factory=lambda: _("Worth reading"))
    not_worth: str = field(default_factory=lambda: _("Not worth reading"))
