"""What the checks are asked of: the text and, read only when a check looks, what stands around it."""

from functools import cached_property

from articles.body_links import Link, links_in
from articles.checklist.likeness import Like, likes_of
from articles.models import Note, OutsideLink, Revision, RuleVersion, SavedText
from articles.outside_links import digest_of_address
from common.html import plain_text


class Subject:
    """One text before it is published."""

    def __init__(self, revision: Revision) -> None:
        self.revision, self.article = revision, revision.article

    @cached_property
    def text(self) -> str:
        """The words of the body on one line."""
        return plain_text(self.revision.body)

    @cached_property
    def links(self) -> list[Link]:
        """The links of the body, each with where it leads."""
        return links_in(self.revision.body)

    @cached_property
    def broken(self) -> dict[str, OutsideLink]:
        """The outside addresses that did not answer when they were last looked at."""
        addresses = {digest_of_address(link.url): link.url for link in self.links if link.is_outside}
        rows = OutsideLink.objects.filter(url_digest__in=addresses).broken()
        return {addresses[row.url_digest]: row for row in rows}

    @cached_property
    def rules(self) -> list[RuleVersion]:
        """The house rules in force."""
        return list(RuleVersion.objects.filter(retired_at=None).select_related("rule").order_by("rule__name"))

    @cached_property
    def likes(self) -> list[Like]:
        """Articles that say much the same, the most alike first."""
        return likes_of(self.revision)

    @cached_property
    def wire_copy(self) -> SavedText | None:
        """The text as it came by wire, if it did."""
        return SavedText.objects.filter(revision__article=self.article, origin=SavedText.Origin.WIRE).first()

    @cached_property
    def open_notes(self) -> int:
        """How many notes nobody has settled yet."""
        return Note.objects.filter(article=self.article, parent=None, resolved_at=None, kind="remark").count()

    @cached_property
    def has_byline(self) -> bool:
        return bool(self.article.bylines.all())  # prefetched in lists
