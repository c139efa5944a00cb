from django.db import migrations

from xunwang.audit.operations import append_only, audit


class Migration(migrations.Migration):
    dependencies = [("inspection", "0005_decisions")]
    operations = [audit("inspection_decision"), append_only("inspection_decision")]
