"""Refusals in words: not found, forbidden, a stale form, a fault of ours."""

import pytest
from django.db import InterfaceError
from django.test import Client, RequestFactory

from reader import errors


def test_it_works(client: Client, db: None) -> None:
    answer = client.get("/there/is/nothing/here/")
    assert answer.status_code == 404
    assert b"There is no page at this address" in answer.content
    assert b'role="search"' in answer.content


@pytest.mark.parametrize("path", ["/%00/", "/%ff%fe/", "/" + "x" * 3000 + "/", "/a'b/", "/%F0%9F%9C%81/"])
def test_odd_addresses_are_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_foreign_host_is_refused(client: Client, db: None) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_without_its_token_is_refused_in_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x@example.org"})
    assert answer.status_code == 403
    assert b"the form was open too long" in answer.content
    assert b"CSRF" not in answer.content


@pytest.mark.parametrize(("error", "status"), [(InterfaceError("cut"), 503), (ValueError("x"), 500)])
def test_faults_of_ours_show_no_trace(db: None, error: Exception, status: int) -> None:
    try:
        raise error
    except type(error):
        answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert b"Traceback" not in answer.content
    assert answer["Cache-Control"] == "no-store"
