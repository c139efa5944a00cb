from django.db import migrations

from xunwang.audit.operations import audit


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_office_name"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]
    operations = [
        audit("access_officename"),
        audit("socialaccount_socialaccount", hidden=("extra_data",), ignored=("last_login",)),
    ]
