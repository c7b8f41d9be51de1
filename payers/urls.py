"""Addresses of the payers room, under `/o/<slug>/payers/`."""

from django.urls import URLPattern, URLResolver, include, path

from payers.views import knowing, own, platforms, reading

app_name = "payers"

patterns: list[URLPattern | URLResolver] = [
    path("", reading.payer_list, name="list"),
    path("new/", own.payer_new, name="new"),
    path("rules/", reading.rule_list, name="rules"),
    path("rules/<int:pk>/", reading.rule_detail, name="rule"),
    path("rules/<int:pk>/override/", knowing.rule_override, name="override"),
    path("rules/<int:pk>/reset/", knowing.rule_reset, name="reset"),
    path("platforms/", reading.platform_list, name="platforms"),
    path("platforms/new/", own.platform_new, name="platform_new"),
    path("platforms/<int:pk>/", platforms.platform_detail, name="platform"),
    path("plans/<int:pk>/drop/", own.plan_drop, name="plan_drop"),
    path("names/<int:pk>/drop/", own.alias_drop, name="alias_drop"),
    path("contacts/<int:pk>/", knowing.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/drop/", knowing.contact_drop, name="contact_drop"),
    path("<int:pk>/", reading.payer_detail, name="detail"),
    path("<int:pk>/card/", reading.card, name="card"),
    path("<int:pk>/edit/", own.payer_edit, name="edit"),
    path("<int:pk>/plans/new/", own.plan_new, name="plan_new"),
    path("<int:pk>/names/new/", own.alias_new, name="alias_new"),
    path("<int:pk>/contacts/new/", knowing.contact_new, name="contact_new"),
    path("<int:pk>/panel/", knowing.panel_record, name="panel_record"),
    path("<int:pk>/rules/new/", knowing.rule_new, name="rule_new"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("payers/", include(patterns))]
