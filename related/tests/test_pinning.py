"""An editor's hand: pin, order, ban; it outlives every computation."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import withdrawing
from articles.models import Article, PageChange
from moderation.errors import NotAllowed
from newsroom.testing import cast
from related import pinning
from related.linking import link_due
from related.models import Link
from related.pinning import Place
from related.tests.stories import ROWING, Desk
from related.tests.test_linking import targets

pytestmark = pytest.mark.django_db


def page(article: Article) -> str:
    return reverse("admin:related_link_beside", args=[article.pk])


def test_it_works(desk: Desk, editor: User, client: Client) -> None:
    talks, licences, magnets = desk.trade()
    rowing = desk.publish("Half a length in the rain", ROWING, section=cast.section("Sport"))
    link_due()
    client.force_login(editor)

    shown = client.get(page(talks))
    assert "Exporters wait four months" in shown.content.decode()
    assert "Shares: " in shown.content.decode()
    found = client.get(page(talks), {"q": "length rain"}).content.decode()
    assert f'value="{rowing.pk}"' in found
    client.post(page(talks), {"action": "pin", "target": rowing.pk})
    client.post(page(talks), {"action": "ban", "target": licences.pk})

    assert targets(talks) == [rowing.pk, magnets.pk]
    assert PageChange.objects.filter(article=talks, cards_too=False).exists()


def test_pins_and_bans_survive_a_rebuild(desk: Desk, editor: User) -> None:
    talks, licences, magnets = desk.trade()
    rowing = desk.publish("Half a length in the rain", ROWING, section=cast.section("Sport"))
    link_due()
    pinning.pin(Place(talks.pk, rowing.pk), by=editor)
    pinning.ban(Place(talks.pk, licences.pk), by=editor)
    said = StringIO()

    call_command("related", "rebuild", "--json", stdout=said)

    assert json.loads(said.getvalue())["articles"] == 4
    assert targets(talks) == [rowing.pk, magnets.pk]
    assert talks.pk in targets(licences)


def test_pins_keep_the_editors_order(desk: Desk, editor: User) -> None:
    talks, licences, magnets = desk.trade()
    link_due()
    pinning.pin(Place(talks.pk, magnets.pk), by=editor)
    pinning.pin(Place(talks.pk, licences.pk), by=editor)
    assert targets(talks) == [magnets.pk, licences.pk]

    pinning.move(Place(talks.pk, licences.pk), up=True, by=editor)
    pinning.move(Place(talks.pk, licences.pk), up=True, by=editor)

    assert targets(talks) == [licences.pk, magnets.pk]


def test_unpinning_and_lifting_a_ban_give_the_list_back(desk: Desk, editor: User) -> None:
    talks, licences, magnets = desk.trade()
    link_due()
    before = targets(talks)
    pinning.pin(Place(talks.pk, magnets.pk), by=editor)
    pinning.ban(Place(talks.pk, licences.pk), by=editor)
    assert targets(talks) == [magnets.pk]

    pinning.unpin(Place(talks.pk, magnets.pk), by=editor)
    pinning.lift_ban(Place(talks.pk, licences.pk), by=editor)

    assert targets(talks) == before


def test_a_pin_on_a_withdrawn_article_waits_unseen(
    desk: Desk, editor: User, publisher: User, client: Client
) -> None:
    talks, licences, _magnets = desk.trade()
    link_due()
    pinning.pin(Place(talks.pk, licences.pk), by=editor)

    withdrawing.withdraw(licences, by=publisher, reason="Invented figures")
    link_due()

    assert "Exporters wait" not in client.get(talks.get_absolute_url()).content.decode()
    client.force_login(editor)
    assert "Pinned, but withdrawn" in client.get(page(talks)).content.decode()


def test_what_cannot_be_pinned(desk: Desk, editor: User, draft: object, client: Client) -> None:
    talks, *_others = desk.trade()
    client.force_login(editor)

    for target, words in (
        (talks.pk, "beside itself"),
        (draft.article_id, "published"),
        ("x", "Choose a report"),
    ):
        answer = client.post(page(talks), {"action": "pin", "target": target})
        assert answer.status_code == 409
        assert words in answer.content.decode()
    assert not Link.objects.filter(is_pinned=True).exists()


def test_who_may(desk: Desk, reporter: User, client: Client) -> None:
    talks, licences, _magnets = desk.trade()
    place = Place(talks.pk, licences.pk)
    other_section = cast.person("Ed Sport", "editor", section="sport")
    for verb in (pinning.pin, pinning.unpin, pinning.ban, pinning.lift_ban):
        for person in (reporter, other_section):
            with pytest.raises(NotAllowed):
                verb(place, by=person)
    with pytest.raises(NotAllowed):
        pinning.move(place, up=True, by=reporter)

    assert client.get(page(talks)).status_code == 302
    client.force_login(reporter)
    assert client.get(page(talks)).status_code == 403
    client.force_login(other_section)
    assert client.post(page(talks), {"action": "ban", "target": licences.pk}).status_code == 403


def test_the_list_of_all_links(desk: Desk, editor: User, client: Client) -> None:
    talks, *_others = desk.trade()
    link_due()
    client.force_login(editor)

    assert page(talks) in client.get(reverse("admin:related_link_changelist")).content.decode()
    link = Link.objects.filter(article=talks).first()
    assert client.get(reverse("admin:related_link_change", args=[link.pk])).url == page(talks)


def test_explaining(desk: Desk) -> None:
    talks, licences, _magnets = desk.trade()
    link_due()
    said = StringIO()

    call_command("related", "explain", talks.get_absolute_url(), "--json", stdout=said)

    cards = json.loads(said.getvalue())["cards"]
    assert licences.pk in [card["id"] for card in cards]
    assert all(card["reason"].startswith("Shares: ") for card in cards)
    call_command("related", "explain", str(talks.pk), stdout=said)
    assert "Exporters wait four months" in said.getvalue()
    with pytest.raises(CommandError, match="No published article"):
        call_command("related", "explain", "no-such-slug")
