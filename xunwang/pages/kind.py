"""What a page is for, told from its tags, address, title and shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xunwang.pages.article import Article
from xunwang.pages.document import Document
from xunwang.pages.literals import Words
from xunwang.pages.urls import path_of

_STATUS = r"(?:404|403|500|502|503)"
_ERROR_TITLE = re.compile(
    rf"(?:^|error|错误|状态码|status|http)[\s:：\-_]{{0,3}}{_STATUS}(?:$|[\s:：,，\-–_|!！]|错误|页面|error)|"
    rf"[\s\-–_|(（]{_STATUS}(?:$|[)）!！]|\s?(?:错误|页面|error|not found|forbidden))|"
    r"页面(?:不存在|未找到|没有找到|出错|找不到)|找不到(?:页面|该页|您)|not found"
    r"|访问(?:出错|被拒绝)|无法访问|服务器错误|栏目不存在|文章不存在|系统(?:错误|异常)",
    re.IGNORECASE,
)
"""A status stands apart: 世界500强 and 500万元 are in many headlines, 浏览次数：500 below them."""
_NO_ERROR = re.compile(r"关于|公告|通知|通告|公示|处置|排查|演练|来信|回复|答复|咨询|反映|举报")
"""Headlines about errors: 关于办事大厅暂时无法访问的公告."""
_LONGEST_MESSAGE = 60
_HOME_PATH = re.compile(r"/?(?:(?:index|default|main|home)(?:\.[a-z]{2,6})?)?", re.IGNORECASE)
_LEAF_PATH = re.compile(
    r"/(?:t?\d{6,8}[_-]\d+|art_\d+_\d+|content_\d+|post_\d+|[0-9a-f]{24,36}|\d{4}-\d\d/\d\d/\w+|\d{5,20})\.\w{3,6}$|/art/\d{4}/"
)
_LIST_PATH = re.compile(r"/(?:index(?:_\d+)?\.\w{3,6}|list[\w-]*\.\w{3,6}|col/col\d+.*|)$")
_MANY_DATES = 8
"""More lines with nothing but a date than this make a list."""
_LONG_TEXT = 500
_UNDATED_TITLE = 10
_LONG_TITLE = 14
"""Names of columns are shorter than most headlines."""
_SEARCH_PATH = re.compile(r"/(?:search|so|s|jsearch\w*|jrobot/search|query)(?:[./?]|$)", re.IGNORECASE)
_SEARCH_WORDS = re.compile(r"搜索结果|检索结果|全站搜索|智能搜索|站内搜索")
_LETTER_WORDS = re.compile(r"来信|信箱|信件|留言|咨询|写信|问政|互动交流|政民互动|投诉|建言|网友|领导信箱")
_LETTER_WORDS_OF_TABLES = (
    "来信时间 写信时间 留言时间 提问时间 咨询时间 信件编号 受理时间 答复时间 回复时间 答复内容 回复内容 办理结果 "
    "答复单位 回复单位 办理状态 回复部门 答复部门 来信内容 信件内容 信件标题 留言内容"
)
_GUIDE_WORDS_OF_TABLES = (
    "设定依据 办理依据 法定依据 实施依据 申请条件 办理条件 受理条件 申请材料 办理材料 申报材料 所需材料 办理地点 "
    "办公地址 办理时间 办公时间 受理时间 办理流程 办事流程 办理程序 联系电话 咨询电话 咨询方式 办理时限 法定期限 "
    "承诺期限 监督电话 收费标准 事项名称 实施主体"
)
_BLANKS = (" ", "\u3000", "\xa0", "\t")
"""Makers of pages spread short labels with them: 办 理 条 件."""
_LETTER_LABELS = frozenset(_LETTER_WORDS_OF_TABLES.split())
_GUIDE_LABELS = frozenset(_GUIDE_WORDS_OF_TABLES.split())
_LABELS = Words(sorted(_LETTER_LABELS | _GUIDE_LABELS))
_CONSULTATION_WORDS = re.compile(r"征集|征求意见|意见征询|网上调查|民意调查|问卷|在线调查")
_LEADER_WORDS = re.compile(r"领导|负责人|市长|县长|区长|省长|局长|厅长|主任|之窗|班子")


def is_error(title: str | None, lines: Sequence[str]) -> bool:
    """An error page that answers with 200: it says so in its title, or in its few lines."""
    if title and _NO_ERROR.search(title):
        return False
    if title and len(title) < 40 and _ERROR_TITLE.search(title):
        return sum(map(len, lines[:400])) < 1500
    if len(lines) >= 25 or sum(map(len, lines)) >= 400:
        return False
    return any(len(line) <= _LONGEST_MESSAGE and _ERROR_TITLE.search(line) for line in lines)


def is_home_address(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    if not url.startswith(("http://", "https://")) or "?" in url:
        return False
    return bool(_HOME_PATH.fullmatch(path_of(url)))


def is_list_address(url: str) -> bool:
    """Whether an address looks like a column's: a folder or its index."""
    return bool(_LIST_PATH.search(path_of(url)))


