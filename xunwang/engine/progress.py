"""What a run tells while it goes on. All methods may be called often; all are optional to override."""

from __future__ import annotations

from xunwang.rules.facts import Site


class Progress:
    """Silent by default."""

    def phase(self, title: str, total: int) -> None:
        """A new phase begins; ``total`` is the number of steps, 0 when not known."""

    def page(self, site: Site, pages: int, failed: int) -> None:
        """A page of a site was settled."""

    def site_done(self, site: Site, pages: int, ended: str) -> None:
        """A site's crawl is over."""

    def step(self, count: int = 1) -> None:
        """So many steps of the phase are done."""
