from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE notices_visit (
    visitor text NOT NULL, minute bigint NOT NULL, count integer NOT NULL, PRIMARY KEY (visitor, minute)
);
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_notice_log")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE notices_visit;")]
