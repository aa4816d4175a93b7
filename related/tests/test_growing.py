"""Lists that grew with the archive are those made anew, and never show what must not be seen."""

import random
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from articles import withdrawing
from articles.models import Article
from moderation.errors import Refused
from newsroom.testing import cast
from related import pinning
from related.linking import link_due
from related.models import Link, Term, Wording
from related.pinning import Place
from related.ranking import is_copy
from related.reading import profile_of
from related.tests.stories import GERMAN, LICENCES, MAGNETS, ROWING, TARIFFS, Desk

pytestmark = pytest.mark.django_db

MATTERS = (TARIFFS, LICENCES, MAGNETS, ROWING)
WORDS = [
    f"{first}{second}" for first in ("quay", "mill", "ferry", "vault", "orchard") for second in "abcdefghijkl"
]


class World:
    """A desk at random work; the same seed does the same."""

    def __init__(self, desk: Desk, editor: User, publisher: User, seed: int) -> None:
        self.desk, self.editor, self.publisher = desk, editor, publisher
        self.chance = random.Random(seed)
        self.articles: list[Article] = []

    def step(self) -> None:
        """One act, whichever; what is refused is no act."""
        acts = [self.publish] * 4 + [
            self.copy,
            self.withdraw,
            self.pin,
            self.ban,
            self.free,
            self.sweep,
            self.sweep,
        ]
        try:
            self.chance.choice(acts)()
        except Refused:
            return

    def publish(self) -> None:
        matter = self.chance.choice(MATTERS)
        own = " ".join(self.chance.sample(WORDS, 25))
        language = self.chance.choice(("en", "en", "en", "de"))
        body = GERMAN + f"<p>{own}</p>" if language == "de" else f"{matter}<p>{own}</p>"
        article = self.desk.publish(
            f"Report {len(self.articles)} {own[:20]}",
            body,
            self.chance.choice(("The Meridian", "Northline", "Coastwire")),
            language=language,
            section=cast.section(self.chance.choice(("World", "Sport"))),
        )
        Article.objects.filter(pk=article.pk).update(is_sensitive=self.chance.random() < 0.15)
        self.articles.append(article)

    def copy(self) -> None:
        if self.articles:
            text = Article.objects.get(pk=self.chance.choice(self.articles).pk).live
            if text is not None:
                self.articles.append(self.desk.publish(f"{text.headline} again", text.body, "Northline"))

    def withdraw(self) -> None:
        if self.articles:
            withdrawing.withdraw(self._any(), by=self.publisher, reason="Invented")

    def pin(self) -> None:
        if self.articles:
            pinning.pin(Place(self._any().pk, self._any().pk), by=self.editor)

    def ban(self) -> None:
        if self.articles:
            pinning.ban(Place(self._any().pk, self._any().pk), by=self.editor)

    def free(self) -> None:
        link = Link.objects.filter(is_pinned=True).order_by("?").first()
        if link is not None:
            pinning.unpin(Place(link.article_id, link.target_id), by=self.editor)

    def sweep(self) -> None:
        link_due(self.chance.randint(1, 5))

    def _any(self) -> Article:
        return Article.objects.get(pk=self.chance.choice(self.articles).pk)


def settle() -> None:
    """Until nothing waits."""
    while link_due():
        pass


def stored() -> dict[int, list[tuple[int, float, bool, bool]]]:
    """Every list as it stands."""
    lists: dict[int, list[tuple[int, float, bool, bool]]] = {}
    for link in Link.objects.order_by("is_banned", "-is_pinned", "rank", "target"):
        score = 0 if link.is_pinned or link.is_banned else link.score
        lists.setdefault(link.article_id, []).append((link.target_id, score, link.is_pinned, link.is_banned))
    return lists


def look_at_what_is_shown() -> None:
    """Nothing withdrawn, of another language, sensitive beside what is not, or the same report; each card once."""
    shown = Link.objects.filter(is_banned=False, is_pinned=False).select_related(
        "article__live", "target__live"
    )
    profiles = {
        pk: profile_of(Article.objects.get(pk=pk)) for pk in Wording.objects.values_list("pk", flat=True)
    }
    for link in shown:
        assert link.target.is_published
        assert link.article.is_published
        assert link.article.language == link.target.language
        assert link.article.is_sensitive or not link.target.is_sensitive
        assert not is_copy(profiles[link.article_id].terms, profiles[link.target_id].terms)
    published = set(Article.objects.published().values_list("pk", flat=True))
    assert set(Wording.objects.values_list("pk", flat=True)) == published
    assert set(Term.objects.values_list("article", flat=True)) <= published


@pytest.mark.parametrize("seed", [1, 2])
def test_grown_lists_are_those_made_anew(desk: Desk, editor: User, publisher: User, seed: int) -> None:
    _grown_is_made(World(desk, editor, publisher, seed), 24)


@pytest.mark.full
def test_after_a_thousand_acts(desk: Desk, editor: User, publisher: User) -> None:
    _grown_is_made(World(desk, editor, publisher, 3), 1_000)


def _grown_is_made(world: World, acts: int) -> None:
    for _act in range(acts):
        world.step()
    settle()
    grown = stored()
    look_at_what_is_shown()

    call_command("related", "rebuild", "--json", stdout=StringIO())
    settle()

    # Where a drawing was made anew scores are others; the small archive has none, the large one is swept once more.
    assert set(grown) == set(stored())
    if acts < 100:
        assert grown == stored()
    look_at_what_is_shown()


@pytest.mark.parametrize(
    ("headline", "body", "language"),
    [
        ("One word", "<p>Rain</p>", "en"),
        ("The of and", "<p>It was the</p>", "en"),
        ("Long", f"<p>{'storm quay ' * 100_000}</p>", "en"),
        ("Nepoznat jezik", "<p>More selo kuća</p>", "xx"),
    ],
)
def test_odd_articles_have_a_list_or_the_fallback(
    desk: Desk, headline: str, body: str, language: str
) -> None:
    other = desk.publish("Tariff talks go into a second day", TARIFFS, language=language)
    odd = desk.publish(headline, body, language=language)
    settle()
    assert list(Link.objects.filter(article=odd).values_list("target", flat=True)) == [other.pk]
