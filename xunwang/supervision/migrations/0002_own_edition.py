import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.audit.operations import append_only, audit


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="考核年度")),
                ("edition_id", models.CharField(max_length=40, verbose_name="指标版本")),
                ("text", models.TextField(verbose_name="指标版本文件")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", models.DateTimeField(verbose_name="采用时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="assessment",
            name="own_edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="supervision.ownedition",
                verbose_name="自定指标版本",
            ),
        ),
        audit("supervision_ownedition", ignored=("text",)),
        append_only("supervision_ownedition"),
    ]
