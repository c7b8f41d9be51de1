"""What did a run of digests do? Counts of rows and mails; they add up over people and organizations."""

from dataclasses import dataclass


@dataclass(slots=True)
class Sent:
    """Mails made, rows told in them, rows shown in the list only, rows taken back, digests replaced, failures."""

    digests: int = 0
    at_once: int = 0
    told: int = 0
    shown: int = 0
    superseded: int = 0
    replaced: int = 0
    failed: int = 0

    def __add__(self, other: "Sent") -> "Sent":
        return Sent(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))
