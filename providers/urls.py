"""Addresses of the providers room: clinicians, practices, their papers and documents."""

from django.urls import path

from providers.views import clinicians, documents, lookups, papers, practices

app_name = "providers"
urlpatterns = [
    path("clinicians/", clinicians.clinician_list, name="list"),
    path("clinicians/add/", clinicians.add, name="add"),
    path("clinicians/npi-lookup/", lookups.npi_lookup, name="npi_lookup"),
    path("clinicians/<int:pk>/", clinicians.detail, name="detail"),
    path("clinicians/<int:pk>/card/", clinicians.card, name="card"),
    path("clinicians/<int:pk>/edit/", clinicians.edit, name="edit"),
    path("clinicians/<int:pk>/readiness/", clinicians.readiness_panel, name="readiness"),
    path("clinicians/<int:pk>/compare/", lookups.compare_clinician, name="compare_clinician"),
    path("clinicians/<int:pk>/credentials/add/", papers.credential_add, name="credential_add"),
    path("clinicians/<int:pk>/attest/", papers.attest, name="attest"),
    path("clinicians/<int:pk>/affiliations/add/", papers.affiliation_add, name="affiliation_add"),
    path("clinicians/<int:pk>/documents/add/", documents.document_add, name="document_add"),
    path("credentials/<int:pk>/edit/", papers.credential_edit, name="credential_edit"),
    path("credentials/<int:pk>/renew/", papers.credential_renew, name="credential_renew"),
    path("affiliations/<int:pk>/edit/", papers.affiliation_edit, name="affiliation_edit"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/archive/", documents.document_archive, name="document_archive"),
    path("documents/<int:pk>/restore/", documents.document_restore, name="document_restore"),
    path("practices/", practices.practice_list, name="practices"),
    path("practices/add/", practices.practice_add, name="practice_add"),
    path("practices/choose/", practices.practice_choose, name="choose_practice"),
    path("practices/npi-lookup/", lookups.practice_npi_lookup, name="practice_npi_lookup"),
    path("practices/<int:pk>/", practices.practice_detail, name="practice"),
    path("practices/<int:pk>/edit/", practices.practice_edit, name="practice_edit"),
    path("practices/<int:pk>/compare/", lookups.compare_practice, name="compare_practice"),
    path("practices/<int:pk>/locations/add/", practices.location_add, name="location_add"),
    path("practices/<int:pk>/tax-identities/add/", practices.tax_identity_add, name="tax_identity_add"),
    path("practices/<int:pk>/documents/add/", documents.practice_document_add, name="practice_document_add"),
    path("locations/<int:pk>/edit/", practices.location_edit, name="location_edit"),
    path("tax-identities/<int:pk>/edit/", practices.tax_identity_edit, name="tax_identity_edit"),
    path("tax-identities/<int:pk>/remove/", practices.tax_identity_remove, name="tax_identity_remove"),
]
