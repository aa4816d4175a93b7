"""What a rule finds in a text, and whether it is meant for it."""

from articles.house_rules.searching import Hit, search
from articles.models import Revision, RuleFields
from common.html import plain_text

W = RuleFields.Where
PLACES = {
    W.ALL: ("headline", "short_headline", "seo_title", "standfirst", "body"),
    W.HEADLINE: ("headline", "short_headline", "seo_title"),
    W.BODY: ("body",),
}


def concerns(rule: RuleFields, language: str, section: int) -> bool:
    """Whether the rule is meant for a text of this language and section; “de” means “de-CH” too."""
    speaks = not rule.language or language.lower().startswith(rule.language.lower())
    return speaks and rule.section_id in (None, section)


def words_of(revision: Revision) -> dict[str, str]:
    """The plain words of the text by field."""
    fields = {name: str(getattr(revision, name)) for name in PLACES[W.ALL]}
    return {**fields, "body": plain_text(revision.body)}


def found_in(rule: RuleFields, words: dict[str, str]) -> dict[str, list[Hit]]:
    """Where the rule is found, by field; empty where nowhere. Raises BadPattern."""
    places = PLACES[W(rule.where)]
    hits = {
        name: search(rule.pattern, words[name], is_expression=rule.is_expression)
        for name in places
        if words.get(name)
    }
    return {name: found for name, found in hits.items() if found}
