"""The checklist: what it finds, how it is mended, and who may publish all the same."""

import pytest

from accounts.models import User
from articles import drafting, outside_links, waiving, withdrawing
from articles.checklist import Finding, check
from articles.checklist.likeness import shared
from articles.checklist.wording import names_missing, unpaired
from articles.models import Article, OutsideLink, Revision
from articles.tests.desk import Desk
from common.outbound import Response
from common.outbound_errors import Unreachable
from moderation.errors import NotAllowed, ReasonRequired
from moderation.recording import history_of
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def found(revision: Revision) -> dict[str, Finding]:
    revision = Revision.objects.with_article().get(pk=revision.pk)
    return {finding.code: finding for finding in check(revision)}


def with_text(reporter: User, html: str, **fields: object) -> Revision:
    return cast.draft(reporter, body=cast.BODY + html, **fields)


def test_it_works(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    desk.send(text__headline="Ferry " * 25, text__standfirst="")

    assert 'href="#id_text-short_headline"' in desk.page
    assert "Write a short headline of at most 90 characters." in desk.page
    assert {"headline_long", "standfirst", "byline"} <= found(draft).keys()


@pytest.mark.parametrize(
    ("words", "language", "is_unpaired"),
    [
        ("“So it goes,” he said.", "en", False),
        ("“So it goes, he said.", "en", True),
        ("So it goes,” he said.", "en", True),
        ("„So ist es“, sagte er.", "de", False),
        ("„So ist es, sagte er.", "de", True),
        ("»So ist es«, sagte er.", "de", False),
        ("«So ist es», sagte er.", "de-CH", False),
        ("« C’est ainsi », dit-il.", "fr", False),
        ('"So it goes, he said.', "en", True),
        ("It’s the dogs’ bell.", "en", False),
    ],
)
def test_quotation_marks_by_language(words: str, language: str, is_unpaired: bool) -> None:
    assert unpaired(words, language) is is_unpaired


@pytest.mark.parametrize(
    ("headline", "missing"),
    [
        ("Ferry finds Lisbon by its bell", ["Lisbon"]),
        ("Ferry finds Prado’s harbour", []),
        ("Ferry Finds Lisbon By Its Bell", []),  # title case says nothing
    ],
)
def test_names_of_the_headline(headline: str, missing: list[str]) -> None:
    assert names_missing(headline, "Ines Prado steers the ferry.") == missing


def test_links_that_no_reader_can_follow(
    reporter: User, published: Article, publisher: User, settings: object
) -> None:
    site = settings.SITE_URL  # type: ignore[attr-defined]
    address = published.get_absolute_url()
    draft = with_text(
        reporter,
        f'<p><a href="javascript:alert(1)">one</a> <a href="http://intranet/x">two</a> <a href="{site}{address}">three</a>'
        f' <a href="{site}/admin/articles/">four</a> <a href="{site}/world/2020/01/01/nothing/">five</a></p>',
    )
    assert {"link_unsafe", "link_malformed", "link_desk", "link_nowhere"} <= found(draft).keys()
    assert "link_withdrawn" not in found(draft)

    withdrawing.withdraw(published, by=publisher, reason="It was wrong.")
    assert found(draft)["link_withdrawn"].blocks


def test_outside_links_are_asked_in_the_background(reporter: User) -> None:
    draft = with_text(
        reporter, '<p><a href="https://gone.example/a">a</a> <a href="https://there.example/">b</a></p>'
    )
    assert OutsideLink.objects.count() == 2
    assert "link_broken" not in found(draft)

    def answer(url: str) -> Response:
        if "gone" in url:
            return Response(url, 404, {}, b"")
        raise Unreachable("broken", why="closed")

    assert outside_links.look_due(ask=answer) == 2
    assert outside_links.look_due(ask=answer) == 0
    broken = [finding for finding in found(draft).values() if finding.code == "link_broken"]
    assert "gone.example" in broken[0].words
    assert "there.example" not in broken[0].words  # once without an answer may be the network's fault


def test_a_text_that_is_published_already(published: Article, reporter: User) -> None:
    live = published.live
    assert live is not None
    twin = cast.draft(reporter, headline=live.headline)
    finding = found(twin)["duplicate"]
    assert live.headline in finding.words
    assert str(published.pk) in finding.link
    assert shared(cast.BODY, cast.BODY) == 1.0


def test_wire_copy_without_credit() -> None:
    agency = cast.source("Coast Agency", is_own=False)
    wire = cast.draft(None, source=agency)
    assert "100 %" in found(wire)["overlap"].words


def test_a_publisher_takes_it_upon_them(
    approved: Revision, reporter: User, editor: User, publisher: User
) -> None:
    text = cast.approved(reporter, editor, body=cast.BODY + '<p><a href="http://intranet/x">two</a></p>')
    desk = Desk(publisher, text)
    desk.send(step="publish")
    assert "No reader can follow the link" in desk.page
    desk.send(step="waive:link_malformed")
    assert "Say why it is published all the same" in desk.page
    desk.send(step="waive:link_malformed", **{"waive-link_malformed": "Readers of the house can."})
    waiver = text.waivers.get()
    assert history_of(waiver)[0].evidence.words == "Readers of the house can."
    desk.send(step="publish")
    assert Revision.objects.get(pk=text.pk).state == "live"


def test_it_holds_for_this_text_alone(reporter: User, editor: User, publisher: User) -> None:
    draft = with_text(reporter, '<p><a href="http://intranet/x">two</a></p>')
    with pytest.raises(NotAllowed):
        waiving.waive(draft, "link_malformed", by=editor, version=1, reason="I like it.")
    with pytest.raises(ReasonRequired):
        waiving.waive(draft, "link_malformed", by=publisher, version=1, reason=" ")
    with pytest.raises(NotAllowed):
        waiving.waive(draft, "body", by=publisher, version=1, reason="It needs no text.")
    waiving.waive(draft, "link_malformed", by=publisher, version=1, reason="I like it.")
    assert not found(draft)["link_malformed"].blocks

    drafting.save_draft(draft, by=reporter, version=1, headline="Another one")
    assert found(draft)["link_malformed"].blocks


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("x" * 300, "has 300"),
        ("\u0301\u0302\u0303", "There is no word in this"),
        ("", "The headline is missing; write one."),
    ],
)
def test_headlines_that_cannot_be(draft: Revision, reporter: User, typed: str, words: str) -> None:
    desk = Desk(reporter, draft)
    desk.send(text__headline=typed)
    assert words in desk.page
    assert Revision.objects.get(pk=draft.pk).headline == draft.headline


def test_headlines_are_composed_and_turn_nothing_around(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    desk.send(text__headline="Cafe\u0301 \u202eevil\u202c \u2067عبور\u200b  آخر\n")
    assert Revision.objects.get(pk=draft.pk).headline == "Café evil \u2067عبور آخر\u2069"
