"""The rights of a filing: whose the text is, and what its owner allows."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import restrictions
from articles.admin.fields import LineField
from articles.filing import Filing
from articles.models import Article
from articles.publishing import spoken
from articles.restrictions import EFFECTS, LABELS, MAX_DAYS


def _tick(name: str) -> forms.BooleanField:
    return forms.BooleanField(label=LABELS[name], required=False, help_text=EFFECTS[name])


class FilingRights(forms.Form):
    """Fields that the filing form inherits; a box for each restriction, named after it."""

    copyright_notice = LineField(
        label=gettext_lazy("Copyright notice"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Printed below the text, such as “© 2026 Harbour Press”."),
    )
    usage_terms = forms.CharField(
        label=gettext_lazy("Terms of use"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In the owner’s words; readers do not see them."),
    )
    web_only = _tick(restrictions.WEB_ONLY)
    no_archive = _tick(restrictions.NO_ARCHIVE)
    no_syndication = _tick(restrictions.NO_SYNDICATION)
    no_picture_reuse = _tick(restrictions.NO_PICTURE_REUSE)
    credit_required = _tick(restrictions.CREDIT_REQUIRED)
    archive_days = forms.IntegerField(
        label=gettext_lazy("Days that it may stand"),
        min_value=1,
        max_value=MAX_DAYS,
        required=False,
        help_text=gettext_lazy(
            "From its first publication, where it is not for the archive. Empty: the house’s term."
        ),
    )

    @staticmethod
    def initial_rights(filing: Filing) -> dict[str, Any]:
        """What the fields show of a filing."""
        ticks = {name: name in filing.restrictions for name in LABELS}
        return {**ticks, "archive_days": restrictions.own_days(filing.restrictions)}

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The box of each restriction, for the page."""
        return [self[name] for name in LABELS]

    def keep_rights(self, article: Article) -> None:
        """Remember since when it stands."""
        self.first_published = article.published_at

    def asked_rights(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The restrictions that are asked for; takes the form's own fields out of ``cleaned``."""
        return {
            "restrictions": tuple(
                self._asked({name: cleaned.pop(name) for name in (*LABELS, "archive_days")})
            )
        }

    def check_end(self, end: datetime | None, field: str) -> None:
        """A chosen end may not lie behind the one that the owner sets."""
        limit = restrictions.must_end(self._asked(self.cleaned_data), self.first_published)
        if limit is not None and end is not None and end > limit:
            words = _("Its owner lets it stand until %(time)s only; choose no later end.")
            self.add_error(field, words % {"time": spoken(limit)})

    @staticmethod
    def _asked(cleaned: dict[str, Any]) -> list[str]:
        names = [name for name in LABELS if cleaned.get(name)]
        days = cleaned.get("archive_days")
        return restrictions.kept([*names, restrictions.term(days)] if days else names)
