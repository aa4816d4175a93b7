"""Key points from proposal to page: invisible until somebody approved them, gone when the text changes."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import drafting, publishing, reviewing
from articles.models import Article, PageChange, Revision
from assist import deciding
from assist.models import GeneratedText
from assist.proposing import propose_due
from assist.tests.stories import CORRECTED, REPORT
from moderation.errors import Conflict, NotAllowed
from moderation.models import Item
from moderation.queue import card_of
from moderation.recording import history_of
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(reporter: User, editor: User, publisher: User) -> Article:
    return cast.published(
        reporter, editor, publisher, headline="Trams run again: rosters agreed", body=REPORT
    )


@pytest.fixture
def proposal(report: Article) -> GeneratedText:
    propose_due()
    return GeneratedText.objects.get(article=report)


def page_of(article: Article) -> str:
    """As a new reader sees it once the stored page is gone."""
    cache.clear()
    return Client().get(article.get_absolute_url()).content.decode()


def correct(article: Article, reporter: User, editor: User, publisher: User) -> None:
    revision = drafting.revise(article, by=reporter, change=Revision.Change.CORRECTION)
    revision = drafting.save_draft(
        revision, by=reporter, version=revision.version, body=CORRECTED, change_note="It was six."
    )
    reviewing.submit(revision, by=reporter, version=revision.version)
    reviewing.approve(revision, by=editor, version=revision.version)
    publishing.publish(revision, by=publisher, version=revision.version)


def test_it_works(report: Article, editor: User) -> None:
    assert propose_due() == 1
    assert propose_due() == 0
    proposal = GeneratedText.objects.get()
    assert (proposal.state, len(proposal.points)) == ("proposed", 3)
    assert Item.objects.get(kind="assist.generatedtext", closed_at=None).section == "world"
    assert "Key points" not in page_of(report)

    deciding.approve(proposal, by=editor, version=1)

    page = page_of(report)
    assert "Key points" in page
    links = re.findall(r'<a href="#(s-\d+)">', page)
    assert links
    for link in links:
        assert page.count(f'id="{link}"') == 1
    assert not Item.objects.filter(closed_at=None, kind="assist.generatedtext").exists()
    assert PageChange.objects.filter(article=report, cards_too=False).exists()


def test_a_point_leads_to_its_own_sentence(proposal: GeneratedText, report: Article, editor: User) -> None:
    deciding.approve(proposal, by=editor, version=1)
    page = page_of(report)

    for point in proposal.points:
        printed = re.search(rf'<span class="s" id="s-{point["sentence"]}">(.*?)</span>', page, re.S)
        assert " ".join(re.sub(r"<[^>]+>", "", printed[1]).split()) == point["text"]


def test_points_expire_with_a_correction(
    proposal: GeneratedText, report: Article, reporter: User, editor: User, publisher: User
) -> None:
    deciding.approve(proposal, by=editor, version=1)

    correct(report, reporter, editor, publisher)
    assert "Key points" not in page_of(report)
    propose_due()

    proposal.refresh_from_db()
    assert proposal.state == "expired"
    assert history_of(proposal)[-1].deputy == "article-changed@1"
    fresh = GeneratedText.objects.get(state="proposed")
    assert "six o’clock" in fresh.points[0]["text"]
    waiting = Item.objects.filter(kind="assist.generatedtext", closed_at=None)
    assert list(waiting.values_list("object_id", flat=True)) == [fresh.pk]


def test_points_of_an_older_text_cannot_be_approved(
    proposal: GeneratedText, report: Article, reporter: User, editor: User, publisher: User
) -> None:
    correct(report, reporter, editor, publisher)

    with pytest.raises(NotAllowed, match="changed since"):
        deciding.approve(proposal, by=editor, version=1)


def test_other_words_keep_their_sentence(proposal: GeneratedText, editor: User, report: Article) -> None:
    first, *_others = proposal.points
    words = ["Trams <b>run</b> again & on time.", *("" for _ in proposal.points[1:])]

    deciding.edit(proposal, by=editor, version=1, words=words)

    proposal.refresh_from_db()
    assert proposal.state == "edited"
    assert proposal.points == [{"text": "Trams run again & on time.", "sentence": first["sentence"]}]
    assert "Trams run again &amp; on time." in page_of(report)


def test_words_that_are_refused(proposal: GeneratedText, editor: User) -> None:
    count = len(proposal.points)
    for words in ([""] * count, ["x"], ["x" * 301] * count):
        with pytest.raises(NotAllowed):
            deciding.edit(proposal, by=editor, version=1, words=words)


def test_a_second_decision_sees_the_first(proposal: GeneratedText, editor: User, second_editor: User) -> None:
    deciding.reject(proposal, by=editor, version=1)

    with pytest.raises(Conflict) as caught:
        deciding.approve(proposal, by=second_editor, version=1)
    assert caught.value.decision.by == editor


def test_who_may_decide(proposal: GeneratedText, reporter: User, moderator: User, client: Client) -> None:
    other_section = cast.person("Ed Sport", "editor", section="sport")
    for person in (reporter, moderator, other_section):
        with pytest.raises(NotAllowed):
            deciding.approve(proposal, by=person, version=1)
        client.force_login(person)
        url = reverse("admin:assist_generatedtext_change", args=[proposal.pk])
        assert client.post(url, {"action": "approve", "version": 1}).status_code == 403


def test_a_short_text_gets_none(published: Article) -> None:
    assert propose_due() == 1
    assert not GeneratedText.objects.exists()


def test_the_queues_card(proposal: GeneratedText, editor: User, reporter: User, client: Client) -> None:
    card = card_of("assist.generatedtext")
    face = card.faces([proposal.pk], editor)[proposal.pk]
    assert [(action.name, action.key) for action in face.actions] == [
        ("approve", "a"),
        ("edit", "e"),
        ("reject", "r"),
    ]
    assert card.faces([proposal.pk], reporter)[proposal.pk].actions == []
    client.force_login(editor)
    shown = client.get(reverse("moderation:queue"), {"kind": "assist.generatedtext"}).content.decode()
    assert proposal.points[0]["text"].split("’")[0] in shown

    item = Item.objects.get(kind="assist.generatedtext")
    client.post(reverse("moderation:decide", args=[item.pk]), {"action": "approve", "version": 1})

    proposal.refresh_from_db()
    assert proposal.state == "approved"


def test_the_page_at_the_desk(proposal: GeneratedText, report: Article, editor: User, client: Client) -> None:
    client.force_login(editor)
    url = reverse("admin:assist_generatedtext_change", args=[proposal.pk])
    words = [point["text"] for point in proposal.points]
    assert 'name="words"' in client.get(url).content.decode()
    assert url in client.get(reverse("admin:assist_generatedtext_changelist")).content.decode()

    refused = client.post(url, {"action": "approve", "version": 1, "words": ["x" * 400, *words[1:]]})
    assert refused.status_code == 422
    assert "x" * 400 in refused.content.decode()

    client.post(url, {"action": "approve", "version": 1, "words": ["Trams run.", *words[1:]]})
    proposal.refresh_from_db()
    assert proposal.state == "edited"

    stale = client.post(url, {"action": "approve", "version": 1, "words": ["Late words.", *words[1:]]})
    assert stale.status_code == 409
    assert "Late words." in stale.content.decode()

    client.post(url, {"action": "take_down", "version": 2})
    proposal.refresh_from_db()
    assert proposal.state == "expired"
    assert "Key points" not in page_of(report)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_propose_once(reporter: User, editor: User, publisher: User) -> None:
    for number in range(6):
        cast.published(reporter, editor, publisher, headline=f"Trams run again ({number})", body=REPORT)

    def work(_worker: int) -> int:
        try:
            return propose_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(work, range(2))) == 6
    assert GeneratedText.objects.count() == 6
