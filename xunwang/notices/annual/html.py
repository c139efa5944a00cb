"""An annual table as one HTML page that a site can publish: no scripts, nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, StrictUndefined

from xunwang.notices.annual.content import UNCONFIRMED, TableDocument


def table_html(table: TableDocument) -> str:
    """The page."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(Path(__file__).with_name("table.html").read_text(encoding="utf-8"))
    return template.render(table=table, unconfirmed=UNCONFIRMED)
