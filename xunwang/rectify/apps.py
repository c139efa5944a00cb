"""Django's view of the orders."""

from django.apps import AppConfig


class RectifyConfig(AppConfig):
    """Rectification orders."""

    name = "xunwang.rectify"
    label = "rectify"
    verbose_name = "整改"
    default_auto_field = "django.db.models.BigAutoField"
