"""What a person settles before a run."""

from __future__ import annotations

from typing import Any

from django import forms

from xunwang.inspection.running.plan import (
    MOST_MEGABYTES,
    MOST_MINUTES,
    MOST_PAGES,
    MOST_PROBE_MINUTES,
    RunPlan,
)

_DEFAULT = RunPlan()


class RunForm(forms.Form):
    """Settings of a run. Networks that may be reached are the environment's, never a form's."""

    probe_minutes = forms.IntegerField(
        label="首页探测间隔（分钟）", min_value=0, max_value=MOST_PROBE_MINUTES, initial=_DEFAULT.probe_minutes,
        help_text="从现在到监测时间点，每隔这么久打开一次首页。每天须不少于20次，所以至多72分钟；0为不探测。",
    )  # fmt: skip
    max_pages = forms.IntegerField(
        label="每个网站至多页数", min_value=1, max_value=MOST_PAGES, initial=_DEFAULT.max_pages
    )
    max_megabytes = forms.IntegerField(
        label="每个网站至多流量（MB）", min_value=1, max_value=MOST_MEGABYTES, initial=_DEFAULT.max_megabytes
    )
    max_minutes = forms.IntegerField(
        label="每个网站至多用时（分钟）", min_value=1, max_value=MOST_MINUTES, initial=_DEFAULT.max_minutes,
        help_text="达到任何一项上限即停止抓取该网站，并在结果中写明检查不完整的原因。",
    )  # fmt: skip
    browser = forms.BooleanField(
        label="用浏览器渲染由脚本加载的栏目页", required=False,
        help_text="需要运行后台作业的机器装有Chromium。不选时，这类页面为“无法判定”。",
    )  # fmt: skip
    robots_reason = forms.CharField(
        label="不遵守robots.txt的依据", required=False, max_length=500,
        help_text="一般留空，即遵守。主管单位检查其负责的网站、确有依据时填写，记入检查档案。",
    )  # fmt: skip
    auto_review = forms.BooleanField(
        label="全部网站的结果接收后自动进入复核", required=False, initial=_DEFAULT.auto_review
    )

    def plan(self) -> RunPlan:
        """The settings. Only of a valid form."""
        values: dict[str, Any] = {**self.cleaned_data}
        values["robots_reason"] = values["robots_reason"].strip()
        return RunPlan(**values)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
