"""Addresses of the pages of applications, after `/o/<slug>/`."""

from django.urls import path

from enrollments.views import (
    billing,
    contact_log,
    detail,
    documents,
    engagements,
    incidents,
    ledger,
    moving,
    opening,
    ownership,
    voiding,
)

app_name = "enrollments"

urlpatterns = [
    path("applications/", detail.application_list, name="list"),
    path("applications/new/", opening.new, name="new"),
    path("applications/log/", opening.bulk_log, name="bulk_log"),
    path("applications/assign/", opening.bulk_assign, name="bulk_assign"),
    path("applications/of-clinician/<int:provider>/", detail.provider_panel, name="provider_panel"),
    path("applications/<int:pk>/", detail.detail, name="detail"),
    path("applications/<int:pk>/move/", moving.move, name="move"),
    path("applications/<int:pk>/facts/", moving.amend, name="amend"),
    path("applications/<int:pk>/block/", moving.block, name="block"),
    path("applications/<int:pk>/unblock/", moving.unblock, name="unblock"),
    path("applications/<int:pk>/contract/", opening.contract, name="contract"),
    path("applications/<int:pk>/plans/<int:plan>/", moving.plan_outcome, name="plan_outcome"),
    path("applications/<int:pk>/moves/<int:row>/void/", voiding.void, name="void"),
    path("applications/<int:pk>/log/", contact_log.log, name="log"),
    path("applications/<int:pk>/entries/<int:entry>/void/", voiding.void_entry, name="void_entry"),
    path("applications/<int:pk>/documents/", documents.attach, name="attach"),
    path("applications/<int:pk>/follow-ups/", contact_log.follow_up_add, name="follow_up_add"),
    path(
        "applications/<int:pk>/follow-ups/<int:follow_up>/done/",
        contact_log.follow_up_done,
        name="follow_up_done",
    ),
    path(
        "applications/<int:pk>/follow-ups/<int:follow_up>/put-off/",
        contact_log.follow_up_put_off,
        name="follow_up_put_off",
    ),
    path("applications/<int:pk>/missing/", contact_log.missing_ask, name="missing_ask"),
    path("applications/<int:pk>/missing/<int:item>/", contact_log.missing_receive, name="missing_receive"),
    path("incidents/", incidents.incident_list, name="incidents"),
    path("incidents/new/", incidents.incident_new, name="incident_new"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/over/", incidents.incident_restore, name="incident_restore"),
    path("billing/may-we-bill/", billing.may_bill, name="may_bill"),
    path(
        "billing/confirm/<int:provider>/<int:plan>/<int:practice>/", billing.confirm, name="billing_confirm"
    ),
    path("billing/confirmations/<int:pk>/withdraw/", billing.withdraw, name="billing_withdraw"),
    path("contracts/", ledger.contract_list, name="contracts"),
    path("contracts/new/", ledger.contract_new, name="contract_new"),
    path("contracts/<int:pk>/", ledger.contract_detail, name="contract_detail"),
    path("contracts/<int:pk>/change/", ledger.contract_edit, name="contract_edit"),
    path("contracts/<int:pk>/verify/", ledger.contract_verify, name="contract_verify"),
    path("contracts/<int:pk>/end/", ledger.contract_end, name="contract_end"),
    path("clinicians/<int:pk>/ownership/", ownership.ownership, name="ownership"),
    path("clinicians/<int:pk>/ownership/pdf/", ownership.ownership_pdf, name="ownership_pdf"),
    path("engagements/", engagements.engagement_list, name="engagements"),
    path("engagements/new/", engagements.engagement_new, name="engagement_new"),
    path("engagements/<int:pk>/", engagements.engagement, name="engagement"),
    path("engagements/<int:pk>/change/", engagements.engagement_change, name="engagement_change"),
    path("engagements/<int:pk>/checklist/", engagements.engagement_checklist, name="engagement_checklist"),
    path("engagements/<int:pk>/end/", engagements.engagement_end, name="engagement_end"),
]
