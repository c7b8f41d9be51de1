"""Reads what expires: credentials, documents, a panel's answers, Medicare opt-outs."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from credtrack.kernel import clock
from payers.models import PanelState
from providers.enums import CredentialKind, DocumentKind, MedicareStatus
from providers.models import Credential, Document, Provider
from reminders.enums import Kind, Subject
from reminders.facts import About, DatedRow, Fact, of_credential, of_one_kind
from reminders.gathering.wanted import Wanted, any_of, in_days, kinds_about, unsent_subjects

_NAMES = ("provider__first_name", "provider__last_name", "provider__suffix")


def _name(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def credentials(wanted: Wanted) -> Iterator[Fact]:
    """Yield the ends of papers in force: not renewed, of active clinicians, the last of their sort; one query."""
    kinds = kinds_about(Subject.CREDENTIAL)
    near = [in_days("expires_on", wanted.of(kinds))]
    if wanted.recorded_since:
        near.append(Q(changed_at__gte=wanted.recorded_since))
    if wanted.unsent:
        near.append(Q(pk__in=unsent_subjects(kinds)))
    rows = Credential.objects.filter(any_of(Credential, *near), in_force()).order_by()
    columns = ("pk", "kind", "state", "number", "expires_on", "changed_at", "provider_id", *_NAMES)
    for pk, kind, state, _number, expires_on, changed_at, provider_id, *names in rows.values_list(
        *columns
    ).iterator(2000):
        about = About(provider_id=provider_id, who=_name(*names), state=state)
        label = "Another credential" if kind == CredentialKind.OTHER else CredentialKind(kind).label
        detail = f"{state} {label[0].lower()}{label[1:]}" if state and kind == "license" else label
        known_on = clock.local_date(changed_at)
        yield from of_credential(DatedRow(pk, expires_on, about, known_on, detail, kind))


def in_force() -> Q:
    """Return the condition that a credential counts: dated, not renewed, nothing of its sort ends later."""
    later = Credential.objects.filter(
        provider=OuterRef("provider"),
        kind=OuterRef("kind"),
        state=OuterRef("state"),
        number=OuterRef("number"),
        expires_on__gt=OuterRef("expires_on"),
    )
    return Q(expires_on__isnull=False, replaced_by=None, provider__is_active=True) & Q(~Exists(later))


def documents(wanted: Wanted) -> Iterator[Fact]:
    """Yield the ends of documents that are kept; one query."""
    kinds = [Kind.DOCUMENT]
    near = [in_days("expires_on", wanted.of(kinds))]
    if wanted.recorded_since:
        near.append(Q(uploaded_at__gte=wanted.recorded_since))
    if wanted.unsent:
        near.append(Q(pk__in=unsent_subjects(kinds)))
    rows = Document.objects.filter(
        any_of(Document, *near), expires_on__isnull=False, archived_at=None
    ).order_by()
    columns = ("pk", "kind", "title", "expires_on", "uploaded_at", "provider_id", "practice_id")
    names = ("practice__dba", "practice__legal_name")
    for pk, kind, title, expires_on, uploaded_at, provider_id, practice_id, *named in rows.values_list(
        *columns, *_NAMES, *names
    ).iterator(2000):
        who = _name(*named[:3]) or named[3] or named[4] or ""
        about = About(provider_id=provider_id, practice_id=practice_id, who=who)
        detail = f"{title}|{DocumentKind(kind).label}"
        row = DatedRow(pk, expires_on, about, clock.local_date(uploaded_at), detail)
        yield from of_one_kind(Kind.DOCUMENT, row)


def panel_states(wanted: Wanted) -> Iterator[Fact]:
    """Yield when a payer's answer about its panel is to be asked for again; newer answers count; one query."""
    kinds = [Kind.PANEL_STATE_RECHECK]
    near = in_days("recheck_on", wanted.of(kinds))
    if wanted.recorded_since:
        near |= Q(recorded_at__gte=wanted.recorded_since)
    if wanted.unsent:
        near |= Q(pk__in=unsent_subjects(kinds))
    rows = PanelState.objects.filter(near, newest_answer(), recheck_on__isnull=False).order_by()
    columns = ("pk", "state", "status", "recheck_on", "recorded_at", "payer_id", "payer__name", "plan__name")
    for pk, state, status, recheck_on, recorded_at, payer_id, payer, plan in rows.values_list(*columns):
        about = About(payer_id=payer_id, payer=payer, state=state)
        detail = f"{plan or payer}|{status}"
        row = DatedRow(pk, recheck_on, about, clock.local_date(recorded_at), detail)
        yield from of_one_kind(Kind.PANEL_STATE_RECHECK, row)


def newest_answer() -> Q:
    """Return the condition that no newer answer about the same payer, plan, state and license was recorded."""
    same = PanelState.objects.annotate(about_plan=Coalesce("plan_id", 0)).filter(
        payer=OuterRef("payer"),
        state=OuterRef("state"),
        license_type__iexact=OuterRef("license_type"),
        about_plan=Coalesce(OuterRef("plan_id"), 0),
    )
    newer = Q(learnt_on__gt=OuterRef("learnt_on")) | Q(learnt_on=OuterRef("learnt_on"), pk__gt=OuterRef("pk"))
    return Q(~Exists(same.filter(newer)))


def opt_outs(wanted: Wanted) -> Iterator[Fact]:
    """Yield the ends of Medicare opt-outs of active clinicians; one query."""
    near = in_days("medicare_opt_out_until", wanted.of([Kind.MEDICARE_OPT_OUT]))
    if wanted.unsent:
        near |= Q(pk__in=unsent_subjects([Kind.MEDICARE_OPT_OUT]))
    rows = Provider.objects.filter(near, opted_out()).order_by()
    columns = ("pk", "medicare_opt_out_until", "first_name", "last_name", "suffix")
    for pk, until, *names in rows.values_list(*columns):
        row = DatedRow(pk, until, About(provider_id=pk, who=_name(*names)))
        yield from of_one_kind(Kind.MEDICARE_OPT_OUT, row)


def opted_out() -> Q:
    """Return the condition that a clinician stands opted out of Medicare until a known day."""
    return Q(medicare_status=MedicareStatus.OPTED_OUT, medicare_opt_out_until__isnull=False, is_active=True)
