"""The addresses of signing in, all under /admin/, where the staff's cookies are read."""

from allauth.account import views
from django.contrib import admin
from django.urls import include, path

from . import invitation, lost, sessions

urlpatterns = [
    # In the place of Django's own, whose names lead here too.
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("password_change/", views.password_change, name="account_change_password"),
    path("compte/confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("compte/ferme/", views.account_inactive, name="account_inactive"),
    path("compte/sessions/", admin.site.admin_view(sessions.page), name="sessions"),
    path("compte/appareil-perdu/", admin.site.admin_view(lost.page), name="lost_device"),
    path(
        "compte/mot-de-passe/<uidb64>/<token>/",
        invitation.ChoosePassword.as_view(),
        name="choose_password",
    ),
    path("compte/", include("allauth.mfa.urls")),
]
