"""The desk's card in the queue."""

import pytest
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles import drafting, reviewing
from articles.models import Article, Revision
from articles.moderation import RevisionCard
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
CARD = RevisionCard()


def actions(text: Revision, person: User) -> list[str]:
    return [action.name for action in CARD.faces([text.pk], person)[text.pk].actions]


def printed(text: Revision, person: User) -> str:
    return render_to_string(CARD.template, {"face": CARD.faces([text.pk], person)[text.pk]})


@pytest.fixture
def waiting(draft: Revision, reporter: User) -> Revision:
    reviewing.submit(draft, by=reporter, version=1)
    return draft


def test_it_works(waiting: Revision, editor: User) -> None:
    assert actions(waiting, editor) == ["approve", "request_changes", "edit"]
    assert "Fog closed the strait" in printed(waiting, editor)

    decision = CARD.decide(waiting.pk, "approve", by=editor, version=2, reason="")

    assert (decision.name, decision.by) == ("approve", editor)


def test_only_those_who_may(waiting: Revision, reporter: User, moderator: User) -> None:
    assert actions(waiting, reporter) == ["edit"]
    assert actions(waiting, moderator) == []
    assert actions(waiting, cast.person("Sven", "editor", section="sport")) == []


def test_the_last_changer_is_told_why_not(waiting: Revision, editor: User) -> None:
    drafting.save_draft(waiting, by=editor, version=2, headline="Mine now")
    assert actions(waiting, editor) == ["request_changes", "edit"]
    assert "another person must approve it" in printed(waiting, editor)
    with pytest.raises(NotAllowed):
        CARD.decide(waiting.pk, "approve", by=editor, version=3, reason="")


def test_refusals(waiting: Revision, editor: User, publisher: User) -> None:
    with pytest.raises(Conflict):
        CARD.decide(waiting.pk, "approve", by=editor, version=1, reason="")
    with pytest.raises(ReasonRequired):
        CARD.decide(waiting.pk, "request_changes", by=editor, version=2, reason=" ")
    for forged in ("publish", "override", "supersede", "revise", ""):
        with pytest.raises(NotAllowed):
            CARD.decide(waiting.pk, forged, by=publisher, version=2, reason="Because")


def test_a_correction_shows_what_it_changes(published: Article, reporter: User, editor: User) -> None:
    text = drafting.revise(published, by=reporter, change="correction")
    text = drafting.save_draft(
        text, by=reporter, version=1, body=cast.BODY.replace("forty", "fifty"), change_note="We miscounted."
    )
    reviewing.submit(text, by=reporter, version=2)

    page = printed(text, editor)

    assert "<del>forty</del> <ins>fifty</ins>" in page
    assert "We miscounted." in page


def test_many_cards_need_few_queries(
    reporter: User, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    texts = [cast.draft(reporter) for _ in range(4)]
    for text in texts:
        reviewing.submit(text, by=reporter, version=1)
    editor.has_perm("articles.approve_revision")
    with django_assert_max_num_queries(2):
        for face in CARD.faces([text.pk for text in texts], editor).values():
            render_to_string(CARD.template, {"face": face})
