"""Reports: anybody files one, it waits at the queue and changes nothing, a decision settles it, and who filed it is told."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasing
from accounts.models import User
from articles.models import Article
from comments import deciding, deleting
from comments.models import Comment, CorrectionHint, Report
from comments.reporting import filing, links, personal
from comments.reporting.filing import Notice
from moderation import queue, undoing
from moderation.models import Item
from newsroom.testing import cast
from newsroom.testing.post_office import PostOffice
from notifications import delivering, letters
from notifications.models import Letter, Notification

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
RUDE = {"ground": "rude", "words": "“Fool” is no argument."}
ILLEGAL = {
    "ground": "illegal",
    "law": "insult",
    "law_reference": "§ 185 StGB",
    "in_good_faith": "on",
    "words": "“Crook” is said of a person by name.",
}
WHO = {"name": "Gwen Guest", "email": "Gwen@Example.org"}


@pytest.fixture
def said(open_article: Article, reader: User, say: Callable[..., Comment]) -> Comment:
    return say(open_article, reader, "You fool, you crook.")


def address(comment: Comment) -> str:
    return reverse("comments:report", args=[comment.pk])


def waiting(comment: Comment) -> Item:
    return Item.objects.get(kind="comments.comment", object_id=comment.pk, closed_at=None)


def later() -> None:
    moment = timezone.now() + undoing.window() + timedelta(seconds=1)
    delivering.deliver_due(moment)
    letters.deliver_due(moment)


def told(kind: str) -> list[tuple[str, str]]:
    sent = Notification.objects.filter(kind=kind, sent_at__isnull=False, dropped_at=None).order_by("pk")
    return [(str(row.recipient), row.channel) for row in sent]


def test_it_works(said: Comment, stranger: User, moderator: User, signed_in: SignedIn) -> None:
    client = signed_in(stranger)
    page = client.get(said.article.get_absolute_url()).content.decode()
    assert address(said) in page
    assert "You fool" in client.get(address(said)).content.decode()

    answer = client.post(address(said), RUDE, follow=True)

    assert "A moderator reads it." in answer.content.decode()
    said.refresh_from_db()
    assert (said.state, said.version) == ("approved", 2), "a report changes no state"
    assert waiting(said).reasons == [{"rule": "reported", "words": "Reported by 1 reader: Rude or hurtful."}]
    deciding.remove(said, by=moderator, version=2, reason="Insults")
    assert told("report_outcome") == []
    later()
    assert told("report_outcome") == [("Sam Stranger", "site"), ("Sam Stranger", "email")]
    outcome = client.get(links.path_of(Report.objects.get())).content.decode()
    assert "You were right" in outcome
    assert "Upheld" in client.get(reverse("comments:reports")).content.decode()


def test_one_per_person_and_all_join_one_item(
    said: Comment, stranger: User, editor: User, signed_in: SignedIn
) -> None:
    for person, sent in ((stranger, RUDE), (stranger, ILLEGAL), (editor, ILLEGAL)):
        signed_in(person).post(address(said), sent)
    assert Report.objects.count() == 2
    item = waiting(said)
    assert item.priority == 6
    (reason,) = item.reasons
    assert reason["words"] == (
        "Reported by 2 readers: Rude or hurtful, Illegal content: Insult or defamation."
    )


def test_it_joins_what_waits_already(said: Comment, stranger: User) -> None:
    queue.enqueue(said, reasons=[{"rule": "second-look", "words": "Look again"}], section=said.section_slug)
    filing.file(said, Notice("spam"), by=stranger)
    assert [reason["rule"] for reason in waiting(said).reasons] == ["second-look", "reported"]


def test_somebody_without_an_account_confirms_and_is_told_by_mail(
    said: Comment, moderator: User, post_office: PostOffice
) -> None:
    client = Client(headers={"accept-language": "en"})
    assert "Look into your letter box" in client.post(address(said), RUDE | WHO).content.decode()
    assert not Item.objects.filter(closed_at=None).exists(), "not before the address is confirmed"
    later()
    (mail,) = post_office.to("gwen@example.org")
    assert "List-Unsubscribe" not in mail
    (path,) = set(re.findall(r"/comments/report/[^\s\"]+/", mail.get_body(("plain",)).get_content()))

    assert "Confirm my address" in client.get(path).content.decode()
    assert Report.objects.get().confirmed_at is None, "a mail reader that follows links confirms nothing"
    assert "Received" in client.post(path, follow=True).content.decode()

    assert waiting(said).reasons[0]["words"].startswith("Reported by 1 reader")
    deciding.keep(said, by=moderator, version=2)
    later()
    assert [mail["subject"].split(" on ")[0] for mail in post_office.to("gwen@example.org")] == [
        "Please confirm your report",
        "What became of your report",
    ]
    assert "No action" in client.get(path).content.decode()


def test_a_possible_correction_goes_to_the_desk(said: Comment, stranger: User, signed_in: SignedIn) -> None:
    sent = {"ground": "correction", "words": "The ferry left at one, not at noon."}
    assert "The desk has it" in signed_in(stranger).post(address(said), sent).content.decode()
    assert CorrectionHint.objects.get().words == sent["words"]
    assert Report.objects.count() == 0


def test_what_is_said_to_be_illegal_waits_for_no_confirmation(said: Comment) -> None:
    Client().post(address(said), ILLEGAL | WHO)
    assert waiting(said).priority == 6


@pytest.mark.parametrize(
    ("sent", "missing"),
    [
        ({}, "Choose what is wrong with it."),
        (ILLEGAL | {"in_good_faith": ""}, "The law asks for this statement."),
        (ILLEGAL | {"law": ""}, "Choose the kind of law."),
        (ILLEGAL | {"law": "other", "law_reference": ""}, "Name the law"),
        (ILLEGAL | {"words": "crook"}, "Say which words you mean"),
        ({"ground": "correction"}, "Say which words you mean"),
        (RUDE | {"name": ""}, "Give your name"),
        (RUDE | {"email": ""}, "Give an address"),
        (RUDE | {"email": "nowhere"}, "Enter a valid email address."),
        (RUDE | {"words": "tide " * 1_000}, "at most 3000 characters"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    said: Comment, sent: dict[str, Any], missing: str
) -> None:
    answer = Client().post(address(said), WHO | sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert missing in page
    assert str(sent.get("words", ""))[:40].strip() in page
    assert Report.objects.count() == 0


def test_abuse_of_children_is_reported_without_a_name(said: Comment) -> None:
    answer = Client().post(address(said), ILLEGAL | {"law": "children"}, follow=True)
    assert "A moderator reads it." in answer.content.decode()
    assert waiting(said).priority == 9


def test_what_is_not_shown_or_ones_own_is_not_reported(
    said: Comment, reader: User, stranger: User, moderator: User, signed_in: SignedIn
) -> None:
    assert signed_in(reader).post(address(said), RUDE).status_code == 403
    deciding.remove(said, by=moderator, version=2, reason="Insults")
    assert signed_in(stranger).post(address(said), RUDE).status_code == 410
    assert Report.objects.count() == 0


def test_a_decision_that_is_taken_back_tells_nobody_and_the_reports_wait_again(
    said: Comment, stranger: User, moderator: User
) -> None:
    filing.file(said, Notice("rude"), by=stranger)
    for verb in (
        lambda: deciding.remove(said, by=moderator, version=said.version, reason="Insults"),
        lambda: deciding.keep(said, by=moderator, version=said.version),
        lambda: deciding.spam(said, by=moderator, version=said.version),
    ):
        said.refresh_from_db()
        verb()
        assert not Report.objects.get().is_open
        undoing.undo(Item.objects.latest("pk"), by=moderator)
        said.refresh_from_db()
        assert (said.state, Report.objects.get().outcome) == ("approved", "open")
        assert "reported" in [reason["rule"] for reason in waiting(said).reasons]
    later()
    assert told("report_outcome") == []
    assert Article.objects.get(pk=said.article_id).comment_count == 1


def test_its_author_deletes_it(said: Comment, reader: User, stranger: User) -> None:
    filing.file(said, Notice("rude"), by=stranger)
    deleting.delete(said, by=reader)
    assert Report.objects.get().outcome == "overtaken"
    later()
    assert ("Sam Stranger", "site") in told("report_outcome")


def test_moderators_see_who_reported_and_how_that_fared_before_and_the_author_does_not(
    said: Comment,
    open_article: Article,
    reader: User,
    stranger: User,
    moderator: User,
    signed_in: SignedIn,
    say: Callable[..., Comment],
) -> None:
    for number in range(5):
        other = say(open_article, reader, f"Quite so, {number}.")
        filing.file(other, Notice("rude"), by=stranger)
        deciding.keep(other, by=moderator, version=2)
    filing.file(said, Notice("rude", "He said fool"), by=stranger)
    page = signed_in(moderator).get(reverse("moderation:queue")).content.decode()
    assert "Sam Stranger · 6 reports, 0 upheld · <strong>mostly not upheld</strong>" in page
    assert "He said fool" in page
    assert "No action" in page
    thread = signed_in(reader).get(open_article.get_absolute_url()).content.decode()
    assert "Sam Stranger" not in thread
    assert "He said fool" not in thread


def test_floods_are_stopped_with_and_without_the_cache(
    open_article: Article,
    reader: User,
    stranger: User,
    signed_in: SignedIn,
    say: Callable[..., Comment],
    settings: Any,
) -> None:
    comments = [say(open_article, reader, f"Opinion {number}") for number in range(12)]
    client = signed_in(stranger)
    statuses = [client.post(address(comment), RUDE).status_code for comment in comments]
    assert statuses == [302] * 10 + [429] * 2
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # nobody listens there
    other = signed_in(cast.person("Una Other"))
    statuses = [other.post(address(comment), RUDE).status_code for comment in comments]
    assert statuses == [302] * 10 + [429] * 2
    kept = other.post(address(comments[-1]), RUDE)
    assert "is no argument." in kept.content.decode()
    assert int(kept.headers["Retry-After"]) > 0


def test_a_machine_that_fills_in_every_field_learns_nothing(said: Comment) -> None:
    answer = Client().post(address(said), RUDE | WHO | {"website": "https://tide.example"})
    assert answer.status_code == 200
    assert Report.objects.count() == 0


def test_a_made_up_link_leads_nowhere(said: Comment, stranger: User) -> None:
    report = filing.file(said, Notice("rude"), by=stranger)
    for token in (str(report.pk), f"{report.pk}:tide", links.token_of(report)[:-1]):
        assert Client().get(reverse("comments:report_receipt", args=[token])).status_code == 404


def test_people_without_an_account_are_forgotten_when_nobody_can_appeal_any_more(
    said: Comment, moderator: User
) -> None:
    guest = filing.file(
        said, Notice("rude", "Zephyrine words", name="Gwen", email="gwen@example.org"), by=None
    )
    never = filing.file(said, Notice("rude", name="Nora", email="nora@example.org"), by=None)
    filing.confirm(guest)
    deciding.keep(said, by=moderator, version=said.version)
    assert personal.forget_old(timezone.now() + timedelta(days=29)) == 0
    assert personal.forget_old(timezone.now() + timedelta(days=31)) == 1
    assert not Report.objects.filter(pk=never.pk).exists()
    assert personal.forget_old(timezone.now() + timedelta(days=185)) == 1
    guest.refresh_from_db()
    assert (guest.name, guest.email, guest.words, guest.outcome) == ("", "", "", "refused")


def test_who_leaves_takes_their_words_and_the_figures_stay(
    said: Comment, open_article: Article, stranger: User, say: Callable[..., Comment], editor: User
) -> None:
    filing.file(said, Notice("rude", "Zephyrine words"), by=stranger)
    other = say(open_article, editor, "Something else")
    guest = Notice("spam", "Zephyrine too", name="Sam Zephyrine", email=stranger.email)
    filing.file(other, guest, by=None)
    assert [one["words"] for one in erasing.export(stranger)["reports"]] == [
        "Zephyrine words",
        "Zephyrine too",
    ]
    assert erasing.erase(stranger)["reports"] == 2
    assert list(Report.objects.order_by("pk").values_list("ground", "words", "name", "email")) == [
        ("rude", "", "", ""),
        ("spam", "", "", ""),
    ]
    assert not Letter.objects.exists()
