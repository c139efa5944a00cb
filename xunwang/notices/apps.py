"""Django's view of the notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices: drafts, signatures, publications."""

    name = "xunwang.notices"
    label = "notices"
    verbose_name = "通报"
    default_auto_field = "django.db.models.BigAutoField"
