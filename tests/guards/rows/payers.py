"""The access table of the payers room."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from tests.factories.payers import (
    PayerAliasFactory,
    PayerContactFactory,
    PayerFactory,
    PlanFactory,
    RuleFactory,
)
from tests.guards.rows.row import Row, post

C = Capability


def _payer(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": PayerFactory(organization=organization).pk}


def _own_rule(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": RuleFactory(organization=organization, payer=PayerFactory()).pk}


def _shared_rule(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": RuleFactory().pk}


def _plan(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": PlanFactory(organization=organization, payer=PayerFactory()).pk}


def _alias(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": PayerAliasFactory(organization=organization, payer=PayerFactory()).pk}


def _contact(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": PayerContactFactory(organization=organization, payer=PayerFactory()).pk}


READS = (C.VIEW,)
KEEPS = (C.MANAGE_PAYERS,)

PAYERS: dict[str, Row] = {
    "payers:list": Row(READS),
    "payers:rules": Row(READS),
    "payers:platforms": Row(READS),
    "payers:detail": Row(READS, build=_payer),
    "payers:card": Row(READS, build=_payer, htmx=True),
    "payers:rule": Row(READS, build=_own_rule),
    "payers:new": Row(KEEPS),
    "payers:edit": Row(KEEPS, build=_payer),
    "payers:override": Row(
        KEEPS,
        build=_shared_rule,
        shared_because="a rule of the catalogue is everybody's to put a value beside",
    ),
    "payers:reset": post(C.MANAGE_PAYERS, build=_own_rule),
    "payers:rule_new": Row(KEEPS, build=_payer),
    "payers:plan_new": Row(KEEPS, build=_payer),
    "payers:plan_drop": post(C.MANAGE_PAYERS, build=_plan),
    "payers:alias_new": Row(KEEPS, build=_payer),
    "payers:alias_drop": post(C.MANAGE_PAYERS, build=_alias),
    "payers:contact_new": Row(KEEPS, build=_payer),
    "payers:contact_edit": Row(KEEPS, build=_contact),
    "payers:contact_drop": post(C.MANAGE_PAYERS, build=_contact),
    "payers:panel_record": Row(KEEPS, build=_payer),
    "payers:platform_new": Row(KEEPS),
}
