"""What is told to the second of two people who edit one record at the same time."""


class Stale(Exception):
    """Somebody saved the record after this person opened it; nothing was written."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"Somebody else changed {what} while you were editing. What you typed is still here: "
            "compare it with the page as it is now, then save again."
        )
