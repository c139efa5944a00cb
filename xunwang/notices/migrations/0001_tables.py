import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xunwang.notices.vocabulary
from xunwang.audit.operations import append_only, audit
from xunwang.database.tables import CreateTables

_VISITS = """
CREATE UNLOGGED TABLE notices_visit (
    visitor text NOT NULL, minute bigint NOT NULL, count integer NOT NULL, PRIMARY KEY (visitor, minute)
);
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [("notices", "0001_notice"), ("notices", "0002_notice_log"), ("notices", "0003_visits")]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0001_tables"),
        ("inspection", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "work",
                            models.CharField(
                                choices=[("draft", "起草中"), ("signed", "已签发")],
                                default=xunwang.notices.vocabulary.Work["DRAFT"],
                                max_length=16,
                                verbose_name="办理",
                            ),
                        ),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("not_yet", "未公布"),
                                    ("published", "已公布"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default=xunwang.notices.vocabulary.Standing["NOT_YET"],
                                max_length=16,
                                verbose_name="公开",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="建立时间")),
                        (
                            "campaign",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document_number", models.CharField(max_length=60, verbose_name="文号")),
                        ("issued_on", models.DateField(verbose_name="成文日期")),
                        ("at", models.DateTimeField(verbose_name="签发时间")),
                        ("data", models.TextField(verbose_name="内容")),
                        ("fingerprint", models.CharField(max_length=64, verbose_name="内容摘要")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "final",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inspection.finalresult",
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature",
                                to="notices.version",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="次序")),
                        (
                            "step",
                            models.CharField(
                                choices=[("publish", "公布"), ("correct", "更正"), ("withdraw", "撤回")],
                                max_length=16,
                                verbose_name="事项",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="notices.notice",
                            ),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="notices.signature",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "number"), name="notice_publication_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step", xunwang.notices.vocabulary.Step["PUBLISH"]),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="notice_reason_given",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="版本")),
                        ("texts", models.JSONField(default=dict, verbose_name="文字")),
                        ("at", models.DateTimeField(verbose_name="保存时间")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("digest", models.CharField(max_length=64, verbose_name="核定结果摘要")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="notices.notice",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [
                            models.UniqueConstraint(fields=("notice", "number"), name="notice_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublishedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="文件")),
                        ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                        ("size", models.PositiveIntegerField(verbose_name="字节数")),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("path", models.CharField(max_length=200)),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="notices.publication",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(fields=("publication", "name"), name="notice_file_once")
                        ],
                    },
                ),
            ],
        ),
        audit("notices_notice"),
        audit("notices_version"),
        append_only("notices_version"),
        audit("notices_signature", ignored=("data",)),
        append_only("notices_signature"),
        audit("notices_publication"),
        append_only("notices_publication"),
        audit("notices_publishedfile"),
        append_only("notices_publishedfile"),
        migrations.RunSQL(_VISITS, "DROP TABLE notices_visit;"),
    ]
