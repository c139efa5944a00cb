"""The WeChat Official Accounts interface, for accounts whose owners grant it.

What was published is listed newest first and paged until the span is covered. Profile, followers and menu are asked for
once, comments for articles of the span that are open to them. What the account may not ask stays unknown. Articles that
were sent to all followers (群发) before the platform merged sending and publishing are not in this list; the platform
has no interface that lists them.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime

from xunwang.collect.interface import CollectError, Ending, Got, Memory, Source, Span, Steps, Trouble
from xunwang.collect.ways.listing import dated, recall, remember, with_changes, within
from xunwang.collect.ways.wechat_session import Called, Session, session_of
from xunwang.fetch.records import Fetched, Request
from xunwang.posts.counts import read_count
from xunwang.posts.records import Comment, Interaction, Post, Profile, Shows, Way
from xunwang.posts.safe_json import as_text
from xunwang.posts.wechat_answers import (
    Article,
    Basics,
    has_menu,
    read_basics,
    read_comments,
    read_published,
)

PAGE = 20
"""Messages a page: the most that the interface gives."""
MAX_PAGES = 500
COMMENTS_A_PAGE, MAX_COMMENT_PAGES = 49, 4
MOST_COMMENTED = 200
"""Articles whose comments are asked for in one collection: each is a call of the day's quota."""

_Asking = Generator[Request | Got, Fetched | None, None]


@dataclass(slots=True)
class _Seen:
    """What has been learnt so far."""

    at: datetime
    """When the list was last asked for."""
    basics: Basics = field(default_factory=lambda: Basics("", None, None))
    followers: int | None = None
    menu: bool | None = None
    articles: dict[str, Article] = field(default_factory=dict)
    answers: dict[str, Fetched] = field(default_factory=dict)
    oldest: datetime | None = None
    """The listing is whole from here on; None: nothing was listed."""
    whole: bool = False
    """The list was read to its end."""
    total: int | None = None
    newest_first: bool = True
    comments: bool = False
    trouble: str = ""
    profile_answer: Fetched | None = None


