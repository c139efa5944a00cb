"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.hearing import appeals, feedback

_FINDING = "feedback/<int:pk>/findings/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("feedback/", feedback.feedbacks, name="feedbacks"),
    path("feedback/<int:pk>/", feedback.feedback, name="feedback"),
    path("feedback/<int:pk>/accept/", feedback.accept_results, name="feedback_accept"),
    path("feedback/<int:pk>/appeal/", feedback.appeal_against, name="feedback_appeal"),
    path("feedback/<int:pk>/receipt/", feedback.receipt, name="feedback_receipt"),
    path(_FINDING, feedback.finding, name="feedback_finding"),
    path(f"{_FINDING}pages/<int:piece>/", feedback.page, name="feedback_page"),
    path("feedback/attachments/<int:pk>/", feedback.attachment, name="feedback_attachment"),
    path("feedback/appeals/", appeals.appeals, name="appeals"),
    path("feedback/appeals/<int:pk>/", appeals.appeal, name="appeal"),
]
