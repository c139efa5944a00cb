"""What can be wrong with an account, and what only looks like it.

Each problem changes an account's conduct; what has to be found then is derived from the conduct in
:mod:`xunwang.simulate.platforms.truth`.
"""

# The title given to the decorator says what a function plants.
# ruff: noqa: D103
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.media import APP, MINI_PROGRAM, AccountSpec
from xunwang.simulate.platforms.conduct import AppState, Conduct, Habit, Plant
from xunwang.simulate.platforms.schedule import BEGINNING, newest, numbers

Change = Callable[[Conduct], None]
WINDOW = timedelta(days=14)


class Problem(NamedTuple):
    """Something planted; a look-alike when ``items`` is empty."""

    name: str
    title: str
    """In Chinese, as a list of accounts with problems would put it."""
    items: tuple[str, ...]
    fits: Callable[[AccountSpec], bool]
    change: Change

    @property
    def veto(self) -> bool:
        """It alone makes the account unqualified."""
        return any(item.startswith("M-V") for item in self.items)


def posts(account: AccountSpec) -> bool:
    """It publishes something that can be listed."""
    return account.platform not in (APP, MINI_PROGRAM)


def is_wechat(account: AccountSpec) -> bool:
    """A WeChat official account."""
    return account.platform == "wechat"


def is_app(account: AccountSpec) -> bool:
    """A mobile client."""
    return account.platform == APP


def anything(account: AccountSpec) -> bool:
    """Any account."""
    return True


PROBLEMS: dict[str, Problem] = {}


def plant(conduct: Conduct, name: str) -> None:
    """Plant a problem and note it down."""
    problem = PROBLEMS[name]
    problem.change(conduct)
    (conduct.problems if problem.items else conduct.look_alikes).append(name)


def _problem(
    title: str, *items: str, fits: Callable[[AccountSpec], bool] = posts
) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        name = change.__name__
        PROBLEMS[name] = Problem(name, title, items, fits, change)
        return change

    return register


def _dice(conduct: Conduct, name: str) -> Dice:
    return Dice(seed_of(conduct.seed, "problem", name))


def _recent(conduct: Conduct, wording: str, back: int | None = None) -> None:
    """Plant into one of the newest posts before the check point, past the day in which posts are edited."""
    if back is None:
        back = _dice(conduct, wording).between(1, 3)
    taken = {planted.number for planted in conduct.plants}
    free = (n for n in numbers(conduct, BEGINNING, conduct.check_point) if n not in taken)
    found = [number for number, _ in zip(free, range(back + 1), strict=False)]
    conduct.plants.append(Plant(found[-1], wording))


def _sleep(conduct: Conduct, days: int) -> None:
    conduct.habit = Habit.ASLEEP
    conduct.final = conduct.check_point - timedelta(days=days, hours=2)


@_problem("监测时间点前2周内未更新，最近一次更新为{day}", "M-V-02.1")
def asleep(conduct: Conduct) -> None:
    _sleep(conduct, _dice(conduct, "asleep").between(16, 300))


@_problem("监测时间点前2周内未更新，最近一次更新为{day}，监测时间点之后才恢复更新", "M-V-02.1")
def woken_later(conduct: Conduct) -> None:
    _sleep(conduct, _dice(conduct, "woken").between(20, 120))
    conduct.resumes = conduct.check_point + timedelta(hours=3)


@_problem("账号已公告迁移，原账号{day}后不再更新，未办理变更备案", "M-V-02.1")
def moved_away(conduct: Conduct) -> None:
    conduct.moved_to = f"{conduct.account.name}政务"
    _sleep(conduct, _dice(conduct, "moved").between(20, 200))
    _recent(conduct, "moved_notice", back=0)


@_problem("开通后从未发布内容", "M-V-02.1")
def never(conduct: Conduct) -> None:
    conduct.habit = Habit.NEVER


@_problem("已停止使用，未办理注销备案，最近一次更新为{day}", "M-V-02.1", "M-N-05")
def closed(conduct: Conduct) -> None:
    _sleep(conduct, _dice(conduct, "closed").between(25, 300))
    conduct.habit, conduct.granted = Habit.CLOSED, False


@_problem("发布内容出现严重表述错误（标题）", "M-V-01.1")
def severe_title(conduct: Conduct) -> None:
    _recent(conduct, "severe_title")


@_problem("发布内容出现严重表述错误", "M-V-01.1")
def severe_body(conduct: Conduct) -> None:
    _recent(conduct, "severe_body")


@_problem("发布内容的图片说明出现严重表述错误", "M-V-01.1")
def severe_caption(conduct: Conduct) -> None:
    _recent(conduct, "severe_caption")


@_problem("发布了带密级标志的内容", "M-V-01.2")
def secrecy_mark(conduct: Conduct) -> None:
    _recent(conduct, "secrecy_mark")


@_problem("发布了标明不得外传的内部资料", "M-V-01.2")
def internal_material(conduct: Conduct) -> None:
    _recent(conduct, "internal_material")


