"""A regular expression, on an engine whose time grows with the text and with nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import re2
from django.utils.translation import gettext as _

from comments.rules.subject import MOST_SPANS, BadOption, Finding, Otherwise, Subject, flag, merged

MOST_SIGNS = 2_000
MOST_MEMORY = 8 << 20  # bytes for the automaton; a larger expression is refused when it is written


@dataclass(frozen=True, slots=True)
class Pattern:
    """The expression is found in the raw text."""

    expression: Any  # compiled
    looks_at: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Pattern":
        """Compile it. Raises BadOption with what the engine says."""
        source = options.get("expression")
        if not isinstance(source, str) or not source.strip():
            raise BadOption("expression", _("Write an expression."))
        if len(source) > MOST_SIGNS:
            raise BadOption("expression", _("At most %(most)s signs.") % {"most": MOST_SIGNS})
        compiler = re2.Options()
        compiler.case_sensitive = flag(dict(options), "is_case_sensitive")
        compiler.max_mem = MOST_MEMORY
        compiler.log_errors = False
        try:
            compiled = re2.compile(source, compiler)
        except re2.error as error:
            said = error.args[0] if error.args else b""
            said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
            raise BadOption(
                "expression",
                _(
                    "This cannot be read as an expression (RE2, so without look-around and back-references): %(said)s"
                )
                % {"said": said},
            ) from None
        if compiled.search("") is not None:
            raise BadOption("expression", _("It would be found in every text: it matches nothing at all."))
        return cls(compiled)

    def find(self, subject: Subject) -> Finding | None:
        """The places in which it is found."""
        spans = []
        for match in self.expression.finditer(subject.text.raw):
            if match.end() > match.start():
                spans.append(match.span())
            if len(spans) >= MOST_SPANS:
                break
        return Finding(_("The expression is found in it."), merged(spans)) if spans else None

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """Without what was found."""
        text = subject.text.without(finding.evidence)
        return Otherwise(replace(subject, text=text), _("without the marked places"))
