from django.db import migrations

from xunwang.audit.operations import audit


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_initial"),
        ("audit", "0002_chain"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        audit("access_user", hidden=("password",), ignored=("last_login",)),
        audit("access_assignment"),
        audit("mfa_authenticator", hidden=("data",), ignored=("last_used_at",)),
    ]
