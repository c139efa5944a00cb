from django.db import migrations

from xunwang.audit.operations import append_only, audit
from xunwang.inspection.guard_sql import FROZEN, UNDO_FROZEN, not_frozen

_KEPT = (
    "inspection_checkedsite",
    "inspection_checkedaccount",
    "inspection_itemverdict",
    "inspection_finding",
    "inspection_decision",
    "inspection_enquiry",
    "inspection_feedback",
)


class Migration(migrations.Migration):
    dependencies = [("inspection", "0009_final")]
    operations = [
        audit("inspection_enquiry"),
        audit("inspection_finalresult", ignored=("figures",)),
        append_only("inspection_finalresult"),
        audit("inspection_sitescore"),
        append_only("inspection_sitescore"),
        migrations.RunSQL(FROZEN, UNDO_FROZEN),
        *(migrations.RunSQL(*not_frozen(table)) for table in _KEPT),
    ]
