"""The form of the filing: section, story, address, source, bylines, tags, embargo, warnings, comments."""

from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from taggit.utils import edit_string_for_tags, parse_tags

from accounts.models import User
from articles.admin.fields import LineField
from articles.admin.filing_rights import FilingRights
from articles.admin.filing_times import FilingTimes
from articles.filing import Filing, filing_of
from articles.models import Article, Author, Section, Source, Story
from articles.plain_lines import one_line, says_something
from articles.slugs import MAX_LENGTH
from articles.tagging import main_names
from moderation.reach import sections_of

SPARE_BYLINES = 2
ROLE_LENGTH = 60
TAG_LENGTH = 100


def open_sections(person: User, permission: str) -> Any:
    """The sections in which the person holds the permission."""
    slugs = sections_of(person, frozenset({permission}))
    return Section.objects.all() if slugs is None else Section.objects.filter(slug__in=slugs)


class SlugField(forms.SlugField):
    """Lower case, and what people type between words becomes the hyphen that addresses have."""

    default_error_messages = {
        "invalid": _("Letters a to z, figures and hyphens only, such as “ferry-strike”.")
    }

    def to_python(self, value: Any) -> str:
        return "-".join(str(super().to_python(value)).lower().replace("_", " ").split())


class FilingForm(FilingTimes, FilingRights):
    """How the article is filed. ``seen`` says which filing the form was made from."""

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)
    source = forms.ModelChoiceField(Source.objects.all(), label=_("Source"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Article.Kind.choices)
    story = forms.ModelChoiceField(
        Story.objects.none(),
        label=_("Story"),
        required=False,
        empty_label="—",
        help_text=_("The running topic that this article belongs to."),
    )
    slug = SlugField(
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
    language = forms.CharField(
        label=_("Language"),
        max_length=12,
        validators=[
            RegexValidator(r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z", _("A code such as “en” or “de-CH”."))
        ],
    )
    original_url = forms.URLField(label=_("Original"), max_length=1000, required=False, assume_scheme="https")
    canonical_url = forms.URLField(
        label=_("Canonical address"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("Where search engines should find this text, if not here."),
    )
    is_sensitive = forms.BooleanField(
        label=_("Sensitive content"),
        required=False,
        help_text=_("Readers are warned before the text and its pictures."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, article: Article, person: User, data: Any = None) -> None:
        filing = filing_of(article)
        byline: dict[str, Any] = {f"author_{number}": key for number, key in enumerate(filing.authors)}
        byline |= {f"role_{number}": role for number, role in enumerate(filing.roles)}
        self.keep(filing)
        self.keep_rights(article)
        self.comments_mode = filing.comments_mode
        super().__init__(
            data,
            prefix="filing",
            initial={
                **{name: getattr(filing, name) for name in Filing.__slots__},
                **self.initial_times(filing, person),
                **self.initial_rights(filing),
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
            self.fields[f"role_{number}"] = LineField(
                label=_("Role"), max_length=ROLE_LENGTH, required=False, help_text=_("Such as “in Lisbon”.")
            )
            self.fields[f"place_{number}"] = forms.IntegerField(
                label=_("Place"), min_value=1, max_value=99, required=False, initial=number + 1
            )
        running = Q(is_running=True) | Q(pk=article.story_id)
        self.fields["story"].queryset = Story.objects.filter(running)  # type: ignore[attr-defined]

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
    def bylines(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields of each author, in order: who, what role, which place."""
        numbers = [name.removeprefix("author_") for name in self.fields if name.startswith("author_")]
        return [(self[f"author_{n}"], self[f"role_{n}"], self[f"place_{n}"]) for n in numbers]

    def clean_tags(self) -> tuple[str, ...]:
        """Names as the tags' own reader understands them."""
        names = main_names(one_line(name) for name in parse_tags(self.cleaned_data["tags"]))
        if any(len(name) > TAG_LENGTH for name in names):
            raise forms.ValidationError(_("A tag is a word or two, not a sentence."))
        if any(not says_something(name) for name in names):
            raise forms.ValidationError(_("A tag needs at least one letter or figure."))
        return tuple(sorted(names))

    def clean(self) -> dict[str, Any]:
        """An author stands in the byline once, and a role beside an author."""
        cleaned: dict[str, Any] = super().clean() or {}
        stored, chosen = self.stored["expires_at"], cleaned["instants"]["expires"][0]
        if chosen != stored:  # an end that nobody touched is brought forward without a word
            self.check_end(chosen, "expires_at")
        seen: set[int] = set()
        for number in range(len(self.bylines)):
            author, role = cleaned.get(f"author_{number}"), cleaned.get(f"role_{number}")
            if role and author is None:
                self.add_error(f"author_{number}", _("Say who this is, or take the role away."))
            if author is not None and author.pk in seen:
                self.add_error(f"author_{number}", _("This name stands in the byline already."))
            seen |= {author.pk} if author else set()
        return cleaned

    def filing(self) -> Filing:
        """What was asked for, of a valid form."""
        cleaned = dict(self.cleaned_data)
        rows = [
            (cleaned.pop(f"place_{n}") or 99, cleaned.pop(f"author_{n}"), cleaned.pop(f"role_{n}"))
            for n in range(len(self.bylines))
        ]
        named = [row for row in sorted(rows, key=lambda row: row[0]) if row[1] is not None]
        cleaned.pop("seen")
        cleaned.update(section=cleaned["section"].pk, source=cleaned["source"].pk)
        cleaned["story"] = cleaned["story"].pk if cleaned["story"] else None
        cleaned["comments_mode"] = self.comments_mode
        cleaned |= self.asked_times(cleaned) | self.asked_rights(cleaned)
        authors = tuple(author.pk for _place, author, _role in named)
        return Filing(authors=authors, roles=tuple(role for _place, _author, role in named), **cleaned)
