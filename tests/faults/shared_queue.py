"""Run inside the house, with ``MODERATORS`` and ``ITEMS`` set: comments that wait, and a signed-in browser for each moderator."""

import json

from django.test import Client

from accounts.roles import Role
from articles.models import Article
from comments import posting
from newsroom.testing import cast

writer, editor = cast.person("Rosa Reporter", Role.REPORTER), cast.person("Ada Editor", Role.EDITOR)
chief = cast.person("Paula Publisher", Role.PUBLISHER)
articles = [cast.published(writer, editor, chief, headline=f"Bell {number}") for number in range(4)]
Article.objects.update(comments_mode=Article.CommentsMode.PREMODERATED)
readers = [cast.person(f"Reader {number}") for number in range(20)]
for number in range(ITEMS):  # noqa: F821
    posting.post(articles[number % 4], readers[number % 20], f"Is bell {number} old?", paced=False)
cookies = []
for number in range(MODERATORS):  # noqa: F821
    client = Client()
    client.force_login(
        cast.person(f"Mod{number} Moderator", Role.MODERATOR), backend="accounts.backends.RoleBackend"
    )
    cookies.append(client.cookies["sessionid"].value)
print(json.dumps({"sessions": cookies}))
