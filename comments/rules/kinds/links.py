"""Links: to certain domains, to any but certain ones, too many of them, or to a name that looks like another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from comments.rules.linked import Link, domain
from comments.rules.subject import BadOption, Finding, Otherwise, Subject, flag, merged, number, strings

MOST_DOMAINS = 20_000


@dataclass(frozen=True, slots=True)
class Links:
    """``held`` domains speak wherever they are named; of the other links only those that are not ``allowed`` count."""

    held: frozenset[str]
    allowed: frozenset[str]
    most: int | None  # so many links that are not allowed may stand; None: their number does not matter
    speaks_of_look_alikes: bool
    looks_at: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Links":
        """Raises BadOption where it would never speak, or a domain is none."""
        known = dict(options)
        most = None if known.get("most") is None else int(number(known, "most", 0, 0, 100))
        made = cls(_domains(known, "held"), _domains(known, "allowed"), most, flag(known, "look_alikes"))
        if not made.held and most is None and not made.speaks_of_look_alikes:
            raise BadOption("held", _("Name domains to hold, or how many links may stand."))
        return made

    def find(self, subject: Subject) -> Finding | None:
        """The links that speak, for the first of the reasons that holds."""
        links = subject.text.links
        if held := [link for link in links if _is_among(link, self.held)]:
            return _finding(_("It names a domain that is held."), held)
        others = [link for link in links if not link.is_bare and not _is_among(link, self.allowed)]
        if self.speaks_of_look_alikes and (alike := [link for link in others if link.is_international]):
            return _finding(_("A link leads to a name in letters that can be taken for others."), alike)
        if self.most is not None and len(others) > self.most:
            words = _("It has %(count)d links; %(most)d may stand.") % {
                "count": len(others),
                "most": self.most,
            }
            return _finding(words, others)
        return None

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """Without the links that are too many."""
        spans = finding.evidence
        is_number = (
            self.most
            and not any(_is_among(link, self.held) for link in subject.text.links)
            and len(spans) > self.most
        )
        if is_number and self.most:
            text = subject.text.without(spans[self.most :])
            return Otherwise(
                replace(subject, text=text), _("with at most %(most)d links") % {"most": self.most}
            )
        return Otherwise(replace(subject, text=subject.text.without(spans)), _("without the marked links"))


def _finding(words: str, links: list[Link]) -> Finding:
    return Finding(words, merged(link.span for link in links))


def _is_among(link: Link, domains: frozenset[str]) -> bool:
    """Whether the host or a domain above it is one of these; as many look-ups as the name has dots."""
    name = link.host
    while name:
        if name in domains:
            return True
        name = name.partition(".")[2]
    return False


def _domains(options: dict[str, Any], name: str) -> frozenset[str]:
    found = set()
    for typed in strings(options, name):
        if not (one := domain(typed)) or "." not in one or "/" in one or " " in one:
            raise BadOption(name, _("“%(name)s” is no domain, as in example.com.") % {"name": typed[:80]})
        found.add(one)
    if len(found) > MOST_DOMAINS:
        raise BadOption(name, _("At most %(most)s domains.") % {"most": MOST_DOMAINS})
    return frozenset(found)
