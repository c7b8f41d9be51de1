"""What one plan did, in rows: counted by those who write them, added up by whoever runs several."""

from dataclasses import dataclass


@dataclass(slots=True)
class Planned:
    """What one run did, in rows of the ledger; `opened` counts applications."""

    planned: int = 0
    missed: int = 0
    superseded: int = 0
    settled: int = 0
    opened: int = 0

    def __add__(self, other: "Planned") -> "Planned":
        return Planned(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))
