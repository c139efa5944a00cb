from django.db import migrations

from xunwang.audit.operations import append_only, audit
from xunwang.registry.tree_sql import TREE, UNDO_TREE


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        migrations.RunSQL(TREE, UNDO_TREE),
        audit("registry_unit"),
        audit("registry_website"),
        audit("registry_account"),
        audit("registry_contact"),
        audit("registry_filing"),
        audit("registry_filingstep"),
        audit("registry_filingevent"),
        append_only("registry_filingevent"),
    ]
