"""The score: what it learns, how it is measured, when a model is refused, and that it orders and never decides."""

import json
import random
from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import User
from articles.models import Article
from comments import deciding as comment_deciding
from comments.models import Comment, RuleVersion, ScoreModel
from comments.rules import in_force as rules_in_force
from comments.scoring import learning, training
from comments.scoring.decided import Decided, decided_by_people, decided_in
from comments.scoring.features import SIZE, features
from comments.scoring.learning import learn
from comments.scoring.measuring import auc, average_precision, identity_gap, measure
from comments.scoring.using import score_now
from comments.scoring.weights import Damaged, Weights, from_bytes
from moderation.models import Decision, Item

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
InForce = Callable[..., RuleVersion]
NOW = datetime(2026, 11, 1, tzinfo=UTC)
GOOD = [
    "ferry",
    "harbour",
    "council",
    "bridge",
    "school",
    "morning",
    "report",
    "village",
    "people",
    "road",
    "budget",
    "mayor",
    "island",
    "summer",
    "winter",
    "ticket",
    "price",
    "law",
    "museum",
    "library",
    "hospital",
    "river",
    "police",
    "market",
    "bus",
    "festival",
    "dog",
    "tree",
    "music",
    "kitchen",
    "coffee",
    "holiday",
]
BAD = [
    "casino",
    "bonus",
    "winner",
    "cheap",
    "pills",
    "click",
    "loan",
    "crypto",
    "idiot",
    "junk",
    "prize",
    "scam",
]


