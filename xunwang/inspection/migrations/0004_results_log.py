from django.db import migrations

from xunwang.audit.operations import append_only, audit
from xunwang.inspection.guard_sql import IMMUTABLE, UNDO_IMMUTABLE, audited_changes


class Migration(migrations.Migration):
    dependencies = [("inspection", "0003_results")]
    operations = [
        migrations.RunSQL(IMMUTABLE, UNDO_IMMUTABLE),
        audit("inspection_intake"),
        append_only("inspection_intake"),
        migrations.RunSQL(*audited_changes("inspection_itemverdict")),
        migrations.RunSQL(*audited_changes("inspection_finding", ("claimed_by_id", "claimed_until"))),
        migrations.RunSQL(*audited_changes("inspection_task")),
    ]
