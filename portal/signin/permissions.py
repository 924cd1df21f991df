"""What whoever signed in may do, in one query: each page of the desk asks for it."""

from django.contrib.auth.models import Permission


def with_permissions(user):
    """Return the user of a session, with their permissions read; a superuser has each without them."""
    if user.is_active and not user.is_superuser and not user.is_anonymous:
        names = ("content_type__app_label", "codename")
        own = Permission.objects.filter(user=user).order_by().values_list(*names)
        of_groups = Permission.objects.filter(group__user=user).order_by().values_list(*names)
        # Where ModelBackend keeps what it read: it asks no more.
        user._perm_cache = {
            f"{app}.{codename}" for app, codename in own.union(of_groups).order_by()
        }
    return user