class WechatCollector:
    """Collects an official account by its owner's credentials (``app_id``, ``app_secret``).

    Options: ``base``, address of the interface; ``comments`` = ``no`` leaves comments out.
    """

    way = Way.WECHAT_API
    shows = frozenset(
        {
            Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.COMMENTS, Shows.DELETIONS, Shows.PROFILE, Shows.FOLLOWERS,
            Shows.FUNCTIONS, Shows.ANSWERS,
        }
    )  # fmt: skip

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Ask for the profile and the list of what was published, and give both."""
        session = session_of(source)
        past = recall(memory.get("listing", ""), span.now)
        seen = _Seen(span.now)
        yield from _ask_profile(session, seen)
        yield from _list(session, span, seen)
        listed = dated((article.post for article in seen.articles.values()), seen.at)
        posts = with_changes(listed, past, seen.oldest, seen.at)
        wanted = within(posts, span)
        commented = {}
        if source.options.get("comments") != "no":
            commented = yield from _ask_comments(session, seen, wanted)
        for post in wanted:
            comments = commented.get(post.key)
            given = (
                replace(post, comments=comments, comment_count=len(comments))
                if comments is not None
                else post
            )
            yield Got(given, seen.answers.get(post.key))
        yield Got(_profile(seen, session), seen.profile_answer)
        return _ending(seen, span, listed, bool(past.posts))


def _ask_profile(session: Session, seen: _Seen) -> _Asking:
    called = yield from session.call("account/getaccountbasicinfo")
    if called.shown:
        seen.basics = read_basics(called.value)
        seen.profile_answer = called.answer
    called = yield from session.call("user/get")
    if called.shown:
        # The answer names followers: it is no evidence to keep.
        seen.followers = read_count(called.value.get("total"))
    called = yield from session.call("get_current_selfmenu_info")
    if called.shown:
        seen.menu = has_menu(called.value)


def _list(session: Session, span: Span, seen: _Seen) -> _Asking:
    """Pages of the list, until all that is left is older than the span."""
    offset, last = 0, None
    for _ in range(MAX_PAGES):
        called = yield from session.call(
            "freepublish/batchget", {"offset": offset, "count": PAGE, "no_content": 0}
        )
        if not called.shown:
            raise CollectError(
                Trouble.REFUSED, "微信接口：该公众号没有查看发布列表的权限。请改用文件导入或其他采集方式。"
            )
        if "total_count" not in called.value:
            raise CollectError(Trouble.BROKEN, "微信接口：答复中没有发布列表。请检查接口地址。")
        page = read_published(called.value, seen.basics.name, called.answer.at)
        seen.at = called.answer.at
        seen.total = page.total if page.total is not None else seen.total
        for article in page.articles:
            seen.answers.setdefault(article.post.key, called.answer)
            seen.articles.setdefault(article.post.key, article)
        if last and page.newest and page.newest > last:
            seen.newest_first = False
        last = page.oldest or last
        seen.oldest = min(filter(None, (seen.oldest, page.oldest)), default=None)
        offset += page.items
        seen.whole = seen.total is not None and offset >= seen.total
        if seen.whole or page.items == 0:
            return
        if seen.newest_first and page.newest is not None and page.newest < span.since:
            return


def _ask_comments(
    session: Session, seen: _Seen, wanted: list[Post]
) -> Generator[Request | Got, Fetched | None, dict[str, tuple[Comment, ...]]]:
    """Comments of the articles that are open to them, newest articles first; trouble ends the asking, not the collection."""
    found: dict[str, tuple[Comment, ...]] = {}
    articles = [seen.articles[post.key] for post in wanted if post.key in seen.articles and not post.deleted]
    open_to_all = [article for article in articles if article.commented and article.message]
    try:
        for article in open_to_all[:MOST_COMMENTED]:
            comments = yield from _comments_of(session, article)
            if comments is not None:
                found[article.post.key] = comments
    except CollectError as error:
        seen.trouble = error.message
    seen.comments = bool(open_to_all) and len(found) == len(open_to_all)
    return found


def _comments_of(
    session: Session, article: Article
) -> Generator[Request | Got, Fetched | None, tuple[Comment, ...] | None]:
    found: tuple[Comment, ...] = ()
    for page in range(MAX_COMMENT_PAGES):
        called: Called = yield from session.call(
            "comment/list",
            {
                "msg_data_id": int(article.message), "index": article.place, "begin": page * COMMENTS_A_PAGE,
                "count": COMMENTS_A_PAGE, "type": 0,
            },
        )  # fmt: skip
        if not called.shown:
            return found or None
        comments, total = read_comments(called.value, called.answer.at)
        found += comments
        if not comments or len(found) >= total:
            break
    return found


def _profile(seen: _Seen, session: Session) -> Profile:
    functions = {Interaction.MENU} if seen.menu else set()
    if any(article.commented for article in seen.articles.values()):
        functions.add(Interaction.COMMENTS)
    return Profile(
        name=seen.basics.name,
        identifier=as_text(session.app_id, 60),
        subject=seen.basics.subject,
        introduction=seen.basics.introduction,
        followers=seen.followers,
        posts=seen.total,
        # Private messages can't be seen from here: without menu and comments, it is not known that there is nothing.
        functions=frozenset(functions) or None,
    )


def _ending(seen: _Seen, span: Span, listed: list[Post], compared: bool) -> Ending:
    since = seen.oldest
    if seen.whole:
        since = min(filter(None, (span.since, seen.oldest)))
    complete = since is not None and (seen.whole or since < span.since)
    shown = {Shows.POSTS}
    shown |= {Shows.HISTORY} if complete else set()
    shown |= {Shows.BODY} if any(post.has_body for post in listed) else set()
    shown |= {Shows.COMMENTS, Shows.ANSWERS} if seen.comments else set()
    shown |= {Shows.DELETIONS} if compared or any(post.deleted for post in listed) else set()
    shown |= {Shows.PROFILE} if seen.basics.subject is not None else set()
    shown |= {Shows.FOLLOWERS} if seen.followers is not None else set()
    shown |= {Shows.FUNCTIONS} if seen.menu is not None else set()
    reason = "" if complete else "发布列表没有读到检查期开始。请缩短检查期后再采集。"
    if seen.trouble:
        reason = f"{reason}评论未能全部取得（{seen.trouble}）"
    return Ending(frozenset(shown), complete, reason, since, {"listing": remember(listed, since)})


COLLECTOR = WechatCollector()
