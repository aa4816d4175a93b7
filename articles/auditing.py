"""Proofs over the desk: what readers see, or are about to see, is the very text that somebody approved."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles import ledger, passages
from articles.digest import digest_of
from articles.models import Revision
from moderation import mandates
from moderation.auditing import Breach, Proof
from moderation.chains import Chain
from moderation.models import Decision

S = Revision.State
PASSED = (S.APPROVED, S.SCHEDULED, S.LIVE, S.SUPERSEDED)
CHUNK = 500  # texts held in memory at once


def approvals_are_recorded() -> int | Breach:
    """Every approved revision has an approval by that person of that text; every one that was live, a publication."""
    passed = Revision.objects.filter(state__in=PASSED).order_by("pk")
    by_themselves, by_a_deputy = Q(by=OuterRef("approved_by")), Q(by=None, giver=OuterRef("approved_by"))
    approval = (
        _decisions()
        .annotate(giver=mandates.giver())
        .filter(
            by_themselves | by_a_deputy,
            name__in=["approve", "override"],
            text_digest=OuterRef("approved_digest"),
        )
    )
    if found := passed.filter(~Exists(approval)).first():
        return _breach(found, f"is “{found.state}” without the approval that it names")
    publication = _decisions().filter(name="publish", text_digest=OuterRef("approved_digest"))
    if found := passed.filter(~Exists(publication), state__in=[S.LIVE, S.SUPERSEDED]).first():
        return _breach(found, f"is “{found.state}” without the decision to publish it")
    return passed.count()


def texts_are_the_approved() -> int | Breach:
    """Every approved text still has the sha256 that was approved, and only one pair of eyes where that was overridden."""
    passed = Revision.objects.filter(state__in=PASSED).order_by("pk")
    alone = passed.filter(Q(changed_by=F("approved_by")), approval_overridden=False).first()
    if alone is not None:
        return _breach(alone, "was approved by the one who wrote it")
    checked = 0
    for revision in passed.iterator(chunk_size=CHUNK):
        if not digest_of(revision) == revision.digest == revision.approved_digest:
            return _breach(revision, "holds another text than the one that was approved")
        checked += 1
    return checked


def _decisions() -> "QuerySet[Decision]":
    return Decision.objects.filter(kind="articles.revision", object_id=OuterRef("pk"))


def _breach(revision: Revision, words: str) -> Breach:
    return Breach(Revision._meta.db_table, revision.pk, words)


CHAINS = (
    Chain("articles_savedtext", ("revision_id",), "number", "link"),
    Chain("articles_correction", ("article_id",), "id", "link"),
)
PROOFS = (
    Proof("ledger", "the saved texts are whole", ledger.saves_are_whole),
    Proof("ledger", "the texts are the saved", ledger.texts_are_the_saved),
    Proof("ledger", "the corrections are whole", ledger.corrections_are_whole),
    Proof("workflow", "the approvals are recorded", approvals_are_recorded),
    Proof("workflow", "the texts are the approved", texts_are_the_approved),
    Proof("workflow", "four eyes saw every text", passages.four_eyes_held),
    Proof("workflow", "the embargoes held", passages.embargoes_held),
    Proof("workflow", "the times are the decided", passages.times_are_decided),
    Proof("workflow", "readers see what is live", passages.readers_see_the_live),
)
