"""Where an article came from: the report, its versions, who took it, and what the desk has changed since."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from articles.comparing import ADDED, REMOVED, Field, compare_values
from articles.joining import as_printed
from articles.models import Article
from articles.panels import Panel
from articles.saving import printed
from feeds.desk.drafted import drafted, of_item, of_version
from feeds.models import ImportedItem, ItemVersion
from feeds.versions.comparing import text_of
from moderation.models import Decision

VIEW = "feeds.view_importeditem"
_SEEN = ImportedItem.objects.select_related("feed__source", "article__section", "section")


@dataclass(frozen=True, slots=True)
class Count:
    """How many words the desk put in and took out of one field."""

    label: str
    added: int
    removed: int


@dataclass
class Origin:
    """One report behind an article."""

    item: ImportedItem
    may_look: bool = True
    # Whether its versions may be opened and compared.
    may_compare: bool = False

    @cached_property
    def versions(self) -> list[ItemVersion]:
        """Oldest first, without their words."""
        return list(self.item.versions.defer("body", "summary").order_by("number"))

    @cached_property
    def accepted(self) -> Decision | None:
        """Who took it, and when."""
        decisions = Decision.objects.filter(
            kind=ImportedItem._meta.label_lower, object_id=self.item.pk, name="accept"
        )
        return decisions.select_related("by").order_by("-object_version").first()

    @cached_property
    def copies(self) -> list[ImportedItem]:
        """The same copy from elsewhere."""
        return list(self.item.duplicates.select_related("feed__source").order_by("id"))

    @property
    def may_merge(self) -> bool:
        """Whether a version waits that was not taken."""
        newest = self.versions[-1].number if self.versions else 0
        is_open = self.item.article_id is not None and self.item.withdrawn_at is None
        return is_open and newest > (self.item.taken_version or 0)

    @property
    def taken(self) -> int | None:
        """The version that our text was made from or last merged with."""
        return self.item.taken_version

    @cached_property
    def by_desk(self) -> list[Field]:
        """What differs between the wire's words that we took and ours."""
        text = text_of(self.item)
        if text is None:
            return []
        version = self.item.versions.filter(number=self.taken).first() if self.taken else None
        copy = of_version(version) if version else of_item(self.item)
        ours = printed(text)
        wire = as_printed(drafted(copy, credit=self.item.feed.source.credit))
        return compare_values({**ours, **wire}, ours)

    @property
    def counts(self) -> list[Count]:
        """The same in numbers, field by field."""
        return [_counted(field) for field in self.by_desk]


class ProvenanceFiller:
    """The card on an article's editing page."""

    def panel(self, article: Article, person: User) -> Panel | None:
        """None for articles that nobody brought by wire."""
        items = list(_SEEN.filter(article=article).order_by("pk"))
        if not items:
            return None
        looks = [(item, person.has_perm(VIEW, item)) for item in items]
        origins = [Origin(item, may_look, may_look) for item, may_look in looks]
        return Panel("provenance", _("From the wire"), "feeds/_provenance.html", {"origins": origins})


def _counted(field: Field) -> Count:
    runs = [run for line in field.lines for run in line.runs]

    def words(kind: str) -> int:
        return sum(len(run.words.split()) for run in runs if run.kind == kind)

    return Count(field.label, words(ADDED), words(REMOVED))
