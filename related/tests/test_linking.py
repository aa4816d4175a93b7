"""Articles find one another when they go live, and lose one another when they are withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from articles import drafting, publishing, reviewing, withdrawing
from articles.models import Article, PageChange
from newsroom.testing import cast
from related.linking import link_due
from related.models import Link, Term
from related.tests.stories import GERMAN, LICENCES, MAGNETS, ROWING, TARIFFS, Desk

pytestmark = pytest.mark.django_db


def targets(article: Article) -> list[int]:
    links = Link.objects.filter(article=article, is_banned=False).order_by("-is_pinned", "rank", "id")
    return list(links.values_list("target", flat=True))


def test_it_works(desk: Desk, client: Client) -> None:
    talks, licences, magnets = desk.trade()

    assert link_due().articles == 3

    assert set(targets(talks)) == {licences.pk, magnets.pk}
    assert set(targets(licences)) == {talks.pk, magnets.pk}
    assert not link_due()
    reason = Link.objects.get(article=talks, target=licences).reason
    assert reason.startswith("Shares: ")
    assert "talks" in reason
    page = client.get(talks.get_absolute_url()).content.decode()
    assert "Exporters wait four months for licences" in page


def test_a_card_shows_source_time_excerpt_and_credit(desk: Desk, client: Client) -> None:
    talks = desk.publish("Tariff talks go into a second day", TARIFFS)
    desk.publish("Exporters wait four months", LICENCES, "Northline", credit="Northline Press")
    link_due()

    page = client.get(talks.get_absolute_url()).content.decode()
    card = page[page.index('class="card card--related') :]

    assert "Exporters in Maren wait four months for licences" in card
    assert "— Northline Press" in card
    assert "<time datetime=" in card
    assert '<span class="source">' in card


def test_older_articles_learn_of_a_new_one(desk: Desk) -> None:
    talks = desk.publish("Tariff talks go into a second day", TARIFFS)
    link_due()
    assert targets(talks) == []
    PageChange.objects.all().delete()

    licences = desk.publish("Exporters wait four months for licences", LICENCES)
    link_due()

    assert targets(talks) == [licences.pk]
    assert targets(licences) == [talks.pk]
    changed = PageChange.objects.filter(cards_too=False).values_list("article", flat=True)
    assert set(changed) == {talks.pk, licences.pk}


def test_doing_it_again_changes_nothing(desk: Desk) -> None:
    desk.trade()
    link_due()
    Article.objects.update(related_at=None)
    link_due()  # now every article knows all others
    before = list(
        Link.objects.order_by("article", "target").values("article", "target", "rank", "score", "reason")
    )
    PageChange.objects.all().delete()

    Article.objects.update(related_at=None)
    assert link_due().articles == 3

    assert before == list(
        Link.objects.order_by("article", "target").values("article", "target", "rank", "score", "reason")
    )
    assert not PageChange.objects.exists()


def test_a_withdrawn_article_is_gone_from_every_list(desk: Desk, publisher: User, client: Client) -> None:
    talks, licences, magnets = desk.trade()
    link_due()

    withdrawing.withdraw(licences, by=publisher, reason="Invented figures")
    link_due()

    assert targets(talks) == [magnets.pk]
    assert targets(licences) == []
    assert not Term.objects.filter(article=licences).exists()
    assert "Exporters wait" not in client.get(talks.get_absolute_url()).content.decode()


def test_a_republished_article_is_linked_again(
    desk: Desk, reporter: User, editor: User, publisher: User
) -> None:
    talks, licences, _magnets = desk.trade()
    link_due()
    revision = drafting.revise(licences, by=reporter)
    revision = drafting.save_draft(
        revision, by=reporter, version=revision.version, body=ROWING, headline="Rowing"
    )
    reviewing.submit(revision, by=reporter, version=revision.version)
    reviewing.approve(revision, by=editor, version=revision.version)
    publishing.publish(revision, by=publisher, version=revision.version)

    link_due()

    reasons = Link.objects.filter(article=talks, target=licences).values_list("reason", flat=True)
    assert list(reasons) == ["From the same section"]


def test_the_same_report_is_never_beside_itself(desk: Desk) -> None:
    talks = desk.publish("Tariff talks go into a second day", TARIFFS)
    copy = desk.publish("Tariff talks in second day", TARIFFS + "<p>More follows.</p>", "Northline")
    licences = desk.publish("Exporters wait four months for licences", LICENCES)
    link_due()

    assert targets(talks) == [licences.pk]
    assert targets(copy) == [licences.pk]
    assert len(set(targets(licences)) & {talks.pk, copy.pk}) == 1


def test_another_language_is_not_linked(desk: Desk) -> None:
    talks = desk.publish("Tariff talks go into a second day", TARIFFS)
    german = desk.publish("Zollgespräche am zweiten Tag", GERMAN, language="de")
    link_due()

    assert targets(talks) == targets(german) == []


def test_a_short_list_is_filled_from_the_section(desk: Desk) -> None:
    sport = cast.section("Sport")
    rowing = desk.publish("Half a length in the rain", ROWING, section=sport)
    other = desk.publish(
        "Chess champion yawns", "<p>Grandmaster Ilka Storm drew after nine moves.</p>", section=sport
    )
    desk.publish("Tariff talks go into a second day", TARIFFS)
    link_due()

    assert list(Link.objects.filter(article=rowing).values_list("target", "reason", "score")) == [
        (other.pk, "From the same section", 0)
    ]
    assert targets(other) == [rowing.pk]


def test_at_most_eight_and_not_all_of_one_source(desk: Desk) -> None:
    desk.variants(12)
    other = desk.publish("Magnets apart", MAGNETS, "Northline")
    talks = desk.publish("Tariff talks go into a second day", TARIFFS)
    link_due()

    assert len(targets(talks)) <= 8
    assert other.pk in targets(talks)
    assert Link.objects.filter(rank__gte=8).count() == 0


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_miss_no_pair_and_store_none_twice(desk: Desk) -> None:
    together = {article.pk for article in desk.variants(7)}

    def work(_worker: int) -> int:
        try:
            return link_due().articles
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        assert sum(workers.map(work, range(3))) == 7

    pairs = list(Link.objects.values_list("article", "target"))
    assert sorted(pairs) == sorted(permutations(together, 2))
    assert not Article.objects.filter(related_at=None).exists()
