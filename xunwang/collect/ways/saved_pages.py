"""Pages that a person saved in a browser: articles of official accounts, home pages of accounts; one file or a ZIP.

Options of a source: ``saved_at``, when the pages were saved, where they do not say so themselves.
"""

from __future__ import annotations

from xunwang.collect.ways.uploaded import PAGES, UploadCollector
from xunwang.posts.records import Way

COLLECTOR = UploadCollector(Way.SAVED_PAGES, "上传的网页", PAGES)
