"""Pages that a person saved in a browser: articles of official accounts, home pages of accounts; one file or a ZIP.

Options of a source: ``saved_at``, when the pages were saved, where they do not say so themselves.
"""

from __future__ import annotations

from xunwang.collect.interface import Memory, Source, Span, Steps
from xunwang.collect.uploads import upload_request
from xunwang.collect.ways.answers import demand
from xunwang.collect.ways.uploaded import PAGES, Uploaded, address_of, ending, give, read_upload
from xunwang.posts.records import Shows, Way


class SavedPagesCollector:
    """Reads the page or the archive of pages at the source's address below the folder of uploads."""

    way = Way.SAVED_PAGES
    shows = frozenset(
        {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.ENGAGEMENT, Shows.PROFILE, Shows.FOLLOWERS}
    )

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Ask for the file, and give what its pages show."""
        answer = yield upload_request(address_of(source))
        upload = Uploaded(source, span)
        read_upload(upload, demand(answer, "上传的网页"), PAGES)
        yield from give(upload)
        return ending(upload)


COLLECTOR = SavedPagesCollector()
