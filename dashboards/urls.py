"""Addresses of the pages that look across all rooms."""

from django.urls import path

from dashboards import views
from dashboards.billing_board import views as billing_board
from dashboards.outlook import views as outlook

app_name = "dashboards"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/log/<int:payer_pk>/", views.log_call, name="log_call"),
    path("network/", views.network, name="network"),
    path(
        "network/<int:provider_pk>/<int:plan_pk>/<int:practice_pk>/",
        views.network_cell,
        name="network_cell",
    ),
    path("forecast/", outlook.forecast, name="forecast"),
    path("forecast/open/", outlook.forecast_list, name="forecast_list"),
    path("forecast/letters/<int:pk>/", outlook.forecast_letter, name="forecast_letter"),
    path("billing/", billing_board.billing, name="billing"),
    path("search/", views.search, name="search"),
    path("start/", views.start, name="start"),
]
