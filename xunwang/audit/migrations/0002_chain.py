from django.db import migrations

from xunwang.audit.operations import append_only
from xunwang.audit.sql import FUNCTIONS, UNDO_FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
        append_only("audit_entry"),
        append_only("audit_link"),
    ]
