"""Django's view of the background jobs."""

from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    """Background jobs."""

    name = "xunwang.background"
    label = "background"
    verbose_name = "后台作业"
    default_auto_field = "django.db.models.BigAutoField"
