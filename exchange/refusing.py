"""How the reading of a row ends when it is refused: with a reason and words for the person."""

from exchange.rows import Reason


class Refused(Exception):
    """The record is refused; carries the reason and the words for the person."""

    def __init__(self, reason: Reason, detail: str, text: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.text = text
