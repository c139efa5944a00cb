"""What is looked at again and again once an account stands in the register: N-01, N-03 to N-07.

Nothing here decides: each line is for a person, with what to do. Source: 国办发〔2018〕123号.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from xunwang.registry.names import plain_name, share_a_word
from xunwang.registry.rules.merging import Figures, Merging
from xunwang.registry.rules.problem import Act, Problem, with_exemption
from xunwang.registry.snapshot import AccountRow, Register, UnitRow
from xunwang.registry.vocabulary import Platform, Status, UnitKind, WechatType


class Standing:
    """Looks at every account of a register. Making it, and looking at all, takes time linear in the register.

    ``figures`` are those accounts of which followers or posts are known; the others are judged without.
    """

    def __init__(self, register: Register, figures: Mapping[int, Figures] | None = None) -> None:
        self._register = register
        names: defaultdict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._apps: dict[int, list[AccountRow]] = {}
        self._around: dict[int, tuple[str, ...]] = {}
        for account in register.accounts.values():
            if not account.live or account.unit_id not in register.units:
                continue
            pair = plain_name(account.name), account.name
            names[account.unit_id][pair] += 1
            if account.platform == Platform.APP:
                home = register.government_of(register.units[account.unit_id])
                self._apps.setdefault(home.id, []).append(account)
        self._main_names = {
            unit_id: found.most_common(1)[0][0]
            for unit_id, found in names.items()
            if len(found) > 1 and len({plain for plain, _ in found}) > 1
        }
        """Of units whose accounts do not all bear one name: the one that most of them bear."""
        self._merging = Merging(register, figures or {})

    def of_account(self, account: AccountRow) -> list[Problem]:
        """What stands against one account, besides the rules of entry."""
        unit = self._register.units.get(account.unit_id)
        if unit is None:
            return []
        if not account.live:
            return list(_ended(account))
        found = [
            *_scope(unit),
            *self._two_types(account),
            *self._name(account, unit),
            *_filed(account, unit),
            *self._merging.of_account(account),
            *self._app(account, unit),
        ]
        return with_exemption(found, account.exemption)

    def _two_types(self, account: AccountRow) -> Iterator[Problem]:
        if account.wechat_type != WechatType.SERVICE:
            return
        other = self._register.counted_with(account, WechatType.SUBSCRIPTION)
        if other is not None:
            yield Problem(
                "N-03", "wechat_type", f"另有订阅号“{other.name}”", "原则上只开设一个，请核对是否确需两个，否则整合",
                blocking=False, check="订阅号与服务号并存", act=Act.MERGE, other=other.id,
            )  # fmt: skip

    def _name(self, account: AccountRow, unit: UnitRow) -> Iterator[Problem]:
        if unit.id in self._main_names:
            main_plain, main = self._main_names[unit.id]
            if plain_name(account.name) != main_plain:
                yield Problem(
                    "N-04", "name", f"与本单位其他平台的账号名称“{main}”不一致", "各平台名称原则上一致，请更名或说明",
                    blocking=False, check="各平台名称不一致", act=Act.CHANGE,
                )  # fmt: skip
        if not share_a_word(account.name, self._names_around(unit)):
            yield Problem(
                "N-04", "name", f"从名称看不出与“{unit.name}”的关系", "名称应与主办单位职责相关联，请核对",
                blocking=False, check="名称与单位无关", act=Act.CHANGE,
            )  # fmt: skip

    def _names_around(self, unit: UnitRow) -> tuple[str, ...]:
        if unit.id not in self._around:
            government = self._register.government_of(unit)
            self._around[unit.id] = (*unit.names, *unit.former_names, *government.names)
        return self._around[unit.id]

    def _app(self, account: AccountRow, unit: UnitRow) -> Iterator[Problem]:
        if account.platform != Platform.APP:
            return
        home = self._register.government_of(unit)
        together = self._apps[home.id]
        if len(together) > 1:
            other = next(one for one in together if one.id != account.id)
            yield Problem(
                "N-07", "platform", f"“{home.name}”范围内有{len(together)}个移动客户端，如“{other.name}”",
                "应避免“一事一端、一单位一应用”，请核对能否整合",
                blocking=False, check="客户端过多", act=Act.MERGE, other=other.id,
            )  # fmt: skip


def _scope(unit: UnitRow) -> Iterator[Problem]:
    if unit.kind != UnitKind.INSTITUTION or unit.administrative:
        return
    if unit.administrative is None:
        yield Problem(
            "N-01", "unit_id", "主办单位是事业单位，没有登记是否承担行政职能", "请在单位页登记，以确定是否属于政务新媒体",
            blocking=False, check="范围待核", act=Act.EDIT_UNIT,
        )  # fmt: skip
    else:
        yield Problem(
            "N-01", "unit_id", "主办单位不承担行政职能，不属于政务新媒体", "请核对；确不属于的，办理关停备案移出名录",
            check="不属政务新媒体", act=Act.CLOSE,
        )  # fmt: skip


def _filed(account: AccountRow, unit: UnitRow) -> Iterator[Problem]:
    if account.filed_on is None:
        yield Problem(
            "N-05", "filed_on", "没有备案日期", "已备案的请补登日期；没有备案的请办理变更备案，内容不变也可补办",
            blocking=False, check="未备案", act=Act.EDIT,
        )  # fmt: skip
    if not unit.is_active:
        yield Problem(
            "N-05", "unit_id", f"主办单位“{unit.name}”已停用", "主办单位变化的，账号应及时变更或关停，并告知公众",
            check="主办单位已变化", act=Act.CHANGE,
        )  # fmt: skip
    if account.status == Status.SUSPENDED and not account.state_reason:
        yield Problem(
            "N-05", "state_reason", "没有登记暂停的原因", "请补登原因",
            blocking=False, check="状态原因未登记", act=Act.EDIT,
        )  # fmt: skip


def _ended(account: AccountRow) -> Iterator[Problem]:
    if not account.state_reason or account.closed_on is None:
        missing = "原因" if not account.state_reason else "日期"
        yield Problem(
            "N-05", "state_reason", f"已关停，没有登记{missing}", "请补登；未经备案关停的，请说明",
            blocking=False, check="状态原因未登记", act=Act.EDIT,
        )  # fmt: skip
