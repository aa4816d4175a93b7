"""Taking every step of the workflow as one person, in every state of an article, and noting what comes of it."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import drafting, steps
from articles.models import Article, Revision
from articles.workflow import REVISION
from moderation.errors import Refused
from tests.permissions.objects import STATES, World

# Besides the transitions of the workflow: what is done with an article's text and with an article.
OTHERS = ("save", "revise", "withdraw", "renew")
Key = tuple[str, str]  # action, state of the article


def actions() -> list[str]:
    """Every step that anybody may take."""
    named = [step.name for step in REVISION.transitions if step.name not in steps.BY_OTHERS]
    return sorted({*named, *OTHERS})


def rows() -> list[Key]:
    """Every row that the table must have."""
    return [(action, state) for action in actions() for state in STATES]


def act(person: User, world: World) -> Iterator[tuple[Key, str]]:
    """What becomes of each step. Nothing outlives it."""
    for action, state in rows():
        article, text = (
            Article.objects.select_related("section", "live").get(pk=world.articles[state].pk),
            world.text(state),
        )
        working = text if text.state in Revision.WORKING else None
        offered = {step.name for step in steps.steps_for(article, working, person) if not step.why_not}
        done = _try(action, article, text, person)
        # A step that is offered and then refused for the article's sake (its state, its checklist) is no question of
        # rights; one that is done without being offered is.
        yield (action, state), "yes" if done else "offered" if action in offered else "no"


def _try(action: str, article: Article, text: Revision, person: User) -> bool:
    try:
        with transaction.atomic():
            if action == "save":
                drafting.save_draft(text, by=person, version=text.version, headline="The ferry, again")
            else:
                steps.take(action, article, text, by=person, version=text.version, words=_words())
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def _words() -> steps.Words:
    return steps.Words(
        reason="The tide.",
        notice="Gone.",
        publish_at=timezone.now() + timedelta(days=2),
        zone="Europe/Berlin",
    )
