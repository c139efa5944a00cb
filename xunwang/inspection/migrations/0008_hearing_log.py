from django.db import migrations

from xunwang.audit.operations import append_only, audit


class Migration(migrations.Migration):
    dependencies = [("inspection", "0007_hearing")]
    operations = [
        audit("inspection_feedback"),
        audit("inspection_appeal"),
        audit("inspection_attachment"),
        append_only("inspection_attachment"),
    ]
