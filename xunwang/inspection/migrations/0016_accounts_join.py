# The accounts move into the table of what is checked. Those of final campaigns too: nothing about them changes,
# so the guards are silent while they move.

from django.db import migrations

_GUARDS = "ALTER TABLE inspection_checked {} TRIGGER USER"
_MOVE = """
INSERT INTO inspection_checked (
    campaign_id, account_id, unit_id, name, unit_name, level, region, region_code, platform, stratum, outcome, problems,
    home_url, hosts, kind, site_code, has_services, pages, complete, incomplete_reason, not_applicable
)
SELECT old.campaign_id, old.account_id, old.unit_id, old.name, old.unit_name, old.level, old.region, unit.region_code,
       old.platform, old.stratum, old.outcome, old.problems, '', '{}', '', '', true, 0, false, '', '{}'
FROM inspection_checkedaccount old JOIN registry_unit unit ON unit.id = old.unit_id
ORDER BY old.id
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0015_checked")]
    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(_GUARDS.format("DISABLE"), migrations.RunSQL.noop),
        migrations.RunSQL(_MOVE, migrations.RunSQL.noop),
        migrations.RunSQL(_GUARDS.format("ENABLE"), migrations.RunSQL.noop),
    ]
