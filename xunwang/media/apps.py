"""Django's view of the new media."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Accounts between register and campaign."""

    name = "xunwang.media"
    label = "media"
    verbose_name = "新媒体"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The register's check-up asks what was collected."""
        from xunwang.media.figures import figures_of_accounts
        from xunwang.registry.checking import figures_from

        figures_from(figures_of_accounts)
