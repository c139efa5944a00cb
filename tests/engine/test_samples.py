"""The spread of content pages that a reading keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from xunwang.engine.archive import Archive
from xunwang.engine.facts.reading import read_site
from xunwang.words import PageKind


@pytest.mark.parametrize("samples", [0, 1, 3])
def test_as_many_content_pages_are_kept_as_wished(small_run: Path, samples: int) -> None:
    archive = Archive(small_run)
    portal = archive.sites[0]
    reading = read_site(portal, archive.site_folder(portal), samples)
    assert len(reading.samples) == samples
    assert all(stored.page.kind is PageKind.ARTICLE for stored in reading.samples)
    assert reading.pages > 20
