"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.supervision import assess, ledger, logs, opening, overview, tables

urlpatterns: list[URLPattern] = [
    path("supervision/", overview.overview, name="supervision"),
    path("supervision/years/<int:year>/open/", opening.open_assessments, name="assessments_open"),
    path("supervision/years/<int:year>/edition/", opening.year_edition_file, name="supervision_edition"),
    path("supervision/assessments/<int:pk>/decide/", assess.decision, name="assessment_decide"),
    path("supervision/assessments/<int:pk>/step/", assess.step, name="assessment_step"),
    path("supervision/assessments/<int:pk>/state/", assess.statement, name="assessment_state"),
    path("supervision/statements/<int:pk>/answer/", assess.reply, name="assessment_answer"),
    path("supervision/units/<int:pk>/<int:year>/", overview.supervisor, name="supervisor"),
    path("supervision/units/<int:pk>/<int:year>/declare/", logs.declaration, name="log_declare"),
    path("supervision/units/<int:pk>/<int:year>/logs/<slug:log>/new/", logs.new, name="log_entry_new"),
    path("supervision/logs/", logs.entries, name="log_entries"),
    path("supervision/logs/<int:pk>/", logs.entry, name="log_entry"),
    path("supervision/logs/<int:pk>/withdraw/", logs.withdrawal, name="log_entry_withdraw"),
    path("supervision/proofs/<int:pk>/", logs.proof, name="supervision_proof"),
    path("supervision/messages/", ledger.reports, name="error_reports"),
    path("supervision/messages/new/", ledger.new, name="error_report_new"),
    path("supervision/messages/import/", ledger.upload, name="error_report_import"),
    path("supervision/messages/template/", ledger.template, name="error_report_template"),
    path("supervision/messages/<int:pk>/", ledger.report, name="error_report"),
    path("supervision/messages/<int:pk>/edit/", ledger.edit, name="error_report_edit"),
    path("annual-tables/", tables.tables, name="annual_tables"),
    path("annual-tables/years/<int:year>/prepare/", tables.preparation, name="annual_tables_prepare"),
    path("annual-tables/<int:pk>/", tables.table, name="annual_table"),
    path("annual-tables/<int:pk>/save/", tables.saving, name="annual_table_save"),
    path("annual-tables/<int:pk>/sign/", tables.signing, name="annual_table_sign"),
    path("annual-tables/<int:pk>/publish/", tables.publication, name="annual_table_publish"),
    path("annual-tables/<int:pk>/reopen/", tables.reopening, name="annual_table_reopen"),
    path("annual-tables/<int:pk>/file/<slug:kind>/", tables.document, name="annual_table_file"),
]
