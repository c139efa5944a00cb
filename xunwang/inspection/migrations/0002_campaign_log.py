from django.db import migrations

from xunwang.audit.operations import append_only, audit


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_campaign"), ("audit", "0002_chain")]
    operations = [
        audit("inspection_campaign"),
        audit("inspection_campaign_reviewers"),
        audit("inspection_campaignevent"),
        append_only("inspection_campaignevent"),
        audit("inspection_checkedsite"),
        audit("inspection_checkedaccount"),
        audit("inspection_samplingrecord", ignored=("frame", "strata")),
        append_only("inspection_samplingrecord"),
    ]
