"""The register against reality."""

from __future__ import annotations

from django.utils import timezone

from tests.console.addresses import Arguments
from tests.console.province import Province
from xunwang.registry.models import Difference, Look, WebSite

PAGES = {
    "reality": "APRSEU", "difference": "APRSEU", "reality_ask": "AS", "difference_decide": "AS", "difference_file": "ASE",
}  # fmt: skip
POST_ONLY = {"reality_ask", "difference_decide", "difference_file"}
DATA = {"difference_decide": {"state": "to_file"}}


def difference(site: WebSite) -> Difference:
    now = timezone.now()
    look = Look.objects.create(
        site=site, url=site.home_url, is_home=True, at=now, sight="answers", title="别的网站"
    )
    return Difference.objects.create(
        site=site, kind="name", address=site.home_url, registered=site.name, seen="别的网站", look=look,
        first_seen_at=now, last_seen_at=now,
    )  # fmt: skip


def arguments(province: Province) -> Arguments:
    """A wrong name of the department's site."""
    found = [difference(province.department_site).pk]
    return {"difference": found, "difference_decide": found, "difference_file": found}


def elsewhere(province: Province) -> Arguments:
    """One of the province's portal."""
    found = [difference(province.portal).pk]
    return {"difference": found, "difference_decide": found, "difference_file": found}
