import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xunwang.media.vocabulary
from xunwang.audit.operations import append_only, audit
from xunwang.database.tables import CreateTables

_KEPT = (
    "handcheck",
    "functiontried",
    "handpicture",
    "incident",
    "incidentfile",
    "withdrawal",
    "collectionevent",
    "profilepoint",
)
"""What is written once."""
_OF_COLLECTIONS = ("tried_at", "succeeded_at", "trouble", "problem")
"""What a collection notes about a way: its own rows say the same."""


class Migration(migrations.Migration):
    initial = True
    replaces = [("media", "0001_media"), ("media", "0002_media_log"), ("media", "0003_collected_key")]

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
                    name="Collection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="采集档案")),
                        ("since", models.DateTimeField(verbose_name="起")),
                        ("until", models.DateTimeField(verbose_name="止")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("active", "进行中"),
                                    ("paused", "已暂停"),
                                    ("done", "已完成"),
                                    ("failed", "出错停止"),
                                    ("cancelled", "已取消"),
                                ],
                                default=xunwang.media.vocabulary.CollectionStatus["ACTIVE"],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        ("wanted", models.PositiveIntegerField(default=0, verbose_name="账号和方式")),
                        ("reached", models.PositiveIntegerField(default=0, verbose_name="已到达")),
                        ("posts", models.PositiveBigIntegerField(default=0, verbose_name="发布数")),
                        ("next_at", models.DateTimeField(null=True, verbose_name="下一步")),
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="inspection.campaign",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="media.collection",
                                verbose_name="接续",
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
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="registry.unit",
                                verbose_name="范围",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("since"))),
                                name="collection_span_in_order",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        (
                                            xunwang.media.vocabulary.CollectionStatus["ACTIVE"],
                                            xunwang.media.vocabulary.CollectionStatus["PAUSED"],
                                            xunwang.media.vocabulary.CollectionStatus["FAILED"],
                                        ),
                                    )
                                ),
                                fields=("unit", "campaign"),
                                name="one_collection_at_a_time",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CollectedAccount",
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
                                    ("collected", "已采集"),
                                    ("failed", "未能采集"),
                                    ("no_way", "没有采集方式"),
                                ],
                                default=xunwang.media.vocabulary.AccountState["WAITING"],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "shown",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("posts", "发布内容列表"),
                                        ("history", "检查期内的全部发布内容"),
                                        ("body", "正文"),
                                        ("comments", "公开的评论"),
                                        ("deletions", "删除和修改"),
                                        ("profile", "账号资料和认证主体"),
                                        ("followers", "关注人数"),
                                        ("engagement", "阅读、点赞和转发数"),
                                        ("functions", "互动功能"),
                                        ("answers", "留言答复"),
                                        ("app", "客户端能否下载"),
                                        ("use", "客户端能否使用"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("complete", models.BooleanField(default=False, verbose_name="检查期内齐全")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="不齐全的原因")),
                        (
                            "trouble",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_found", "找不到该账号或地址"),
                                    ("moved", "账号或地址已迁移"),
                                    ("refused", "对方拒绝访问"),
                                    ("credentials", "凭据无效或已过期"),
                                    ("quota", "接口调用次数已用完"),
                                    ("unreachable", "无法连接"),
                                    ("broken", "内容无法识别"),
                                    ("too_large", "内容过大"),
                                    ("incomplete", "只取得一部分"),
                                    ("unsupported", "不支持的内容"),
                                ],
                                max_length=16,
                                verbose_name="问题",
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=500, verbose_name="问题说明")),
                        ("posts", models.PositiveIntegerField(default=0, verbose_name="发布数")),
                        ("newest_at", models.DateTimeField(null=True, verbose_name="最新发布")),
                        (
                            "newest_title",
                            models.CharField(blank=True, max_length=300, verbose_name="最新标题"),
                        ),
                        (
                            "newest_url",
                            models.CharField(blank=True, max_length=1000, verbose_name="最新网址"),
                        ),
                        ("seconds", models.FloatField(default=0, verbose_name="用时（秒）")),
                        ("at", models.DateTimeField(null=True, verbose_name="采集时间")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collected",
                                to="registry.account",
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="accounts",
                                to="media.collection",
                            ),
                        ),
                        ("key", models.CharField(max_length=160, verbose_name="采集档案中的名称")),
                    ],
                    options={
                        "ordering": ("account_id",),
                        "indexes": [
                            models.Index(
                                fields=["collection", "state"], name="media_colle_collect_87505b_idx"
                            ),
                            models.Index(fields=["account", "-at"], name="media_colle_account_c42f8a_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("collection", "account"), name="collected_account_once"
                            ),
                            models.UniqueConstraint(fields=("collection", "key"), name="collected_key_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CollectionEvent",
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
                                    ("retry", "重试失败的账号"),
                                    ("judge", "按最新的核查重新判定"),
                                ],
                                max_length=16,
                                verbose_name="操作",
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
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="media.collection",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="HandCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField(verbose_name="核查时间")),
                        ("last_post", models.DateField(null=True, verbose_name="最新发布日期")),
                        ("no_posts", models.BooleanField(default=False, verbose_name="从未发布")),
                        ("message_sent", models.DateTimeField(null=True, verbose_name="测试留言发出时间")),
                        ("message_answered", models.DateTimeField(null=True, verbose_name="答复时间")),
                        ("answer", models.TextField(blank=True, verbose_name="答复内容")),
                        ("answer_helps", models.BooleanField(null=True, verbose_name="答复有实质内容")),
                        (
                            "app",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("works", "能安装并正常使用"),
                                    ("not_installed", "不能下载或安装"),
                                    ("not_started", "能安装但无法打开或使用"),
                                ],
                                max_length=16,
                                verbose_name="客户端",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_checks",
                                to="registry.account",
                                verbose_name="账号",
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
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inspection.campaign",
                                verbose_name="检查",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                        "indexes": [
                            models.Index(fields=["account", "-at"], name="media_handc_account_5e6685_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("no_posts", False), ("last_post", None), _connector="OR"),
                                name="hand_check_posts_or_none",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("message_answered", None),
                                    ("message_answered__gte", models.F("message_sent")),
                                    _connector="OR",
                                ),
                                name="hand_check_times_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FunctionTried",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("messages", "留言"),
                                    ("comments", "评论"),
                                    ("private", "私信"),
                                    ("menu", "菜单服务"),
                                    ("survey", "征集调查"),
                                ],
                                max_length=16,
                                verbose_name="功能",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[("works", "可用"), ("fails", "不能用"), ("not_offered", "未开设")],
                                max_length=16,
                                verbose_name="情况",
                            ),
                        ),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="functions",
                                to="media.handcheck",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("check_of", "function"), name="function_tried_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandPicture",
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
                        ("original_digest", models.CharField(max_length=64, verbose_name="原文件SHA-256")),
                        (
                            "taken_at",
                            models.CharField(blank=True, max_length=19, verbose_name="拍摄时间（手机所记）"),
                        ),
                        ("path", models.CharField(max_length=200)),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pictures",
                                to="media.handcheck",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
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
                                    ("public_opinion", "引发严重负面舆情"),
                                    ("fraud", "购买“粉丝”、强制点赞转发等弄虚作假"),
                                    ("counterfeit", "被假冒或仿冒"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="发生时间")),
                        ("text", models.TextField(verbose_name="情况")),
                        ("url", models.CharField(blank=True, max_length=500, verbose_name="网址")),
                        ("noted_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="registry.account",
                                verbose_name="账号",
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
                        "ordering": ("-at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="IncidentFile",
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="media.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="ProfilePoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("feed", "订阅源"),
                                    ("wechat_api", "微信公众平台接口"),
                                    ("file", "文件导入"),
                                    ("saved_pages", "保存的网页"),
                                    ("mobile_client", "应用商店与安装包"),
                                    ("by_hand", "人工查看"),
                                ],
                                max_length=16,
                                verbose_name="采集方式",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="日期")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="名称")),
                        ("subject", models.CharField(max_length=200, null=True, verbose_name="认证主体")),
                        ("followers", models.PositiveBigIntegerField(null=True, verbose_name="关注人数")),
                        ("posts", models.PositiveBigIntegerField(null=True, verbose_name="发布数")),
                        (
                            "closed",
                            models.CharField(blank=True, max_length=300, verbose_name="平台提示的注销或封停"),
                        ),
                        ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="profile_points",
                                to="registry.account",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("account", "way", "day"), name="profile_point_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Withdrawal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="撤销时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "check_of",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="media.handcheck",
                            ),
                        ),
                        (
                            "incident",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="media.incident",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("check_of__isnull", False), ("incident", None)),
                                    models.Q(("check_of", None), ("incident__isnull", False)),
                                    _connector="OR",
                                ),
                                name="withdrawal_of_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountWay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("feed", "订阅源"),
                                    ("wechat_api", "微信公众平台接口"),
                                    ("file", "文件导入"),
                                    ("saved_pages", "保存的网页"),
                                    ("mobile_client", "应用商店与安装包"),
                                    ("by_hand", "人工查看"),
                                ],
                                max_length=16,
                                verbose_name="采集方式",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=500, verbose_name="地址")),
                        ("options", models.JSONField(blank=True, default=dict, verbose_name="选项")),
                        ("sealed", models.TextField(blank=True, verbose_name="凭据（加密）")),
                        ("is_on", models.BooleanField(default=True, verbose_name="启用")),
                        ("tried_at", models.DateTimeField(null=True, verbose_name="最近采集")),
                        ("succeeded_at", models.DateTimeField(null=True, verbose_name="最近成功")),
                        (
                            "trouble",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_found", "找不到该账号或地址"),
                                    ("moved", "账号或地址已迁移"),
                                    ("refused", "对方拒绝访问"),
                                    ("credentials", "凭据无效或已过期"),
                                    ("quota", "接口调用次数已用完"),
                                    ("unreachable", "无法连接"),
                                    ("broken", "内容无法识别"),
                                    ("too_large", "内容过大"),
                                    ("incomplete", "只取得一部分"),
                                    ("unsupported", "不支持的内容"),
                                ],
                                max_length=16,
                                verbose_name="最近的问题",
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=500, verbose_name="问题说明")),
                        ("set_at", models.DateTimeField(verbose_name="设置时间")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ways",
                                to="registry.account",
                                verbose_name="账号",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("account", "way"),
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "way"), name="account_way_once")
                        ],
                    },
                ),
            ],
        ),
        audit("media_accountway", hidden=("sealed",), ignored=_OF_COLLECTIONS),
        audit("media_handcheck", hidden=("answer",)),
        audit("media_functiontried"),
        audit("media_handpicture"),
        audit("media_incident"),
        audit("media_incidentfile"),
        audit("media_withdrawal"),
        audit("media_collection", ignored=("wanted", "reached", "posts", "next_at", "attempts")),
        audit("media_collectionevent"),
        *(append_only(f"media_{name}") for name in _KEPT),
    ]
