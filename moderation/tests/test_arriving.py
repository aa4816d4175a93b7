"""Many that come in and pass at once leave what each would leave alone."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from accounts.models import User
from common.copying import copy_in, fresh, number
from feeds.models import Feed, ImportedItem
from moderation.actors import Deputy
from moderation.arriving import Arrival, arrive
from moderation.errors import NotAllowed
from moderation.models import Decision, Evidence, Item
from moderation.queue import Waiting, enqueue, enqueue_new
from moderation.recording import digest_of, history_of
from moderation.transition import transition
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
RULE = Deputy("intake@1")
OWN = {"id", "object_id", "digest", "commitment", "made_in", "identity"}


@pytest.fixture
def feed() -> Feed:
    return Feed.objects.create(
        url="https://wire.example/", source=cast.source("Wire"), section=cast.section()
    )


def item(feed: Feed, name: str) -> ImportedItem:
    """One that carries something of every kind of column."""
    return ImportedItem(
        feed=feed, identity=name, fingerprint="f", content_digest="c", headline="Line\tone\nline \\two “ü”",
        authors=["A", "B"], routed={"tags": ["x"]}, sketch=[-5, 7], urgency=3, embargo_until=NOW, received_at=NOW,
    )  # fmt: skip


def columns(row: ImportedItem | Decision | Item) -> dict[str, object]:
    found = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in found.items() if name not in OWN | {"created_at"}}


@pytest.mark.parametrize(("name", "reason"), [("hold", ""), ("fold", " The same words. ")])
def test_it_works(feed: Feed, name: str, reason: str) -> None:
    alone = item(feed, "alone")
    alone.save()
    transition(alone, name, by=RULE, version=1, reason=reason, now=NOW)
    enqueue(alone, reasons=[{"rule": "r", "words": "w"}], priority=2, section="world")

    many = [item(feed, f"{at}") for at in range(3)]
    number(many)
    arrive([Arrival(one, name, reason) for one in many], by=RULE, now=NOW)
    enqueue_new([Waiting(one, [{"rule": "r", "words": "w"}], 2, "world") for one in many])

    alone.refresh_from_db()
    for one in many:
        assert columns(ImportedItem.objects.get(pk=one.pk)) == columns(alone)
        (decision,), (single,) = history_of(one), history_of(alone)
        assert columns(decision) == columns(single)
        assert decision.digest == digest_of(decision)
        assert bool(decision.commitment) == bool(reason)
        assert Evidence.objects.filter(decision=decision, words=reason.strip()).exists() == bool(reason)
        waiting, other = (Item.objects.get(object_id=pk) for pk in (one.pk, alone.pk))
        assert columns(waiting) == columns(other)
    call_command("audit", "ledger")
    call_command("audit", "workflow")
    if name == "hold":
        transition(many[0], "reject", by=RULE, version=2)
    call_command("audit", "ledger")


def test_a_person_needs_the_right(feed: Feed, reporter: User) -> None:
    one = item(feed, "one")
    number([one])
    with pytest.raises(NotAllowed):
        arrive([Arrival(one, "hold")], by=reporter, now=NOW)
    assert not ImportedItem.objects.exists()


def test_only_what_is_new_and_at_its_beginning(feed: Feed) -> None:
    stored = item(feed, "stored")
    stored.save()
    with pytest.raises(ValueError, match="no first passage"):
        arrive([Arrival(stored, "hold")], by=RULE, now=NOW)
    with pytest.raises(ValueError, match="no first passage"):
        arrive([Arrival(item(feed, "unnumbered"), "hold")], by=RULE, now=NOW)


def test_an_object_by_its_columns_is_what_the_constructor_makes(feed: Feed) -> None:
    given = {"feed_id": feed.pk, "identity": "a", "authors": ["A"], "received_at": NOW}
    made, quickly = ImportedItem(**given), fresh(ImportedItem, **given)
    assert columns(quickly) == columns(made)
    assert quickly.doubts == []
    assert quickly.doubts is not fresh(ImportedItem, **given).doubts
    quickly.save(force_insert=True)
    assert ImportedItem.objects.get(pk=quickly.pk).feed == feed


def test_a_column_that_is_misspelt_is_named() -> None:
    with pytest.raises(TypeError, match="headlin"):
        fresh(ImportedItem, headlin="x")


@pytest.mark.parametrize(
    "value", [[], {}, ["a", 'ü\n"\\'], {"a": [1, None, 0.5], "b": {"c": True}}, "word", 3]
)
def test_json_is_stored_as_the_orm_stores_it(feed: Feed, value: object) -> None:
    copy_in([fresh(ImportedItem, feed_id=feed.pk, identity="a", received_at=NOW, routed=value)])
    assert ImportedItem.objects.get().routed == value
