"""Article pages of WeChat: the time of publication stands in script variables only."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape

from xunwang.simulate.answer import Answer, Query, html
from xunwang.simulate.platforms.addresses import biz_of, data_id, long_url, picture_url, read_article
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.markup import article
from xunwang.simulate.platforms.stage import Stage, delayed
from xunwang.simulate.platforms.writing import Written
from xunwang.words import CHINA

_DELETED = "该内容已被发布者删除"
_BLOCKED = "此内容因违规无法查看"
_CLOSED = "此帐号已自主注销，内容无法查看"
_MISSING = "链接已过期"
_BLOCKED_PLANTS = frozenset({"gambling_text"})
"""What the platform itself takes down, ten days after the check point."""
_ORIGINAL = '<span id="copyright_logo" class="rich_media_meta icon_appmsg_tag appmsg_title_tag">原创</span>'
_PAGE = """<!DOCTYPE html>
<html class="">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="author" content="{name}" />
<meta name="description" content="{digest}" />
<meta property="og:title" content="{title}" />
<meta property="og:url" content="{address}" />
<meta property="og:image" content="{picture}" />
<meta property="og:description" content="{digest}" />
<meta property="og:site_name" content="微信公众平台" />
<meta property="og:type" content="article" />
<meta property="og:article:author" content="{name}" />
<title></title>
<script nonce="1" type="text/javascript">
    var biz = ""||"{biz}";
    var sn = "" || "";
    var mid = "{mid}" || "";
    var idx = "{idx}" || "";
</script>
</head>
<body id="activity-detail" class="zh_CN mm_appmsg">
<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content" class="rich_media_area_primary">
<div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title" id="activity-name">
    {title}
</h1>
<div id="meta_content" class="rich_media_meta_list">
{own}
<span class="rich_media_meta rich_media_meta_nickname" id="profileBt">
<a href="javascript:void(0);" class="wx_tap_link js_wx_tap_highlight weui-wa-hotarea" id="js_name">
    {name}
</a>
<div id="js_profile_qrcode" class="profile_container" style="display:none;"><div class="profile_inner">
<strong class="profile_nickname">{name}</strong>
<p class="profile_meta"><label class="profile_meta_label">微信号</label><span class="profile_meta_value">{identifier}</span></p>
<p class="profile_meta"><label class="profile_meta_label">功能介绍</label><span class="profile_meta_value">{introduction}</span></p>
</div></div>
</span>
<em id="publish_time" class="rich_media_meta rich_media_meta_text"></em>
</div>
<div class="rich_media_content js_underline_content" id="js_content" style="visibility: hidden;">
{body}
</div>
</div></div></div></div>
<script nonce="1" type="text/javascript">
    var nickname = {quoted_name};
    var appmsg_type = "9";
    var ct = "{seconds}";
    var publish_time = "" || "";
    var createTime = '{minute}';
    var user_name = "gh_{user}";
    var msg_title = {quoted_title};
    var msg_desc = {quoted_digest};
    var msg_cdn_url = "{picture}";
    var msg_source_url = '';
</script>
</body>
</html>
"""


class WeChatPages:
    """Answers ``/s/…`` and ``/s?__biz=…``."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def answer(self, query: Query, now: datetime) -> Answer:
        """An article, or the platform's note that there is none."""
        if query.path != "/s" and not query.path.startswith("/s/"):
            return html("<html><head><title>404</title></head><body>404</body></html>", 404)
        found = self._stage.post(read_article(query.path, query.query), now)
        if found is None:
            return html(_note(_MISSING, "该链接已过期或不存在。"))
        conduct, post = found
        if conduct.closed_at(now):
            return html(_note(_CLOSED, "帐号主体已注销该公众号。"))
        if post.deleted:
            return html(_note(_DELETED, ""))
        if _taken_down(conduct, post, now):
            return html(_note(_BLOCKED, "由用户投诉并经平台审核，涉嫌违反相关法律法规和政策，查看对应规则。"))
        return delayed(conduct, html(_page(conduct, post)))


def _taken_down(conduct: Conduct, post: Written, now: datetime) -> bool:
    planted = any(p.number == post.number and p.name in _BLOCKED_PLANTS for p in conduct.plants)
    return planted and (now - conduct.check_point).days >= 10


def _note(words: str, more: str) -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title></head>
<body class="zh_CN"><div class="weui-msg"><div class="weui-msg__icon-area"><i class="weui-icon-warn weui-icon_msg"></i></div>
<div class="weui-msg__text-area"><h2 class="weui-msg__title">{words}</h2><p class="weui-msg__desc">{more}</p></div></div>
<script>var biz = "";var is_weixin = 0;var title = "微信公众平台";</script></body></html>
"""


def _page(conduct: Conduct, post: Written) -> str:
    account, digest = conduct.account, post.text[:54]
    return _PAGE.format(
        name=escape(conduct.name),
        title=escape(post.title),
        digest=escape(digest),
        address=escape(long_url(account, post.number, post.place)),
        picture=post.pictures[0][0] if post.pictures else picture_url(account, 0),
        biz=biz_of(account),
        mid=data_id(post.number),
        idx=post.place + 1,
        own="" if post.source else _ORIGINAL,
        identifier=account.identifier,
        introduction=escape(conduct.introduction),
        body=article(post).replace(' src="', ' data-src="'),
        seconds=int(post.at.timestamp()),
        minute=f"{post.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        user=f"{account.number:012x}",
        quoted_name=_quoted(conduct.name),
        quoted_title=_quoted(post.title),
        quoted_digest=_quoted(digest),
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("<", "\\x3c")
