"""Leases: two people get different items, see who holds what, and are never kept from deciding."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from moderation import leases, tasks
from moderation.models import Item
from moderation.tests.conftest import comment, signed_in, submitted
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
QUEUE = "/admin/queue/"


def test_it_works(editor: User, second_editor: User, reporter: User) -> None:
    for _ in range(12):
        submitted(reporter)

    first = signed_in(editor).get(QUEUE).context["stack"]
    second = signed_in(second_editor).get(QUEUE)
    theirs = second.context["stack"]

    assert (len(first.own), len(theirs.own), len(theirs.others)) == (10, 2, 10)
    assert not {p.item.pk for p in first.own} & {p.item.pk for p in theirs.own}
    assert "held by Ada Editor until" in second.text


def test_a_lease_does_not_hinder_a_decision(editor: User, second_editor: User, reporter: User) -> None:
    revision = submitted(reporter)
    signed_in(editor).get(QUEUE)
    item = Item.objects.get()
    assert item.lease_holder == editor

    answer = signed_in(second_editor).post(f"{QUEUE}{item.pk}/decide/", {"action": "approve", "version": 2})

    assert answer.status_code == 302
    revision.refresh_from_db()
    assert revision.approved_by == second_editor


def test_it_runs_out_and_the_sweep_clears_it(editor: User, second_editor: User, reporter: User) -> None:
    submitted(reporter)
    now = timezone.now()
    leases.take(Item.objects.all(), by=editor, limit=5, now=now - leases.LEASE - timedelta(seconds=1))
    waiting = Item.objects.get()
    assert waiting.lease_holder == editor

    assert not Item.objects.filter(leases.on_other_tables(second_editor, now)).exists()
    assert tasks.release_expired() == 1
    waiting.refresh_from_db()
    assert (waiting.lease_holder, waiting.lease_until) == (None, None)
    assert tasks.release_expired() == 0


def test_the_sweep_closes_what_is_gone(reader: User, published: Article) -> None:
    remark = comment(reader, published)
    remark.delete()
    assert tasks.release_expired() == 1
    assert Item.objects.get(kind="comments.comment").closed_at is not None


def test_leaving_the_page_frees_its_items_and_no_others(
    editor: User, second_editor: User, reporter: User
) -> None:
    submitted(reporter)
    client = signed_in(editor)
    page = client.get(QUEUE).context["stack"]
    left = {"item": [page.own[0].item.pk], "until": page.until.isoformat()}

    assert signed_in(second_editor).post(f"{QUEUE}release/", left).status_code == 204
    assert Item.objects.get().lease_holder == editor
    assert client.post(f"{QUEUE}release/", left).status_code == 204
    assert Item.objects.get().lease_holder is None


def test_leaving_a_page_does_not_free_what_the_next_one_took(editor: User, reporter: User) -> None:
    submitted(reporter)
    client = signed_in(editor)
    old = client.get(QUEUE).context["stack"]
    client.get(QUEUE)  # the same page loaded again; the farewell of the old one arrives late

    client.post(f"{QUEUE}release/", {"item": [old.own[0].item.pk], "until": old.until.isoformat()})

    assert Item.objects.get().lease_holder == editor


def test_a_page_in_use_keeps_its_items(editor: User, reporter: User) -> None:
    submitted(reporter)
    client = signed_in(editor)
    before = client.get(QUEUE).context["stack"].until
    item = Item.objects.get()

    kept = client.post(f"{QUEUE}hold/", {"item": [item.pk, "x", "9" * 30]})

    assert kept.json()["until"] > before.isoformat()
    item.refresh_from_db()
    assert item.lease_until > before


def test_a_farewell_without_a_time_is_refused(editor: User) -> None:
    for until in ("", "yesterday", "2026-13-99T00:00:00+00:00"):
        assert signed_in(editor).post(f"{QUEUE}release/", {"until": until}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_what_another_is_taking_is_skipped(reporter: User) -> None:
    ada = cast.person("Ada Editor", "editor")
    submitted(reporter)
    submitted(reporter)
    locked = Item.objects.order_by("pk").first()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM moderation_item WHERE id = %s FOR UPDATE", [locked.pk])
            with transaction.atomic():
                taken = leases.take(Item.objects.order_by("pk"), by=ada, limit=2)
            cursor.execute("ROLLBACK")
    finally:
        other.close()

    assert [item.pk for item in taken] == [Item.objects.order_by("pk").last().pk]
