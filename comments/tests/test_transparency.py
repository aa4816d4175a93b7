"""The transparency report against a set that was counted by hand: every figure, by command, page and file."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.models import Article
from comments import deciding
from comments.measures import taking
from comments.measures.taking import Order
from comments.models import Comment, Measure, Report
from comments.reporting import filing as reports
from comments.reporting.filing import Notice
from moderation.appeals import deciding as judging
from moderation.appeals import filing
from moderation.models import Decision, Item
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
CANARY = "Zephyrine"


def told(*arguments: str) -> str:
    said = io.StringIO()
    call_command("transparency", *arguments, stdout=said)
    return said.getvalue()


def today() -> list[str]:
    day = timezone.localdate().isoformat()
    return ["--from", day, "--to", day]


@pytest.fixture
def year(
    published: Article,
    reader: User,
    stranger: User,
    editor: User,
    moderator: User,
    administrator: User,
    say: Callable[..., Comment],
) -> None:
    """What happened, all of it today:

    a  waits by the mode, rejected for insult by Max; appealed, refused by Olga
    b  waits by a rule, approved by Max (the rule was wrong)
    c  waits by a rule, rejected without a code by Max; appealed, granted by Olga (so approved)
    d  shown by the mode (a rule decides), reported twice (rude; illegal: insult), removed by Max: the rule was overturned
    e  shown by the mode, reported once (rude), left as it is
    f  shown by the mode, reported as spam, nobody has decided
    g  shown by the mode, marked as spam by Max and taken back at once: counts nowhere
    One suspension, one warning, one note.
    """
    olga = cast.person("Olga Other", Role.MODERATOR)
    a, b, c = (say(published, reader, f"{CANARY} {name}") for name in "abc")
    rule = [{"rule": "words/1@2", "words": "A word of the list"}]
    Item.objects.filter(kind="comments.comment", object_id__in=[b.pk, c.pk]).update(reasons=rule)
    deciding.reject(a, by=moderator, version=a.version, reason=f"{CANARY} says so", reason_code="insult")
    deciding.approve(b, by=moderator, version=b.version)
    deciding.reject(c, by=moderator, version=c.version, reason=CANARY)
    Article.objects.update(comments_mode=Article.CommentsMode.OPEN)
    open_article = Article.objects.select_related("section", "live").get(pk=published.pk)
    d, e, f, g = (say(open_article, reader, f"{CANARY} {name}") for name in "defg")
    law = Notice(
        "illegal", f"{CANARY} is insulted", law="insult", law_reference="§ 185 StGB", in_good_faith=True
    )
    reports.file(d, Notice("rude", CANARY), by=stranger)
    reports.file(d, law, by=editor)
    reports.file(e, Notice("rude"), by=stranger)
    reports.file(f, Notice("spam"), by=stranger)
    deciding.remove(d, by=moderator, version=d.version, reason=CANARY)
    deciding.keep(e, by=moderator, version=e.version)
    deciding.spam(g, by=moderator, version=g.version)
    deciding.take_back(g, by=moderator, version=g.version)
    hours = timedelta(hours=4)
    Report.objects.filter(ground="rude").update(closed_at=timezone.now() + hours)
    Report.objects.filter(ground="rude", comment=e).update(closed_at=timezone.now() + 2 * hours)
    for comment, verb in ((a, judging.refuse), (c, judging.grant)):
        decision = Decision.objects.filter(kind="comments.comment", object_id=comment.pk).latest("pk")
        appeal = filing.file(decision, f"{CANARY} objects", by=reader)
        verb(appeal, by=olga, version=1, reason=CANARY)
    seen = 0
    for kind, lasts in (
        (Measure.Kind.SUSPENSION, hours),
        (Measure.Kind.WARNING, None),
        (Measure.Kind.NOTE, None),
    ):
        taking.take(stranger, Order(kind, CANARY, lasts=lasts), by=administrator, seen=seen)
        seen = Decision.objects.filter(kind="comments.measure").latest("pk").pk


def test_it_works(year: None) -> None:
    found = json.loads(told(*today()))["figures"]
    assert found["notices"] == {
        "total": 4,
        "by_reason": {"illegal": 1, "rude": 2, "spam": 1},
        "by_law": {"insult": 1},
        "by_outcome": {"open": 1, "refused": 1, "upheld": 2},
    }
    assert found["actions_on_notices"] == 1
    assert found["notices_upheld"]["by_ground"] == {"law": 1, "terms": 1}
    assert found["notices_median_hours"]["total"] == pytest.approx(4.0, abs=0.1)
    assert found["notices_median_hours"]["by_reason"]["illegal"] == pytest.approx(0.0, abs=0.1)
    assert found["notices_processed_by_automated_means"] == 0
    assert found["restrictions"] == 3
    assert found["restrictions_on_own_initiative"] == {
        "total": 2,
        "by_type": {"reject": 2},
        "by_reason": {"insult": 1, "none": 1},
        "by_detection": {"automated": 1, "people": 1},
    }
    assert found["measures"] == {
        "total": 2,
        "by_kind": {"ban": 0, "premoderation": 0, "suspension": 1, "warning": 1},
    }
    assert found["complaints"] == {
        "total": 2,
        "by_side": {"affected": 2},
        "by_subject": {"comments.comment": 2},
        "by_outcome": {"granted": 1, "refused": 1},
    }
    assert found["decisions_reversed"] == 1
    # a, b, c, c again by the appeal, d twice, e twice, f, g
    assert found["decisions"] == 10
    assert found["automated_decisions"] == {"total": 4, "by_type": {"approve": 4}}
    assert found["automated_share"] == 0.4
    assert (found["automated_decisions_overturned"], found["automated_decisions_error_rate"]) == (1, 0.25)
    assert (found["automated_detections"], found["automated_detections_not_confirmed"]) == (2, 1)
    assert found["automated_detections_error_rate"] == 0.5
    assert found["second_opinions"] == 0


def test_the_statements_are_those_of_the_database_and_nobody_is_in_them(year: None) -> None:
    found = json.loads(told("--statements", *today()))["statements"]
    assert [
        (one["decision_ground"], one.get("decision_visibility"), one.get("decision_provision"))
        for one in found
    ] == [
        ("DECISION_GROUND_INCOMPATIBLE_CONTENT", ["DECISION_VISIBILITY_CONTENT_DISABLED"], None),
        ("DECISION_GROUND_INCOMPATIBLE_CONTENT", ["DECISION_VISIBILITY_CONTENT_DISABLED"], None),
        ("DECISION_GROUND_ILLEGAL_CONTENT", ["DECISION_VISIBILITY_CONTENT_REMOVED"], None),
        ("DECISION_GROUND_INCOMPATIBLE_CONTENT", None, "DECISION_PROVISION_PARTIAL_SUSPENSION"),
    ]
    assert found[2]["source_type"] == "SOURCE_ARTICLE_16"
    assert found[2]["illegal_content_legal_ground"] == "§ 185 StGB"
    assert [one["automated_detection"] for one in found] == ["No", "Yes", "No", "No"]
    assert len({one["puid"] for one in found}) == 4
    for text in (told("--statements", *today()), told(*today()), told("--format", "csv", *today())):
        for word in (CANARY, "Rita", "Sam", "Max", "example.org"):
            assert word not in text


def test_days_bound_it_and_wrong_ones_are_told(year: None) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    found = json.loads(told("--from", "2020-01-01", "--to", yesterday))["figures"]
    assert (found["notices"], found["decisions"], found["complaints"]) == (0, 0, 0)
    for days in (
        ["--from", "2026-02-30", "--to", "2026-03-01"],
        ["--from", "2026-02-01", "--to", "2026-01-01"],
    ):
        with pytest.raises(CommandError):
            told(*days)


def test_page_and_files_say_the_same(year: None, moderator: User, reader: User, signed_in: SignedIn) -> None:
    day = timezone.localdate().isoformat()
    client, query = signed_in(moderator), {"from": day, "to": day}
    page = client.get(reverse("transparency:page"), query).content.decode()
    for words in ("Reports upheld", "Insult or defamation", "0.25", "Statements of reasons, CSV"):
        assert words in page
    answer = client.get(reverse("transparency:download", args=["report", "csv"]), query)
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert ["15(1)(b)", "notices", "reason", "rude", "2"] in rows
    assert f"transparency-report-{day}_{day}.csv" in answer.headers["Content-Disposition"]
    listed = client.get(reverse("transparency:download", args=["statements", "csv"]), query).content.decode()
    assert len(list(csv.DictReader(io.StringIO(listed)))) == 4
    wrong = client.get(reverse("transparency:page"), {"from": "tide", "to": day})
    assert (wrong.status_code, "Give both days as" in wrong.content.decode()) == (422, True)
    assert signed_in(reader).get(reverse("transparency:page")).status_code == 403


def test_the_lists_at_the_desk_are_read(year: None, moderator: User, signed_in: SignedIn) -> None:
    client = signed_in(moderator)
    for name in ("comments_report", "moderation_appeal"):
        listed = client.get(reverse(f"admin:{name}_changelist")).content.decode()
        assert "Max Moderator" in listed
    report = Report.objects.filter(law="insult").get()
    one = client.get(reverse("admin:comments_report_change", args=[report.pk])).content.decode()
    assert "Illegal content: Insult or defamation" in one
