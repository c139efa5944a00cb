"""What makes a real article page heavy besides its text: scripts, styles, styled paragraphs, side lists.

The shares follow the middle of real government article pages of 20 to 90 KB: a quarter of the page is inline
script, a twentieth style sheets, over two fifths tags; 600 tags, some 80 links, 13 pictures, 19 scripts; text of
1,000 to 2,500 characters. Only the benchmark's sites carry it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from xunwang.simulate.dice import Dice
from xunwang.simulate.views import Crumb, Entry

_PARAGRAPH = (
    "margin: 0px 0px 15px; padding: 0px; text-indent: 2em; line-height: 1.75; text-align: justify; "
    "font-family: 微软雅黑, 宋体, Arial; white-space: normal; color: rgb(51, 51, 51);"
)
_SPAN = "font-size: 16px; font-family: 仿宋_GB2312, FangSong; letter-spacing: 0.5px; background: #ffffff;"
_STYLED = (
    "p",
    "div",
    "td",
    "th",
    "span",
    "font",
    "ul",
    "li",
    "select",
    "input",
    "h1",
    "h2",
    "h3",
    "table",
    "a",
)
_FRIENDS = 12
_PICTURES = 12


def head(dice: Dice) -> str:
    """Style sheets and loaders between the tags and the end of the head."""
    rules = "\n".join(
        f"\t\t.TRS_Editor {tag}{{margin-top:{dice.number(9)}px;margin-bottom:1em;line-height:1.{n};"
        f"font-family:宋体;font-size:1{n % 5}pt;}}"
        for n, tag in enumerate(_STYLED)
    )
    loaders = "\n".join(
        f'\t<script type="text/javascript" src="/images/js/module{n}.js?v=20201"></script>' for n in range(8)
    )
    return f'\t<style type="text/css">\n{rules}\n\t</style>\n{loaders}\n{_setting(dice, 0)}'


def paragraph(text: str) -> str:
    """A paragraph's inner markup as word processors leave it."""
    return text if text.startswith("<") else f'<span style="{_SPAN}">{text}</span>'


def styled(main: str) -> str:
    """The middle part with the paragraphs' own styles."""
    return main.replace("<p>　　", f'<p style="{_PARAGRAPH}">　　')


def side(lists: Sequence[tuple[Crumb, Sequence[Entry]]]) -> str:
    """Lists of other columns beside an article."""
    return "\n".join(_side_list(column, entries) for column, entries in lists)


def _side_list(column: Crumb, entries: Iterable[Entry]) -> str:
    rows = "\n".join(
        f'\t\t\t\t<li class="side-item"><i class="dot"></i><a href="{entry.url}" target="_blank" '
        f'title="{escape(entry.title)}">{escape(entry.title[:18])}</a></li>'
        for entry in entries
    )
    return (
        f'\t<div class="side-box">\n\t\t<div class="side-title"><a href="{column.url}">{column.name}</a></div>\n'
        f'\t\t\t<ul class="side-list">\n{rows}\n\t\t\t</ul>\n\t</div>'
    )


def tail(dice: Dice) -> str:
    """Pictures, friendly links in a box, sharing and counting scripts."""
    pictures = "\n".join(
        f'\t<span class="icon"><img src="/images/icon{n}.png" width="24" height="24" alt=""></span>'
        for n in range(_PICTURES)
    )
    friends = "".join(f"\t\t<option value=''>友情单位{n}</option>\n" for n in range(_FRIENDS))
    scripts = "\n".join(_setting(dice, number) for number in range(1, 9))
    return (
        f'<!-- 分享开始 -->\n<div class="share">\n{pictures}\n</div>\n<!-- 分享结束 -->\n'
        f'<div class="friends"><select name="friends">\n{friends}\t</select></div>\n{scripts}\n'
    )


def _setting(dice: Dice, number: int) -> str:
    """A block of inline script of some 800 characters."""
    lines = "\n".join(
        f'\t\tsettings{number}["item{line}"] = {{ "width": {dice.number(900)}, "visible": true, "style": "s{line}" }};'
        for line in range(9)
    )
    return (
        f'\t<script type="text/javascript">\n\t\tvar settings{number} = {{}};\n{lines}\n'
        f'\t\tif (typeof(initModule{number}) == "function") {{ initModule{number}(settings{number}); }}\n\t</script>'
    )
