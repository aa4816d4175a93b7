"""Every address that readers ever knew leads to its article: in one hop, never in a circle."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from articles import addresses, filing, withdrawing
from articles.addresses import AddressTaken
from articles.filing import filing_of
from articles.models import Article, Redirect, Section
from articles.slugs import free_slug
from articles.tests.desk import Desk
from moderation.errors import Refused
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
Move = Callable[..., None]


@pytest.fixture
def move(publisher: User) -> Move:
    """File an article under another slug or in another section."""

    def _move(article: Article, **wanted: object) -> None:
        article = Article.objects.get(pk=article.pk)
        seen = filing_of(article)
        filing.file(article, replace(seen, **wanted), by=publisher, seen=seen.digest)  # type: ignore[arg-type]

    return _move


def now(article: Article) -> str:
    return Article.objects.select_related("section").get(pk=article.pk).get_absolute_url()


def test_it_works(published: Article, move: Move) -> None:
    first = now(published)
    move(published, slug="second")
    move(published, slug="third")

    answer = Client().get(first)
    assert (answer.status_code, answer["Location"]) == (301, now(published))
    assert Client().get(now(published)).status_code == 200


def test_there_and_back_is_no_circle(published: Article, move: Move) -> None:
    first = now(published)
    move(published, slug="second")
    second = now(published)
    move(published, slug=first.split("/")[-2])

    assert Client().get(first).status_code == 200
    assert Client().get(second)["Location"] == first


def test_what_readers_know_as_one_article_is_never_another(
    published: Article, move: Move, reporter: User, editor: User, publisher: User
) -> None:
    slug = published.slug
    move(published, slug="moved")
    other = cast.published(reporter, editor, publisher, slug=slug)

    assert other.slug == f"{slug}-2"
    with pytest.raises(AddressTaken, match=f"“{slug}-3” is free"):
        move(cast.published(reporter, editor, publisher), slug=slug)


def test_two_articles_cannot_swap_what_readers_know(
    published: Article, move: Move, reporter: User, editor: User, publisher: User
) -> None:
    other = cast.published(reporter, editor, publisher)
    slug = published.slug
    move(published, slug="parked")
    with pytest.raises(AddressTaken):
        move(other, slug=slug)


def test_an_old_address_is_not_given_to_who_has_the_slug_on_another_day(
    published: Article, reporter: User, editor: User, publisher: User, move: Move
) -> None:
    """As it may stand in a database from before the rule: the redirect wins over a like slug of another day."""
    other = cast.published(reporter, editor, publisher)
    Redirect.objects.create(path=f"/world/2020/01/02/{other.slug}/", slug=other.slug, article=published)

    assert Client().get(f"/world/2020/01/02/{other.slug}/")["Location"] == now(published)


def test_a_withdrawn_article_is_gone_at_its_old_addresses_too(
    published: Article, move: Move, publisher: User
) -> None:
    old = now(published)
    move(published, slug="second")
    withdrawing.withdraw(published, by=publisher, reason="It was wrong.", notice="It was wrong.")

    assert Client().get(old).status_code == 410
    assert Client().get(now(published)).status_code == 410


def test_a_section_is_renamed(published: Article, editor: User) -> None:
    old = now(published)
    world = published.section
    scoped = cast.person("Wanda", "editor", section="world")

    addresses.rename_section(world, "globe")

    assert now(published).startswith("/globe/")
    assert Client().get(old)["Location"] == now(published)
    assert Client().get("/world/")["Location"] == "/globe/"
    assert Client().get("/world/feed/").status_code == 200
    assert scoped.memberships.get().section == "globe"
    with pytest.raises(AddressTaken):
        addresses.rename_section(cast.section("Sport"), "world")
    with pytest.raises(AddressTaken):
        addresses.rename_section(cast.section("Sport"), "search")

    addresses.rename_section(Section.objects.get(pk=world.pk), "world")
    assert Client().get(old).status_code == 200
    assert Client().get("/globe/")["Location"] == "/world/"


def test_a_section_is_renamed_on_its_page(client: Client, administrator: User, published: Article) -> None:
    client.force_login(administrator, backend="accounts.backends.RoleBackend")
    page = f"/admin/articles/section/{published.section_id}/change/"
    facts = {"name": "World", "colour": "ink", "position": "0", "description": ""}

    assert "uses the word" in client.post(page, {**facts, "slug": "admin"}).content.decode()
    assert client.post(page, {**facts, "slug": "globe"}).status_code == 302
    assert Client().get("/world/")["Location"] == "/globe/"


def test_the_form_makes_a_slug_of_what_is_typed(draft: object, reporter: User) -> None:
    desk = Desk(reporter, draft)  # type: ignore[arg-type]
    desk.send(filing__slug="Ferry  Strike_ends")
    assert desk.fields["filing-slug"] == "ferry-strike-ends"
    desk.send(filing__slug="größe!")
    assert "hyphens only" in desk.page


_turns = itertools.count(1)
SLUGS = st.sampled_from(["tide", "bell", "fog", "quay"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("slug"), st.integers(0, 2), SLUGS),
        st.tuples(st.just("move"), st.integers(0, 2), st.sampled_from([0, 1])),
        st.tuples(st.just("section"), st.integers(0, 1), st.sampled_from(["north", "south", "west"])),
        st.tuples(st.just("withdraw"), st.integers(0, 2), st.none()),
    ),
    max_size=14,
)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=STEPS)
@example(steps=[("slug", 0, "tide"), ("slug", 0, "bell"), ("slug", 0, "tide")])
@example(steps=[("section", 0, "west"), ("section", 0, "north")])
def test_whatever_is_renamed(
    steps: list[tuple[str, int, object]],
    reporter: User,
    editor: User,
    publisher: User,
    move: Move,
) -> None:
    turn = next(_turns)  # each example has a part of the site to itself
    sections = [cast.section(f"North-{turn}"), cast.section(f"South-{turn}")]
    articles = [cast.published(reporter, editor, publisher, section=sections[0]) for _ in range(3)]
    known = {now(article): article.pk for article in articles}
    for kind, which, wanted in steps:
        try:
            if kind == "slug":
                move(articles[which], slug=wanted)
            elif kind == "move":
                move(articles[which], section=sections[int(str(wanted))].pk)
            elif kind == "section":
                addresses.rename_section(Section.objects.get(pk=sections[which].pk), f"{wanted}-{turn}")
            else:
                withdrawing.withdraw(articles[which], by=publisher, reason="A test.")
        except Refused:
            pass  # a refusal changes no address
        for article in articles:
            address = now(article)
            assert known.setdefault(address, article.pk) == article.pk
    client = Client()
    for address, key in known.items():
        article = Article.objects.select_related("section").get(pk=key)
        answer = client.get(address)
        if article.withdrawn_at is not None:
            assert answer.status_code == 410
        elif address == article.get_absolute_url():
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())


def test_a_free_slug_knows_the_past(published: Article, move: Move) -> None:
    slug = published.slug
    move(published, slug="parked")
    assert free_slug(published.section, slug) == f"{slug}-2"
    assert free_slug(published.section, slug, apart_from=published) == slug
