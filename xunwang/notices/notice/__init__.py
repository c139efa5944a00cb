"""The notice (通报) and its annexes: one data object, four outputs, and a check that they agree."""

from xunwang.notices.notice.build import Wording, build, compose, gather
from xunwang.notices.notice.check import Disagreement, check, check_data, check_outputs
from xunwang.notices.notice.data import NoticeData
from xunwang.notices.notice.outputs import OUTPUTS, render_all
from xunwang.notices.notice.template import Template, TemplateError, load_template

__all__ = [
    "OUTPUTS",
    "Disagreement",
    "NoticeData",
    "Template",
    "TemplateError",
    "Wording",
    "build",
    "check",
    "check_data",
    "check_outputs",
    "compose",
    "gather",
    "load_template",
    "render_all",
]
