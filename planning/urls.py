"""Addresses of the pages that say what to do, after `/o/<slug>/`."""

from django.urls import URLPattern, path

from planning.views import caseload, exits, grouping, letters, overview, questions, revenue, statements

app_name = "planning"

urlpatterns: list[URLPattern] = [
    path("planning/revenue/", revenue.revenue, name="revenue"),
    path("planning/revenue/panel/", revenue.revenue_panel, name="revenue_panel"),
    path("planning/incidents/<int:pk>/money/", revenue.money_of_incident, name="incident_money"),
    path("planning/settings/", revenue.settings, name="settings"),
    path("planning/", overview.overview, name="overview"),
    path("planning/group-or-individual/", grouping.grouping, name="grouping"),
    path("planning/group-or-individual/<int:practice>/consider/", grouping.consider, name="consider"),
    path("planning/group-or-individual/<int:practice>/<int:payer>/decide/", grouping.decide, name="decide"),
    # Questions, statements and release letters.
    path("planning/questions/", questions.questionnaires, name="questionnaires"),
    path("planning/questions/new/", questions.questionnaire_new, name="questionnaire_new"),
    path("planning/questions/<int:pk>/", questions.questionnaire, name="questionnaire"),
    path("planning/questions/<int:pk>/close/", questions.questionnaire_close, name="questionnaire_close"),
    path("planning/questions/<int:pk>/print/", questions.questionnaire_print, name="questionnaire_print"),
    path("planning/questions/<int:pk>/pdf/", questions.questionnaire_pdf, name="questionnaire_pdf"),
    path("planning/questions/<int:pk>/csv/", questions.questionnaire_csv, name="questionnaire_csv"),
    path("planning/questions/<int:pk>/answer/<slug:question>/", questions.answer, name="answer"),
    path("planning/statements/", statements.statement_list, name="statements"),
    path("planning/statements/new/", statements.statement_new, name="statement_new"),
    path("planning/statements/<int:pk>/", statements.statement, name="statement"),
    path("planning/letters/", letters.letter_list, name="letters"),
    path("planning/letters/new/", letters.letter_new, name="letter_new"),
    path("planning/letters/<int:pk>/", letters.letter, name="letter"),
    path("planning/letters/<int:pk>/word/", letters.letter_word, name="letter_word"),
    path("planning/letters/<int:pk>/apply/", letters.letter_apply, name="letter_apply"),
    # Exit plans, caseloads and paths.
    path("planning/caseload/", caseload.caseload, name="caseload"),
    path("planning/caseload/new/", caseload.caseload_new, name="caseload_new"),
    path("planning/paths/", caseload.two_paths, name="paths"),
    path("planning/exits/", exits.exits, name="exits"),
    path("planning/exits/new/", exits.exit_new, name="exit_new"),
    path("planning/exits/<int:pk>/", exits.exit_plan, name="exit"),
    path("planning/exits/<int:pk>/edit/", exits.exit_edit, name="exit_edit"),
    path("planning/exits/<int:pk>/stage/", exits.exit_stage, name="exit_stage"),
    path("planning/exits/<int:pk>/notice/", exits.exit_notice, name="exit_notice"),
    path("planning/exits/<int:pk>/close/", exits.exit_close, name="exit_close"),
    path("planning/exits/<int:pk>/follow-ups/", exits.exit_follow_ups, name="exit_follow_ups"),
]
