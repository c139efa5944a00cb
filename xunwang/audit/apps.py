"""Django's view of the audit log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "xunwang.audit"
    label = "audit"
    verbose_name = "审计日志"
    default_auto_field = "django.db.models.BigAutoField"
