"""Django's messages, whose cookie bears the name of this very host on https, like the other cookies of the staff."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class InACookie(CookieStorage):
    cookie_name = ("__Host-" if settings.IS_HTTPS else "") + CookieStorage.cookie_name


class Messages(FallbackStorage):
    storage_classes = (InACookie, SessionStorage)
