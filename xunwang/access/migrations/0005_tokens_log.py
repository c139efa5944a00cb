from django.db import migrations

from xunwang.audit.operations import audit


class Migration(migrations.Migration):
    dependencies = [("access", "0004_tokens")]
    operations = [
        audit("access_apitoken", hidden=("digest",), ignored=("last_used_at",)),
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE access_rate ("
            " key varchar(200) PRIMARY KEY, began timestamptz NOT NULL, count integer NOT NULL);"
            "CREATE INDEX access_rate_began ON access_rate (began);",
            "DROP TABLE access_rate;",
        ),
    ]