def is_article(doc: Document, article: Article, title: str | None) -> bool:
    """Whether a page is one content: by its tags, else by a title with a date line and running text."""
    metas = doc.metas
    if metas.get("articletitle") or metas.get("pubdate"):
        return not is_home_address(doc.url) or len(article.text) > 200
    path = path_of(doc.url)
    if metas.get("og:type") == "article":
        return not is_home_address(doc.url)
    if _LEAF_PATH.search(path) and (article.text or article.published):
        return True
    if is_home_address(doc.url) or not title or len(article.text) < 80:
        return False
    if article.published is None:
        return _is_undated_article(doc, article, title)
    if article.title_line is None:
        return False
    if len(article.text) >= _LONG_TEXT and article.dates_inside < 3:
        return True
    line = article.published.line
    if len(title) >= _LONG_TITLE and line is not None and 0 < line - article.title_line <= 10:
        return True
    return article.dates_shown < (3 if _LIST_PATH.search(path) else _MANY_DATES)


def _is_undated_article(doc: Document, article: Article, title: str) -> bool:
    """A long text under a headline, on a page that is not a column's: it is one content, if an undated one."""
    if article.title_line is None or len(title) < _UNDATED_TITLE or is_list_address(doc.url):
        return False
    return len(article.text) >= _LONG_TEXT and article.dates_shown < 3


def is_column_itself(doc: Document, title: str | None, column: str | None) -> bool:
    """Whether a page is the column and not one of its entries, as far as tags, title and address tell."""
    if doc.metas.get("articletitle"):
        return False
    return not title or title == column or is_list_address(doc.url)


def is_search(url: str, title: str | None) -> bool:
    """A page of search results or the search's own page."""
    return bool(_SEARCH_PATH.search(url[:300])) or bool(title and _SEARCH_WORDS.search(title))


def labels_of(lines: Sequence[str]) -> str:
    """The short lines of a page and the heads of others before a colon, joined: labels are among them, without blanks."""
    labels = "\n".join(
        [line if len(line) < 24 else line[:10] for line in lines if len(line) < 24 or "：" in line[:10]]
    )
    labels = labels[:20_000]
    for blank in _BLANKS:
        labels = labels.replace(blank, "")
    return labels


def named_in(labels: str) -> tuple[bool, bool]:
    """Whether enough names of guide elements, and enough of letters, stand among the labels to look closer."""
    found = _LABELS.found_in(labels)
    if len(found) < 2:
        return False, False
    return len(found & _GUIDE_LABELS) >= 3, len(found & _LETTER_LABELS) >= 2


def may_hold_letters(names: str) -> bool:
    """Whether title or column are about letters."""
    return bool(_LETTER_WORDS.search(names))


def may_hold_consultations(names: str) -> bool:
    """Whether title or column are about surveys and calls for opinions."""
    return bool(_CONSULTATION_WORDS.search(names))


def may_hold_leaders(names: str) -> bool:
    """Whether title or column are about leaders."""
    return bool(_LEADER_WORDS.search(names))
