import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from xunwang.audit.operations import audit
from xunwang.database.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("access", "0002_initial"),
        ("access", "0003_triggers"),
        ("access", "0004_tokens"),
        ("access", "0005_tokens_log"),
        ("access", "0006_office_name"),
        ("access", "0007_office_log"),
    ]

    dependencies = [
        ("access", "0001_user"),
        ("registry", "0001_tables"),
        ("audit", "0001_tables"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("province_admin", "省级管理员"),
                                    ("planner", "检查计划员"),
                                    ("reviewer", "复核员"),
                                    ("city_supervisor", "监管单位人员"),
                                    ("unit_editor", "单位填报员"),
                                    ("auditor", "审计员（只读）"),
                                ],
                                max_length=32,
                                verbose_name="角色",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="授予时间"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="范围（单位及其下级）",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("user", "role", "unit"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "role", "unit"), name="assignment_once", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="用途")),
                        ("hint", models.CharField(max_length=12, verbose_name="令牌开头")),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("writes", models.BooleanField(default=False, verbose_name="可以修改")),
                        ("created_at", models.DateTimeField(verbose_name="建立时间")),
                        ("expires_at", models.DateTimeField(verbose_name="有效期至")),
                        ("last_used_at", models.DateTimeField(null=True, verbose_name="最近使用")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="范围（单位及其下级）",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tokens",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                    },
                ),
                migrations.CreateModel(
                    name="OfficeName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=150, unique=True, verbose_name="统一身份认证用户名"),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="office_name",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                ),
            ],
        ),
        audit("access_user", hidden=("password",), ignored=("last_login",)),
        audit("access_assignment"),
        audit("access_apitoken", hidden=("digest",), ignored=("last_used_at",)),
        audit("access_officename"),
        audit("mfa_authenticator", hidden=("data",), ignored=("last_used_at",)),
        audit("socialaccount_socialaccount", hidden=("extra_data",), ignored=("last_login",)),
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE access_rate ("
            " key varchar(200) PRIMARY KEY, began timestamptz NOT NULL, count integer NOT NULL);"
            "CREATE INDEX access_rate_began ON access_rate (began);",
            "DROP TABLE access_rate;",
        ),
    ]
