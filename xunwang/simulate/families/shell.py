"""An application shell: navigation stands in the page, every list is fetched by script.

What such lists hold can't be told from the page alone, which is what makes verdicts ``unknown``.
"""

# Methods are documented in the base class.
# ruff: noqa: D102
from __future__ import annotations

from xunwang.simulate.families.cards import Cards
from xunwang.simulate.views import Block, ListView


class Shell(Cards):
    """div id=app."""

    name = "shell"

    def listing(self, view: ListView) -> str:
        return (
            f'<h2 class="column-title">{view.column.name}</h2>{_mount(view.urls[0])}'
            '<div class="el-pagination" data-total=""></div>'
        )

    def block(self, block: Block) -> str:
        if not block.scripted:
            return super().block(block)
        return (
            f'<section class="card"><div class="card-header"><a href="{block.url}">{block.name}</a></div>'
            f"{_mount(block.url)}</section>\n"
        )


def _mount(url: str) -> str:
    name = "list" + "".join(letter for letter in url if letter.isdigit())
    return (
        f'<div id="{name}" v-loading="loading"><ul></ul></div><script>'
        f'fetch("/api/list?u={url}").then(function(r){{return r.json()}}).then(function(d){{'
        f'document.querySelector("#{name} ul").innerHTML=d.map(function(i){{'
        'return "<li><a href=\'"+i.url+"\'>"+i.title+"</a><span>"+i.day+"</span></li>"}).join("")})</script>'
    )
