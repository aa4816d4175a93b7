"""Which terms candidates are looked for by: few, the most telling ones, so that a search costs the same in any archive. Pure."""

from dataclasses import dataclass

from related.blend import DEFAULT, Blend
from related.profile import Profile
from related.ranking import saturated
from related.telling import Telling

TERMS_ASKED = 40
POSTINGS = 1500  # newest articles read for one term
CANDIDATES = 120  # that the ranking looks at more closely
TERMS_STORED = 60  # by which an article can be found


@dataclass(frozen=True, slots=True)
class Asked:
    """A term to look for, and what finding it is worth."""

    stem: str
    worth: float


def asked(profile: Profile, telling: Telling) -> list[Asked]:
    """The terms to look for, most telling first."""
    terms = [
        Asked(stem, count * telling.of(stem))
        for stem, count in zip(profile.terms.stems, profile.terms.counts, strict=True)
    ]
    return sorted(terms, key=lambda term: (-term.worth, term.stem))[:TERMS_ASKED]


def postings(profile: Profile, blend: Blend = DEFAULT) -> dict[str, float]:
    """The terms by which the article can be found, and what finding each is worth."""
    terms = profile.terms
    heaviest = list(zip(terms.stems, terms.counts, strict=True))[:TERMS_STORED]
    return {stem: saturated(count, terms.length, blend) for stem, count in heaviest}
