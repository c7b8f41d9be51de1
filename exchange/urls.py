"""Addresses of the exchange room, under `/o/<slug>/files/`."""

from django.urls import URLPattern, URLResolver, include, path

from exchange import views

app_name = "exchange"

patterns: list[URLPattern | URLResolver] = [
    path("", views.run_list, name="list"),
    path("template/", views.template, name="template"),
    path("upload/", views.upload, name="upload"),
    path("<int:pk>/", views.preview, name="preview"),
    path("<int:pk>/columns/", views.understood, name="understood"),
    path("<int:pk>/apply/", views.apply_upload, name="apply"),
    path("<int:pk>/drop/", views.drop_upload, name="drop"),
    path("imports/<int:pk>/", views.run_detail, name="run"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("files/", include(patterns))]
