"""A small province with a campaign in feedback and something of everything; and programmes that ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.console.inspection.reviewed import in_feedback
from tests.console.inspection.rounds import NOW, Round
from tests.console.province import Province
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.access.tokens import Wish, issue
from xunwang.api.application import schema
from xunwang.inspection.hearing.answer import Objection, appeal
from xunwang.inspection.models import Appeal, CheckedSite, Enquiry, Feedback
from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request, propose
from xunwang.registry.models import Contact, Filing, Unit, WebSite

JSON = "application/json"


@dataclass
class World:
    """Handles of what was made."""

    province: Province
    round: Round
    filing: Filing
    contact: Contact
    enquiry: Enquiry
    appeal: Appeal

    def checked(self, site: WebSite) -> CheckedSite:
        """The site in the campaign."""
        return CheckedSite.objects.get(site=site)


def make_world(province: Province) -> World:
    round_ = in_feedback(province)
    request = Request(FilingKind.CLOSE, province.department, "理由", site=province.department_site)
    filing = propose(request, province.user(Role.UNIT_EDITOR))
    checked = CheckedSite.objects.get(site=province.department_site)
    enquiry = Enquiry.objects.create(
        campaign=round_.campaign,
        site=checked,
        question="如何入学？",
        asked_at=NOW,
        asked_by=round_.reviewers[0],
    )
    answer = Feedback.objects.get(checked=checked)
    veto = checked.findings.get(item="W-V-02")
    filed = appeal(answer, [Objection(veto, "当日停电")], province.user(Role.UNIT_EDITOR), NOW)[0]
    return World(province, round_, filing, Contact.objects.get(), enquiry, filed)


class Programme:
    """Asks the interface by a token of its own."""

    def __init__(self, user: User, *, writes: bool = True, unit: Unit | None = None) -> None:
        now = timezone.now()
        self.token, self.key = issue(user, Wish("测试", unit, writes, now + timedelta(days=30)), now)
        self.client = Client(headers={"authorization": f"Bearer {self.key}"}, raise_request_exception=False)

    def get(self, path: str, query: Mapping[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(f"/api/1{path}", query or {}, headers=headers)

    def send(self, method: str, path: str, body: Any = None, match: str = "") -> Any:
        headers = {"if-match": match} if match else {}
        return self.client.generic(method, f"/api/1{path}", _text(body), JSON, headers=headers)

    def change(self, method: str, path: str, body: Any, read: str = "") -> Any:
        """Read first, then change what was read."""
        tag = self.get(read or path).headers.get("ETag", "")
        return self.send(method, path, body, tag)


def _text(body: Any) -> bytes:
    import orjson

    return b"" if body is None else orjson.dumps(body, default=str)


def operations() -> dict[str, tuple[str, str]]:
    """Method and path of every operation, by its name."""
    return {
        one["operationId"]: (method.upper(), path.removeprefix("/api/1"))
        for path, methods in schema()["paths"].items()
        for method, one in methods.items()
    }
