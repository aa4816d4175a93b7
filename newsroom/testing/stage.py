"""Pages of the site before a real browser, without the policy that would stop a script: the markup alone must be harmless.

Pages are answered with what the test made, static files as they are; whatever else is asked for is noted and not answered.
"""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Dialog, Page, Route

PLACE = "http://stage.invalid"
# What no page of ours has, whoever wrote what stands on it: handlers and addresses that run, and frames of strangers.
FOUND = """() => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
  .filter(({name, value}) => (/^on|srcdoc|^style$|^@|^x-|hx-on/i.test(name) && /pwned|attacker/.test(value))
    || (/^(href|src|action|formaction|data|background|poster|ping|srcset|values|to)$|xlink|hx-get/i.test(name)
        && (/^[\\s\\x00-\\x20]*(javascript|vbscript|data:text|data:application|blob|file|livescript|mocha|feed|jar|view-source)/i.test(value)
            || /attacker\\.invalid/.test(value) && !element.matches("a[rel~=ugc]"))))
  .map(({name, value}) => `${element.tagName} ${name}=${value.slice(0, 80)}`))"""


class Stage:
    """A browser page; ``heard`` holds everything that an attack achieved. It must stay empty."""

    def __init__(self, browser: Browser) -> None:
        self.heard: list[str] = []
        self._html = ""
        self._where = ""
        self.context = browser.new_context(base_url=PLACE)
        self.page: Page = self.context.new_page()
        self.page.expose_binding("pwned", lambda source, *words: self._hear(f"ran {words}"))
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda popup: self._hear(f"opened {popup.url}"))
        self.page.route("**/*", self._answer)

    def show(self, address: str, html: str) -> None:
        """Load it, let its scripts run, touch what can be touched, and look at what became of it."""
        self._html, self._where = html, address
        self.page.goto(f"{PLACE}{address}", wait_until="load")
        self.page.evaluate(TOUCH)
        self.heard += [f"{address}: {one}" for one in self.page.evaluate(FOUND)]
        if urlsplit(self.page.url).path != urlsplit(address).path:
            self._hear(f"went to {self.page.url}")

    def close(self) -> None:
        """Shut the browser's window."""
        self.context.close()

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if not url.startswith(PLACE):
            self._hear(f"asked for {url}")
            route.abort()
        elif route.request.is_navigation_request() and url.removeprefix(PLACE) == self._where:
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        elif (path := urlsplit(url).path).startswith("/static/"):
            found: Any = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=found) if found else route.fulfill(status=404)
        else:
            route.fulfill(status=404)

    def _dialog(self, dialog: Dialog) -> None:
        self._hear(f"dialog {dialog.message}")
        dialog.dismiss()

    def _hear(self, words: str) -> None:
        self.heard.append(f"{self._where}: {words}")


# What a reader's hand and keyboard would set off.
TOUCH = """() => {
  for (const element of document.querySelectorAll("main *, .queue *")) {
    if (element.matches("form, form *, a[href], script")) continue;
    for (const kind of ["mouseover", "pointerenter", "focus", "click", "toggle"]) element.dispatchEvent(new Event(kind));
  }
  for (const details of document.querySelectorAll("details")) details.open = true;
}"""
