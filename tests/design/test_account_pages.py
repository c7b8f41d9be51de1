"""Signing in and looking after one's account looks like the rest, and nothing in it is blocked by the policy."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.conftest import ClientFor

SIGNED_OUT = (
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
)
SIGNED_IN = ("account_change_password", "account_logout", "account_reauthenticate", "mfa_index")


def assert_ours(html: str) -> None:
    assert "css/tokens.css" in html
    assert html.count("<h1>") == 1
    assert re.search(r"<title>[^·<]*\w[^·<]* · CredTrack</title>", html)
    for word in ("Error", "Invalid", "Oops", "Sign Up"):
        assert word not in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", SIGNED_OUT)
def test_pages_before_signing_in_are_drawn_as_ours(client: Client, name: str) -> None:
    assert_ours(client.get(reverse(name)).content.decode())


@pytest.mark.django_db
def test_a_used_up_link_says_what_to_do(client: Client) -> None:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "used-up"})
    html = client.get(address, follow=True).content.decode()
    assert_ours(html)
    assert "This link no longer works" in html


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_ones_own_account_are_drawn_as_ours(owner: User, client_for: ClientFor, name: str) -> None:
    assert_ours(client_for(owner).get(reverse(name)).content.decode())


def test_a_wrong_password_is_told_beside_what_was_typed(owner: User, client: Client) -> None:
    html = client.post(reverse("account_login"), {"login": owner.email, "password": "wrong"}).content.decode()
    assert_ours(html)
    assert 'class="callout act"' in html
    assert owner.email in html


def test_setting_up_the_second_step_asks_for_the_password_first(owner: User, client_for: ClientFor) -> None:
    html = client_for(owner).get(reverse("mfa_activate_totp"), follow=True).content.decode()
    assert_ours(html)
    assert "Confirm that it is you" in html


def test_the_second_step_is_set_up_with_a_square_and_its_key(owner: User, client_for: ClientFor) -> None:
    owner.set_password("maple-street-42")
    owner.save()
    client = client_for(owner)
    client.post(reverse("account_reauthenticate"), {"password": "maple-street-42"})
    html = client.get(reverse("mfa_activate_totp")).content.decode()
    assert_ours(html)
    assert 'src="data:image/svg+xml' in html


def test_an_unknown_address_says_so_in_our_look(client: Client) -> None:
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert_ours(answer.content.decode())
