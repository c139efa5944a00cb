# Sites and accounts of a campaign become rows of one table: first the table of sites is widened and renamed.

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from xunwang.inspection.guard_sql import FINDING_FIXED, IMMUTABLE, UNDO_IMMUTABLE

_LEVELS = [("province", "省级"), ("city", "市级"), ("county", "县级"), ("township", "乡镇级")]
_KINDS = [("portal", "政府门户网站"), ("department", "部门网站")]
_OUTCOMES = [("qualified", "合格"), ("unqualified", "不合格"), ("pending", "待定")]


class Migration(migrations.Migration):
    dependencies = [("inspection", "0014_duty"), ("registry", "0001_initial")]

    operations = [
        # What names the old columns goes first, and comes back in 0017.
        migrations.RunSQL(UNDO_IMMUTABLE, IMMUTABLE),
        migrations.RemoveConstraint("checkedsite", "checked_home_once"),
        migrations.RemoveConstraint("itemverdict", "verdict_once"),
        migrations.RemoveIndex("itemverdict", "verdict_waiting"),
        migrations.RemoveIndex("finding", "finding_waiting"),
        migrations.RemoveIndex("finding", "finding_double"),
        migrations.RenameModel("CheckedSite", "Checked"),
        migrations.RenameField("itemverdict", "site", "checked"),
        migrations.RenameField("finding", "site", "checked"),
        migrations.RenameField("feedback", "site", "checked"),
        migrations.AlterField(
            "checked",
            "campaign",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checked",
                to="inspection.campaign",
            ),
        ),
        migrations.AlterField(
            "checked",
            "site",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.website",
            ),
        ),
        migrations.AddField(
            "checked",
            "account",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.account",
            ),
        ),
        migrations.AlterField("checked", "name", models.CharField(max_length=120, verbose_name="名称")),
        migrations.AlterField(
            "checked", "level", models.CharField(choices=_LEVELS, max_length=16, verbose_name="级别")
        ),
        migrations.AlterField(
            "checked",
            "region_code",
            models.CharField(blank=True, max_length=6, verbose_name="行政区划代码"),
        ),
        migrations.AlterField(
            "checked", "home_url", models.URLField(blank=True, max_length=300, verbose_name="首页网址")
        ),
        migrations.AlterField(
            "checked",
            "kind",
            models.CharField(blank=True, choices=_KINDS, max_length=16, verbose_name="网站类型"),
        ),
        migrations.AddField(
            "checked",
            "platform",
            models.CharField(blank=True, max_length=16, verbose_name="平台", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "checked",
            "stratum",
            models.CharField(blank=True, max_length=160, verbose_name="抽样层", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "checked",
            "outcome",
            models.CharField(choices=_OUTCOMES, default="pending", max_length=16, verbose_name="结果"),
        ),
        migrations.AddField(
            "checked",
            "problems",
            models.TextField(blank=True, verbose_name="问题", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "intake", "accounts", models.PositiveIntegerField(default=0, verbose_name="账号数")
        ),
        migrations.AlterField(
            "checked",
            "not_applicable",
            ArrayField(
                base_field=models.CharField(max_length=20),
                default=list,
                size=None,
                verbose_name="不适用指标",
            ),
        ),
        migrations.RunSQL(FINDING_FIXED, migrations.RunSQL.noop),
    ]
