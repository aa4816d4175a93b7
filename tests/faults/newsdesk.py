"""Run inside the house, with ``EDITORS`` set: one article of as many paragraphs, and a signed-in browser for each editor."""

import json

from django.test import Client

from accounts.roles import Role
from newsroom.testing import cast

writer = cast.person("Rosa Reporter", Role.REPORTER)
body = "".join(f"<p>Paragraph of editor {number}.</p>" for number in range(EDITORS))  # noqa: F821
text = cast.draft(writer, body=body, headline="Twenty hands at one text")
cookies = []
for number in range(EDITORS):  # noqa: F821
    client = Client()
    client.force_login(
        cast.person(f"Ed{number} Editor", Role.EDITOR), backend="accounts.backends.RoleBackend"
    )
    cookies.append(client.cookies["sessionid"].value)
print(json.dumps({"article": text.article_id, "revision": text.pk, "sessions": cookies}))
