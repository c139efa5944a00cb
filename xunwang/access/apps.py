"""Django's view of the users."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users and roles."""

    name = "xunwang.access"
    label = "access"
    verbose_name = "用户与权限"
    default_auto_field = "django.db.models.BigAutoField"
