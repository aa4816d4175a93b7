"""An article as the ranking sees it. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from related.terms import Terms


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one article, whoever asks: nothing of it depends on other articles."""

    id: int
    published: datetime
    terms: Terms
    source: int = 0
    tags: frozenset[str] = field(default_factory=frozenset)
    story: int = 0  # the running story that editors put it in; 0 for none
