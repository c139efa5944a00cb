# The old table of accounts goes; sites and accounts are two views of the one that is left.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspection", "0016_accounts_join"), ("rectify", "0003_checked")]
    operations = [
        migrations.DeleteModel("CheckedAccount"),
        migrations.CreateModel(
            "CheckedSite",
            fields=[],
            options={"ordering": ("region_code", "id"), "proxy": True, "indexes": [], "constraints": []},
            bases=("inspection.checked",),
        ),
        migrations.CreateModel(
            "CheckedAccount",
            fields=[],
            options={"ordering": ("stratum", "id"), "proxy": True, "indexes": [], "constraints": []},
            bases=("inspection.checked",),
        ),
        migrations.AlterModelOptions(
            name="checked",
            options={"ordering": ("stratum", "region_code", "id")},
        ),
        migrations.AlterModelOptions(
            name="feedback",
            options={"ordering": ("checked_id",)},
        ),
        migrations.AlterModelOptions(
            name="finding",
            options={"ordering": ("-is_veto", "checked_id", "id")},
        ),
        migrations.AlterModelOptions(
            name="itemverdict",
            options={"ordering": ("checked_id", "position")},
        ),
        migrations.AlterField(
            model_name="enquiry",
            name="site",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enquiry",
                to="inspection.checkedsite",
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="only",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inspection.checkedsite",
                verbose_name="补查网站",
            ),
        ),
        migrations.AlterField(
            model_name="runsite",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="inspection.checkedsite"
            ),
        ),
        migrations.AlterField(
            model_name="sitescore",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scores",
                to="inspection.checkedsite",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("status__in", ["candidate", "second", "unsure"]), ("withdrawn", False)),
                fields=["campaign", "-is_veto", "checked", "id"],
                name="finding_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("double", True)), fields=["campaign", "checked"], name="finding_double"
            ),
        ),
        migrations.AddIndex(
            model_name="itemverdict",
            index=models.Index(
                condition=models.Q(("needs_ruling", True), ("ruling", "")),
                fields=["campaign", "kind", "checked"],
                name="verdict_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="checked",
            constraint=models.UniqueConstraint(fields=("campaign", "account"), name="checked_account_once"),
        ),
        migrations.AddConstraint(
            model_name="checked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None), _negated=True),
                fields=("campaign", "home_url"),
                name="checked_home_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="checked",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="itemverdict",
            constraint=models.UniqueConstraint(fields=("checked", "item"), name="verdict_once"),
        ),
    ]
