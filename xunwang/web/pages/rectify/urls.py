"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.rectify import decide, issue, lists, order, recheck, statistics, unit

urlpatterns: list[URLPattern] = [
    path("rectify/", lists.orders, name="orders"),
    path("rectify/issue/", issue.order_issue, name="order_issue"),
    path("rectify/issue/confirm/", issue.order_issue_confirm, name="order_issue_confirm"),
    path("rectify/<int:pk>/", order.order, name="order"),
    path("rectify/<int:pk>/document/", order.order_document, name="order_document"),
    path("rectify/<int:pk>/document.docx", order.order_docx, name="order_docx"),
    path("rectify/proofs/<int:pk>/", order.order_proof, name="order_proof"),
    path("rectify/<int:pk>/sign/", unit.order_sign, name="order_sign"),
    path("rectify/<int:pk>/reply/", unit.order_reply, name="order_reply"),
    path("rectify/<int:pk>/extend/", unit.order_extend, name="order_extend"),
    path("rectify/<int:pk>/judge/", decide.order_judge, name="order_judge"),
    path("rectify/<int:pk>/extensions/<int:extension>/", decide.order_extension, name="order_extension"),
    path("rectify/<int:pk>/reopen/", decide.order_reopen, name="order_reopen"),
    path("rectify/<int:pk>/cancel/", decide.order_cancel, name="order_cancel"),
    path("rectify/<int:pk>/items/<int:item>/waive/", decide.order_waive, name="order_waive"),
    path("rectify/<int:pk>/items/<int:item>/keep/", decide.order_keep_closed, name="order_keep_closed"),
    path("rectify/statistics/", statistics.order_statistics, name="order_statistics"),
    path("rectify/<int:pk>/items/<int:item>/recheck/", recheck.order_recheck, name="order_recheck"),
    path("rectify/rechecks/<int:pk>/", recheck.order_recheck_seen, name="order_recheck_seen"),
    path(
        "rectify/rechecks/<int:pk>/page/<int:number>/", recheck.order_recheck_page, name="order_recheck_page"
    ),
]
