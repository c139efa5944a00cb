"""Files of posts that account owners and platforms export: XLSX, CSV, JSON, and archives of them or of saved pages.

Options of a source: ``account``, the name by which rows of other accounts are told; ``covers_since``, the day from which
the owner says that the file holds everything; ``saved_at``, when the pages were saved.
"""

from __future__ import annotations

from xunwang.collect.interface import Memory, Source, Span, Steps
from xunwang.collect.uploads import upload_request
from xunwang.collect.ways.answers import demand
from xunwang.collect.ways.uploaded import (
    PAGES,
    RECORDS,
    TABLES,
    Uploaded,
    address_of,
    ending,
    give,
    read_upload,
)
from xunwang.posts.records import Shows, Way


class FileCollector:
    """Reads the file at the source's address below the folder of uploads."""

    way = Way.FILE
    shows = frozenset(
        {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.ENGAGEMENT, Shows.PROFILE, Shows.FOLLOWERS}
    )

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Ask for the file, and give what it holds."""
        answer = yield upload_request(address_of(source))
        upload = Uploaded(source, span)
        read_upload(upload, demand(answer, "上传的文件"), TABLES + RECORDS + PAGES)
        yield from give(upload)
        return ending(upload)


COLLECTOR = FileCollector()
