"""Files of posts that account owners and platforms export: XLSX, CSV, JSON, and archives of them or of saved pages.

Options of a source: ``account``, the name by which rows of other accounts are told; ``covers_since``, the day from which
the owner says that the file holds everything; ``saved_at``, when the pages were saved.
"""

from __future__ import annotations

from xunwang.collect.ways.uploaded import PAGES, RECORDS, TABLES, UploadCollector
from xunwang.posts.records import Way

COLLECTOR = UploadCollector(Way.FILE, "上传的文件", TABLES + RECORDS + PAGES)
