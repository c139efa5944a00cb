"""Django's view of the new media."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Accounts between register and campaign."""

    name = "xunwang.media"
    label = "media"
    verbose_name = "新媒体"
    default_auto_field = "django.db.models.BigAutoField"
