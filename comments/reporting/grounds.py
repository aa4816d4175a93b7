"""For which reasons a comment can be reported, and under which laws: data that the form, the queue and the figures share.

Law grounds carry the category of the Commission's transparency database (Article 24(5) of Regulation (EU) 2022/2065).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from moderation.workflow import Words

ILLEGAL = "illegal"
CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason. ``urgency`` is the priority of what it opens at the queue; ``category`` as in the database."""

    code: str
    label: Words
    help: Words
    urgency: int = 0
    category: str = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


@dataclass(frozen=True, slots=True)
class Law:
    """One kind of law that a comment may break. Without ``is_named`` the notice needs no name (Article 16(2)(c))."""

    code: str
    label: Words
    category: str
    is_named: bool = True
    urgency: int = 6


GROUNDS = (
    Ground("rude", _("Rude or hurtful"), _("Insults, threats, contempt for people.")),
    Ground("spam", _("Spam or advertising"), _("Sells something, or says the same everywhere.")),
    Ground("off-topic", _("Off topic"), _("Has nothing to do with the article.")),
    Ground(
        "personal-data",
        _("Personal data"),
        _("An address, a number, a name that is nobody's business."),
        urgency=3,
        category="STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    ),
    Ground(
        CORRECTION,
        _("Possible correction"),
        _("It says that the article has something wrong, and the desk should look."),
        urgency=1,
    ),
    Ground(
        ILLEGAL,
        _("Illegal content"),
        _("It breaks a law. We ask which one, and decide on it with priority."),
        urgency=6,
        category="STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    ),
)
LAWS = (
    Law("insult", _("Insult or defamation"), "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"),
    Law("hatred", _("Incitement to hatred"), "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"),
    Law("threat", _("Threat or call for violence"), "STATEMENT_CATEGORY_VIOLENCE", urgency=9),
    Law("terror", _("Terrorist content"), "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY", urgency=9),
    Law(
        "privacy",
        _("Privacy or data protection"),
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    ),
    Law("copyright", _("Copyright or trade mark"), "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"),
    Law("fraud", _("Fraud or unfair trade"), "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"),
    Law(
        "children",
        _("Sexual abuse of children (you need not give your name)"),
        "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
        is_named=False,  # Articles 3 to 7 of Directive 2011/93/EU
        urgency=9,
    ),
    Law("other", _("Another law"), "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"),
)
_grounds = {ground.code: ground for ground in GROUNDS}
_laws = {law.code: law for law in LAWS}


def ground_of(code: str) -> Ground:
    """The reason of that code; one that this version does not know by its bare code."""
    return _grounds.get(code) or Ground(code, code, "")


def law_of(code: str) -> Law | None:
    """The law of that code; None for none."""
    return _laws.get(code)


def label_of(code: str, law: str = "") -> str:
    """The reason in words, with the law where there is one: “Illegal content: Insult or defamation”."""
    label, found = str(ground_of(code).label), law_of(law)
    return f"{label}: {found.label}" if found else label


def urgency_of(code: str, law: str = "") -> int:
    """The priority of what such a report opens at the queue."""
    found = law_of(law)
    return found.urgency if found else ground_of(code).urgency
