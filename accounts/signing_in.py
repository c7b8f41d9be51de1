"""How people sign in: by e-mail; accounts are made by invitation, not by strangers."""

import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest
from django.shortcuts import render

from accounts.models import User

logger = logging.getLogger(__name__)


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in person; `LoginRequiredMiddleware` has turned everybody else away."""
    return cast(User, request.user)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the public sign-up: an invitation link is the way in."""

    error_messages = {  # the adapter's own hook
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This address and this password do not belong together. "
        "Type both again, or set a new password by mail.",
        "account_inactive": "This account is closed. Ask an owner of your organization.",
        "too_many_login_attempts": "Too many attempts with a wrong password. Wait a few minutes, then try again.",
        "rate_limited": "Too many attempts in a short time. Wait a minute, then try again.",
        "incorrect_code": "This is not the code of this moment. Type the newest one your app shows.",
        "incorrect_password": "This is not your password. Type it again.",
        "enter_current_password": "Type the password you have now.",
        "invalid_login": "This sign-in did not work. Start again.",
        "invalid_password_reset": "This link is used up or too old. Ask for a new one.",
        "same_as_current": "This is the password you have now. Choose another one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: the invitation's page creates the account of an invited person."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Do nothing: our users have no user name."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail about one's own account, or say that it could not leave.

        These mails are no organization's business, so they do not wait in its outbox.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as failure:  # smtplib's exceptions and socket time-outs are all OSError
            logger.exception("The mail server did not take %s", template_prefix)
            if "password_reset_key" in template_prefix:
                page = render(self.request, "accounts/mail_down.html", status=503)
                raise ImmediateHttpResponse(page) from failure