@_problem("发布内容链接到赌博网站", "M-V-01.3")
def gambling_link(conduct: Conduct) -> None:
    _recent(conduct, "gambling_link")


@_problem("发布了推广赌博的内容", "M-V-01.3")
def gambling_text(conduct: Conduct) -> None:
    _recent(conduct, "gambling_text")


@_problem("公开的评论推广赌博网站，未及时处置", "M-N-10", fits=is_wechat)
def gambling_comment(conduct: Conduct) -> None:
    conduct.granted = True  # no other way shows comments
    _recent(conduct, "gambling_comment")


@_problem("移动客户端已从应用商店下架，无法下载", "M-V-02.2", fits=is_app)
def app_taken_down(conduct: Conduct) -> None:
    conduct.app = AppState.TAKEN_DOWN


@_problem("应用商店找不到该移动客户端，无法下载", "M-V-02.2", fits=is_app)
def app_unknown(conduct: Conduct) -> None:
    conduct.app = AppState.UNKNOWN_TO_STORE


@_problem("移动客户端的安装包无法下载", "M-V-02.2", fits=is_app)
def app_no_download(conduct: Conduct) -> None:
    conduct.app = AppState.NO_DOWNLOAD


@_problem("移动客户端安装后不能启动", "M-V-02.2", fits=is_app)
def app_not_starting(conduct: Conduct) -> None:
    conduct.app = AppState.NOT_STARTING


@_problem("移动客户端长期无人维护，打开后没有内容", "M-V-02.2", fits=is_app)
def app_asleep(conduct: Conduct) -> None:
    conduct.app = AppState.ASLEEP


@_problem("移动客户端索取与服务无关的权限", "M-N-13", fits=is_app)
def app_excessive(conduct: Conduct) -> None:
    conduct.excessive = True


@_problem("提供的互动功能不能正常使用", "M-V-03.1", fits=anything)
def no_function(conduct: Conduct) -> None:
    conduct.interactive = False


@_problem("平台上的账号名称与备案名称不一致", "M-N-04")
def name_differs(conduct: Conduct) -> None:
    conduct.shown_name = f"{conduct.account.name[:4]}微生活"


@_problem("认证主体不是主办单位", "M-N-04", fits=is_wechat)
def subject_differs(conduct: Conduct) -> None:
    conduct.granted = True
    conduct.shown_subject = f"{conduct.account.name[:2]}云帆文化传媒有限公司"


@_problem("账号未认证", "M-N-04")
def unverified(conduct: Conduct) -> None:
    conduct.shown_subject = ""


@_problem("关注人数少、使用率低，宜予整合", "M-N-06", fits=is_wechat)
def few_followers(conduct: Conduct) -> None:
    conduct.granted = True  # feeds do not tell
    conduct.followers = _dice(conduct, "few").between(9, 60)


@_problem("发布内容链接到商业广告页面", "M-N-09")
def advertising_link(conduct: Conduct) -> None:
    _recent(conduct, "advertising_link")


@_problem("转载内容的来源不在可转载名单之内", "M-N-09")
def unlisted_repost(conduct: Conduct) -> None:
    _recent(conduct, "unlisted_repost")


@_problem("关注人数两天内异常增长", "M-N-15", fits=is_wechat)
def follower_jump(conduct: Conduct) -> None:
    conduct.granted = True
    conduct.followers = 3000
    conduct.jump = 48_000


@_problem("发布与职能无关的娱乐内容", "M-N-08")
def entertainment(conduct: Conduct) -> None:
    _recent(conduct, "entertainment")


@_problem("发布与职能无关的商业内容", "M-N-08")
def commercial(conduct: Conduct) -> None:
    _recent(conduct, "commercial")


@_problem("更正启事引述错误表述")
def correction_notice(conduct: Conduct) -> None:
    _recent(conduct, "correction_notice")


@_problem("最近一次更新恰在监测时间点前第14天")
def fourteenth_day(conduct: Conduct) -> None:
    conduct.final = conduct.check_point - WINDOW + timedelta(hours=4)


@_problem("每十天至十三天发布一次")
def slow(conduct: Conduct) -> None:
    conduct.habit, conduct.period = Habit.SLOW, 11.5


@_problem("表述错误当日发现、次日已改正")
def edited_since(conduct: Conduct) -> None:
    _recent(conduct, "edited_since", back=3)


@_problem("转载自名单之内的来源")
def listed_repost(conduct: Conduct) -> None:
    _recent(conduct, "listed_repost")


@_problem("列表首条是置顶的旧内容")
def pinned_old(conduct: Conduct) -> None:
    conduct.pinned = True


@_problem("监测时间点之后发布的内容有表述错误")
def scheduled_after(conduct: Conduct) -> None:
    before = newest(conduct, conduct.check_point)
    conduct.plants.append(Plant(0 if before is None else before + 1, "scheduled_after"))


@_problem("反赌博宣传")
def against_gambling(conduct: Conduct) -> None:
    _recent(conduct, "against_gambling")


@_problem("提到商业秘密")
def business_secrets(conduct: Conduct) -> None:
    _recent(conduct, "business_secrets")
