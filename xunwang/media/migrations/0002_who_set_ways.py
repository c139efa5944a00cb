import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.database.tables import CreateTables

_ROLES = [
    ("province_admin", "省级管理员"),
    ("planner", "检查计划员"),
    ("reviewer", "复核员"),
    ("city_supervisor", "监管单位人员"),
    ("unit_editor", "单位填报员"),
    ("auditor", "审计员（只读）"),
]
_WAYS = [
    ("feed", "订阅源"),
    ("wechat_api", "微信公众平台接口"),
    ("file", "文件导入"),
    ("saved_pages", "保存的网页"),
    ("mobile_client", "应用商店与安装包"),
    ("by_hand", "人工查看"),
]


def _set_as() -> "models.CharField[str, str]":
    return models.CharField(blank=True, choices=_ROLES, max_length=32, verbose_name="填报身份")


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="accountway", name="set_as", field=_set_as()),
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="CollectedWay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(choices=_WAYS, max_length=16, verbose_name="采集方式"),
                        ),
                        ("address", models.CharField(blank=True, max_length=500, verbose_name="地址")),
                        ("options", models.JSONField(blank=True, default=dict, verbose_name="选项")),
                        ("set_as", _set_as()),
                        ("set_at", models.DateTimeField(verbose_name="设置时间")),
                        (
                            "collected",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ways",
                                to="media.collectedaccount",
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
                        "ordering": ("collected", "way"),
                        "constraints": [
                            models.UniqueConstraint(fields=("collected", "way"), name="collected_way_once")
                        ],
                    },
                ),
            ],
        ),
    ]