def made(count: int, *, seed: int = 1, noise: float = 0.0) -> list[Decided]:
    """Decisions in their order: refused ones have a bad word or two among the good ones, and now and then people err."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        is_refused = rng.random() < 0.3
        words = rng.choices(GOOD, k=24) + (rng.choices(BAD, k=4) if is_refused else [])
        rng.shuffle(words)
        at = NOW + timedelta(minutes=number)
        found.append(Decided(" ".join(words), is_refused != (rng.random() < noise), at))
    return found


def test_it_works(open_article: Article, reader: User, say: Say, in_force: InForce) -> None:
    told = training.train(made(600), NOW)
    assert told.is_in_use, told.words
    assert told.model.measures["average_precision"] > 0.8
    assert told.model.measures["decisions"] == 120  # later than those that it learned from
    assert told.model.decisions == 480
    assert score_now("casino bonus") > 0.7 > 0.3 > score_now("ferry village council road")

    in_force("score", {"least": 70}, "score")
    held = say(open_article, reader, "click for a casino bonus prize")
    shown = say(open_article, reader, "ferry village school council road")
    assert (held.state, shown.state) == ("pending", "approved")  # held, not refused
    item = Item.objects.get(object_id=held.pk, kind="comments.comment")
    assert item.priority > 4
    assert item.reasons[0]["rule"] == "score@1"
    assert item.reasons[0]["otherwise"] == "It would have passed with a score below 70 of 100."


def test_with_too_few_decisions_it_says_how_many_are_missing() -> None:
    told = training.train(made(499))
    assert (told.missing, told.model) == (1, None)
    assert "1 more decision" in told.words
    approvals = [replace(one, is_refused=False) for one in made(600)]
    assert "25 are missing" in training.train(approvals).words
    assert not ScoreModel.objects.exists()


def test_a_worse_model_is_refused() -> None:
    decided = made(600)
    assert training.train(decided, NOW).is_in_use
    good = ScoreModel.objects.get()
    later = made(900)
    forgetful = learn(
        [
            replace(one, is_refused=not one.is_refused) if n % 5 < 2 else one
            for n, one in enumerate(later[:400])
        ]
    )
    told = training.consider(forgetful, later[:700], later[700:], NOW)
    assert told.model.state == "refused"
    assert "worse than the model in use" in told.words
    good.refresh_from_db()
    assert good.state == "in_use"


def test_a_better_model_replaces_it_and_the_record_tells() -> None:
    training.train(made(500), NOW)
    assert training.train(made(1_500), NOW).is_in_use
    assert list(ScoreModel.objects.order_by("number").values_list("state", flat=True)) == [
        "replaced",
        "in_use",
    ]
    assert list(
        Decision.objects.filter(kind="comments.scoremodel").order_by("pk").values_list("name", "deputy")
    ) == [
        ("use", "score-training@1"),
        ("replace", "score-training@1"),
        ("use", "score-training@1"),
    ]  # fmt: skip


def test_a_model_that_treats_groups_of_people_unequally_is_refused() -> None:
    """Here whoever names a religion was always refused: the model has learned that, and must not be used."""
    rng = random.Random(3)
    decided = [
        replace(one, text=f"{one.text} muslim", is_refused=True) if rng.random() < 0.25 else one
        for one in made(800)
    ]
    told = training.train(decided, NOW)
    assert told.model.state == "refused"
    assert told.model.measures["identity_gap"] > training.MOST_GAP
    assert told.model.measures["worst_term"] == "muslim"
    assert "name a group of people" in told.words
    assert score_now("muslim") is None


def test_measures_are_those_of_the_books() -> None:
    scored = [(0.9, True), (0.8, False), (0.7, True), (0.1, False)]
    assert average_precision(scored) == pytest.approx((1 + 2 / 3) / 2)
    assert auc([0.9, 0.7], [0.8, 0.1]) == 0.75
    assert auc([0.5], [0.5]) == 0.5
    assert (
        average_precision([(0.5, True), (0.5, False)]) == 0.5
    )  # equal scores: their order is nobody's merit
    decided = [Decided("bad", True), Decided("good", False)]
    fair = identity_gap(lambda text: float("bad" in text), decided, ["women"])
    unfair = identity_gap(lambda text: float("bad" in text or "women" in text), decided, ["women", "men"])
    assert fair == (0.0, "")
    assert unfair == (0.5, "women")


def test_no_word_can_be_read_out_of_a_model() -> None:
    """It knows places in a table, of which each is many words."""
    told = training.train(made(600), NOW)
    stored = bytes(told.model.weights)
    assert len(stored) == 4 * (SIZE + 1)
    assert b"casino" not in stored
    assert all(0 <= place < SIZE for place in features("A casino, 1234"))


def test_a_model_that_was_changed_is_not_used() -> None:
    told = training.train(made(600), NOW)
    with pytest.raises(Damaged):
        from_bytes(bytes(told.model.weights)[:-4] + b"\0\0\0\1", told.model.checksum)
    ScoreModel.objects.update(checksum="0" * 64)
    rules_in_force.renew()
    assert score_now("casino") is None  # and comments go on


def test_what_is_stored_scores_as_what_was_learned() -> None:
    weights = Weights(array("f", [0.5] * SIZE), -1.0)
    again = from_bytes(weights.to_bytes(), __import__("hashlib").sha256(weights.to_bytes()).hexdigest())
    assert again.score("A few words") == pytest.approx(weights.score("A few words"))


def test_it_learns_from_what_people_decided_on_the_words_that_they_saw(
    published: Article, reader: User, moderator: User, say: Say
) -> None:
    for text, verdict in (("A casino", "spam"), ("The ferry", "approve"), ("Undecided", "")):
        comment = say(published, reader, text)
        if verdict:
            comment_deciding.decide(comment, verdict, by=moderator, version=comment.version)
    changed = say(published, reader, "Before")
    comment_deciding.approve(changed, by=moderator, version=changed.version)
    Comment.objects.filter(pk=changed.pk).update(text="After")
    assert [(one.text, one.is_refused) for one in decided_by_people()] == [
        ("A casino", True),
        ("The ferry", False),
    ]


def test_it_grows_with_the_decisions() -> None:
    decided = made(2_000, noise=0.1)
    few, many = learn(decided[:100]), learn(decided[:1_500])
    later = decided[1_500:]
    assert measure(many.score, later).average_precision > measure(few.score, later).average_precision


class TestCommand:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("moderation", *arguments, stdout=out)
        return out.getvalue()

    def test_too_few_is_no_failure(self) -> None:
        assert "500 more decisions" in self.run("train")
        assert json.loads(self.run("train", "--json"))["missing"] == 500
        assert json.loads(self.run("evaluate", "--json"))["missing"] == 500

    def test_without_the_library_it_says_how_to_install_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(learning, "find_spec", lambda name: None)
        kept = tmp_path / "decisions.tsv"
        kept.write_text("".join(f"{'spam' if one.is_refused else 'ham'}\t{one.text}\n" for one in made(600)))
        assert "newsroom[score]" in self.run("evaluate", "--from", str(kept))
        assert json.loads(self.run("evaluate", "--from", str(kept), "--json"))["available"] is False

    def test_it_evaluates_a_file(self, tmp_path: Path) -> None:
        kept = tmp_path / "decisions.tsv"
        kept.write_text("".join(f"{'spam' if one.is_refused else 'ham'}\t{one.text}\n" for one in made(700)))
        told = json.loads(self.run("evaluate", "--from", str(kept), "--json"))
        assert [step["learned_from"] for step in told["steps"]] == [500, 560]
        assert told["steps"][0]["average_precision"] > 0.8
        assert len(decided_in(kept)) == 700
