"""An office plans a campaign over sites of this machine: ``python -m tests.console.running.office_at_work HOST…``.

Prints the number of the campaign. The register's three sites get the hosts given.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunwang.web.settings")


def main(hosts: list[str]) -> None:
    """Make the province, its people and the campaign."""
    from datetime import timedelta

    from django.utils import timezone

    from tests.console.inspection.rounds import make_round
    from tests.console.province import make_province
    from xunwang.inspection.stages import Move
    from xunwang.registry.models import WebSite

    province, now = make_province(), timezone.now()
    for site, host in zip(
        (province.portal, province.city_portal, province.department_site), hosts, strict=True
    ):
        WebSite.objects.filter(pk=site.pk).update(home_url=f"http://{host}/", host=host)
    today = timezone.localdate()
    round_ = make_round(
        province,
        check_point=now - timedelta(minutes=1),
        period_start=today - timedelta(days=1),
        period_end=today,
    )
    round_.go(Move.PLAN, now=now)
    print(round_.campaign.pk, flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    main(sys.argv[1:])
