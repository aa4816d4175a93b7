"""Links on a line of their own: a card where the service is known, no request to it, no script of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from reader.embeds import service_of, with_cards

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.django_db
def test_it_works(client: Client, publish: Callable[..., Article]) -> None:
    article = publish(body=f'<p>It rang.</p><p><a href="{VIDEO}">The bell at noon</a></p><p>{VIDEO}</p>')
    page = client.get(article.get_absolute_url()).content.decode()
    assert page.count('class="embed"') == 2
    assert "Video · YouTube" in page
    assert "The bell at noon" in page
    assert "<iframe" not in page
    assert 'src="https://' not in page


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (VIDEO, "YouTube"),
        ("https://youtu.be/dQw4w9WgXcQ", "YouTube"),
        ("https://vimeo.com/76979871", "Vimeo"),
        ("https://mastodon.social/@harbour/112233445566778899", "Mastodon"),
        ("https://bsky.app/profile/harbour.example/post/3kabc", "Bluesky"),
        ("https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk", "Spotify"),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", None),
        ("https://www.youtube.com/@channel", None),
        ("https://harbour.example/log", None),
        ("https://[bad", None),
    ],
)
def test_the_list_of_services(url: str, name: str | None) -> None:
    found = service_of(url)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "html",
    [
        f'<p>See <a href="{VIDEO}">the bell</a>.</p>',
        '<p><a href="https://harbour.example/">the harbour</a></p>',
        f'<li><a href="{VIDEO}">the bell</a></li>',
    ],
)
def test_all_other_links_stay(html: str) -> None:
    assert with_cards(html) == html


def test_what_is_told_is_escaped_and_a_numbered_sentence_keeps_its_place() -> None:
    card = with_cards(f'<p><span class="s" id="s-1"><a href="{VIDEO}&amp;t=1">&lt;b&gt;</a></span></p>')
    assert "&lt;b&gt;" in card
    assert "&amp;t=1" in card
    assert 'id="s-1"' in card
    assert card.count("<span") == card.count("</span>")
