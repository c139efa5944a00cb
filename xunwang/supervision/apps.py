"""Django's view of the assessment of supervisors."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Assessment of supervising units."""

    name = "xunwang.supervision"
    label = "supervision"
    verbose_name = "监管考核"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Limits that wait for a year of holidays are counted as soon as it is entered."""
        from django.db.models.signals import post_save

        from xunwang.holidays.models import HolidayYear
        from xunwang.supervision.ledger.record import count_missing_limits

        post_save.connect(count_missing_limits, sender=HolidayYear)
