"""The access table of the accounts room and of the pages outside every organization."""

from collections.abc import Mapping
from typing import Any

from accounts.enums import Role
from accounts.models import Membership, Organization
from accounts.roles import Capability
from tests.factories.accounts import (
    InvitationFactory,
    MembershipFactory,
    OutboxMessageFactory,
    SavedViewFactory,
)
from tests.guards.rows.row import OutsideRow, Row, post

C = Capability


def _member(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": MembershipFactory(organization=organization, role=Role.BILLER).pk}


def _invitation(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": InvitationFactory(organization=organization).pk}


def _message(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": OutboxMessageFactory(organization=organization, html="<p>Open the link.</p>").pk}


def _view(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    # Owned by somebody else: everybody who may save views gets 404 for a view that is not theirs.
    return {"pk": SavedViewFactory(organization=organization).pk}


EVERYBODY = (C.VIEW, C.VIEW_OWN_FILE)

ACCOUNTS: dict[str, Row] = {
    "accounts:enter": Row(EVERYBODY, ok=302),
    "accounts:settings": Row(EVERYBODY),
    "accounts:organization_edit": Row((C.MANAGE_ORGANIZATION,)),
    "accounts:members": Row((C.VIEW,)),
    "accounts:member_edit": Row((C.MANAGE_MEMBERS,), build=_member),
    "accounts:member_deactivate": post(C.MANAGE_MEMBERS, build=_member),
    "accounts:member_reactivate": post(C.MANAGE_MEMBERS, build=_member),
    "accounts:invitations": Row((C.MANAGE_MEMBERS,)),
    "accounts:invite": Row((C.MANAGE_MEMBERS,)),
    "accounts:invitation_resend": post(C.MANAGE_MEMBERS, build=_invitation),
    "accounts:invitation_revoke": post(C.MANAGE_MEMBERS, build=_invitation),
    "accounts:roles": Row(EVERYBODY),
    "accounts:audit": Row((C.VIEW_AUDIT,)),
    "accounts:mail": Row((C.MANAGE_ORGANIZATION,)),
    "accounts:mail_retry": post(C.MANAGE_ORGANIZATION),
    "accounts:mail_message": Row((C.MANAGE_ORGANIZATION,), build=_message),
    "accounts:mail_html": Row((C.MANAGE_ORGANIZATION,), build=_message),
    "accounts:health": Row((C.VIEW_AUDIT,)),
    "accounts:saved_views": Row((C.SAVE_VIEWS,)),
    "accounts:saved_view_new": Row((C.SAVE_VIEWS,)),
    "accounts:saved_view_delete": post(C.SAVE_VIEWS, ok=404, build=_view),
}

_SIGN_IN = 302

OUTSIDE: dict[str, OutsideRow] = {
    "healthz": OutsideRow(200, 200),
    "accounts:home": OutsideRow(_SIGN_IN, 302),
    "accounts:invitation": OutsideRow(404, 404, {"token": "made-up"}),
    "account_login": OutsideRow(200, 302),
    "account_logout": OutsideRow(302, 200),
    "account_inactive": OutsideRow(200, 200),
    "account_reauthenticate": OutsideRow(_SIGN_IN, 200),
    "account_change_password": OutsideRow(_SIGN_IN, 200),
    "account_set_password": OutsideRow(_SIGN_IN, 302),
    "account_reset_password": OutsideRow(200, 200),
    "account_reset_password_done": OutsideRow(200, 200),
    "account_reset_password_from_key": OutsideRow(200, 200, {"uidb36": "1", "key": "made-up"}),
    "account_reset_password_from_key_done": OutsideRow(200, 200),
    "mfa_index": OutsideRow(_SIGN_IN, 200),
    "mfa_authenticate": OutsideRow(302, 302),
    "mfa_reauthenticate": OutsideRow(_SIGN_IN, 302),
    "mfa_activate_totp": OutsideRow(_SIGN_IN, 302),
    "mfa_deactivate_totp": OutsideRow(_SIGN_IN, 404),
    "mfa_view_recovery_codes": OutsideRow(_SIGN_IN, 404),
    "mfa_generate_recovery_codes": OutsideRow(_SIGN_IN, 302),
    "mfa_download_recovery_codes": OutsideRow(_SIGN_IN, 404),
}
