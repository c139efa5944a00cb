from django.db import migrations

from xunwang.audit.operations import append_only, audit


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_reality"), ("audit", "0002_chain")]
    operations = [
        append_only("registry_look"),
        append_only("registry_differenceevent"),
        audit("registry_difference", ignored=("last_seen_at", "look_id")),
    ]
