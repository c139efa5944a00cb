from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        # The table of Django's database cache. It may be lost in a crash: UNLOGGED spares the disk.
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE web_cache ("
            " cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX web_cache_expires ON web_cache (expires);",
            "DROP TABLE web_cache;",
        ),
    ]
