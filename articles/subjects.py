"""What the record of decisions knows of the desk's objects: who may look, where they stand, what they are called."""

from moderation.subjects import Subject

READ = "articles.view_revision"
SUBJECTS = (
    Subject("articles.revision", READ, "headline", "article__section__slug", "article"),
    Subject("articles.article", READ, "slug", "section__slug", "pk"),
    Subject("articles.section", "articles.view_section", "name", "slug"),
    Subject("articles.sitetalk", "articles.view_section", "pk"),
    Subject("articles.assignment", READ, "title", "section__slug", "article"),
)
