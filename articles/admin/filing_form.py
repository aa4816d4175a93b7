"""The form of the filing: section, address, source, bylines, tags, embargo, comments."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.utils import edit_string_for_tags, parse_tags

from accounts.models import User
from articles.filing import Filing, filing_of
from articles.models import Article, Author, Section, Source
from articles.slugs import MAX_LENGTH
from moderation.reach import sections_of

SPARE_BYLINES = 2
TAG_LENGTH = 100


def open_sections(person: User, permission: str) -> Any:
    """The sections in which the person holds the permission."""
    slugs = sections_of(person, frozenset({permission}))
    return Section.objects.all() if slugs is None else Section.objects.filter(slug__in=slugs)


class InstantField(forms.DateTimeField):
    """A time on the clocks of the site's zone; one that does not exist there, or exists twice, is refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        if hasattr(value, "tzinfo"):
            return timezone.localtime(value).replace(tzinfo=None)
        return value


class FilingForm(forms.Form):
    """How the article is filed. ``seen`` says which filing the form was made from."""

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)
    source = forms.ModelChoiceField(Source.objects.all(), label=_("Source"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Article.Kind.choices)
    slug = forms.SlugField(
        label=_("Slug"),
        max_length=MAX_LENGTH + 8,
        help_text=_("The end of the address. Old ones go on to lead here."),
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, help_text=_("Separated by commas."), max_length=500
    )
    urgency = forms.IntegerField(
        label=_("Urgency"), min_value=1, max_value=9, help_text=_("1 is most urgent.")
    )
    embargo_until = InstantField(label=_("Embargo until"), required=False)
    comments_mode = forms.ChoiceField(label=_("Comments"), choices=Article.CommentsMode.choices)
    language = forms.CharField(
        label=_("Language"),
        max_length=12,
        validators=[
            RegexValidator(r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z", _("A code such as “en” or “de-CH”."))
        ],
    )
    original_url = forms.URLField(label=_("Original"), max_length=1000, required=False, assume_scheme="https")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, article: Article, person: User, data: Any = None) -> None:
        filing = filing_of(article)
        byline = {f"author_{number}": key for number, key in enumerate(filing.authors)}
        super().__init__(
            data,
            prefix="filing",
            initial={
                **{name: getattr(filing, name) for name in Filing.__slots__},
                **byline,
                "tags": edit_string_for_tags(article.tags.all()),
                "seen": filing.digest,
            },
        )
        permission = "articles.write_revision" if article.published_at is None else "articles.correct_article"
        sections = open_sections(person, permission)
        self.fields["section"].queryset = sections | Section.objects.filter(pk=article.section_id)  # type: ignore[attr-defined]
        for number in range(len(filing.authors) + SPARE_BYLINES):
            self.fields[f"author_{number}"] = forms.ModelChoiceField(
                Author.objects.all(), label=_("Author"), required=False, empty_label="—"
            )
        self.fields["embargo_until"].help_text = settings.TIME_ZONE

    @property
    def is_touched(self) -> bool:
        """Whether a valid form asks for another filing than the one it was made from."""
        return bool(self.filing().digest != self.cleaned_data["seen"])

    def rebased(self, article: Article, person: User) -> "FilingForm":
        """What was typed, over the filing as it is now."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = filing_of(article).digest
        return FilingForm(article, person, data)

    @property
    def bylines(self) -> list[forms.BoundField]:
        """The fields of the authors, in order."""
        return [self[name] for name in self.fields if name.startswith("author_")]

    def clean_tags(self) -> tuple[str, ...]:
        """Names as the tags' own reader understands them."""
        names = parse_tags(self.cleaned_data["tags"])
        if any(len(name) > TAG_LENGTH for name in names):
            raise forms.ValidationError(_("A tag is a word or two, not a sentence."))
        return tuple(sorted(names))

    def filing(self) -> Filing:
        """What was asked for, of a valid form."""
        cleaned = dict(self.cleaned_data)
        authors = [cleaned.pop(name) for name in list(cleaned) if name.startswith("author_")]
        cleaned.pop("seen")
        cleaned.update(section=cleaned["section"].pk, source=cleaned["source"].pk)
        before, now = self.initial["embargo_until"], cleaned["embargo_until"]
        if before and now and before.replace(second=0, microsecond=0) == now:
            cleaned["embargo_until"] = before  # the field shows minutes only; the rest was not taken away
        keys = dict.fromkeys(author.pk for author in authors if author is not None)
        return Filing(authors=tuple(keys), **cleaned)
