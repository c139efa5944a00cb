"""A notice as one HTML file: readable on a screen, printable as the official format."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xunwang.notices import gbt9704
from xunwang.notices.notice.annexes import link_of
from xunwang.notices.notice.data import NoticeData

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_html(data: NoticeData) -> bytes:
    """UTF-8. Each figure is a ``data`` element with its name, so that programs can read it."""
    page = _TEMPLATES.get_template("notice.html")
    return page.render(notice=data, format=gbt9704, link_of=link_of).encode()
