"""People sign in by e-mail, with a second step if they want one; strangers cannot sign up."""

import re
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Membership, Organization, User
from accounts.signing_in import AccountAdapter
from tests.conftest import ClientFor
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": email, "password": password}).status_code


def test_signing_in_opens_the_organization(client: Client, owner: User) -> None:
    assert client.post(LOGIN, {"login": owner.email, "password": PASSWORD})["Location"] == "/"
    assert client.get("/")["Location"] == "/o/maple/"
    assert client.get("/o/maple/")["Location"].startswith("/o/maple/")


def test_the_address_may_be_typed_in_any_case(client: Client, owner: User) -> None:
    assert sign_in(client, owner.email.upper()) == 302


def test_a_wrong_password_and_an_unknown_address_sound_the_same(client: Client, owner: User) -> None:
    wrong = client.post(LOGIN, {"login": owner.email, "password": "not the password"})
    unknown = client.post(LOGIN, {"login": "nobody@maple.example", "password": "not the password"})

    def told(page: bytes) -> str:
        found = re.search(rb'class="[^"]*problem[^"]*".*?</ul>|errorlist.*?</ul>', page, re.DOTALL)
        return found.group(0).decode() if found else ""

    assert told(wrong.content) == told(unknown.content) != ""


def test_guessing_is_stopped_after_five_attempts(client: Client, owner: User) -> None:
    for _ in range(5):
        sign_in(client, owner.email, "a wrong guess")

    assert "Too many" in client.post(LOGIN, {"login": owner.email, "password": PASSWORD}).content.decode()


def test_thirty_attempts_in_a_minute_close_the_door(client: Client, db: None) -> None:
    codes = [sign_in(client, f"guess{number}@x.example", "guess") for number in range(31)]

    assert codes[-1] == 429


def test_nobody_signs_up_by_themselves(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code in (302, 404)
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_the_last_organization_opens_again(client_for: ClientFor, owner: User, harbor: Organization) -> None:
    Membership.objects.create(user=owner, organization=harbor, role="manager")
    client = client_for(owner)

    assert client.get("/")["Location"] == "/o/harbor/"  # by name, as none was opened before
    client.get("/o/maple/settings/")
    assert client.get("/")["Location"] == "/o/maple/"


def test_a_lost_seat_leads_to_another_organization(
    client_for: ClientFor, owner: User, harbor: Organization
) -> None:
    Membership.objects.create(user=owner, organization=harbor, role="manager")
    client = client_for(owner)
    client.get("/o/maple/settings/")
    Membership.objects.filter(organization__slug="maple").update(is_active=False)

    assert client.get("/")["Location"] == "/o/harbor/"


def test_without_an_organization_the_page_says_what_to_do(client_for: ClientFor, db: None) -> None:
    page = client_for(UserFactory()).get("/").content.decode()

    assert "no organization has a seat for that address" in page


def test_signed_out_people_are_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


def test_a_forgotten_password_is_set_anew_by_mail(client: Client, owner: User) -> None:
    client.post("/accounts/password/reset/", {"email": owner.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link is not None

    form = client.get(link.group(1), follow=True)
    answer = client.post(
        form.redirect_chain[-1][0],
        {"password1": "four other plain words", "password2": "four other plain words"},
    )

    assert answer.status_code == 302
    assert sign_in(Client(), owner.email, "four other plain words") == 302


def test_an_unknown_address_is_sent_nothing_and_learns_nothing(client: Client, db: None) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "nobody@x.example"})

    assert answer["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_told(client: Client, owner: User) -> None:
    with patch.object(EmailMessage, "send", side_effect=ConnectionRefusedError):
        answer = client.post("/accounts/password/reset/", {"email": owner.email})

    assert answer.status_code == 503
    assert "The mail could not leave" in answer.content.decode()


def test_a_changed_password_is_told_by_mail(client_for: ClientFor, owner: User) -> None:
    client = client_for(owner)
    fresh = "four other plain words"

    client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    )

    owner.refresh_from_db()
    assert owner.check_password(fresh)
    assert len(mail.outbox) == 1


def test_a_password_changes_even_when_the_mail_server_is_away(client_for: ClientFor, owner: User) -> None:
    fresh = "four other plain words"
    with patch.object(EmailMessage, "send", side_effect=ConnectionRefusedError):
        client_for(owner).post(
            "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
        )

    owner.refresh_from_db()
    assert owner.check_password(fresh)


def test_two_step_sign_in_asks_for_the_code(client: Client, owner: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(owner, secret)

    first = client.post(LOGIN, {"login": owner.email, "password": PASSWORD})
    assert first["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/o/maple/settings/").status_code == 302

    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    second = client.post("/accounts/2fa/authenticate/", {"code": code})

    assert second["Location"] == "/"
    assert client.get("/o/maple/settings/").status_code == 200


def test_a_recovery_code_works_once(client: Client, owner: User) -> None:
    totp.TOTP.activate(owner, totp.generate_totp_secret())
    code = RecoveryCodes.activate(owner).get_unused_codes()[0]

    for expected in (302, 200):
        browser = Client()
        browser.post(LOGIN, {"login": owner.email, "password": PASSWORD})
        assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected


def test_an_authenticator_app_is_set_up_from_the_page(client: Client, owner: User) -> None:
    sign_in(client, owner.email)
    # A browser left open is not enough: the password is asked for once more.
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))

    client.post("/accounts/2fa/totp/activate/", {"code": code})

    kinds = set(Authenticator.objects.filter(user=owner).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


@pytest.mark.parametrize(
    "name",
    ["account_change_password", "mfa_index", "account_reauthenticate", "account_inactive", "account_logout"],
)
def test_pages_about_one_s_own_account_open(client_for: ClientFor, owner: User, name: str) -> None:
    assert client_for(owner).get(reverse(name)).status_code in (200, 302)


def test_the_page_asks_in_plain_words_and_offers_a_new_password_once(client: Client, owner: User) -> None:
    page = client.get(LOGIN).content.decode()
    wrong = client.post(LOGIN, {"login": owner.email, "password": "not the password"}).content.decode()
    empty = client.post(LOGIN, {}).content.decode()

    assert page.count(reverse("account_reset_password")) == 1
    assert "Keep me signed in on this computer" in page
    assert "This address and this password do not belong together." in wrong
    assert "Type the address you were invited with." in empty
    assert "Type your password." in empty


def test_no_refusal_at_the_door_says_invalid() -> None:
    told = {
        key: str(AccountAdapter.error_messages[key]) for key in ("invalid_login", "invalid_password_reset")
    }

    assert not [words for words in told.values() if "nvalid" in words]
