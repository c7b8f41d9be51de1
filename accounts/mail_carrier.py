"""How is a mail handed over? By one connection that serves a whole run and is renewed when it broke."""

from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from accounts import mail_message
from accounts.mail_failures import cleaned
from accounts.mail_message import Parcel
from accounts.models import OutboxMessage
from accounts.smtp_talk import SessionOver, told


class Carrier:
    """A connection of whichever mail backend the settings name.

    Django's own SMTP backend is spoken to directly: it builds every mail as a tree, which takes
    longer than sending it, and keeps the server's answer to itself. Every other backend gets
    Django's mail object.
    """

    def __init__(self) -> None:
        self.backend: Any = get_connection()
        self._speaks_smtp = type(self.backend) is SmtpBackend
        self._is_open = False
        # Mails that this connection took.
        self._taken = 0
        # No message has been named yet, so what goes wrong now says nothing about one.
        self.is_opening = False

    def open(self) -> None:
        """Connect and sign in, unless that is done; raises what the network or the server says."""
        if self._is_open:
            return
        self.is_opening = True
        self.backend.open()
        if self._speaks_smtp:
            self.backend.connection.ehlo_or_helo_if_needed()
        self._is_open, self._taken, self.is_opening = True, 0, False

    def pack(self, message: OutboxMessage) -> Any:
        """Put the mail together; raises `ValueError` for what cannot be written."""
        return mail_message.as_parcel(message) if self._speaks_smtp else mail_message.as_email(message)

    def hand_over(self, packed: Any) -> str:
        """Give one packed mail to the server and return its answer; raises what it refuses with."""
        self.open()
        if self._speaks_smtp:
            return self._speak(packed)
        self.backend.send_messages([packed])
        status = getattr(packed, "anymail_status", None)
        return cleaned(f"{status.status}: {status.message_id}") if status is not None else ""

    def _speak(self, parcel: Parcel) -> str:
        try:
            answer = told(self.backend.connection, parcel)
        except SessionOver as end:
            if not self._taken:
                raise end.reason from None
            # Many servers end a session after so many mails; that is no failure of the next one.
            self.close()
            self.open()
            return self._speak(parcel)
        self._taken += 1
        return answer

    def close(self) -> None:
        """End the connection; what goes wrong with a goodbye matters to nobody."""
        self._is_open = self.is_opening = False
        try:
            self.backend.close()
        except Exception:  # noqa: BLE001  # each backend has its own kinds
            self.backend = get_connection()
