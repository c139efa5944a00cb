import django.db.models.deletion
from django.db import migrations, models

from xunwang.audit.operations import append_only
from xunwang.audit.sql import FUNCTIONS, UNDO_FUNCTIONS
from xunwang.database.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("audit", "0001_initial"), ("audit", "0002_chain")]

    dependencies = []

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("actor_id", models.BigIntegerField(null=True, verbose_name="用户编号")),
                        ("actor", models.TextField(default="", verbose_name="用户")),
                        ("via", models.TextField(default="", verbose_name="途径")),
                        ("address", models.TextField(default="", verbose_name="地址")),
                        ("action", models.TextField(verbose_name="操作")),
                        ("subject", models.TextField(verbose_name="对象")),
                        ("subject_id", models.TextField(default="", verbose_name="对象编号")),
                        ("before", models.JSONField(null=True, verbose_name="原值")),
                        ("after", models.JSONField(null=True, verbose_name="新值")),
                        ("note", models.TextField(default="", verbose_name="说明")),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [
                            models.Index(
                                fields=["subject", "subject_id"], name="audit_entry_subject_47cd94_idx"
                            ),
                            models.Index(fields=["actor_id"], name="audit_entry_actor_i_566d72_idx"),
                            models.Index(fields=["at"], name="audit_entry_at_06beca_idx"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "position",
                            models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号"),
                        ),
                        ("digest", models.TextField(verbose_name="摘要")),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="link",
                                to="audit.entry",
                            ),
                        ),
                    ],
                ),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
        append_only("audit_entry"),
        append_only("audit_link"),
    ]
