"""Django's view of the console."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The console."""

    name = "xunwang.web"
    label = "web"
    verbose_name = "工作台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check that ``migrate`` makes first."""
        import xunwang.web.halfway  # noqa: F401
