import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xunwang.inspection.stages
import xunwang.inspection.vocabulary
from xunwang.audit.operations import append_only, audit
from xunwang.database.tables import CreateTables
from xunwang.inspection.guard_sql import (
    FINDING_FIXED,
    FROZEN,
    UNDO_FINDING_FIXED,
    UNDO_FROZEN,
    audited_changes,
    not_frozen,
)

_KEPT = (
    "campaignevent",
    "samplingrecord",
    "intake",
    "decision",
    "attachment",
    "finalresult",
    "sitescore",
    "runevent",
)
"""What is written once."""
_FROZEN = ("checked", "itemverdict", "finding", "decision", "enquiry", "feedback")
"""What does not change once the results of its campaign are final."""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("inspection", "0001_campaign"),
        ("inspection", "0002_campaign_log"),
        ("inspection", "0003_results"),
        ("inspection", "0004_results_log"),
        ("inspection", "0005_decisions"),
        ("inspection", "0006_decisions_log"),
        ("inspection", "0007_hearing"),
        ("inspection", "0008_hearing_log"),
        ("inspection", "0009_final"),
        ("inspection", "0010_final_log"),
        ("inspection", "0011_column_types"),
        ("inspection", "0012_running"),
        ("inspection", "0013_attachment_of_finding"),
        ("inspection", "0014_duty"),
        ("inspection", "0015_checked"),
        ("inspection", "0016_accounts_join"),
        ("inspection", "0017_one_table"),
        ("inspection", "0018_sampling_by_history"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0001_tables"),
        ("registry", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Campaign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("period_start", models.DateField(verbose_name="检查期开始")),
                        ("period_end", models.DateField(verbose_name="检查期结束")),
                        ("check_point", models.DateTimeField(verbose_name="监测时间点")),
                        ("edition_id", models.CharField(max_length=40, verbose_name="指标版本")),
                        ("edition_text", models.TextField(blank=True, verbose_name="指标版本文件")),
                        (
                            "levels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("province", "省级"),
                                        ("city", "市级"),
                                        ("county", "县级"),
                                        ("township", "乡镇级"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="级别",
                            ),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[("portal", "政府门户网站"), ("department", "部门网站")],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="网站类型",
                            ),
                        ),
                        (
                            "region_codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=6),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "site_share",
                            models.DecimalField(
                                decimal_places=4, default="1", max_digits=5, verbose_name="网站检查比例"
                            ),
                        ),
                        (
                            "account_shares",
                            models.JSONField(blank=True, default=dict, verbose_name="新媒体抽查比例"),
                        ),
                        (
                            "account_strata",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("level", "级别"),
                                        ("region", "地区"),
                                        ("unit_kind", "单位类型"),
                                        ("platform", "平台"),
                                        ("account_kind", "账号类别"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="新媒体分层",
                            ),
                        ),
                        ("seed", models.CharField(max_length=64, verbose_name="抽样种子")),
                        (
                            "double_share",
                            models.DecimalField(
                                decimal_places=4, default="0.05", max_digits=5, verbose_name="盲审比例"
                            ),
                        ),
                        (
                            "answer_days",
                            models.PositiveSmallIntegerField(default=5, verbose_name="反馈期限（工作日）"),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "拟制"),
                                    ("planned", "已定计划"),
                                    ("running", "检查中"),
                                    ("review", "复核中"),
                                    ("feedback", "反馈中"),
                                    ("appeal", "申诉处理"),
                                    ("final", "已核定"),
                                    ("published", "已通报"),
                                    ("cancelled", "已取消"),
                                ],
                                default=xunwang.inspection.stages.Stage["DRAFT"],
                                max_length=16,
                                verbose_name="阶段",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(verbose_name="建立时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewers",
                            models.ManyToManyField(
                                related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="复核员"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaigns",
                                to="registry.unit",
                                verbose_name="组织单位",
                            ),
                        ),
                        (
                            "account_at_least",
                            models.PositiveSmallIntegerField(default=1, verbose_name="每层至少抽取"),
                        ),
                        (
                            "account_history",
                            models.CharField(
                                choices=[
                                    ("any", "不考虑上次检查"),
                                    ("leave_out", "上次检查过的不再抽取"),
                                    ("failed_first", "上次不合格的优先抽取"),
                                ],
                                default="any",
                                max_length=16,
                                verbose_name="与上次检查的关系",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-check_point", "-id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("stage", xunwang.inspection.stages.Stage["CANCELLED"]), _negated=True
                                ),
                                fields=("unit", "title"),
                                name="campaign_title_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period_end__gte", models.F("period_start"))),
                                name="campaign_days_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignEvent",
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
                                    ("plan", "确定计划"),
                                    ("replan", "退回拟制"),
                                    ("start", "开始检查"),
                                    ("review", "进入复核"),
                                    ("rerun", "补充检查"),
                                    ("send", "发送反馈"),
                                    ("hear", "结束反馈"),
                                    ("finalise", "核定结果"),
                                    ("reopen", "撤回核定"),
                                    ("publish", "通报"),
                                    ("cancel", "取消检查"),
                                ],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        (
                            "from_stage",
                            models.CharField(
                                choices=[
                                    ("draft", "拟制"),
                                    ("planned", "已定计划"),
                                    ("running", "检查中"),
                                    ("review", "复核中"),
                                    ("feedback", "反馈中"),
                                    ("appeal", "申诉处理"),
                                    ("final", "已核定"),
                                    ("published", "已通报"),
                                    ("cancelled", "已取消"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "to_stage",
                            models.CharField(
                                choices=[
                                    ("draft", "拟制"),
                                    ("planned", "已定计划"),
                                    ("running", "检查中"),
                                    ("review", "复核中"),
                                    ("feedback", "反馈中"),
                                    ("appeal", "申诉处理"),
                                    ("final", "已核定"),
                                    ("published", "已通报"),
                                    ("cancelled", "已取消"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="inspection.campaign",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="SamplingRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "population",
                            models.CharField(
                                choices=[("sites", "政府网站"), ("accounts", "政务新媒体")],
                                max_length=16,
                                verbose_name="对象",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="抽样时间")),
                        ("method", models.TextField(verbose_name="方法")),
                        ("seed", models.CharField(max_length=64, verbose_name="种子")),
                        ("at_least", models.PositiveSmallIntegerField(verbose_name="每层最少")),
                        ("frame_digest", models.CharField(max_length=64, verbose_name="抽样框摘要")),
                        ("frame", models.JSONField(verbose_name="抽样框")),
                        ("strata", models.JSONField(verbose_name="各层")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="samplings",
                                to="inspection.campaign",
                            ),
                        ),
                        ("first", models.JSONField(default=list, verbose_name="优先抽取")),
                        ("left_out", models.JSONField(default=list, verbose_name="不再抽取")),
                    ],
                    options={
                        "ordering": ("-id",),
                    },
                ),
                migrations.CreateModel(
                    name="ItemVerdict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=20, verbose_name="指标")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("veto", "单项否决"),
                                    ("deduct", "扣分"),
                                    ("bonus", "加分"),
                                    ("duty", "日常管理要求"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("hit", "存在问题"),
                                    ("clear", "未发现问题"),
                                    ("needs_review", "待人工复核"),
                                    ("unknown", "无法判定"),
                                ],
                                max_length=16,
                                verbose_name="判定",
                            ),
                        ),
                        ("measured", models.TextField(blank=True, verbose_name="情况")),
                        ("missing", models.TextField(blank=True, verbose_name="缺少")),
                        ("needs_ruling", models.BooleanField(default=False, verbose_name="须人工判定")),
                        (
                            "ruling",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("hit", "存在问题"),
                                    ("clear", "未发现问题"),
                                    ("waived", "不予判定"),
                                ],
                                max_length=16,
                                verbose_name="人工判定",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="verdicts",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "checked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="verdicts",
                                to="inspection.checked",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("checked_id", "position"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("needs_ruling", True), ("ruling", "")),
                                fields=["campaign", "kind", "checked"],
                                name="verdict_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("checked", "item"), name="verdict_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=20, verbose_name="指标")),
                        ("is_veto", models.BooleanField(default=False)),
                        ("key", models.CharField(max_length=20, verbose_name="编号")),
                        ("run", models.CharField(blank=True, max_length=200, verbose_name="检查结果")),
                        (
                            "origin",
                            models.CharField(
                                choices=[("machine", "系统发现"), ("person", "人工发现")],
                                default=xunwang.inspection.vocabulary.Origin["MACHINE"],
                                max_length=16,
                                verbose_name="来源",
                            ),
                        ),
                        ("summary", models.TextField(verbose_name="问题")),
                        ("evidence", models.JSONField(default=list, verbose_name="证据")),
                        ("amount", models.PositiveIntegerField(default=1, verbose_name="处数")),
                        ("restricted", models.BooleanField(default=False, verbose_name="涉密线索")),
                        ("pattern", models.CharField(max_length=32)),
                        ("candidate", models.BooleanField(default=True)),
                        ("double", models.BooleanField(default=False, verbose_name="盲审")),
                        ("withdrawn", models.BooleanField(default=False, verbose_name="已撤下")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("candidate", "待复核"),
                                    ("second", "待二次复核"),
                                    ("unsure", "存疑待裁定"),
                                    ("confirmed", "已确认"),
                                    ("dismissed", "已排除"),
                                ],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="最近决定时间")),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("claimed_until", models.DateTimeField(null=True)),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "checked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="inspection.checked",
                            ),
                        ),
                        (
                            "verdict",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="inspection.itemverdict",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-is_veto", "checked_id", "id"),
                        "indexes": [
                            models.Index(fields=["campaign", "pattern"], name="finding_pattern"),
                            models.Index(fields=["campaign", "item", "status"], name="finding_item"),
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ["candidate", "second", "unsure"]), ("withdrawn", False)
                                ),
                                fields=["campaign", "-is_veto", "checked", "id"],
                                name="finding_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("double", True)),
                                fields=["campaign", "checked"],
                                name="finding_double",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("verdict", "key"), name="finding_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("instruction", models.TextField(verbose_name="内容")),
                        (
                            "links",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        ("minutes", models.FloatField(verbose_name="预计分钟")),
                        ("done_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                        ("note", models.TextField(blank=True, verbose_name="记录")),
                        ("seconds", models.PositiveIntegerField(default=0, verbose_name="用时（秒）")),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verdict",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="inspection.itemverdict",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("verdict_id", "position"),
                        "constraints": [
                            models.UniqueConstraint(fields=("verdict", "position"), name="task_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Intake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("run", models.CharField(max_length=200, verbose_name="检查结果")),
                        ("program", models.CharField(blank=True, max_length=60, verbose_name="程序")),
                        ("started", models.DateTimeField(verbose_name="检查开始")),
                        ("ended", models.DateTimeField(verbose_name="检查结束")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        ("sites", models.PositiveIntegerField(verbose_name="网站数")),
                        ("findings", models.PositiveIntegerField(verbose_name="问题数")),
                        ("at", models.DateTimeField(verbose_name="接收时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intakes",
                                to="inspection.campaign",
                            ),
                        ),
                        ("accounts", models.PositiveIntegerField(default=0, verbose_name="账号数")),
                    ],
                    options={
                        "ordering": ("-id",),
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "digest"), name="intake_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "round",
                            models.CharField(
                                choices=[
                                    ("first", "初次复核"),
                                    ("second", "二次复核"),
                                    ("blind", "盲审"),
                                    ("settlement", "裁定"),
                                    ("appeal", "申诉"),
                                ],
                                max_length=16,
                                verbose_name="场合",
                            ),
                        ),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("confirm", "确认"),
                                    ("dismiss", "排除"),
                                    ("unsure", "存疑"),
                                    ("hit", "存在问题"),
                                    ("clear", "未发现问题"),
                                    ("waived", "不予判定"),
                                ],
                                max_length=16,
                                verbose_name="意见",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="理由")),
                        ("seconds", models.PositiveIntegerField(verbose_name="用时（秒）")),
                        ("version", models.PositiveIntegerField()),
                        ("batch", models.UUIDField(null=True, verbose_name="批次")),
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="inspection.finding",
                            ),
                        ),
                        (
                            "verdict",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="inspection.itemverdict",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "indexes": [
                            models.Index(
                                fields=["campaign", "round", "by"], name="inspection__campaig_be28a5_idx"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("round", xunwang.inspection.vocabulary.Round["BLIND"]), _negated=True
                                ),
                                fields=("finding", "version"),
                                name="one_decision_a_version",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("round", xunwang.inspection.vocabulary.Round["BLIND"])),
                                fields=("finding",),
                                name="one_blind_opinion",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("finding", None)),
                                fields=("verdict", "version"),
                                name="one_ruling_a_version",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("problems", models.PositiveIntegerField(verbose_name="问题数")),
                        ("sent_at", models.DateTimeField(verbose_name="发送时间")),
                        ("due_on", models.DateField(verbose_name="反馈期限")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "无异议"),
                                    ("appealed", "提出申诉"),
                                    ("silent", "逾期未反馈"),
                                ],
                                max_length=16,
                                verbose_name="反馈",
                            ),
                        ),
                        ("statement", models.TextField(blank=True, verbose_name="说明")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="反馈时间")),
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feedback",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "checked",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feedback",
                                to="inspection.checked",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("checked_id",),
                        "indexes": [
                            models.Index(
                                fields=["campaign", "answer", "due_on"], name="inspection__campaig_e9025d_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("statement", models.TextField(verbose_name="申诉理由")),
                        ("filed_at", models.DateTimeField(verbose_name="申诉时间")),
                        (
                            "ruling",
                            models.CharField(
                                blank=True,
                                choices=[("upheld", "申诉成立"), ("rejected", "申诉不成立")],
                                max_length=16,
                                verbose_name="裁决",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="裁决理由")),
                        ("ruled_at", models.DateTimeField(null=True, verbose_name="裁决时间")),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "finding",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="inspection.finding",
                            ),
                        ),
                        (
                            "ruled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "feedback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeals",
                                to="inspection.feedback",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("filed_at", "id"),
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
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
                            "appeal",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="inspection.appeal",
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
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="inspection.task",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="inspection.finding",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("appeal__isnull", False), ("finding", None), ("task", None)),
                                    models.Q(("appeal", None), ("finding", None), ("task__isnull", False)),
                                    models.Q(("appeal", None), ("finding__isnull", False), ("task", None)),
                                    _connector="OR",
                                ),
                                name="attachment_of_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FinalResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("at", models.DateTimeField(verbose_name="核定时间")),
                        ("program", models.CharField(max_length=60, verbose_name="程序")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        ("figures", models.JSONField(verbose_name="汇总")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="finals",
                                to="inspection.campaign",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "number"), name="final_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SiteScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "veto_items",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                default=list,
                                size=None,
                                verbose_name="单项否决",
                            ),
                        ),
                        ("deductions", models.JSONField(default=dict, verbose_name="扣分")),
                        (
                            "deduct_score",
                            models.DecimalField(
                                decimal_places=3, max_digits=7, null=True, verbose_name="扣分项得分"
                            ),
                        ),
                        (
                            "bonus",
                            models.DecimalField(
                                decimal_places=3, max_digits=7, null=True, verbose_name="加分"
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=3, max_digits=7, null=True, verbose_name="总分"
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(null=True, verbose_name="名次")),
                        ("findings", models.PositiveIntegerField(verbose_name="确认的问题")),
                        (
                            "uses_unconfirmed_points",
                            models.BooleanField(default=False, verbose_name="含未核定分值"),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        (
                            "final",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="inspection.finalresult",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="inspection.checkedsite",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("final_id", "rank", "site_id"),
                        "indexes": [
                            models.Index(fields=["final", "outcome"], name="inspection__final_i_6ad7b6_idx")
                        ],
                        "constraints": [models.UniqueConstraint(fields=("final", "site"), name="score_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Enquiry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.TextField(verbose_name="问题")),
                        ("url", models.CharField(blank=True, max_length=500, verbose_name="提交网址")),
                        ("receipt", models.CharField(blank=True, max_length=100, verbose_name="受理编号")),
                        ("asked_at", models.DateTimeField(verbose_name="提交时间")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                        (
                            "working_days",
                            models.PositiveSmallIntegerField(null=True, verbose_name="所用工作日"),
                        ),
                        (
                            "quality",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("effective", "有效答复"),
                                    ("evasive", "推诿敷衍"),
                                    ("off_point", "答非所问"),
                                ],
                                max_length=16,
                                verbose_name="答复质量",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="答复内容")),
                        ("answer_url", models.CharField(blank=True, max_length=500, verbose_name="答复网址")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiries",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "graded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiry",
                                to="inspection.checkedsite",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("site_id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_at", None),
                                    ("answered_at__gte", models.F("asked_at")),
                                    _connector="OR",
                                ),
                                name="enquiry_times_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("quality", ""), ("working_days", None)),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("working_days__isnull", False),
                                        models.Q(("quality", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enquiry_answer_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Run",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="检查档案")),
                        ("reason", models.TextField(blank=True, verbose_name="补查理由")),
                        ("max_pages", models.PositiveIntegerField(verbose_name="每个网站至多页数")),
                        ("max_megabytes", models.PositiveIntegerField(verbose_name="每个网站至多流量（MB）")),
                        ("max_minutes", models.PositiveIntegerField(verbose_name="每个网站至多用时（分钟）")),
                        ("browser", models.BooleanField(default=False, verbose_name="浏览器渲染")),
                        (
                            "robots_reason",
                            models.TextField(blank=True, verbose_name="不遵守robots.txt的依据"),
                        ),
                        (
                            "probe_minutes",
                            models.PositiveSmallIntegerField(default=0, verbose_name="探测间隔（分钟）"),
                        ),
                        ("crawl_from", models.DateTimeField(verbose_name="开始抓取")),
                        ("auto_review", models.BooleanField(default=True, verbose_name="全部接收后进入复核")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("active", "进行中"),
                                    ("paused", "已暂停"),
                                    ("failed", "出错停止"),
                                    ("done", "已完成"),
                                    ("cancelled", "已取消"),
                                ],
                                default="active",
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待监测时间点"),
                                    ("crawling", "抓取网站"),
                                    ("links", "复测链接"),
                                    ("judging", "判定并接收"),
                                    ("over", "结束"),
                                ],
                                default="waiting",
                                max_length=16,
                                verbose_name="阶段",
                            ),
                        ),
                        ("next_at", models.DateTimeField(null=True, verbose_name="下一步")),
                        ("probe_at", models.DateTimeField(null=True, verbose_name="下次探测")),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="连续出错次数"),
                        ),
                        ("problem", models.TextField(blank=True, verbose_name="问题")),
                        ("started_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "only",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inspection.checkedsite",
                                verbose_name="补查网站",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "active")), fields=["next_at"], name="run_due"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "number"), name="run_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("only", None), ("status__in", ("active", "paused", "failed"))
                                ),
                                fields=("campaign",),
                                name="one_run_at_a_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("active", "paused", "failed"))),
                                fields=("only",),
                                name="one_run_of_a_site_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RunEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "control",
                            models.CharField(
                                choices=[
                                    ("start", "开始"),
                                    ("pause", "暂停"),
                                    ("resume", "继续"),
                                    ("cancel", "取消"),
                                ],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="inspection.run",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="RunSite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待"),
                                    ("probing", "探测中"),
                                    ("crawling", "抓取中"),
                                    ("links", "等待链接复测"),
                                    ("judging", "等待判定"),
                                    ("taken", "已接收"),
                                    ("failed", "失败"),
                                ],
                                default="waiting",
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        ("probes", models.PositiveIntegerField(default=0, verbose_name="探测次数")),
                        ("pages", models.PositiveIntegerField(default=0, verbose_name="页面")),
                        ("unopened", models.PositiveIntegerField(default=0, verbose_name="打不开")),
                        ("size", models.BigIntegerField(default=0, verbose_name="字节")),
                        ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        ("problem", models.TextField(blank=True, verbose_name="原因")),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sites",
                                to="inspection.run",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="inspection.checkedsite",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("site__region_code", "site_id"),
                        "indexes": [
                            models.Index(fields=["run", "state"], name="inspection__run_id_ed14ae_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "site"), name="run_site_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Checked",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        ("unit_name", models.CharField(max_length=120, verbose_name="主办单位")),
                        ("home_url", models.URLField(blank=True, max_length=300, verbose_name="首页网址")),
                        (
                            "hosts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=253), default=list, size=None
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[("portal", "政府门户网站"), ("department", "部门网站")],
                                max_length=16,
                                verbose_name="网站类型",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("province", "省级"),
                                    ("city", "市级"),
                                    ("county", "县级"),
                                    ("township", "乡镇级"),
                                ],
                                max_length=16,
                                verbose_name="级别",
                            ),
                        ),
                        ("region", models.CharField(max_length=120, verbose_name="地区")),
                        (
                            "region_code",
                            models.CharField(blank=True, max_length=6, verbose_name="行政区划代码"),
                        ),
                        ("site_code", models.CharField(blank=True, max_length=10, verbose_name="网站标识码")),
                        ("has_services", models.BooleanField(default=True, verbose_name="有对外办事服务")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checked",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.website",
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
                        ("complete", models.BooleanField(default=False, verbose_name="检查完整")),
                        ("incomplete_reason", models.TextField(blank=True, verbose_name="不完整的原因")),
                        (
                            "not_applicable",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                default=list,
                                size=None,
                                verbose_name="不适用指标",
                            ),
                        ),
                        ("pages", models.PositiveIntegerField(default=0, verbose_name="已检查页面")),
                        ("taken_at", models.DateTimeField(null=True, verbose_name="结果接收时间")),
                        (
                            "column_types",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                null=True,
                                size=None,
                                verbose_name="栏目类型",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.account",
                            ),
                        ),
                        ("platform", models.CharField(blank=True, max_length=16, verbose_name="平台")),
                        ("stratum", models.CharField(blank=True, max_length=160, verbose_name="抽样层")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("qualified", "合格"),
                                    ("unqualified", "不合格"),
                                    ("pending", "待定"),
                                ],
                                default="pending",
                                max_length=16,
                                verbose_name="结果",
                            ),
                        ),
                        ("problems", models.TextField(blank=True, verbose_name="问题")),
                    ],
                    options={
                        "ordering": ("stratum", "region_code", "id"),
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "site"), name="checked_site_once"),
                            models.UniqueConstraint(
                                fields=("campaign", "account"), name="checked_account_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("site", None), _negated=True),
                                fields=("campaign", "home_url"),
                                name="checked_home_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("account", None),
                                        ("platform", ""),
                                        ("site__isnull", False),
                                        models.Q(("home_url", ""), _negated=True),
                                        models.Q(("kind", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("account__isnull", False),
                                        ("home_url", ""),
                                        ("kind", ""),
                                        ("site", None),
                                        models.Q(("platform", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checked_site_or_account",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckedSite",
                    fields=[],
                    options={
                        "ordering": ("region_code", "id"),
                        "proxy": True,
                    },
                    bases=("inspection.checked",),
                ),
                migrations.CreateModel(
                    name="CheckedAccount",
                    fields=[],
                    options={
                        "ordering": ("stratum", "id"),
                        "proxy": True,
                    },
                    bases=("inspection.checked",),
                ),
            ],
        ),
        audit("inspection_campaign"),
        audit("inspection_campaign_reviewers"),
        audit("inspection_campaignevent"),
        audit("inspection_checked"),
        audit("inspection_samplingrecord", ignored=("frame", "strata")),
        audit("inspection_intake"),
        migrations.RunSQL(*audited_changes("inspection_itemverdict")),
        migrations.RunSQL(*audited_changes("inspection_finding", ("claimed_by_id", "claimed_until"))),
        migrations.RunSQL(*audited_changes("inspection_task")),
        audit("inspection_decision"),
        audit("inspection_feedback"),
        audit("inspection_appeal"),
        audit("inspection_attachment"),
        audit("inspection_enquiry"),
        audit("inspection_finalresult", ignored=("figures",)),
        audit("inspection_sitescore"),
        # What the machine notes while it works is not logged; what people decide and how it ends is.
        audit("inspection_run", ignored=("next_at", "probe_at", "attempts", "phase")),
        audit("inspection_runevent"),
        *(append_only(f"inspection_{name}") for name in _KEPT),
        migrations.RunSQL(FINDING_FIXED, UNDO_FINDING_FIXED),
        migrations.RunSQL(FROZEN, UNDO_FROZEN),
        *(migrations.RunSQL(*not_frozen(f"inspection_{name}")) for name in _FROZEN),
    ]
