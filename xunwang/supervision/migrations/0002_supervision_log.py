from django.db import migrations

from xunwang.audit.operations import append_only, audit

_KEPT = (
    "supervision_snapshot",
    "supervision_itemdecision",
    "supervision_assessmentevent",
    "supervision_finalassessment",
    "supervision_proof",
    "supervision_tableversion",
)
"""What is written once."""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_supervision"), ("audit", "0002_chain")]
    operations = [
        audit("supervision_errorreport", hidden=("text", "answer")),
        audit("supervision_logentry"),
        audit("supervision_declaration"),
        audit("supervision_proof"),
        audit("supervision_assessment"),
        audit("supervision_assessmentevent"),
        audit("supervision_snapshot", ignored=("facts", "verdicts")),
        audit("supervision_itemdecision"),
        audit("supervision_statement"),
        audit("supervision_finalassessment"),
        audit("supervision_annualtable", ignored=("values",)),
        audit("supervision_tableversion", ignored=("values",)),
        *(append_only(table) for table in _KEPT),
    ]
