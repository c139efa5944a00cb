import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xunwang.rectify.vocabulary
from xunwang.audit.operations import append_only, audit
from xunwang.database.tables import CreateTables
from xunwang.inspection.guard_sql import audited_changes
from xunwang.rectify.guard_sql import fixed

_ORDER = (
    "batch_id", "campaign_id", "issuer_id", "unit_id", "unit_name", "word", "year", "serial", "issued_at",
    "first_due_on",
)  # fmt: skip
_ITEM = (
    "order_id", "position", "verdict_id", "finding_id", "indicator", "is_veto", "subject", "problem", "url",
    "restricted", "before_id", "checked_id",
)  # fmt: skip
_EXTENSION = ("order_id", "until", "reason", "asked_at", "asked_by_id")
_KEPT = ("batch", "orderevent", "reply", "proof", "escalation", "recheck")
"""What is written once."""


class Migration(migrations.Migration):
    initial = True
    replaces = [("rectify", "0001_orders"), ("rectify", "0002_orders_log"), ("rectify", "0003_checked")]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0001_tables"),
        ("registry", "0001_tables"),
        ("inspection", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField(verbose_name="下达时间")),
                        ("text", models.TextField(verbose_name="整改要求")),
                        ("limit", models.CharField(max_length=60, verbose_name="期限")),
                        ("orders", models.PositiveIntegerField(verbose_name="通知数")),
                        ("items", models.PositiveIntegerField(verbose_name="问题数")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
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
                                related_name="order_batches",
                                to="inspection.campaign",
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
                    ],
                    options={
                        "ordering": ("-id",),
                    },
                ),
                migrations.CreateModel(
                    name="Order",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unit_name", models.CharField(max_length=120, verbose_name="整改单位")),
                        ("word", models.CharField(max_length=30, verbose_name="发文代字")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                        ("serial", models.PositiveIntegerField(verbose_name="序号")),
                        ("issued_at", models.DateTimeField(verbose_name="下达时间")),
                        ("first_due_on", models.DateField(verbose_name="原定期限")),
                        ("due_on", models.DateField(verbose_name="整改期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("issued", "待签收"),
                                    ("working", "整改中"),
                                    ("replied", "待验收"),
                                    ("closed", "已办结"),
                                    ("cancelled", "已撤销"),
                                ],
                                default=xunwang.rectify.vocabulary.OrderState["ISSUED"],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        ("signed_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                        ("replied_at", models.DateTimeField(null=True, verbose_name="反馈齐全时间")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                        (
                            "reopened",
                            models.PositiveSmallIntegerField(default=0, verbose_name="重新整改次数"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issued",
                                to="rectify.batch",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="inspection.campaign",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="下达单位",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="registry.unit",
                                verbose_name="整改单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-issued_at", "-serial"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            xunwang.rectify.vocabulary.OrderState["ISSUED"],
                                            xunwang.rectify.vocabulary.OrderState["REPLIED"],
                                            xunwang.rectify.vocabulary.OrderState["WORKING"],
                                        ],
                                    )
                                ),
                                fields=["due_on"],
                                name="order_due",
                            ),
                            models.Index(fields=["unit", "state"], name="order_unit_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issuer", "word", "year", "serial"), name="order_number_once"
                            ),
                            models.UniqueConstraint(fields=("batch", "unit"), name="one_order_a_unit"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_at", None), ("signed_by", None)),
                                    models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="order_receipt_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("indicator", models.CharField(blank=True, max_length=20, verbose_name="指标")),
                        ("is_veto", models.BooleanField(default=False, verbose_name="单项否决")),
                        ("subject", models.CharField(max_length=120, verbose_name="网站或账号")),
                        ("problem", models.TextField(verbose_name="问题")),
                        ("url", models.TextField(blank=True, verbose_name="所在页面")),
                        ("restricted", models.BooleanField(default=False, verbose_name="涉密线索")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待整改"),
                                    ("replied", "已反馈，待验收"),
                                    ("returned", "退回重改"),
                                    ("accepted", "验收通过"),
                                    ("waived", "已撤销"),
                                ],
                                default=xunwang.rectify.vocabulary.ItemState["OPEN"],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "recheck_verdict",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("cured", "已整改"),
                                    ("still_there", "仍存在"),
                                    ("unknown", "无法判定"),
                                ],
                                max_length=16,
                                verbose_name="最近复查",
                            ),
                        ),
                        ("rechecked_at", models.DateTimeField(null=True, verbose_name="最近复查时间")),
                        ("recheck_wanted_at", models.DateTimeField(null=True)),
                        ("recheck_claimed_until", models.DateTimeField(null=True)),
                        ("relapsed", models.BooleanField(default=False, verbose_name="办结后再次出现")),
                        (
                            "before",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recurrences",
                                to="rectify.item",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order_items",
                                to="inspection.finding",
                            ),
                        ),
                        (
                            "verdict",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inspection.itemverdict",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="rectify.order",
                            ),
                        ),
                        (
                            "checked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inspection.checked",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("order_id", "position"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("recheck_wanted_at__isnull", False)),
                                fields=["recheck_wanted_at"],
                                name="item_recheck_due",
                            ),
                            models.Index(fields=["state", "order"], name="item_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("order", "position"), name="item_position_once"),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state", xunwang.rectify.vocabulary.ItemState["WAIVED"]), _negated=True
                                ),
                                fields=("finding",),
                                name="finding_ordered_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("finding", None),
                                    models.Q(
                                        ("state", xunwang.rectify.vocabulary.ItemState["WAIVED"]),
                                        _negated=True,
                                    ),
                                ),
                                fields=("verdict",),
                                name="verdict_ordered_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("verdict", None), models.Q(("state", "waived"), _negated=True)
                                ),
                                fields=("checked",),
                                name="account_ordered_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__isnull", False), ("finding", None), _connector="OR"
                                ),
                                name="item_finding_of_verdict",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("until", models.DateField(verbose_name="申请延至")),
                        ("reason", models.TextField(verbose_name="申请理由")),
                        ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                        (
                            "ruling",
                            models.CharField(
                                blank=True,
                                choices=[("granted", "同意延期"), ("refused", "不同意延期")],
                                max_length=16,
                                verbose_name="决定",
                            ),
                        ),
                        ("granted_until", models.DateField(null=True, verbose_name="批准延至")),
                        ("ruling_reason", models.TextField(blank=True, verbose_name="决定理由")),
                        ("ruled_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="rectify.order",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ruling", "")),
                                fields=("order",),
                                name="one_open_extension",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("granted_until", None),
                                    ("granted_until__lte", models.F("until")),
                                    _connector="OR",
                                ),
                                name="extension_not_longer_than_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="逾期的期限")),
                        ("at", models.DateTimeField(verbose_name="上报时间")),
                        (
                            "told",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="上报单位",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="rectify.order",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "constraints": [
                            models.UniqueConstraint(fields=("order", "due_on"), name="escalation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderEvent",
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
                                    ("issue", "下达"),
                                    ("sign", "签收"),
                                    ("reply", "反馈整改"),
                                    ("accept", "验收通过"),
                                    ("return", "退回"),
                                    ("waive", "撤销问题"),
                                    ("ask_extension", "申请延期"),
                                    ("grant_extension", "同意延期"),
                                    ("refuse_extension", "不同意延期"),
                                    ("escalate", "逾期上报"),
                                    ("recheck", "复查"),
                                    ("close", "办结"),
                                    ("reopen", "重新整改"),
                                    ("cancel", "撤销通知"),
                                ],
                                max_length=20,
                                verbose_name="操作",
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("issued", "待签收"),
                                    ("working", "整改中"),
                                    ("replied", "待验收"),
                                    ("closed", "已办结"),
                                    ("cancelled", "已撤销"),
                                ],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="期限")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
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
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="rectify.item",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="rectify.order",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="Recheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="复查时间")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("cured", "已整改"),
                                    ("still_there", "仍存在"),
                                    ("unknown", "无法判定"),
                                ],
                                max_length=16,
                                verbose_name="结论",
                            ),
                        ),
                        ("told", models.TextField(verbose_name="情况")),
                        ("evidence", models.JSONField(default=list, verbose_name="证据")),
                        ("run", models.CharField(blank=True, max_length=200, verbose_name="检查结果")),
                        ("program", models.CharField(max_length=60, verbose_name="程序")),
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rechecks",
                                to="rectify.item",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("statement", models.TextField(verbose_name="整改情况")),
                        ("done_on", models.DateField(verbose_name="完成日期")),
                        ("at", models.DateTimeField(verbose_name="反馈时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="rectify.item",
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
                        (
                            "reply",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proofs",
                                to="rectify.reply",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
            ],
        ),
        *(append_only(f"rectify_{name}") for name in _KEPT),
        *(audit(f"rectify_{name}") for name in ("batch", "reply", "proof", "escalation", "extension")),
        audit("rectify_recheck", ignored=("evidence",)),
        migrations.RunSQL(*audited_changes("rectify_order")),
        migrations.RunSQL(*audited_changes("rectify_item", ("recheck_wanted_at", "recheck_claimed_until"))),
        migrations.RunSQL(*fixed("rectify_order", *_ORDER)),
        migrations.RunSQL(*fixed("rectify_item", *_ITEM)),
        migrations.RunSQL(*fixed("rectify_extension", *_EXTENSION)),
    ]
