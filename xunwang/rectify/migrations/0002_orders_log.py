from django.db import migrations

from xunwang.audit.operations import append_only, audit
from xunwang.inspection.guard_sql import audited_changes
from xunwang.rectify.guard_sql import fixed

_ORDER = (
    "batch_id", "campaign_id", "issuer_id", "unit_id", "unit_name", "word", "year", "serial", "issued_at",
    "first_due_on",
)  # fmt: skip
_ITEM = (
    "order_id", "position", "site_id", "account_id", "verdict_id", "finding_id", "indicator", "is_veto", "subject",
    "problem", "url", "restricted", "before_id",
)  # fmt: skip
_EXTENSION = ("order_id", "until", "reason", "asked_at", "asked_by_id")
_ADDED = ("batch", "orderevent", "reply", "proof", "escalation", "recheck")


class Migration(migrations.Migration):
    dependencies = [("rectify", "0001_orders"), ("audit", "0002_chain")]
    operations = [
        *(append_only(f"rectify_{name}") for name in _ADDED),
        *(audit(f"rectify_{name}") for name in ("batch", "reply", "proof", "escalation", "extension")),
        audit("rectify_recheck", ignored=("evidence",)),
        migrations.RunSQL(*audited_changes("rectify_order")),
        migrations.RunSQL(*audited_changes("rectify_item", ("recheck_wanted_at", "recheck_claimed_until"))),
        migrations.RunSQL(*fixed("rectify_order", *_ORDER)),
        migrations.RunSQL(*fixed("rectify_item", *_ITEM)),
        migrations.RunSQL(*fixed("rectify_extension", *_EXTENSION)),
    ]
