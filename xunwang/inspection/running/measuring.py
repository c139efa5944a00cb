"""What is known of a site only when its tables are written."""

from __future__ import annotations

import pyarrow.compute as pc
import pyarrow.parquet as pq

from xunwang.engine.archive import Archive
from xunwang.rules.facts import Site


def measured(archive: Archive, site: Site) -> dict[str, int]:
    """Pages and bytes of a crawled site, as fields of its row; nothing of one that is not crawled."""
    if not archive.crawled(site):
        return {}
    table = pq.read_table(archive.site_folder(site) / "pages.parquet", columns=["bytes"])
    return {"pages": table.num_rows, "size": pc.sum(table["bytes"]).as_py() or 0}
