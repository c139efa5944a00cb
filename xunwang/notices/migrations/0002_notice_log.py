from django.db import migrations

from xunwang.audit.operations import append_only, audit


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_notice"), ("audit", "0002_chain")]
    operations = [
        audit("notices_notice"),
        audit("notices_version"),
        append_only("notices_version"),
        audit("notices_signature", ignored=("data",)),
        append_only("notices_signature"),
        audit("notices_publication"),
        append_only("notices_publication"),
        audit("notices_publishedfile"),
        append_only("notices_publishedfile"),
    ]
