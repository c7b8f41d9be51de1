"""The access table of the enrollments room."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from enrollments.enums import Status
from enrollments.models import Application, ApplicationPlan, Transition
from tests.factories.enrollments import ApplicationFactory, EntryFactory, FollowUpFactory, MissingItemFactory
from tests.factories.payers import PayerFactory, PlanFactory
from tests.guards.rows.providers import made_clinician, made_practice
from tests.guards.rows.row import Row

C = Capability
READS = (C.VIEW, C.VIEW_OWN_FILE)
Kwargs = Mapping[str, Any]


def made_application(organization: Organization, own: Membership | None) -> Application:
    """Return a submitted application of the clinician whose seat is `own`, with one plan."""
    payer = PayerFactory()
    application: Application = ApplicationFactory(
        organization=organization,
        provider=made_clinician(organization, own),
        practice=made_practice(organization),
        payer=payer,
        plans=[PlanFactory(payer=payer)],
        status=Status.SUBMITTED,
    )
    return application


def _application(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": made_application(organization, own).pk}


def _clinician(organization: Organization, own: Membership | None) -> Kwargs:
    return {"provider": made_clinician(organization, own).pk}


def _plan(organization: Organization, own: Membership | None) -> Kwargs:
    application = made_application(organization, own)
    return {"pk": application.pk, "plan": ApplicationPlan.objects.get(application=application).pk}


def _row(organization: Organization, own: Membership | None) -> Kwargs:
    application = made_application(organization, own)
    return {"pk": application.pk, "row": Transition.objects.filter(application=application).latest("id").pk}


def _entry(organization: Organization, own: Membership | None) -> Kwargs:
    application = made_application(organization, own)
    entry = EntryFactory(organization=organization, application=application)
    return {"pk": application.pk, "entry": entry.pk}


def _follow_up(organization: Organization, own: Membership | None) -> Kwargs:
    application = made_application(organization, own)
    follow_up = FollowUpFactory(organization=organization, application=application)
    return {"pk": application.pk, "follow_up": follow_up.pk}


def _item(organization: Organization, own: Membership | None) -> Kwargs:
    application = made_application(organization, own)
    return {
        "pk": application.pk,
        "item": MissingItemFactory(organization=organization, application=application).pk,
    }


def _on_one(capability: Capability, build: Any = _application) -> Row:
    return Row((capability,), build=build, by_practice=True)


ENROLLMENTS: dict[str, Row] = {
    "enrollments:list": Row(READS),
    "enrollments:new": Row((C.EDIT_APPLICATIONS,)),
    # Without chosen applications both go back to the list.
    "enrollments:bulk_log": Row((C.LOG_CONTACTS,), ok=302),
    "enrollments:bulk_assign": Row((C.EDIT_APPLICATIONS,), ok=302),
    "enrollments:provider_panel": Row(READS, build=_clinician, by_practice=True),
    "enrollments:detail": Row(READS, build=_application, by_practice=True),
    "enrollments:move": _on_one(C.MOVE_APPLICATIONS),
    "enrollments:amend": _on_one(C.EDIT_APPLICATIONS),
    "enrollments:block": _on_one(C.MOVE_APPLICATIONS),
    "enrollments:unblock": _on_one(C.MOVE_APPLICATIONS),
    "enrollments:contract": _on_one(C.EDIT_APPLICATIONS),
    "enrollments:plan_outcome": _on_one(C.EDIT_APPLICATIONS, _plan),
    "enrollments:void": _on_one(C.MOVE_APPLICATIONS, _row),
    "enrollments:log": _on_one(C.LOG_CONTACTS),
    "enrollments:void_entry": _on_one(C.LOG_CONTACTS, _entry),
    "enrollments:attach": _on_one(C.LOG_CONTACTS),
    "enrollments:follow_up_add": _on_one(C.LOG_CONTACTS),
    "enrollments:follow_up_done": _on_one(C.LOG_CONTACTS, _follow_up),
    "enrollments:follow_up_put_off": _on_one(C.LOG_CONTACTS, _follow_up),
    "enrollments:missing_ask": _on_one(C.EDIT_APPLICATIONS),
    "enrollments:missing_receive": _on_one(C.EDIT_APPLICATIONS, _item),
}
