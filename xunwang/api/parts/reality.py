"""The register against reality: what does not agree."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.shapes import Page, Paging, Ref, page
from xunwang.registry.models import Difference
from xunwang.registry.reality_words import DifferenceKind, DifferenceState
from xunwang.words import Sight

router = Router(tags=["名录与实际核对"])


class DifferenceOut(Schema):
    """One thing in which a site and its entry do not agree."""

    id: int
    site: int
    kind: DifferenceKind
    address: str
    registered: str
    seen: str
    state: DifferenceState
    reason: str
    first_seen_at: datetime
    last_seen_at: datetime
    filing: int | None
    sight: Sight = Field(description="依据：当时看到的情况")
    looked_at: datetime
    digest: str = Field(description="依据：当时内容的摘要（SHA-256）")


class DifferenceFilter(Schema):
    """Which differences."""

    kind: DifferenceKind | None = None
    state: DifferenceState | None = None
    site: Ref | None = None


@operation(router, "GET /differences", Action.SEE_REGISTER, Page[DifferenceOut], "名录与实际不符之处")
def differences(
    request: HttpRequest, paging: Query[Paging], chosen: Query[DifferenceFilter]
) -> Page[DifferenceOut]:
    """Differences of the sites in the subtree."""
    rows = within(
        person(request), Action.SEE_REGISTER, Difference.objects.select_related("look"), "site__unit__path"
    )
    return page(rows.filter(**chosen.model_dump(exclude_none=True)), paging, _shown)


def _shown(one: Difference) -> DifferenceOut:
    return DifferenceOut(
        id=one.pk, site=one.site_id, kind=DifferenceKind(one.kind), address=one.address, registered=one.registered,
        seen=one.seen, state=DifferenceState(one.state), reason=one.reason, first_seen_at=one.first_seen_at,
        last_seen_at=one.last_seen_at, filing=one.filing_id, sight=Sight(one.look.sight), looked_at=one.look.at,
        digest=one.look.digest,
    )  # fmt: skip
