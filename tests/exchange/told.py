"""Says in one short line what was understood of a row, for tests that compare whole readings."""

from exchange.rows import Reading


def told(reading: Reading) -> list[str]:
    """Return 'place who payer state kind status' for each application, 'G:' before a practice."""
    return [
        " ".join(
            (
                row.cell or str(row.row),
                f"G:{row.practice_or_group}" if row.is_group else row.provider,
                row.payer_text,
                row.state or "-",
                row.kind.value,
                row.status.value,
            )
        )
        for row in reading.rows
    ]


def refused(reading: Reading) -> list[str]:
    """Return 'place reason' for each refused row."""
    return [f"{one.cell or one.row} {one.reason.value}" for one in reading.rejected]
