"""What a filing must keep before it goes up: the register's rules for what it would make, and its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from xunwang.registry.filing_words import FilingKind, FilingState
from xunwang.registry.models import Filing
from xunwang.registry.rules import Problem, account_problems, site_problems
from xunwang.registry.services import account_row, site_row
from xunwang.registry.snapshot import AccountRow, Register, SiteRow
from xunwang.registry.vocabulary import Status

LONGEST_SUSPENSION = 30
"""Days, first and last included; once a calendar year (G-09)."""
SITE_FIELDS = frozenset({"name", "home_url", "kind", "aliases", "has_services", "exemption"})
ACCOUNT_FIELDS = frozenset(
    {
        "unit_id", "platform", "wechat_type", "name", "identifier", "subject", "kind", "introduction", "page_url",
        "exemption",
    }
)  # fmt: skip
_KNOWN_TO_PEOPLE = frozenset({"unit_id", "platform", "name", "subject"})
"""What of an account the public has to be told when it changes (N-05)."""


def filing_problems(filing: Filing, register: Register) -> list[Problem]:
    """Problems of a filing; blocking ones keep it from being submitted."""
    return list(_problems(filing, register))


def _problems(filing: Filing, register: Register) -> Iterator[Problem]:
    if not filing.reason.strip():
        yield Problem("B-01", "reason", "没有填写理由", "请说明办理此事项的理由和依据")
    kind = FilingKind(filing.kind)
    if kind is FilingKind.OPEN:
        yield from _of_new(filing, register)
        return
    thing = filing.site or filing.account
    if thing is None:
        yield Problem("B-02", "site", "没有写明网站或账号", "请选择要办理的网站或账号")
        return
    if thing.status == Status.CLOSED:
        yield Problem("B-03", "site", f"“{thing.name}”已经关停", "已关停的不再办理备案")
        return
    if kind is FilingKind.CHANGE:
        yield from _of_changed(filing, register)
    elif kind is FilingKind.MERGE:
        yield from _of_merger(filing)
    elif kind is FilingKind.SUSPEND:
        yield from _of_suspension(filing)
    if filing.account is not None:
        yield from _of_telling(filing)


def _of_new(filing: Filing, register: Register) -> Iterator[Problem]:
    own = filing.site or filing.account
    number = own.pk if own is not None else 0
    if "platform" in filing.proposal:
        yield from account_problems(
            AccountRow(number, filing.unit_id, **filing.proposal), register, by_filing=True
        )
    else:
        row = SiteRow(number, filing.unit_id, status=Status.PLANNED, **filing.proposal)
        yield from site_problems(row, register, by_filing=True)


def _of_changed(filing: Filing, register: Register) -> Iterator[Problem]:
    # An account that was never filed may be filed as it is.
    late = filing.account is not None and filing.account.filed_on is None
    if not filing.proposal and not late:
        yield Problem("B-04", "proposal", "没有写明变更的内容", "请填写变更后的内容")
    elif filing.site is not None:
        before = site_row(filing.site)
        after = replace(before, **filing.proposal)
        yield from site_problems(after, register, before=before, by_filing=True)
    elif filing.account is not None:
        stored = account_row(filing.account)
        changed = replace(stored, **filing.proposal)
        yield from _of_sponsor(filing, register)
        yield from account_problems(changed, register, before=stored, by_filing=True)


def _of_sponsor(filing: Filing, register: Register) -> Iterator[Problem]:
    if "unit_id" not in filing.proposal:
        return
    sponsor = register.units.get(filing.proposal["unit_id"])
    if sponsor is None or not sponsor.is_active:
        yield Problem("B-06", "unit_id", "拟变更的主办单位不在名录或已停用", "请核对单位全称，或先登记该单位")


def _of_telling(filing: Filing) -> Iterator[Problem]:
    """N-05: the public is told of a change, a merger, a pause or an end."""
    unseen = filing.kind == FilingKind.CHANGE and not _KNOWN_TO_PEOPLE & filing.proposal.keys()
    if not unseen and not filing.public_notice.strip():
        yield Problem(
            "N-05", "public_notice", "没有写明怎样告知公众", "请填写告知公众的内容和发布的地方，如置顶公告"
        )


def _of_merged_account(filing: Filing) -> Iterator[Problem]:
    own, target = filing.account, filing.merge_into_account
    if own is None:
        return
    if target is None:
        yield Problem("B-05", "merge_into_account", "没有写明并入哪个账号", "请填写承接内容的账号")
    elif target.pk == own.pk or target.status != Status.RUNNING or target.platform != own.platform:
        yield Problem(
            "B-05", "merge_into_account", "承接的账号不可用", "请选择同一平台上另一个正在运行的账号"
        )


def _of_merger(filing: Filing) -> Iterator[Problem]:
    if filing.account is not None:
        yield from _of_merged_account(filing)
    elif filing.merge_into is None:
        yield Problem("B-05", "merge_into", "没有写明并入哪个网站", "请选择承接内容的网站")
    elif filing.merge_into_id == filing.site_id or filing.merge_into.status != Status.RUNNING:
        yield Problem("B-05", "merge_into", "承接的网站不可用", "请选择另一个正在运行的网站")


def _of_suspension(filing: Filing) -> Iterator[Problem]:
    first, last = filing.from_date, filing.until_date
    if first is None or last is None or last < first:
        yield Problem("G-09", "until_date", "起止日期不完整或顺序不对", "请填写起始和截止日期")
        return
    days = (last - first).days + 1
    if days > LONGEST_SUSPENSION:
        yield Problem(
            "G-09", "until_date", f"临时下线{days}天", f"最长{LONGEST_SUSPENSION}天，请缩短或办理关停"
        )
    earlier = _suspended_in(filing, first)
    if earlier is not None:
        yield Problem(
            "G-09",
            "from_date",
            f"{first.year}年已临时下线一次（自{earlier:%Y-%m-%d}起）",
            "每年最多一次，请另行安排",
        )


def _suspended_in(filing: Filing, first: date) -> date | None:
    others = Filing.objects.filter(
        kind=FilingKind.SUSPEND, site=filing.site, account=filing.account, from_date__year=first.year
    ).exclude(state__in=[FilingState.REJECTED, FilingState.WITHDRAWN, FilingState.DRAFT])
    return others.exclude(pk=filing.pk).values_list("from_date", flat=True).first()
