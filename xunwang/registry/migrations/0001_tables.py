import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import xunwang.registry.filing_words
import xunwang.registry.reality_words
import xunwang.registry.vocabulary
from xunwang.audit.operations import append_only, audit
from xunwang.database.tables import CreateTables
from xunwang.registry.tree_sql import TREE, UNDO_TREE


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("registry", "0001_initial"),
        ("registry", "0002_triggers"),
        ("registry", "0003_import_draft"),
        ("registry", "0004_reality"),
        ("registry", "0005_reality_log"),
        ("registry", "0006_account_fields"),
    ]

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("audit", "0001_tables")]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("platform", models.CharField(max_length=16, verbose_name="平台")),
                        ("name", models.CharField(max_length=120, verbose_name="账号名称")),
                        ("identifier", models.CharField(blank=True, max_length=120, verbose_name="账号标识")),
                        ("subject", models.CharField(blank=True, max_length=120, verbose_name="认证主体")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "筹建中"),
                                    ("running", "正常运行"),
                                    ("suspended", "临时下线"),
                                    ("closed", "已关停"),
                                ],
                                default=xunwang.registry.vocabulary.Status["RUNNING"],
                                max_length=16,
                                verbose_name="运行状态",
                            ),
                        ),
                        ("exemption", models.CharField(blank=True, max_length=200, verbose_name="例外依据")),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="开通日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="注销日期")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="registry.unit",
                                verbose_name="主办单位",
                            ),
                        ),
                        ("filed_on", models.DateField(blank=True, null=True, verbose_name="备案日期")),
                        (
                            "former_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="曾用名称",
                            ),
                        ),
                        (
                            "introduction",
                            models.CharField(blank=True, max_length=500, verbose_name="账号简介"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[("publishing", "信息发布类"), ("service", "办事服务类")],
                                max_length=16,
                                verbose_name="账号类别",
                            ),
                        ),
                        ("page_url", models.URLField(blank=True, max_length=300, verbose_name="账号主页")),
                        (
                            "state_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="状态原因"),
                        ),
                        (
                            "supervising_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervised_accounts",
                                to="registry.unit",
                                verbose_name="监管单位",
                            ),
                        ),
                        (
                            "wechat_type",
                            models.CharField(
                                blank=True,
                                choices=[("subscription", "订阅号"), ("service", "服务号")],
                                max_length=16,
                                verbose_name="公众号类型",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("unit__region_code", "unit__path", "platform", "name"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("status", xunwang.registry.vocabulary.Status["CLOSED"]), _negated=True
                                ),
                                fields=("platform", "name"),
                                name="one_name_one_account",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("exemption", ""),
                                    (
                                        "status__in",
                                        [
                                            xunwang.registry.vocabulary.Status["PLANNED"],
                                            xunwang.registry.vocabulary.Status["RUNNING"],
                                            xunwang.registry.vocabulary.Status["SUSPENDED"],
                                        ],
                                    ),
                                    models.Q(
                                        ("platform", xunwang.registry.vocabulary.Platform["OTHER"]),
                                        _negated=True,
                                    ),
                                ),
                                fields=("unit", "platform", "wechat_type"),
                                name="one_unit_one_account",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("wechat_type", ""),
                                    ("platform", xunwang.registry.vocabulary.Platform["WECHAT"]),
                                    _connector="OR",
                                ),
                                name="wechat_type_of_wechat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("opened_on__isnull", True),
                                    ("closed_on__gte", models.F("opened_on")),
                                    _connector="OR",
                                ),
                                name="account_days_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Filing",
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
                                    ("open", "开设"),
                                    ("change", "变更"),
                                    ("merge", "整合"),
                                    ("suspend", "临时下线"),
                                    ("close", "关停"),
                                ],
                                max_length=16,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("deciding", "审批中"),
                                    ("returned", "退回修改"),
                                    ("approved", "已批准，办理中"),
                                    ("in_effect", "生效中"),
                                    ("done", "已办结"),
                                    ("rejected", "不予批准"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default=xunwang.registry.filing_words.FilingState["DRAFT"],
                                max_length=16,
                                verbose_name="状态",
                            ),
                        ),
                        ("proposal", models.JSONField(default=dict, verbose_name="拟登记内容")),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("from_date", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        ("until_date", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                        ("resumed_on", models.DateField(blank=True, null=True, verbose_name="恢复日期")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filings",
                                to="registry.account",
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
                        (
                            "awaiting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filings",
                                to="registry.unit",
                                verbose_name="申请单位",
                            ),
                        ),
                        (
                            "merge_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.website",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filings",
                                to="registry.website",
                            ),
                        ),
                        (
                            "merge_into_account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.account",
                            ),
                        ),
                        ("public_notice", models.TextField(blank=True, verbose_name="告知公众的内容")),
                    ],
                    options={
                        "ordering": ("-created_at", "-id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            xunwang.registry.filing_words.FilingState["APPROVED"],
                                            xunwang.registry.filing_words.FilingState["DECIDING"],
                                            xunwang.registry.filing_words.FilingState["DRAFT"],
                                            xunwang.registry.filing_words.FilingState["IN_EFFECT"],
                                            xunwang.registry.filing_words.FilingState["RETURNED"],
                                        ],
                                    )
                                ),
                                fields=("site",),
                                name="one_open_filing_a_site",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            xunwang.registry.filing_words.FilingState["APPROVED"],
                                            xunwang.registry.filing_words.FilingState["DECIDING"],
                                            xunwang.registry.filing_words.FilingState["DRAFT"],
                                            xunwang.registry.filing_words.FilingState["IN_EFFECT"],
                                            xunwang.registry.filing_words.FilingState["RETURNED"],
                                        ],
                                    )
                                ),
                                fields=("account",),
                                name="one_open_filing_an_account",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("site__isnull", True), ("account__isnull", True), _connector="OR"
                                ),
                                name="filing_of_site_or_account",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_date__isnull", True),
                                    ("until_date__gte", models.F("from_date")),
                                    _connector="OR",
                                ),
                                name="filing_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merge_into__isnull", True),
                                    ("merge_into_account__isnull", True),
                                    _connector="OR",
                                ),
                                name="merges_into_site_or_account",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="单位名称")),
                        ("short_name", models.CharField(blank=True, max_length=60, verbose_name="简称")),
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
                                verbose_name="行政级别",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("government", "人民政府"),
                                    ("department", "部门"),
                                    ("institution", "事业单位"),
                                ],
                                max_length=16,
                                verbose_name="单位类型",
                            ),
                        ),
                        (
                            "region_code",
                            models.CharField(
                                max_length=6,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A\\d{6}\\Z", "行政区划代码应为6位数字。"
                                    )
                                ],
                                verbose_name="行政区划代码",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                        ("path", models.CharField(db_index=True, default="", editable=False, max_length=400)),
                        (
                            "superior",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subordinates",
                                to="registry.unit",
                                verbose_name="上级单位",
                            ),
                        ),
                        (
                            "supervising_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervised",
                                to="registry.unit",
                                verbose_name="监管单位",
                            ),
                        ),
                        (
                            "administrative",
                            models.BooleanField(blank=True, null=True, verbose_name="承担行政职能"),
                        ),
                        (
                            "former_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="曾用名",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("region_code", "path"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("region_code__regex", "^\\d{6}$")),
                                name="unit_region_code_digits",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FilingEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("submit", "提交"),
                                    ("approve", "同意"),
                                    ("return", "退回"),
                                    ("reject", "不同意"),
                                    ("withdraw", "撤回"),
                                    ("complete_step", "登记步骤"),
                                    ("resume", "恢复运行"),
                                ],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        (
                            "from_state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("deciding", "审批中"),
                                    ("returned", "退回修改"),
                                    ("approved", "已批准，办理中"),
                                    ("in_effect", "生效中"),
                                    ("done", "已办结"),
                                    ("rejected", "不予批准"),
                                    ("withdrawn", "已撤回"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("deciding", "审批中"),
                                    ("returned", "退回修改"),
                                    ("approved", "已批准，办理中"),
                                    ("in_effect", "生效中"),
                                    ("done", "已办结"),
                                    ("rejected", "不予批准"),
                                    ("withdrawn", "已撤回"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="意见")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "filing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="registry.filing",
                            ),
                        ),
                        (
                            "by_unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
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
                                    ("head", "负责人"),
                                    ("reviewer", "审核人"),
                                    ("liaison", "联络员"),
                                    ("security", "网站安全责任人"),
                                ],
                                max_length=16,
                                verbose_name="职责",
                            ),
                        ),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="电话")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="registry.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("unit", "role", "name"),
                        "constraints": [
                            models.UniqueConstraint(fields=("unit", "role", "name"), name="contact_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WebSite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="网站名称")),
                        ("home_url", models.URLField(max_length=300, verbose_name="首页网址")),
                        ("host", models.CharField(editable=False, max_length=253, verbose_name="域名")),
                        (
                            "aliases",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=253),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="其他域名",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("portal", "政府门户网站"), ("department", "部门网站")],
                                max_length=16,
                                verbose_name="网站类型",
                            ),
                        ),
                        ("site_code", models.CharField(blank=True, max_length=10, verbose_name="网站标识码")),
                        ("icp_number", models.CharField(blank=True, max_length=40, verbose_name="ICP备案号")),
                        (
                            "security_number",
                            models.CharField(blank=True, max_length=40, verbose_name="公安机关备案号"),
                        ),
                        ("has_services", models.BooleanField(default=True, verbose_name="有对外办事服务")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "筹建中"),
                                    ("running", "正常运行"),
                                    ("suspended", "临时下线"),
                                    ("closed", "已关停"),
                                ],
                                default=xunwang.registry.vocabulary.Status["RUNNING"],
                                max_length=16,
                                verbose_name="运行状态",
                            ),
                        ),
                        ("exemption", models.CharField(blank=True, max_length=200, verbose_name="例外依据")),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="开通日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="关停日期")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sites",
                                to="registry.unit",
                                verbose_name="主办单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("unit__region_code", "unit__path", "name"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("exemption", ""),
                                    (
                                        "status__in",
                                        [
                                            xunwang.registry.vocabulary.Status["PLANNED"],
                                            xunwang.registry.vocabulary.Status["RUNNING"],
                                            xunwang.registry.vocabulary.Status["SUSPENDED"],
                                        ],
                                    ),
                                ),
                                fields=("unit",),
                                name="one_unit_one_site",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("status", xunwang.registry.vocabulary.Status["CLOSED"]), _negated=True
                                ),
                                fields=("host",),
                                name="one_host_one_site",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", xunwang.registry.vocabulary.Status["CLOSED"]),
                                        _negated=True,
                                    ),
                                    models.Q(("site_code", ""), _negated=True),
                                ),
                                fields=("site_code",),
                                name="one_code_one_site",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FilingStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("badge", "党政机关网站标识"),
                                    ("domain", "域名注册"),
                                    ("icp", "ICP备案"),
                                    ("public_security", "公安机关备案"),
                                    ("registration", "全国政府网站信息报送系统登记"),
                                ],
                                max_length=16,
                                verbose_name="步骤",
                            ),
                        ),
                        ("done_on", models.DateField(verbose_name="办结日期")),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="编号")),
                        (
                            "filing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="registry.filing",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(fields=("filing", "step"), name="filing_step_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=16, verbose_name="表")),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("rows", models.JSONField(verbose_name="内容")),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                        ),
                        ("applied_at", models.DateTimeField(null=True, verbose_name="导入时间")),
                        ("created", models.IntegerField(default=0, verbose_name="新增")),
                        ("updated", models.IntegerField(default=0, verbose_name="修改")),
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
                    name="Difference",
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
                                    ("dead", "登记为正常运行，多次无法访问"),
                                    ("alive", "登记为关停或临时下线，仍可访问"),
                                    ("redirect", "首页跳转到其他域名"),
                                    ("old_name", "旧域名仍解析到无关内容"),
                                    ("several", "同一单位有多个网站可访问"),
                                    ("name", "网站名称不符"),
                                    ("meta_code", "SiteIDCode标签与登记的标识码不符"),
                                    ("footer_code", "页脚标识码与登记不符"),
                                    ("sponsor", "页脚主办单位不符"),
                                    ("icp", "ICP备案号不符"),
                                ],
                                max_length=16,
                                verbose_name="不符之处",
                            ),
                        ),
                        ("address", models.CharField(max_length=320, verbose_name="网址")),
                        ("registered", models.CharField(blank=True, max_length=300, verbose_name="名录登记")),
                        ("seen", models.CharField(max_length=600, verbose_name="实际情况")),
                        ("first_seen_at", models.DateTimeField(verbose_name="首次发现")),
                        ("last_seen_at", models.DateTimeField(verbose_name="最近核对")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待处理"),
                                    ("to_file", "待办理备案或更正名录"),
                                    ("explained", "已说明"),
                                    ("filed", "已提出备案"),
                                    ("gone", "已消除"),
                                ],
                                default=xunwang.registry.reality_words.DifferenceState["OPEN"],
                                max_length=16,
                                verbose_name="处理",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "filing",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="registry.filing",
                                verbose_name="备案",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="differences",
                                to="registry.website",
                                verbose_name="网站",
                            ),
                        ),
                        (
                            "look",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.look",
                                verbose_name="依据",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-first_seen_at", "id"),
                        "indexes": [
                            models.Index(fields=["state", "kind"], name="registry_di_state_d8949f_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "kind", "address"), name="difference_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DifferenceEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待处理"),
                                    ("to_file", "待办理备案或更正名录"),
                                    ("explained", "已说明"),
                                    ("filed", "已提出备案"),
                                    ("gone", "已消除"),
                                ],
                                max_length=16,
                                verbose_name="处理",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=600, verbose_name="说明")),
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
                            "difference",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="registry.difference",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                    },
                ),
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("url", models.CharField(max_length=320, verbose_name="网址")),
                        ("is_home", models.BooleanField(verbose_name="首页")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "sight",
                            models.CharField(
                                choices=[
                                    ("answers", "可访问"),
                                    ("error", "返回错误"),
                                    ("unreachable", "无法连接"),
                                    ("no_such_name", "域名不存在"),
                                    ("unknown", "未能查明"),
                                ],
                                max_length=16,
                                verbose_name="情况",
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("status", models.PositiveSmallIntegerField(default=0, verbose_name="HTTP状态")),
                        ("final_url", models.CharField(blank=True, max_length=300, verbose_name="最终网址")),
                        ("title", models.CharField(blank=True, max_length=300, verbose_name="标题")),
                        ("site_name", models.CharField(blank=True, max_length=300, verbose_name="SiteName")),
                        (
                            "site_code",
                            models.CharField(blank=True, max_length=300, verbose_name="SiteIDCode"),
                        ),
                        (
                            "footer_code",
                            models.CharField(blank=True, max_length=300, verbose_name="页脚标识码"),
                        ),
                        (
                            "sponsor",
                            models.CharField(blank=True, max_length=300, verbose_name="页脚主办单位"),
                        ),
                        ("icp", models.CharField(blank=True, max_length=300, verbose_name="ICP备案号")),
                        ("suspicious", models.BooleanField(default=False, verbose_name="疑似不良内容")),
                        ("digest", models.CharField(blank=True, max_length=64, verbose_name="内容摘要")),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="looks",
                                to="registry.website",
                                verbose_name="网站",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [
                            models.Index(fields=["site", "-at"], name="registry_lo_site_id_54ae52_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FurtherPlatform",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=16,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z][a-z0-9_]{1,15}\\Z",
                                        "短代码为2至16位小写字母、数字和下划线，以字母开头。",
                                    )
                                ],
                                verbose_name="短代码",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="平台名称")),
                        ("posts", models.BooleanField(default=True, verbose_name="应发布内容")),
                        ("interaction", models.BooleanField(default=True, verbose_name="应有互动功能")),
                        ("is_active", models.BooleanField(default=True, verbose_name="可以选用")),
                    ],
                    options={
                        "ordering": ("name",),
                    },
                ),
            ],
        ),
        migrations.RunSQL(TREE, UNDO_TREE),
        audit("registry_unit"),
        audit("registry_website"),
        audit("registry_account"),
        audit("registry_furtherplatform"),
        audit("registry_contact"),
        audit("registry_filing"),
        audit("registry_filingstep"),
        audit("registry_filingevent"),
        append_only("registry_filingevent"),
        audit("registry_importdraft", hidden=("rows",)),
        append_only("registry_look"),
        audit("registry_difference", ignored=("last_seen_at", "look_id")),
        append_only("registry_differenceevent"),
    ]
