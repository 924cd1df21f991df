from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portail"

    def ready(self):
        from . import checks  # noqa: F401, registers them
        from .health import checks as checks_of_health  # noqa: F401
