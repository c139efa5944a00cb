"""What runs in the background, with Chinese names."""

from __future__ import annotations

from xunwang.words import Word


class TaskName(Word):
    """Every task that there is."""

    LOOK = "runs.look", "安排到期的检查工作"
    WORK = "runs.work", "检查：抓取、链接复测、判定"
    PROBE = "runs.probe", "检查：首页探测"
    COLLECT = "collections.step", "新媒体：采集、接收"
    LAPSE = "hearing.lapse", "登记逾期未反馈"
    DUE = "register.due", "临时下线到期生效"
    COMPARE = "register.compare", "名录与实际核对"
    COMPARE_DUE = "register.compare_due", "每日名录与实际核对"
    RECHECK = "rectify.recheck", "整改：复查问题所在页面"
    ESCALATE = "rectify.escalate", "整改：逾期上报"
    LIMITS = "supervision.limits", "补算找错留言的期限"
    CLEAN = "jobs.clean", "清理已结束的作业"


QUEUE = "xunwang"
"""The one queue: how many inspections run at a time is decided when they are queued."""


class JobState(Word):
    """Where a job is; values are the queue's own."""

    TODO = "todo", "等待"
    DOING = "doing", "运行中"
    SUCCEEDED = "succeeded", "完成"
    FAILED = "failed", "失败"
    CANCELLED = "cancelled", "已取消"
    ABORTED = "aborted", "已中止"


UNFINISHED = (JobState.TODO, JobState.DOING)
