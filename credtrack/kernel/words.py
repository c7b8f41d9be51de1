"""Enums whose members carry the words a person reads."""

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """An enum with wording: `NAME = "value", "Label"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, label) pairs for form and model fields."""
        return [(member.value, member.label) for member in cls]
