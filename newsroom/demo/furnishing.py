"""The demo's sections, sources and authors, and the pages that say who makes the paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from articles.models import Author, Section, Source
from common.html import sanitise
from newsroom.demo.stories import as_html, read_paper
from reader.models import Page


@dataclass(frozen=True, slots=True)
class House:
    """What the stories refer to, by slug, and the people, by key of the cast."""

    people: Mapping[str, User]
    sections: Mapping[str, Section]
    sources: Mapping[str, Source]
    authors: Mapping[str, Author]


def furnish(people: Mapping[str, User]) -> House:
    """Make what is missing; what is there stays as somebody may have changed it."""
    paper = read_paper()
    for position, facts in enumerate(paper.sections):
        Section.objects.get_or_create(slug=facts["slug"], defaults={**facts, "position": position})
    for facts in paper.sources:
        Source.objects.get_or_create(slug=facts["slug"], defaults=facts)
    for facts in paper.authors:
        about = {name: value for name, value in facts.items() if name != "cast"}
        user = people[facts["cast"]] if "cast" in facts else None
        Author.objects.get_or_create(slug=facts["slug"], defaults={**about, "user": user})
    for position, facts in enumerate(paper.pages):
        told = {**facts, "body": sanitise(as_html(facts["body"])), "position": position, "is_published": True}
        Page.objects.get_or_create(slug=facts["slug"], defaults=told)
    return House(
        people,
        {section.slug: section for section in Section.objects.all()},
        {source.slug: source for source in Source.objects.all()},
        {author.slug: author for author in Author.objects.all()},
    )
