"""Words of runs, with their Chinese names."""

from __future__ import annotations

from xunwang.words import Word


class RunStatus(Word):
    """Whether a run goes on."""

    ACTIVE = "active", "进行中"
    PAUSED = "paused", "已暂停"
    FAILED = "failed", "出错停止"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


OPEN = (RunStatus.ACTIVE, RunStatus.PAUSED, RunStatus.FAILED)
"""Can still go on."""


class Phase(Word):
    """What a run is at."""

    WAITING = "waiting", "等待监测时间点"
    CRAWLING = "crawling", "抓取网站"
    LINKS = "links", "复测链接"
    JUDGING = "judging", "判定并接收"
    OVER = "over", "结束"


class SiteState(Word):
    """What a site of a run is at."""

    WAITING = "waiting", "等待"
    PROBING = "probing", "探测中"
    CRAWLING = "crawling", "抓取中"
    LINKS = "links", "等待链接复测"
    JUDGING = "judging", "等待判定"
    TAKEN = "taken", "已接收"
    FAILED = "failed", "失败"


class Control(Word):
    """What a person does to a run."""

    START = "start", "开始"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "继续"
    CANCEL = "cancel", "取消"
