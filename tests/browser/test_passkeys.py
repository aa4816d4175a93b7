"""A passkey from its making to a sign-in without anything else, with an authenticator that Chromium plays."""

from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import AccessChange, User
from accounts.roles import Role
from newsroom.testing.cast import PASSWORD, person

PATIENCE = 60_000


def play_an_authenticator(page: Page) -> None:
    """A platform authenticator that keeps passkeys and always knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in_by_password(page: Page, who: User, address: str) -> None:
    page.goto(f"{address}/accounts/login/?next=/admin/")
    page.get_by_label("E-mail address").last.fill(who.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action$='/login/'] button", has_text="Sign in").last.click()


def test_a_passkey_opens_the_desk(browser: Browser, live_server: LiveServer, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    address = live_server.url.replace("127.0.0.1", "localhost")
    editor = person("Ada Editor", Role.EDITOR)
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    play_an_authenticator(page)

    sign_in_by_password(page, editor, address)
    expect(page.get_by_role("heading", name="Second factor", level=1)).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    page.get_by_role("link", name="To the desk").click()
    expect(page).to_have_url(f"{address}/admin/")
    assert AccessChange.objects.filter(person=editor, act="factor_added").count() == 1

    context.clear_cookies()
    page.goto(f"{address}/accounts/login/?next=/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{address}/admin/")

    context.clear_cookies()
    sign_in_by_password(page, editor, address)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{address}/admin/")
    context.close()
