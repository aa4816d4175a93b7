"""Quotes that a form begins with: a comment's own words, or a paragraph of the article, marked as Markdown marks them."""

from articles.comparing import paragraphs
from articles.models import Article
from comments.models import Comment

LONGEST = 1_200  # characters: more is not quoted but repeated


def of_comment(comment: Comment) -> str:
    """What the comment says itself, without what it quotes."""
    own = [line for line in comment.text.splitlines() if not line.lstrip().startswith(">")]
    return marked("\n".join(own))


def of_article(article: Article, number: str) -> str:
    """The paragraph of that number, counted from 1; nothing where there is none."""
    parts = quotable(article)
    position = int(number) - 1 if number.isdecimal() and len(number) < 5 else -1
    return marked(parts[position]) if 0 <= position < len(parts) else ""


def quotable(article: Article) -> list[str]:
    """The paragraphs of the published text."""
    return paragraphs(article.live.body) if article.live else []


def marked(text: str) -> str:
    """Each line behind a sign, and room to answer below."""
    lines = " ".join(text[:LONGEST].split(" ")).strip().splitlines()
    if not lines:
        return ""
    if len(text) > LONGEST:
        lines[-1] += " …"
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
