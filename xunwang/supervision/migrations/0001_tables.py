import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xunwang.supervision.vocabulary
from xunwang.audit.operations import append_only, audit
from xunwang.database.tables import CreateTables

_KEPT = (
    "snapshot",
    "itemdecision",
    "assessmentevent",
    "finalassessment",
    "proof",
    "tableversion",
)
"""What is written once."""


class Migration(migrations.Migration):
    initial = True
    replaces = [("supervision", "0001_supervision"), ("supervision", "0002_supervision_log")]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0001_tables"),
        ("registry", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="AnnualTable",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("site", "政府网站工作年度报表"),
                                    ("supervision", "政府网站监管年度报表"),
                                ],
                                max_length=16,
                                verbose_name="报表",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "填报中"), ("signed", "已签发"), ("published", "已公开")],
                                default=xunwang.supervision.vocabulary.TableState["DRAFT"],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        ("values", models.JSONField(default=dict, verbose_name="填写的内容")),
                        ("missing", models.PositiveSmallIntegerField(default=0, verbose_name="未填项")),
                        ("signed_name", models.CharField(blank=True, max_length=64, verbose_name="签发人")),
                        ("signed_at", models.DateTimeField(null=True, verbose_name="签发时间")),
                        ("published_on", models.DateField(null=True, verbose_name="公开日期")),
                        (
                            "published_url",
                            models.URLField(blank=True, max_length=500, verbose_name="公开网址"),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "site",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.website",
                                verbose_name="网站",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="填报单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-year", "kind", "unit__region_code", "unit__path"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "unit", "site", "year"),
                                name="one_annual_table",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", xunwang.supervision.vocabulary.TableKind["SITE"]),
                                        ("site__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind", xunwang.supervision.vocabulary.TableKind["SUPERVISION"]),
                                        ("site__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="annual_table_of_its_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="考核年度")),
                        ("edition_id", models.CharField(max_length=40, verbose_name="指标版本")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("preparing", "考核中"),
                                    ("hearing", "听取意见"),
                                    ("final", "已核定"),
                                ],
                                default=xunwang.supervision.vocabulary.Stage["PREPARING"],
                                max_length=16,
                                verbose_name="阶段",
                            ),
                        ),
                        ("statement_due", models.DateField(null=True, verbose_name="反馈期限")),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(verbose_name="建立时间")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="被考核单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-year", "unit__region_code", "unit__path"),
                        "constraints": [
                            models.UniqueConstraint(fields=("unit", "year"), name="assessed_once_a_year")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("open", "建立考核"),
                                    ("freeze", "取数"),
                                    ("send", "送被考核单位"),
                                    ("return", "退回考核"),
                                    ("finalise", "核定"),
                                    ("reopen", "撤回核定"),
                                ],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="supervision.assessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="Declaration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "log",
                            models.CharField(
                                choices=[
                                    ("messages", "网民找错留言"),
                                    ("checks", "季度抽查"),
                                    ("training", "业务培训"),
                                    ("incidents", "假冒网站和安全事件"),
                                    ("higher_checks", "上级抽查不合格"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("unit", "year", "log"),
                        "constraints": [
                            models.UniqueConstraint(fields=("unit", "year", "log"), name="declared_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErrorReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, unique=True, verbose_name="留言编号")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("national", "国家平台转办"),
                                    ("provincial", "省级转办"),
                                    ("direct", "网站直接收到"),
                                    ("other", "其他"),
                                ],
                                default=xunwang.supervision.vocabulary.Channel["NATIONAL"],
                                max_length=16,
                                verbose_name="来源",
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="留言内容")),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="答复内容")),
                        ("received_at", models.DateTimeField(verbose_name="收到时间")),
                        (
                            "passed_on_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="转办时间"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        ("pass_on_due", models.DateField(editable=False, null=True, verbose_name="转办期限")),
                        ("answer_due", models.DateField(editable=False, null=True, verbose_name="答复期限")),
                        ("settle_due", models.DateField(editable=False, verbose_name="办结期限")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="登记时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.website",
                                verbose_name="网站",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="责任单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-received_at", "-id"),
                        "indexes": [
                            models.Index(
                                fields=["unit", "received_at"], name="supervision_unit_id_271ec6_idx"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("passed_on_at", None),
                                        ("passed_on_at__gte", models.F("received_at")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_at__gte", models.F("received_at")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("settled_at", None),
                                        ("settled_at__gte", models.F("received_at")),
                                        _connector="OR",
                                    ),
                                ),
                                name="error_report_times_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FinalAssessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("at", models.DateTimeField(verbose_name="核定时间")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("qualified", "合格"),
                                    ("unqualified", "不合格"),
                                    ("pending", "待定"),
                                ],
                                max_length=16,
                                verbose_name="结果",
                            ),
                        ),
                        ("vetoes", models.JSONField(default=list, verbose_name="单项否决")),
                        ("points", models.JSONField(default=dict, verbose_name="分值")),
                        (
                            "score",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, null=True, verbose_name="扣分项得分"
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, null=True, verbose_name="总分"
                            ),
                        ),
                        (
                            "uses_unconfirmed_points",
                            models.BooleanField(default=False, verbose_name="含未核定分值"),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="finals",
                                to="supervision.assessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "number"), name="final_assessment_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=20, verbose_name="指标")),
                        ("basis", models.CharField(max_length=64, verbose_name="依据的判定")),
                        (
                            "ruling",
                            models.CharField(
                                choices=[("hit", "成立"), ("clear", "不成立"), ("waived", "不予考核")],
                                max_length=16,
                                verbose_name="判定",
                            ),
                        ),
                        ("amount", models.PositiveIntegerField(default=0, verbose_name="处数")),
                        (
                            "points",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, null=True, verbose_name="定分"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="supervision.assessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "log",
                            models.CharField(
                                choices=[
                                    ("checks", "季度抽查"),
                                    ("training", "业务培训"),
                                    ("incidents", "假冒网站和安全事件"),
                                    ("platform", "集约化加分申报"),
                                    ("bonus", "其他加分申报"),
                                    ("higher_checks", "上级抽查不合格"),
                                    ("rechecks", "复核不符"),
                                    ("verifications", "弄虚作假核查"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="日期")),
                        (
                            "settled_on",
                            models.DateField(blank=True, null=True, verbose_name="办结或公开日期"),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="事项")),
                        ("detail", models.TextField(blank=True, max_length=4000, verbose_name="说明")),
                        ("count", models.PositiveIntegerField(blank=True, null=True, verbose_name="数量")),
                        (
                            "sites",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="涉及的网站",
                            ),
                        ),
                        ("is_account", models.BooleanField(default=False, verbose_name="政务新媒体")),
                        ("misstatement", models.BooleanField(default=False, verbose_name="严重表述错误")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="网址")),
                        ("created_at", models.DateTimeField(verbose_name="登记时间")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                        ("withdrawn_reason", models.TextField(blank=True, verbose_name="撤销理由")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="监管单位",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-day", "-id"),
                        "indexes": [
                            models.Index(
                                fields=["unit", "year", "log"], name="supervision_unit_id_dbec2f_idx"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settled_on", None),
                                    ("settled_on__gte", models.F("day")),
                                    _connector="OR",
                                ),
                                name="log_days_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("at", models.DateTimeField(verbose_name="取数时间")),
                        ("program", models.CharField(max_length=60, verbose_name="程序")),
                        ("facts", models.JSONField(verbose_name="事实")),
                        ("verdicts", models.JSONField(verbose_name="判定")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="snapshots",
                                to="supervision.assessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [
                            models.UniqueConstraint(fields=("assessment", "number"), name="snapshot_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "opinion",
                            models.CharField(
                                choices=[("agrees", "无异议"), ("objects", "有异议")],
                                max_length=16,
                                verbose_name="意见",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="陈述")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("answer", models.TextField(blank=True, verbose_name="答复")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="supervision.assessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="Proof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=80, verbose_name="类型")),
                        ("size", models.PositiveIntegerField(verbose_name="字节数")),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("path", models.CharField(max_length=200)),
                        ("at", models.DateTimeField(verbose_name="上传时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proofs",
                                to="supervision.itemdecision",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proofs",
                                to="supervision.logentry",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proofs",
                                to="supervision.statement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decision", None), ("entry__isnull", False), ("statement", None)
                                    ),
                                    models.Q(
                                        ("decision__isnull", False), ("entry", None), ("statement", None)
                                    ),
                                    models.Q(
                                        ("decision", None), ("entry", None), ("statement__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="proof_of_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TableVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="版本")),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("save", "填写"),
                                    ("sign", "签发"),
                                    ("publish", "登记公开"),
                                    ("reopen", "退回修改"),
                                ],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        ("values", models.JSONField(verbose_name="内容")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
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
                            "table",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="supervision.annualtable",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [
                            models.UniqueConstraint(fields=("table", "number"), name="table_version_once")
                        ],
                    },
                ),
            ],
        ),
        audit("supervision_errorreport", hidden=("text", "answer")),
        audit("supervision_logentry"),
        audit("supervision_declaration"),
        audit("supervision_proof"),
        audit("supervision_assessment"),
        audit("supervision_assessmentevent"),
        audit("supervision_snapshot", ignored=("facts", "verdicts")),
        audit("supervision_itemdecision"),
        audit("supervision_statement"),
        audit("supervision_finalassessment"),
        audit("supervision_annualtable", ignored=("values",)),
        audit("supervision_tableversion", ignored=("values",)),
        *(append_only(f"supervision_{name}") for name in _KEPT),
    ]
