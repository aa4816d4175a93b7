"""What a person chose to look at: filters that stand in the page's address and can be combined."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.keys import key_in
from moderation.models import Item

# How long something has waited at least.
AGES = {
    "1h": (timedelta(hours=1), _("longer than an hour")),
    "4h": (timedelta(hours=4), _("longer than four hours")),
    "1d": (timedelta(days=1), _("longer than a day")),
    "3d": (timedelta(days=3), _("longer than three days")),
}
LONGEST = 150  # characters of a filter that anybody means


@dataclass(frozen=True)
class Selection:
    """The filters of the page. Values that mean nothing find nothing, and harm nothing."""

    kind: str = ""
    section: str = ""
    rule: str = ""
    age: str = ""
    author: str = ""  # a number, or a part of the display name
    language: str = ""
    after: int = 0  # the item under which the stack goes on

    @classmethod
    def read(cls, query: QueryDict) -> "Selection":
        """The filters of an address."""
        given = {name: query.get(name, "").replace("\0", "").strip()[:LONGEST] for name in FILTERS}
        if given["age"] not in AGES:
            given["age"] = ""
        return cls(**given, after=key_in(query.get("after", "")) or 0)

    @property
    def is_narrow(self) -> bool:
        """Whether anything is chosen."""
        return any(getattr(self, name) for name in FILTERS)

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        return urlencode({name: value for name in FILTERS if (value := getattr(self, name))})

    @property
    def any_kind(self) -> str:
        """The same filters, for every kind."""
        return self.but(kind="")

    def but(self, **changes: str) -> str:
        """The address's query with some filters changed."""
        return replace(self, **changes).query  # type: ignore[arg-type]  # filters are words

    def narrow(self, items: QuerySet[Item], now: datetime | None = None) -> QuerySet[Item]:
        """The selected ones of ``items``."""
        if self.kind:
            items = items.filter(kind=self.kind)
        if self.section:
            items = items.filter(section=self.section)
        if self.language:
            items = items.filter(language=self.language)
        if self.rule:
            items = items.filter(reasons__contains=[{"rule": self.rule}])
        if self.age:
            items = items.filter(created_at__lte=(now or timezone.now()) - AGES[self.age][0])
        return self.by_author(items)

    def by_author(self, items: QuerySet[Item]) -> QuerySet[Item]:
        """Those of ``items`` that the chosen person wrote; all where nobody is chosen."""
        if not self.author:
            return items
        named = Q(author__display_name__icontains=self.author)
        number = key_in(self.author)
        return items.filter(named if number is None else named | Q(author=number))


FILTERS = ("kind", "section", "rule", "age", "author", "language")
