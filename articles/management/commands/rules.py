"""manage.py rules: what house rules say of a text, and would have said of the archive."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import checklist
from articles.house_rules.replaying import LAST, replay, verdict
from articles.models import HouseRule, Revision
from common.spans import since


class Command(BaseCommand):
    help = (
        "House rules. `list` names them with how often each was found; `replay` asks one of what is published; "
        "`check` asks the whole checklist of an article’s working text and exits 1 where something blocks it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listed = verbs.add_parser("list", help="Every rule, its state and how often it was found.")
        replayed = verbs.add_parser("replay", help="Ask a rule, as it is written now, of published articles.")
        replayed.add_argument("rule", help="The rule's number or name.")
        replayed.add_argument("--since", default="", help="How far back: 12h, 90d, 8w.")
        replayed.add_argument("--last", type=int, default=LAST, help=f"Or how many articles ({LAST}).")
        checked = verbs.add_parser(
            "check", help="Ask the checklist of an article's text. Exits 1 if it blocks."
        )
        checked.add_argument("article", type=int, help="The number of the article, as in /a/NUMBER/.")
        for verb in (listed, replayed, checked):
            verb.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        {"list": self._list, "replay": self._replay, "check": self._check}[options["verb"]](options)

    def _list(self, options: dict[str, Any]) -> None:
        rows = [
            {
                "rule": rule.pk,
                "name": rule.name,
                "state": rule.state,
                "looked_at": rule.looked_at,
                "hits": rule.hits,
                "verdict": verdict(rule.looked_at, rule.hits),
            }
            for rule in HouseRule.objects.all()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            words = "{rule:>5}  {state:<8} {hits:>6} of {looked_at:<6} {name}  {verdict}".format(**row)
            self.stdout.write(words.rstrip())

    def _replay(self, options: dict[str, Any]) -> None:
        name = options["rule"]
        key = {"pk": int(name)} if name.isdecimal() else {"name": name}
        rule = HouseRule.objects.filter(**key).first()
        if rule is None:
            raise CommandError(f"There is no rule “{name}”; `manage.py rules list` names them all.")
        begins = since(options["since"]) if options["since"] else None
        told = replay(rule, since=begins, last=options["last"])
        if told.trouble:
            raise CommandError(told.trouble)
        found: list[dict[str, Any]] = [
            {"article": row.article, "headline": row.headline, "hits": [str(hit) for hit in row.hits]}
            for row in told.found
        ]
        if options["json"]:
            facts = {"looked_at": told.looked_at, "hits": told.hits, "verdict": told.verdict, "found": found}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        for row in found:
            self.stdout.write(f"{row['article']}: {row['headline']}")
            self.stdout.write("".join(f"    …{hit}…\n" for hit in row["hits"]), ending="")
        self.stdout.write(f"Found in {told.hits} of {told.looked_at} articles. {told.verdict}".rstrip())

    def _check(self, options: dict[str, Any]) -> None:
        texts = (
            Revision.objects.with_article().select_related("lead_image").filter(article=options["article"])
        )
        text = texts.working().first() or texts.filter(live_of__isnull=False).first()
        if text is None:
            raise CommandError(f"There is no article {options['article']}.")
        findings = checklist.check(text)
        if options["json"]:
            rows = [
                {
                    name: getattr(found, name)
                    for name in ("code", "severity", "field", "words", "how", "waived_by")
                }
                for found in findings
            ]
            self.stdout.write(json.dumps({"article": text.article_id, "findings": rows}, ensure_ascii=False))
        else:
            for found in findings:
                self.stdout.write(f"{found.severity:<9} {found.field:<16} {found.words}")
        if any(found.blocks for found in findings):
            raise SystemExit(1)
