"""Near copies are folded, doubtful ones are put to the desk, and other reports on the same matter stay apart."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from feeds.desk import accepting
from feeds.intake.taking_in import Tally, take_in_all
from feeds.intake.wording import anchors, contained, probes, shingles, words_of
from feeds.models import Feed, ImportedItem
from feeds.moderation import ImportedItemCard
from feeds.parsing.reports import IncomingReport
from feeds.versions.comparing import meeting
from moderation.errors import NotAllowed
from moderation.models import Item
from moderation.recording import history_of

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PHRASES = [
    "the ferry reached the harbour",
    "said a spokesman for the council",
    "on Monday after a night of talks",
]
WORDS = [
    "bridge",
    "tide",
    "council",
    "depot",
    "minister",
    "strike",
    "court",
    "engineer",
    "pump",
    "fog",
    "letter",
    "school",
    "market",
    "water",
    "power",
    "grid",
    "union",
    "driver",
    "theatre",
    "station",
    "comet",
    "brewery",
    "orchard",
    "frost",
    "fund",
    "rail",
    "timetable",
    "bell",
    "captain",
    "ballot",
    "wage",
    "rent",
    "permit",
    "quarry",
    "sluice",
    "archive",
    "inquest",
    "tunnel",
    "ferry",
    "harvest",
    "clinic",
    "levy",
    "museum",
    "parade",
    "patent",
    "quota",
    "refuge",
    "stadium",
    "tariff",
    "vaccine",
]


def sentence(chance: random.Random) -> str:
    """A phrase that every report of the matter has, among words of its own."""
    own = [chance.choice(WORDS) for _ in range(14)]
    place = chance.randrange(len(own))
    return f"{' '.join(own[:place])} {chance.choice(PHRASES)} said {' '.join(own[place:])}."


def paragraphs(seed: int, count: int = 8) -> list[str]:
    """A report of some 25 words a paragraph, like no other."""
    chance = random.Random(seed)
    return [f"{sentence(chance)} {sentence(chance)}" for _ in range(count)]


def report(number: int, text: list[str], title: str = "") -> IncomingReport:
    return IncomingReport(
        guid=f"g{number}",
        link=f"https://wire.example/{number}",
        title=title or f"Report {number} on the harbour",
        content_html="".join(f"<p>{paragraph}</p>" for paragraph in text),
    )


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://wire.example/feed", title="Wire")


@pytest.fixture
def other(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://other.example/feed", title="Other")


STORY = paragraphs(1)
REWRITES = {
    "cut": STORY[:5],
    "cut in the middle": STORY[:2] + STORY[5:],
    "other order": [STORY[0], *STORY[:0:-1]],
    "dateline and credit": [
        f"LISBON (Other) – {STORY[0]}",
        *STORY[1:],
        "(Reporting by A. N. Other; editing by N. Body)",
    ],
    "another intro": [" ".join(paragraphs(77, 1)), *STORY[1:]],
    "more beneath": [*STORY, *paragraphs(78, 4)],
    "a word changed in each sentence": [text.replace(" said ", " told reporters ") for text in STORY],
}


def test_it_works(feed: Feed, other: Feed) -> None:
    take_in_all(feed, [report(1, STORY)], NOW)
    assert take_in_all(other, [report(2, STORY[:6])], NOW) == Tally(items=1, folded=1)

    original, copy = ImportedItem.objects.order_by("pk")
    assert (copy.state, copy.duplicate_of) == ("duplicate", original)
    assert (
        "100 % of its text stands in “Report 1 on the harbour” from Wire"
        in history_of(copy)[0].evidence.words
    )
    assert Item.objects.filter(closed_at=None).count() == 1


@pytest.mark.parametrize("way", REWRITES)
def test_near_copies_are_folded(feed: Feed, other: Feed, way: str) -> None:
    take_in_all(feed, [report(1, STORY)], NOW)
    assert take_in_all(other, [report(2, REWRITES[way], "Another headline")], NOW).folded == 1


def test_in_one_batch_and_either_way_round(feed: Feed, other: Feed) -> None:
    many = [report(number, paragraphs(number, 6)) for number in range(20)]
    take_in_all(feed, many, NOW)
    copies = [report(100 + number, paragraphs(number, 6)[:4]) for number in range(20)]
    assert take_in_all(other, copies, NOW).folded == 20


def test_doubtful_ones_are_put_to_the_desk(feed: Feed, other: Feed) -> None:
    take_in_all(feed, [report(1, STORY)], NOW)
    assert take_in_all(other, [report(2, [*STORY[:3], *paragraphs(5, 5)])], NOW) == Tally(items=1, new=1)

    original, item = ImportedItem.objects.order_by("pk")
    assert (item.state, item.resembles) == ("held", original)
    assert item.resemblance is not None
    assert 0.3 <= item.resemblance < 0.5
    told = {reason["rule"]: reason["words"] for reason in Item.objects.get(object_id=item.pk).reasons}
    assert "is it the same copy?" in told["resembles"]


def test_a_longer_text_that_holds_a_brief_is_not_hidden_by_it(feed: Feed, other: Feed) -> None:
    take_in_all(feed, [report(1, STORY[:2])], NOW)
    assert take_in_all(other, [report(2, STORY)], NOW).new == 1
    assert ImportedItem.objects.get(feed=other).resembles is not None


def test_other_reports_on_the_same_matter_stay_apart(feed: Feed, other: Feed) -> None:
    """Built of the same phrases, as reports of one event are."""
    take_in_all(feed, [report(number, paragraphs(number)) for number in range(40)], NOW)
    tally = take_in_all(other, [report(number, paragraphs(number)) for number in range(40, 80)], NOW)
    assert tally == Tally(items=40, new=40)
    assert not ImportedItem.objects.exclude(resembles=None).exists()


def test_short_texts_and_old_copy_are_safe(feed: Feed, other: Feed) -> None:
    brief = "The ferry with the number {n} reached the harbour after {n} bells and nobody was hurt."
    take_in_all(feed, [report(1, [brief.format(n=1)]), report(3, STORY)], NOW)
    assert take_in_all(other, [report(2, [brief.format(n=2)])], NOW).new == 1
    assert take_in_all(other, [report(4, STORY[:6])], NOW + timedelta(hours=121)).new == 1


def test_the_same_phrases_with_other_figures_are_never_folded_unasked(feed: Feed, other: Feed) -> None:
    """Profits, results and tolls come in the same words each time."""
    text = [*STORY[:3], "It earned {} million and paid {} to 4 owners, {} more than in the year before."]
    first, second = ([one.format(*numbers) for one in text] for numbers in ((88, 12, 7), (53, 9, 31)))
    take_in_all(feed, [report(1, first)], NOW)

    assert take_in_all(other, [report(2, second)], NOW).new == 1
    assert ImportedItem.objects.get(feed=other).resembles is not None
    take_in_all(feed, [report(3, [one.format(61, 14, 2) for one in text])], NOW)
    assert ImportedItem.objects.get(guid="g3").duplicate_of is None


def test_a_feeds_own_reports_are_never_folded_by_likeness(feed: Feed) -> None:
    take_in_all(feed, [report(1, STORY)], NOW)
    writethru = report(2, [*STORY, *paragraphs(9, 1)])
    assert take_in_all(feed, [writethru], NOW) == Tally(items=1, new=1)
    assert ImportedItem.objects.get(guid="g2").resembles is not None


def test_a_newer_version_of_the_copy_does_not_come_again(feed: Feed, other: Feed) -> None:
    take_in_all(feed, [report(1, STORY)], NOW)
    copy = report(2, STORY[:6])
    take_in_all(other, [copy], NOW)
    assert take_in_all(other, [copy], NOW).known == 1
    assert take_in_all(other, [replace(copy, summary="New")], NOW).updated == 1
    assert ImportedItem.objects.get(feed=other).state == "duplicate"


def test_candidates_are_found() -> None:
    """Copies that share half of their words, of every length: at most one in a hundred is overlooked."""
    chance = random.Random(3)
    missed = total = 0
    for number in range(400):
        long = words_of(" ".join(paragraphs(number, chance.randrange(3, 40))))
        length = max(len(long) // chance.choice((1, 2, 4)), 60)
        start = chance.randrange(max(len(long) - length // 2, 1))
        short = long[start : start + length * 2 // 3] + words_of(" ".join(paragraphs(number + 9_000, 2)))
        stored, asked = (long, short) if number % 2 else (short, long)
        here, there = shingles(asked), shingles(stored)
        if max(contained(here, there), contained(there, here)) >= 0.5:
            total += 1
            missed += not set(probes(here, len(asked))) & set(anchors(probes(there, len(stored)), len(there)))
    assert total > 100
    assert missed <= total // 100


@pytest.fixture
def doubtful(feed: Feed, other: Feed) -> ImportedItem:
    take_in_all(feed, [report(1, STORY)], NOW)
    take_in_all(other, [report(2, [*STORY[:3], *paragraphs(5, 5)])], NOW)
    return ImportedItem.objects.get(feed=other)


def test_the_card_compares_both_and_the_desk_folds(
    doubtful: ImportedItem, editor: User, client: Client
) -> None:
    client.force_login(editor)
    waiting = Item.objects.get(object_id=doubtful.pk)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert "The same copy?" in page
    assert "Report 1 on the harbour" in page

    card = ImportedItemCard()
    assert {"same-copy", "different"} <= {
        action.name for action in card.faces([doubtful.pk], editor)[doubtful.pk].actions
    }
    card.decide(doubtful.pk, "same-copy", by=editor, version=doubtful.version, reason="")

    doubtful.refresh_from_db()
    waiting.refresh_from_db()
    assert (doubtful.state, doubtful.duplicate_of) == ("duplicate", doubtful.resembles)
    assert waiting.closed_at is not None


def test_the_desk_tells_them_apart(doubtful: ImportedItem, editor: User) -> None:
    ImportedItemCard().decide(doubtful.pk, "different", by=editor, version=doubtful.version, reason="")

    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.resembles) == ("held", None)
    assert "resembles" not in [reason["rule"] for reason in Item.objects.get(object_id=doubtful.pk).reasons]


def test_the_desk_takes_one_for_a_newer_version_of_the_other(
    doubtful: ImportedItem, editor: User, client: Client
) -> None:
    """A rewrite under a guid of its own: the article made of the first report is put to the desk, merged as ever."""
    first = doubtful.resembles
    assert first is not None
    accepting.accept(first, by=editor, version=first.version)
    client.force_login(editor)
    assert "Newer version of it" in client.get(reverse("moderation:queue")).content.decode()

    ImportedItemCard().decide(doubtful.pk, "newer-version", by=editor, version=doubtful.version, reason="")

    doubtful.refresh_from_db()
    first.refresh_from_db()
    assert (doubtful.state, doubtful.duplicate_of) == ("duplicate", first)
    assert (first.state, first.body, first.guid) == ("accepted", doubtful.body, "g1")
    assert [version.change for version in first.versions.order_by("number")] == ["first", "substantive"]
    (waiting,) = Item.objects.filter(closed_at=None)
    assert waiting.object_id == first.pk
    met = meeting(first)
    assert met is not None
    assert met.by_wire
    # The first report, unchanged in its own feed, brings its old words not back.
    assert take_in_all(first.feed, [report(1, STORY)], NOW).known == 1


def test_nothing_goes_on_that_was_rejected(doubtful: ImportedItem, editor: User) -> None:
    first = doubtful.resembles
    assert first is not None
    accepting.reject(first, by=editor, version=first.version, reason="Old.")
    card = ImportedItemCard()
    assert "newer-version" not in {
        action.name for action in card.faces([doubtful.pk], editor)[doubtful.pk].actions
    }
    with pytest.raises(NotAllowed):
        card.decide(doubtful.pk, "newer-version", by=editor, version=doubtful.version, reason="")
    doubtful.refresh_from_db()
    assert doubtful.state == "held"


def test_a_reporter_may_say_neither(doubtful: ImportedItem, reporter: User) -> None:
    for action in ("same-copy", "newer-version", "different"):
        with pytest.raises(NotAllowed):
            ImportedItemCard().decide(doubtful.pk, action, by=reporter, version=doubtful.version, reason="")


def test_a_phrase_has_the_same_number_in_every_process_and_version() -> None:
    """They are stored: numbers that change by themselves would let copies pass for new."""
    assert shingles(["the", "ferry", "was", "late"]) == {-8792540697448066436, 343181353241247662}
