"""Django's view of the assessment of supervisors."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Assessment of supervising units."""

    name = "xunwang.supervision"
    label = "supervision"
    verbose_name = "监管考核"
    default_auto_field = "django.db.models.BigAutoField"
