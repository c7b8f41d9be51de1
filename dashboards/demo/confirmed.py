"""What have payers confirmed in the demo? Most of what bills was; here and there one piece is missing."""

import datetime as dt
from collections.abc import Iterator

from accounts.models import Organization, User
from credtrack.kernel import clock
from enrollments.enums import Channel, Confirmed, HolderKind, Kind, Status
from enrollments.models import Application, Confirmation

# In turn: everything, everything but the route, but the ID, nothing but the date, everything with ERA and EFT.
_FOUR = (Confirmed.CONTRACT, Confirmed.EFFECTIVE_DATE, Confirmed.PROVIDER_ID, Confirmed.CLAIMS_ROUTE)
_TURNS: tuple[tuple[Confirmed, ...], ...] = (
    (*_FOUR, Confirmed.PAYER_LOADED, Confirmed.ERA, Confirmed.EFT),
    _FOUR,
    (*_FOUR, Confirmed.PAYER_LOADED, Confirmed.TEST_CLAIM),
    (Confirmed.CONTRACT, Confirmed.EFFECTIVE_DATE, Confirmed.PROVIDER_ID),
    (*_FOUR, Confirmed.ERA),
    (Confirmed.CONTRACT, Confirmed.EFFECTIVE_DATE, Confirmed.CLAIMS_ROUTE),
    _FOUR,
    (Confirmed.EFFECTIVE_DATE,),
)


def confirm(organization: Organization, actor: User) -> int:
    """Record what payers confirmed of applications that are active; returns how many confirmations."""
    active = Application.objects.filter(status=Status.ACTIVE, provider__isnull=False)
    # A renewal confirms no new effective date; through a platform there is nothing of our own to confirm.
    active = active.exclude(kind__in=[Kind.RECREDENTIALING, Kind.REVALIDATION])
    active = active.exclude(contract__holder_kind=HolderKind.PLATFORM)
    rows = [
        row
        for place, one in enumerate(active.select_related("payer", "provider").order_by("pk"))
        for row in _rows(organization, one, _TURNS[place % len(_TURNS)], actor)
    ]
    Confirmation.objects.bulk_create(rows)
    return len(rows)


def _rows(
    organization: Organization, one: Application, kinds: tuple[Confirmed, ...], actor: User
) -> Iterator[Confirmation]:
    told_on = min((one.activated_on or one.status_since) + dt.timedelta(days=3), clock.today())
    for kind in kinds:
        yield Confirmation(
            organization=organization,
            provider=one.provider,
            practice_id=one.practice_id,
            payer_id=one.payer_id,
            state=one.state,
            kind=kind,
            confirmed_on=told_on,
            value_on=one.effective_on if kind == Confirmed.EFFECTIVE_DATE else None,
            value=_value(one, kind),
            person="Provider services" if kind != Confirmed.CONTRACT else "",
            channel=Channel.LETTER
            if kind in (Confirmed.CONTRACT, Confirmed.EFFECTIVE_DATE)
            else Channel.CALL,
            evidence=_EVIDENCE.get(kind, f"Call to provider services, reference {40000 + one.pk}"),
            contract_id=one.contract_id if kind == Confirmed.CONTRACT else None,
            recorded_by=actor,
            recorded_at=dt.datetime.combine(told_on, dt.time(15, 0), tzinfo=dt.UTC),
        )


_EVIDENCE = {
    Confirmed.CONTRACT: "Countersigned agreement on file",
    Confirmed.EFFECTIVE_DATE: "Welcome letter of the payer",
}


def _value(one: Application, kind: Confirmed) -> str:
    if kind == Confirmed.PROVIDER_ID:
        return one.payer_assigned_id or "As on the welcome letter"
    return "Clearinghouse, electronic claims under our TIN" if kind == Confirmed.CLAIMS_ROUTE else ""
