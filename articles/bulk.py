"""One act on many articles: tried first, so that everybody sees what would be skipped and why, then done one by one.

The trial calls the very verb and takes it back; so it knows every rule that the verb knows, and no rule stands twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import assigning, filing, steps
from articles.checked import checked
from articles.models import Article, Revision, Section
from articles.talk.setting import ArticleTalk, set_article
from moderation.errors import Conflict, NotAllowed, Refused
from moderation.recording import latest_decision

STEPS = ("submit", "approve", "request_changes", "schedule", "unschedule", "publish")
FILINGS = ("move", "add_tag", "remove_tag")

NO_WORDS = steps.Words()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with each of the articles, and the words that it needs."""

    name: str
    words: steps.Words = NO_WORDS
    section: Section | None = None
    tag: str = ""
    comments_mode: str = ""
    assignee: User | None = None
    due_at: datetime | None = None
    due_zone: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """An article as it was when the person looked: the version of its text, and how it was filed."""

    article: int
    version: int
    filing: str

    def __str__(self) -> str:
        return f"{self.article}.{self.version}.{self.filing}"

    @classmethod
    def read(cls, words: str) -> "Seen | None":
        """From what a form carries; None for what no form of ours says."""
        article, _dot, rest = words.partition(".")
        version, _dot, digest = rest.partition(".")
        if not (article.isdecimal() and version.isdecimal() and len(article) < 19 and len(version) < 10):
            return None
        return cls(int(article), int(version), digest[:64])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one article: done (or to be done), or left as it is and why."""

    seen: Seen
    title: str
    is_done: bool
    why_not: str = ""
    is_conflict: bool = False


def look(article: Article) -> Seen:
    """The article as it is now."""
    text = _text_of(article)
    return Seen(article.pk, text.version, filing.filing_of(article).digest)


def attempt(order: Order, seen: Seen, *, by: User) -> Outcome:
    """What would become of the article; nothing is kept."""
    with transaction.atomic():
        outcome = _outcome(order, seen, by)
        transaction.set_rollback(True)
    return outcome


def carry_out(order: Order, seen: Seen, *, by: User) -> Outcome:
    """Do it, in a transaction of its own; what is refused changes nothing."""
    return _outcome(order, seen, by)


def _outcome(order: Order, seen: Seen, by: User) -> Outcome:
    article = Article.objects.select_related("section", "source", "live").get(pk=seen.article)
    title = _text_of(article).headline or article.slug
    try:
        with checked():
            _act(order, article, seen, by)
    except Conflict as conflict:
        return Outcome(seen, title, False, str(conflict), is_conflict=True)
    except Refused as refusal:
        return Outcome(seen, title, False, str(refusal))
    return Outcome(seen, title, True)


def _act(order: Order, article: Article, seen: Seen, by: User) -> None:
    if order.name in STEPS:
        _step(order, article, seen, by)
    elif order.name in FILINGS:
        wanted = _WANTED[order.name](filing.filing_of(article), order)
        if filing.file(article, wanted, by=by, seen=seen.filing) is None:
            raise NotAllowed(_("It is so already."))
    elif order.name == "comments":
        _set_talk(order, article, seen, by)
    elif order.name == "assign":
        text = _text_of(article)
        work = assigning.Work(
            text.headline, article.section, order.assignee, order.due_at, order.due_zone, order.words.reason
        )
        assigning.assign(work, by=by, article=article)
    else:
        raise NotAllowed(_("There is no such step."))


def _set_talk(order: Order, article: Article, seen: Seen, by: User) -> None:
    if filing.filing_of(article).digest != seen.filing:
        raise Conflict(article, latest_decision(article))
    current = ArticleTalk.of(article)
    wanted = replace(current, mode=order.comments_mode)
    if set_article(article, wanted, by=by, seen=current.digest, reason=order.words.reason) is None:
        raise NotAllowed(_("It is so already."))


def _step(order: Order, article: Article, seen: Seen, by: User) -> None:
    text = _text_of(article)
    if text.version != seen.version:
        raise Conflict(text, latest_decision(text))
    working = text if text.state in Revision.WORKING else None
    offered = {step.name: step for step in steps.steps_for(article, working, by)}
    if order.name not in offered:
        raise NotAllowed(
            _("Not possible for you while it is: %(state)s.") % {"state": text.get_state_display()}
        )
    if offered[order.name].why_not:
        raise NotAllowed(offered[order.name].why_not)
    steps.take(order.name, article, text, by=by, version=seen.version, words=order.words)


def _text_of(article: Article) -> Revision:
    texts = Revision.objects.with_article().filter(article=article)
    found: Revision = texts.working().first() or texts.filter(live_of=article).first() or texts[0]
    return found


def _moved(current: filing.Filing, order: Order) -> filing.Filing:
    if order.section is None:
        raise NotAllowed(_("Say into which section."))
    return replace(current, section=order.section.pk)


def _tagged(current: filing.Filing, order: Order) -> filing.Filing:
    kept = {tag.casefold(): tag for tag in current.tags}
    kept.setdefault(order.tag.casefold(), order.tag)
    return replace(current, tags=tuple(sorted(kept.values())))


def _untagged(current: filing.Filing, order: Order) -> filing.Filing:
    kept = tuple(tag for tag in current.tags if tag.casefold() != order.tag.casefold())
    return replace(current, tags=kept)


_WANTED: dict[str, Callable[[filing.Filing, Order], filing.Filing]] = {
    "move": _moved,
    "add_tag": _tagged,
    "remove_tag": _untagged,
}
