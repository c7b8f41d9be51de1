"""What is said when a reminder is not changed: in words, with what to do instead."""


class Refused(Exception):
    """The change may not be made; the text says why. `url` leads to where it can be done, or is empty."""

    def __init__(self, reason: str, url: str = "") -> None:
        self.url = url
        super().__init__(reason)


CHANGED = "This reminder has changed since the page was drawn. Look at it as it stands now, then try again."
OVER = "This reminder asks for nothing any more, so there is nothing to put off or finish."
