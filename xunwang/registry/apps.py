"""Django's view of the register."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The register."""

    name = "xunwang.registry"
    label = "registry"
    verbose_name = "名录"
    default_auto_field = "django.db.models.BigAutoField"
