"""Django's view of the campaigns."""

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    """Campaigns."""

    name = "xunwang.inspection"
    label = "inspection"
    verbose_name = "检查"
    default_auto_field = "django.db.models.BigAutoField"
