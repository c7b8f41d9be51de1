"""Addresses of the accounts room: the way in, invitations, and the settings of an organization."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import entrance, invitation_link, kept_views, mail_pages, seats, settings_pages

app_name = "accounts"

settings_patterns: list[URLPattern | URLResolver] = [
    path("", settings_pages.overview, name="settings"),
    path("organization/", settings_pages.organization_edit, name="organization_edit"),
    path("members/", seats.member_list, name="members"),
    path("members/<int:pk>/", seats.member_edit, name="member_edit"),
    path("members/<int:pk>/deactivate/", seats.member_deactivate, name="member_deactivate"),
    path("members/<int:pk>/reactivate/", seats.member_reactivate, name="member_reactivate"),
    path("invitations/", seats.invitation_list, name="invitations"),
    path("invitations/new/", seats.invite, name="invite"),
    path("invitations/<int:pk>/resend/", seats.invitation_resend, name="invitation_resend"),
    path("invitations/<int:pk>/revoke/", seats.invitation_revoke, name="invitation_revoke"),
    path("roles/", settings_pages.roles, name="roles"),
    path("audit/", settings_pages.audit_trail, name="audit"),
    path("mail/", mail_pages.mail, name="mail"),
    path("mail/retry/", mail_pages.mail_retry, name="mail_retry"),
    path("mail/<int:pk>/", mail_pages.mail_message_page, name="mail_message"),
    path("mail/<int:pk>/html/", mail_pages.mail_html, name="mail_html"),
    path("health/", mail_pages.health, name="health"),
    path("views/", kept_views.saved_view_list, name="saved_views"),
    path("views/new/", kept_views.saved_view_new, name="saved_view_new"),
    path("views/<int:pk>/delete/", kept_views.saved_view_delete, name="saved_view_delete"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entrance.home, name="home"),
    path("invitations/<str:token>/", invitation_link.accept, name="invitation"),
    path("o/<slug:organization>/", entrance.enter, name="enter"),
    path("o/<slug:organization>/settings/", include(settings_patterns)),
]
