# An item is about what was checked, site or account.

import django.db.models.deletion
from django.db import migrations, models

from xunwang.rectify.guard_sql import fixed

_FILL = """
UPDATE rectify_item item SET checked_id = coalesce(item.site_id, (
    SELECT checked.id FROM inspection_checkedaccount old
    JOIN inspection_checked checked USING (campaign_id, account_id) WHERE old.id = item.account_id
))
"""
_ITEM = (
    "order_id", "position", "{checked}", "verdict_id", "finding_id", "indicator", "is_veto", "subject", "problem", "url",
    "restricted", "before_id",
)  # fmt: skip


def _fixed(*checked: str) -> tuple[str, str]:
    return fixed("rectify_item", *(name for name in _ITEM if name != "{checked}"), *checked)


_OLD, _NEW = _fixed("site_id", "account_id"), _fixed("checked_id")


class Migration(migrations.Migration):
    dependencies = [("rectify", "0002_orders_log"), ("inspection", "0016_accounts_join")]
    operations = [
        migrations.RunSQL(_OLD[1], _OLD[0]),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint("item", "item_of_site_or_account"),
        migrations.RemoveConstraint("item", "account_ordered_once"),
        migrations.AddField(
            "item",
            "checked",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inspection.checked",
            ),
        ),
        migrations.RunSQL("ALTER TABLE rectify_item DISABLE TRIGGER USER", migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RunSQL("ALTER TABLE rectify_item ENABLE TRIGGER USER", migrations.RunSQL.noop),
        migrations.AlterField(
            "item",
            "checked",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspection.checked"
            ),
        ),
        migrations.RemoveField("item", "site"),
        migrations.RemoveField("item", "account"),
        migrations.AddConstraint(
            "item",
            models.UniqueConstraint(
                condition=models.Q(("verdict", None), models.Q(("state", "waived"), _negated=True)),
                fields=("checked",),
                name="account_ordered_once",
            ),
        ),
        migrations.AddConstraint(
            "item",
            models.CheckConstraint(
                condition=models.Q(("verdict__isnull", False), ("finding", None), _connector="OR"),
                name="item_finding_of_verdict",
            ),
        ),
        migrations.RunSQL(*_NEW),
    ]
