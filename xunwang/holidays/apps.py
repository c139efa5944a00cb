"""Django's view of the holidays."""

from django.apps import AppConfig


class HolidaysConfig(AppConfig):
    """Holidays."""

    name = "xunwang.holidays"
    label = "holidays"
    verbose_name = "节假日表"
    default_auto_field = "django.db.models.BigAutoField"
