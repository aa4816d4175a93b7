"""What a person may say of a feed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import restrictions
from articles.admin.fields import LineField
from articles.models import Section, Source
from feeds.fetching.folders import BAD_NAME, is_well_named
from feeds.models import Feed
from feeds.models.feed import FOLDER
from feeds.parsing.links import web_address
from feeds.subscribing.adding import feed_at
from moderation.reach import sections_of


def sections_for(person: User) -> QuerySet[Section]:
    """The sections whose feeds the person looks after."""
    reach = sections_of(person, frozenset({"feeds.change_feed"}))
    return Section.objects.all() if reach is None else Section.objects.filter(slug__in=reach)


class FeedForm(forms.ModelForm):
    """A feed's address is checked before it is stored; whether a feed answers there is seen at the first poll."""

    title = LineField(
        label=_("Title"), max_length=300, required=False, help_text=_("Empty: the feed's own is taken.")
    )
    source = forms.ModelChoiceField(Source.objects.filter(is_own=False), label=_("Source"))
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=_("Section for its items"),
        required=False,
        empty_label=_("The desk gives each item one"),
    )
    folder = LineField(
        label=_("Folder"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "folders"}),
        help_text=_("Orders the list of feeds; lists of other readers have the same."),
    )
    restrictions = forms.MultipleChoiceField(
        label=_("Restrictions of its items"),
        choices=lambda: restrictions.LABELS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the contract with the source says; each item adds its own."),
    )

    class Meta:
        model = Feed
        fields = ["url", "title", "source", "section", "folder", "interval_minutes", "is_adaptive", "rights"]
        fields += ["restrictions"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = sections_for(person)
        if self.instance.section_id:
            choices |= Section.objects.filter(pk=self.instance.section_id)
        self.fields["section"].queryset = choices.distinct()  # type: ignore[attr-defined]
        if sections_of(person, frozenset({"feeds.change_feed"})) is not None:
            # Who looks after some sections cannot give a feed to all of them.
            self.fields["section"].required = bool(self.instance.section_id or not self.instance.pk)
        if self.instance.pk:
            self.fields["source"].queryset = Source.objects.all()  # type: ignore[attr-defined]
        if self.instance.is_drawer:
            self.fields["url"].disabled = True

    def clean_restrictions(self) -> list[str]:
        """The days of an archive that were set elsewhere stay."""
        days = restrictions.own_days(self.instance.restrictions)
        asked: list[str] = self.cleaned_data["restrictions"]
        return restrictions.kept([*asked, restrictions.term(days)] if days else asked)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if self.instance.is_drawer:
            return url
        return checked_address(url, self.instance)

    def clean_interval_minutes(self) -> int:
        minutes: int = self.cleaned_data["interval_minutes"]
        if minutes < 1:
            raise ValidationError(_("At least one minute must pass between two polls."))
        return minutes


def checked_address(url: str, feed: Feed | None = None) -> str:
    """The address, completed, where it may be this feed's (or a new one's). Raises ValidationError."""
    if url.startswith(FOLDER):
        if not is_well_named(url):
            raise ValidationError(gettext(BAD_NAME))
    else:
        if "://" not in url and "." in url.partition("/")[0]:
            url = f"https://{url}"
        if not web_address(url):
            raise ValidationError(_("A feed's address begins with http:// or https:// and names a host."))
    there = feed_at(url)
    if there is not None and (feed is None or there.pk != feed.pk):
        raise ValidationError(_("This feed is there already: %(feed)s.") % {"feed": there})
    return url
