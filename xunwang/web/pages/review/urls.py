"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.enquiries.urls import urlpatterns as enquiries
from xunwang.web.pages.review import alike, overview, rulings, rulings_alike, viewer, workbench

urlpatterns: list[URLPattern] = [
    path("review/", overview.reviews, name="reviews"),
    path("review/<int:pk>/", overview.review, name="review"),
    path("review/<int:pk>/next/", workbench.start, name="review_next"),
    path("review/<int:pk>/settle/", workbench.settle_next, name="review_settle"),
    path("review/<int:pk>/findings/", overview.findings, name="findings"),
    path("review/<int:pk>/rulings/", rulings.rulings, name="rulings"),
    path("review/<int:pk>/rulings/<str:item>/", rulings_alike.alike_rulings, name="rulings_alike"),
    path("review/rulings/<int:pk>/", rulings.ruling, name="ruling"),
    path("review/attachments/<int:pk>/", rulings.attachment, name="attachment"),
    path("review/findings/<int:pk>/", workbench.finding, name="finding"),
    path("review/findings/<int:pk>/decide/", workbench.decide_on, name="finding_decide"),
    path("review/findings/<int:pk>/alike/", alike.alike_findings, name="finding_alike"),
    path("review/findings/<int:pk>/pages/<int:number>/", viewer.page, name="finding_page"),
    path("review/findings/<int:pk>/pictures/<int:number>/", viewer.picture, name="finding_picture"),
    *enquiries,
]
