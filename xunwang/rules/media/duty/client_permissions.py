"""M-N-13 个人信息保护: permissions that a mobile client asks for and government services hardly need.

国办发〔2018〕123号 (N-13). Which permissions need a reason is data (``client_permissions.yaml``); whether there is one, a
person finds out by asking the office or using the client. What is usual in such services is told, not held against it.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from xunwang.posts.records import Way
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import name_of, not_running, task
from xunwang.rules.media.facts import AccountFacts, AppSeen
from xunwang.rules.verdict import Finding, Task, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import evidence, meets, names

ITEM = "M-N-13"
GRADES = ("reason", "usual")
_LIST = Path(__file__).with_name("client_permissions.yaml")
_MINUTES_EACH = 1.0


class Permission(NamedTuple):
    """A permission that has to do with personal data."""

    name: str
    """In Chinese."""
    grade: str
    """``reason``: it needs one; ``usual``: such services commonly have a use for it."""
    why: str


@lru_cache(maxsize=1)
def permissions() -> dict[str, Permission]:
    """The list, by Android's names. Raises ``ValueError`` for a grade that does not exist."""
    raw = yaml.safe_load(_LIST.read_text(encoding="utf-8"))["permissions"]
    found = {name: Permission(**values) for name, values in raw.items()}
    for name, permission in found.items():
        if permission.grade not in GRADES:
            raise ValueError(f"{name}: no grade {permission.grade}")
    return found


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """One candidate for each permission that needs a reason."""
    idle = not_running(facts.account, at)
    if not facts.account.is_app or idle:
        return clear(idle or "不是移动客户端")
    app = facts.app
    if app is None or app.package is None:
        return unknown(
            f"没有取得安装包，不知道申请哪些权限，可由{Way.MOBILE_CLIENT.label}取得；商店页面没有下载链接的，请上传安装包",
            measured="没有安装包",
        )
    known = [permissions()[name] for name in app.package.permissions if name in permissions()]
    doubtful = [one for one in known if one.grade == "reason"]
    usual = [one.name for one in known if one.grade == "usual"]
    told = f"，办事常用的有{names(usual)}" if usual else ""
    measured = f"申请权限{len(app.package.permissions)}项，须说明理由的{len(doubtful)}项{told}"
    if not meets(item, len(doubtful)):
        return clear(measured)
    found = tuple(_finding(app, one) for one in doubtful)
    return needs_review(found, _duty(facts, doubtful), measured=measured)


def _finding(app: AppSeen, permission: Permission) -> Finding:
    summary = f"客户端申请“{permission.name}”权限，{permission.why}，办理政务服务通常用不到。"
    return Finding(summary, (evidence(app.seen, "安装包申请的权限清单"),))


def _duty(facts: AccountFacts, doubtful: list[Permission]) -> Task:
    instruction = (
        f"请主办单位说明{name_of(facts.account)}申请{names(one.name for one in doubtful)}权限的用途，"
        "并在手机上核对：没有对应功能、拒绝后即不能使用或一打开就索取的，认定为索取不必要的权限。"
    )
    return task(facts, instruction, _MINUTES_EACH * len(doubtful))
