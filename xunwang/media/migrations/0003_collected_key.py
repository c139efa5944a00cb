from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keys_as_they_were(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Until now archives called accounts by their names of the day; of two of one name the first was collected."""
    collected = apps.get_model("media", "CollectedAccount")
    known: set[tuple[int, str]] = set()
    for row in collected.objects.select_related("account").order_by("collection_id", "account_id").iterator():
        row.key = f"{row.account.platform}:{' '.join(row.account.name.split())}"
        if (row.collection_id, row.key) in known:
            row.key = f"{row.key[:140]}#{row.account_id}"
        known.add((row.collection_id, row.key))
        row.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("media", "0002_media_log")]
    operations = [
        migrations.AddField(
            "collectedaccount",
            "key",
            models.CharField(verbose_name="采集档案中的名称", max_length=160, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(keys_as_they_were, migrations.RunPython.noop),
        migrations.AddConstraint(
            "collectedaccount",
            models.UniqueConstraint(fields=["collection", "key"], name="collected_key_once"),
        ),
    ]
