"""M-V-03.1 未提供有效互动功能: none of messages, comments and private letters works; a person tries them.

国办秘函〔2019〕19号, part 1 (BJ20, LYG23). A profile that shows functions does not say that they work. A menu or a survey
counts when it was tried and works: people can reach the office by it.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.posts.records import Interaction
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, name_of, not_running, task
from xunwang.rules.media.facts import AccountFacts, FunctionTried
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, hit, needs_review
from xunwang.rules.website._shared import day_text, meets

ITEM = "M-V-03.1"
_CORE = (Interaction.MESSAGES, Interaction.COMMENTS, Interaction.PRIVATE)
_MINUTES = 4.0


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Hit when a person has tried all functions and none works; clear when one does."""
    idle = not_running(facts.account, at)
    if idle:
        return clear(f"{idle}，不检查互动功能")
    tried = _tried(facts)
    works = [one.function for one in tried.values() if one.works]
    answered = any(check.message_answered is not None for check in facts.checks)
    if not meets(item, max(len(works), int(answered))):
        told = "、".join(function.label for function in works) or "测试留言已获答复"
        return clear(f"人工试用有效的互动功能：{told}")
    shown = facts.profile.functions if facts.profile and facts.profile.functions else frozenset()
    left = [one for one in Interaction if (one in _CORE or one in shown) and one not in tried]
    if not left:
        return hit((_finding(facts, tried),), f"人工试用{len(tried)}项互动功能，没有一项有效")
    return needs_review(_suspicion(facts), _duty(facts, left), measured=_measured(facts, tried))


def _tried(facts: AccountFacts) -> dict[Interaction, FunctionTried]:
    """The newest try of each function."""
    tried: dict[Interaction, FunctionTried] = {}
    for check in sorted(facts.checks, key=lambda one: one.at, reverse=True):
        for one in check.functions:
            tried.setdefault(one.function, one)
    return tried


def _finding(facts: AccountFacts, tried: dict[Interaction, FunctionTried]) -> Finding:
    told = "；".join(
        f"{one.function.label}{f'（{one.note}）' if one.note else ''}" for _, one in sorted(tried.items())
    )
    url = account_evidence(facts).url
    shown = tuple(
        Evidence(url, check.at, check.pictures[0] if check.pictures else "", note=f"{check.by}人工试用")
        for check in facts.checks
        if check.functions
    )
    return Finding(f"互动功能没有一项有效：{told}。", shown)


def _suspicion(facts: AccountFacts) -> tuple[Finding, ...]:
    """A platform's page that shows no function at all."""
    if facts.profile is None or facts.profile.functions is None or facts.profile.functions:
        return ()
    return (Finding("账号主页没有显示任何互动功能。", (account_evidence(facts, "账号主页"),)),)


def _measured(facts: AccountFacts, tried: dict[Interaction, FunctionTried]) -> str:
    functions = facts.profile.functions if facts.profile else None
    listed = "、".join(one.label for one in sorted(functions or ())) or "无"
    shown = "互动功能未采集到" if functions is None else f"主页显示互动功能：{listed}"
    failed = "、".join(one.label for one in sorted(tried))
    return f"{shown}；人工试用无效：{failed}" if failed else f"{shown}；尚未人工试用"


def _duty(facts: AccountFacts, left: list[Interaction]) -> Task:
    sent = next((check.message_sent for check in facts.checks if check.message_sent is not None), None)
    waiting = f"（{day_text(sent)}已发出的测试留言如有答复，直接登记答复时间即可。）" if sent else ""
    instruction = (
        f"在手机上打开{name_of(facts.account)}，逐项试用{'、'.join(one.label for one in left)}："
        "①从菜单或内容底部进入，看有无入口；②提交一句“请问办公时间？”，看能否发出；③截图登记每项是否有效和发出时间，次日查看有无答复。"
        "有一项有效即可停止。"
    )
    return task(facts, waiting + instruction, _MINUTES)
