"""Checks of where the text stands: its links, its likes, its source, its embargo, its notes, the house rules."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import body_links, picture_rights
from articles.checklist.finding import Finding, Severity, look
from articles.checklist.likeness import SAME_HEADLINE, shared
from articles.checklist.subject import Subject
from articles.house_rules.reading import concerns, found_in, words_of
from articles.house_rules.searching import BadPattern
from common.html import plain_text

MUCH = 0.5  # of the text stands in another article
CREDITED = 0.3  # of the text stands in wire copy: then the wire must be named


def pictures(subject: Subject) -> Iterator[Finding]:
    for number, found in enumerate(picture_rights.findings_for(subject.revision)):
        severity = Severity.BLOCKING if found.is_blocking else Severity.ADVISORY
        yield Finding(severity, found.words, found.field, f"picture_{found.field}_{number}")


def embargo(subject: Subject) -> Iterator[Finding]:
    until = subject.article.embargo_until
    if until is not None and subject.article.is_under_embargo(timezone.now()):
        when = date_format(timezone.localtime(until), "DATETIME_FORMAT")
        yield look(
            "embargo",
            "filing-embargo_until",
            _("The embargo holds until %(when)s; before that nothing is published.") % {"when": when},
            _("Schedule it for then or later."),
        )


def own_and_unsafe_links(subject: Subject) -> Iterator[Finding]:
    mend = _("Choose the words in the text and mend or remove the link.")
    for link in subject.links:
        if not link.url:
            words = _("The link “%(words)s” leads nowhere: its address was unsafe and was taken out.")
            yield _waivable("link_unsafe", words % {"words": link.words[:60]}, mend)
        elif not link.is_own and body_links.is_malformed(link.url):
            words = _("No reader can follow the link to %(address)s.")
            yield _waivable("link_malformed", words % {"address": link.url[:120]}, mend)
    why = {
        "desk": _("The link to %(address)s leads to the desk, where no reader may go."),
        "withdrawn": _("The link to %(address)s leads to an article that was withdrawn."),
        "unpublished": _("The link to %(address)s leads to an article that is not published."),
        "nowhere": _("The link to %(address)s leads to no article."),
    }
    for url, fate in body_links.unreachable([link for link in subject.links if link.is_own]).items():
        yield _waivable(f"link_{fate}", why[fate] % {"address": url[:120]}, mend)


def outside_links(subject: Subject) -> Iterator[Finding]:
    for url, row in subject.broken.items():
        words = (
            _("The link to %(address)s does not answer (%(status)s).")
            if row.status
            else _("The link to %(address)s does not answer.")
        )
        yield look(
            "link_broken",
            "body",
            words % {"address": url[:120], "status": row.status},
            _("Open it; if the page has moved, link to the new place."),
            url,
            _("Open the link"),
        )


def likeness(subject: Subject) -> Iterator[Finding]:
    for like in subject.likes[:1]:
        if like.shared < MUCH and like.headlines < SAME_HEADLINE:
            continue
        yield look(
            "duplicate",
            "body" if like.shared >= MUCH else "headline",
            _("Published already, or much like it: “%(headline)s” (%(percent)s %% of the text in common).")
            % {"headline": like.headline, "percent": round(100 * like.shared)},
            _("Update that article, or tell what is new and link to it."),
            reverse("admin:articles_article_change", args=[like.article.pk]),
            _("Open that article"),
        )


def wire_copy(subject: Subject) -> Iterator[Finding]:
    copy, credit = subject.wire_copy, subject.revision.credit.strip()
    if copy is None or credit or subject.article.source.credit:
        return
    part = shared(subject.text, plain_text(str(copy.text.get("body", ""))))
    if part >= CREDITED:
        yield look(
            "overlap",
            "credit",
            _("%(percent)s %% of the text is the wire’s, and nobody is credited.")
            % {"percent": round(100 * part)},
            _("Name the agency in the credit."),
        )


def open_notes(subject: Subject) -> Iterator[Finding]:
    if number := subject.open_notes:
        words = ngettext("%(number)s note is still open.", "%(number)s notes are still open.", number)
        yield look("notes", "", words % {"number": number}, _("Answer or resolve them."))


def house_rules(subject: Subject) -> Iterator[Finding]:
    """Every rule in force that is meant for this text and found in it."""
    words: dict[str, str] = {}
    for rule in subject.rules:
        if not concerns(rule, subject.article.language, subject.article.section_id):
            continue
        words = words or words_of(subject.revision)
        try:
            places = found_in(rule, words)
        except BadPattern:
            continue  # proved before it was put in force: a text that strains it all the same is let pass
        for field, hits in places.items():
            found = dict.fromkeys(hit.found for hit in hits[:3])
            yield Finding(
                Severity(rule.severity),
                _("%(message)s Found: %(found)s.")
                % {
                    "message": rule.message,
                    "found": ", ".join(_("“%(words)s”") % {"words": hit} for hit in found),
                },
                field,
                f"rule_{rule.rule_id}_{rule.number}",
                rule.suggestion,
                may_be_waived=True,
            )
            break


def _waivable(code: str, words: str, how: str) -> Finding:
    return Finding(Severity.BLOCKING, words, "body", code, how, may_be_waived=True)
