"""Proofs over the whole past of the desk: two people for every approval, no embargo broken, nothing shown or gone unsaid."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from articles.models import Article, Revision, SavedText
from moderation import mandates
from moderation.auditing import Breach
from moderation.models import Decision, Trace

TEXT, ARTICLE = "articles.revision", "articles.article"
CHUNK = 1_000
PUBLISHED = (Revision.State.LIVE, Revision.State.SUPERSEDED)
GONE, BACK = ("withdraw", "expire"), ("renew", "publish")


def four_eyes_held() -> int | Breach:
    """Every approval there ever was is by somebody else than who had saved the text last, and of that text."""
    earlier = SavedText.objects.filter(
        revision=OuterRef("object_id"), version__lte=OuterRef("object_version")
    )
    newest = earlier.exclude(origin=SavedText.Origin.RESCUED).order_by("-number")
    approvals = Decision.objects.filter(kind=TEXT, name__in=["approve", "override"]).annotate(
        saver=Subquery(newest.values("saved_by")[:1]), seen=Subquery(newest.values("digest")[:1])
    )
    if alone := approvals.filter(name="approve", saver=F("by")).order_by("pk").first():
        return _decision(alone, "approves a text that the same person had saved last")
    deputies = approvals.filter(by=None).annotate(giver=mandates.giver())
    if unfounded := deputies.filter(giver=None).order_by("pk").first():
        return _decision(unfounded, "approves by a rule behind which nobody stood")
    if edited := deputies.filter(saver__isnull=False).order_by("pk").first():
        return _decision(edited, "approves by rule what a person had saved last")
    if other := approvals.exclude(seen=F("text_digest")).order_by("pk").first():
        return _decision(other, "approves another text than had been saved")
    if unsaid := approvals.filter(name="override", commitment="").order_by("pk").first():
        return _decision(unsaid, "overrides without a reason")
    return approvals.count()


def embargoes_held() -> int | Breach:
    """No text went live before the embargo that held then: as the database itself wrote down at that moment."""
    checked = 0
    for text, told in _publications():
        if told is None:
            return _text(text, "went live, and the database knows nothing of it: its guards were off")
        at, embargo = _instant(told.get("published_at")), _instant(told.get("embargo_until"))
        if at != text.published_at or told.get("digest") != text.digest:
            return _text(text, "is not as it went live")
        if at is not None and embargo is not None and at < embargo:
            return _text(
                text,
                f"went live at {at:%Y-%m-%d %H:%M} UTC, under an embargo until {embargo:%Y-%m-%d %H:%M} UTC",
            )
        checked += 1
    said = Decision.objects.filter(kind=ARTICLE, object_id=OuterRef("row"), made_in=OuterRef("made_in"))
    moved = Trace.objects.filter(table=Article._meta.db_table).exclude(Exists(said)).order_by("pk").first()
    if moved is not None:
        return Breach(
            Trace._meta.db_table, moved.pk, f"(article {moved.row}) moves an embargo without a decision"
        )
    return checked


def times_are_decided() -> int | Breach:
    """Every text went live when it was decided, and every step down from there was decided."""
    at_that_time = Decision.objects.filter(
        kind=TEXT,
        object_id=OuterRef("pk"),
        name="publish",
        at=OuterRef("published_at"),
        text_digest=OuterRef("digest"),
    )
    published = Revision.objects.filter(state__in=PUBLISHED)
    if other := published.filter(~Exists(at_that_time)).order_by("pk").first():
        return _text(other, "went live at another time, or with another text, than was decided")
    return published.count()


def readers_see_the_live() -> int | Breach:
    """Every article shows its live text, and is gone or back as its last decision says."""
    live = Revision.objects.filter(article=OuterRef("pk"), state=Revision.State.LIVE)
    articles = Article.objects.annotate(live_text=Subquery(live.values("pk")[:1]))
    shown = Q(live=F("live_text")) | Q(live=None, live_text=None)
    if stray := articles.exclude(shown).order_by("pk").first():
        return _article(stray, "shows another text than its live one")
    acts = Decision.objects.filter(
        Q(kind=ARTICLE, object_id=OuterRef("pk"), name__in=[*GONE, *BACK])
        | Q(
            kind=TEXT,
            object_id__in=Revision.objects.filter(article=OuterRef(OuterRef("pk"))).values("pk"),
            name="publish",
        )
    ).order_by("-pk")
    known = Article.objects.filter(live__isnull=False).annotate(
        act=Subquery(acts.values("name")[:1]), act_at=Subquery(acts.values("at")[:1])
    )
    off = Q(withdrawn_at__isnull=False)
    if unsaid := known.filter(off).exclude(act__in=GONE, act_at=F("withdrawn_at")).order_by("pk").first():
        return _article(unsaid, "is gone without the decision to take it off")
    if back := known.filter(withdrawn_at=None, act__in=GONE).order_by("pk").first():
        return _article(back, "is back without the decision to publish it again")
    return articles.count()


def _publications() -> Any:
    told = Trace.objects.filter(table=Revision._meta.db_table, act="live", row=OuterRef("pk"))
    texts = Revision.objects.filter(state__in=PUBLISHED).only("pk", "published_at", "digest").order_by("pk")
    texts = texts.annotate(told=Subquery(told.order_by("id").values("after")[:1]))
    for text in texts.iterator(chunk_size=CHUNK):
        yield text, text.told


def _instant(told: Any) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _decision(decision: Decision, words: str) -> Breach:
    return Breach(Decision._meta.db_table, decision.pk, f"({decision.kind} {decision.object_id}) {words}")


def _text(text: Revision, words: str) -> Breach:
    return Breach(Revision._meta.db_table, text.pk, words)


def _article(article: Article, words: str) -> Breach:
    return Breach(Article._meta.db_table, article.pk, words)
