"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from xunwang.web.pages.running import controls, jobs, progress, starting

urlpatterns = [
    path("campaigns/<int:pk>/run/", starting.campaign_run, name="campaign_run"),
    path("runs/", progress.runs, name="runs"),
    path("runs/<int:pk>/", progress.run, name="run"),
    path("runs/<int:pk>/events/", progress.run_events, name="run_events"),
    path("runs/<int:pk>/control/", controls.control_run, name="run_control"),
    path("runs/<int:pk>/sites/<int:site>/again/", controls.again, name="run_site_again"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/retry/", jobs.try_again, name="job_retry"),
]
