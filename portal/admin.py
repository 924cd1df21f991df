"""People: an administrator gives colleagues their role, and nobody all power."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

admin.site.unregister(User)


@admin.register(User)
class ColleagueAdmin(UserAdmin):
    """Django lets whoever may change users make a superuser of themselves; here only one makes another."""

    list_display = ["username", "first_name", "last_name", "is_staff", "is_active", "last_login"]

    def get_readonly_fields(self, request, user=None):
        own = super().get_readonly_fields(request, user)
        return own if request.user.is_superuser else [*own, "is_superuser", "user_permissions"]

    def has_change_permission(self, request, user=None):
        may = super().has_change_permission(request, user)
        return may and (request.user.is_superuser or not (user and user.is_superuser))
