"""M-V-02.2 移动客户端无法下载或使用: the store, the package, and a person's try.

国办秘函〔2019〕19号, part 1 (ZJ21; 僵尸 and 睡眠 recalled). A store that says there is no such client is decided; a download
that failed, a package that can't be read and a version older than ``old_months`` are hints; whether a client starts and
can be used, only a person who has installed it can say, and what a person has seen weighs more than a store's page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xunwang.calendar.windows import months_before
from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, findings_links, name_of, not_running, remedy, task
from xunwang.rules.media.facts import AccountFacts, AppSeen, HandCheck
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, hit, needs_review, unknown
from xunwang.rules.website._shared import day_text, evidence, meets, parameter

ITEM = "M-V-02.2"
NOT_TRIED = "not tried"
_MINUTES = 6.0


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Hit when a store or a person says that the client can't be had or used."""
    idle = not_running(facts.account, at)
    if not facts.account.is_app or idle:
        return clear(idle or "不是移动客户端")
    tried = next((check for check in _newest_first(facts) if check.starts is not None), None)
    measured = _measured(facts.app)
    decided = _decided(facts, tried)
    if meets(item, len(decided)):
        return hit(decided, measured)
    hints = tuple(_hints(facts.app, item, at)) if facts.app else ()
    if tried is not None and not hints:
        return clear(f"人工安装并启动正常（{day_text(tried.at)}），{measured}")
    if facts.app is None and tried is None:
        return unknown(f"没有查看应用商店和安装包，{remedy(Shows.APP)}", _try_out(facts), measured=measured)
    return needs_review(hints, _try_out(facts, *findings_links(hints)), measured=measured)


def _newest_first(facts: AccountFacts) -> list[HandCheck]:
    return sorted(facts.checks, key=lambda check: check.at, reverse=True)


def _decided(facts: AccountFacts, tried: HandCheck | None) -> tuple[Finding, ...]:
    """The person's word, else the store's."""
    if tried is not None:
        if tried.starts:
            return ()
        digest = tried.pictures[0] if tried.pictures else ""
        seen = Evidence(account_evidence(facts).url, tried.at, digest, note=f"{tried.by}安装试用")
        note = f"（{tried.note.rstrip('。')}）" if tried.note else ""
        return (Finding(f"人工下载安装后客户端无法启动或使用{note}。", (seen,)),)
    store = facts.app.store if facts.app else None
    if facts.app is None or store is None or store.listed:
        return ()
    return (
        Finding("应用商店显示没有该客户端或已下架，无法下载。", (evidence(facts.app.seen, "应用商店页面"),)),
    )


def _hints(app: AppSeen, item: Item, at: datetime) -> Iterator[Finding]:
    seen = (evidence(app.seen, "应用商店页面或安装包"),)
    if app.download not in ("", NOT_TRIED):
        yield Finding(f"安装包没有下载成功或无法读取：{app.download.rstrip('。')}。", seen)
    months = parameter(item, "old_months")
    updated = app.store.updated if app.store else None
    if updated is not None and updated < months_before(at, months).start:
        version = f"（{app.store.version}）" if app.store and app.store.version else ""
        yield Finding(
            f"最近版本{version}更新于{day_text(updated)}，早于{months}个月前，疑似长期无人维护。", seen
        )


def _measured(app: AppSeen | None) -> str:
    if app is None:
        return "没有查看应用商店和安装包"
    store = app.store
    listed = (
        "没有应用商店页面" if store is None else "应用商店可见" if store.listed else "应用商店没有该客户端"
    )
    version = f"，最近版本更新于{day_text(store.updated)}" if store and store.updated else ""
    download = {"": "，安装包可下载", NOT_TRIED: ""}.get(app.download, "，安装包未能下载")
    return f"{listed}{version}{download}"


def _try_out(facts: AccountFacts, *links: str) -> Task:
    instruction = (
        f"在手机上从应用商店下载安装{name_of(facts.account)}，启动后打开首页、办事和互动各一项，确认能正常使用；"
        "不能下载、不能安装、闪退、空白或内容长期未更新的，截图或录屏登记。"
    )
    return task(facts, instruction, _MINUTES, *links)
