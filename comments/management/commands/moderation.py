"""manage.py moderation: what comment rules would have done."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.models import Replay, Rule, RuleVersion
from comments.rules import deciding, replaying
from comments.scoring import training
from comments.scoring.curve import curve
from comments.scoring.decided import Decided, decided_by_people, decided_in
from comments.scoring.learning import Unavailable, require
from common.keys import key_in
from common.spans import since


class Command(BaseCommand):
    help = (
        "Comment rules and their score. `rules` names them; `replay` asks one, as it is written now, of the comments of the "
        "past and says what it would have held and how often people agreed; it changes no comment. `train` lets the score "
        "learn from the newsroom's own decisions, `evaluate` says how good it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listed = verbs.add_parser("rules", help="Every rule, its state and its newest version.")
        replayed = verbs.add_parser("replay", help="Ask a rule of past comments.")
        replayed.add_argument("--rule", required=True, help="The rule's number or name.")
        replayed.add_argument("--since", default="90d", help="How far back: 12h, 90d, 8w (90d).")
        replayed.add_argument("--number", type=int, help="A version of it instead of the newest.")
        trained = verbs.add_parser("train", help="Train the score on the newsroom's own decisions.")
        evaluated = verbs.add_parser(
            "evaluate", help="Say how good the score is, by the number of decisions that it learned from."
        )
        evaluated.add_argument(
            "--from",
            dest="file",
            type=Path,
            help="Decisions of a file instead, in their order: label, tab, text.",
        )
        for verb in (listed, replayed, trained, evaluated):
            verb.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        verbs = {
            "rules": self._rules,
            "replay": self._replay,
            "train": self._train,
            "evaluate": self._evaluate,
        }
        try:
            verbs[options["verb"]](options)
        except Unavailable as unavailable:
            # A site without the library is no broken one.
            self._say({"available": False, "words": str(unavailable)}, str(unavailable), options)

    def _rules(self, options: dict[str, Any]) -> None:
        rows = [
            {"rule": rule.pk, "name": rule.name, "state": rule.state, "version": rule.number}
            for rule in Rule.objects.order_by("name")
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"rules": rows}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write("{rule:>5}  {state:<8} {name}@{version}".format(**row))
        if not rows:
            self.stdout.write("There are no rules yet; they are written in the desk, under Readers.")

    def _replay(self, options: dict[str, Any]) -> None:
        version = _version(options["rule"], options["number"])
        replay = replaying.ask(version, by=None, since=since(options["since"]))
        replay = replaying.run(replay, lambda one: self._progress(one, options["verbosity"]))
        facts = facts_of(replay)
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        self.stdout.write(
            "{rule}: spoke on {hits} of {looked_at} comments since {since}. People approved {approved} of these and "
            "refused {refused}; on {undecided} nobody decided.".format(**facts)
        )
        if facts["precision"] is None:
            self.stdout.write("Nobody decided on any of them, so nothing can be said of its precision.")
        else:
            self.stdout.write("Precision {precision:.2f} (95 %: {low:.2f}–{high:.2f}).".format(**facts))
        for example in facts["examples"]:
            self.stdout.write("  comment {comment}: {outcome}".format(**example))

    def _train(self, options: dict[str, Any]) -> None:
        told = training.train()
        facts = {
            "decisions": told.decisions,
            "missing": told.missing,
            "in_use": told.is_in_use,
            "model": told.model.number if told.model else None,
            "measures": told.model.measures if told.model else None,
            "words": told.words,
        }
        self._say(facts, told.words, options)

    def _evaluate(self, options: dict[str, Any]) -> None:
        decided = _decided(options["file"])
        missing, words = training.missing_words(decided)
        if missing:
            self._say({"decisions": len(decided), "missing": missing, "words": words}, words, options)
            return
        require()
        steps = curve(decided, {"en"} if options["file"] else {"en", "de"})
        lines = [
            "{learned_from:>7} decisions: average precision {average_precision:.3f}, AUC {auc:.3f}, "
            "gap {identity_gap:.3f} on {decisions} later ones".format(**step)
            for step in steps
        ]
        self._say({"decisions": len(decided), "missing": 0, "steps": steps}, "\n".join(lines), options)

    def _say(self, facts: dict[str, Any], words: str, options: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(facts, ensure_ascii=False) if options["json"] else words)

    def _progress(self, replay: Replay, verbosity: int) -> None:
        if verbosity > 0:
            self.stderr.write(f"{replay.looked_at} of {replay.total} comments, {replay.hits} hits")


def facts_of(replay: Replay) -> dict[str, Any]:
    """A finished run as JSON says it."""
    precision = replaying.precision_of(replay)
    return {
        "rule": str(replay.version),
        "since": replay.since.isoformat(timespec="seconds"),
        "looked_at": replay.looked_at,
        "hits": replay.hits,
        "approved": replay.approved,
        "refused": replay.refused,
        "undecided": replay.hits - precision.decided,
        "precision": precision.share,
        "low": precision.interval.low if precision.interval else None,
        "high": precision.interval.high if precision.interval else None,
        "examples": replay.examples,
    }


def _decided(file: Path | None) -> list[Decided]:
    if file is None:
        return decided_by_people()
    try:
        return decided_in(file)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from None


def _version(named: str, number: int | None) -> RuleVersion:
    key = {"pk": key_in(named) or 0} if named.isdecimal() else {"name": named}
    rule = Rule.objects.filter(**key).first()
    if rule is None:
        raise CommandError(f"There is no rule “{named}”; `manage.py moderation rules` names them all.")
    if number is None:
        version = deciding.newest(rule)
    else:
        version = rule.versions.select_related("rule").filter(number=number).first()
    if version is None:
        raise CommandError(f"The rule “{rule}” has no version {number}.")
    return version
