"""Pages that people saved: articles, home pages, archives of them."""

from __future__ import annotations

import base64
import io
import json
import os
import quopri
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.collect.ways.driving import NOW, Outcome, from_uploads
from xunwang.collect.interface import Source, Trouble
from xunwang.collect.ways import collectors, shown_by
from xunwang.collect.ways.saved_pages import COLLECTOR
from xunwang.posts.records import Shows, Way
from xunwang.posts.zipped import MAX_FILES

SOURCE = Source("weibo:吉林发布", Way.SAVED_PAGES, "页面.html")
USER = {
    "id": 1,
    "screen_name": "吉林发布",
    "followers_count": "12.3万",
    "verified_reason": "吉林省人民政府官方微博",
}


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def home(*posts: tuple[int, str], pinned: int = 0) -> bytes:
    """A saved home page of Weibo with posts by number and time as shown."""
    blogs = [
        {
            "mid": str(number),
            "created_at": at,
            "text": f"第{number}条",
            "user": USER,
            "isTop": int(number == pinned),
        }
        for number, at in posts
    ]
    return f"<html><script>var d = {json.dumps({'user': USER, 'list': blogs})};</script><body>m.weibo.cn</body></html>".encode()


def article(mid: int, at: datetime, title: str = "标题") -> bytes:
    return (
        f"<html><body class='rich_media'><h1 id='activity-name'>{title}</h1><a id='js_name'>吉林发布</a><div id='js_content'>正文。"
        f"</div><script>var ct='{int(at.timestamp())}'; var mid='{mid}'; var idx='1';</script></body></html>"
    ).encode()


def archive(*files: tuple[str, bytes], at: datetime = NOW) -> bytes:
    stream = io.BytesIO()
    here = (at + timedelta(hours=8)).timetuple()[:6]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files:
            made.writestr(zipfile.ZipInfo(name, here), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def collect(folder: Path, name: str, body: bytes, **options: str) -> Outcome:
    (folder / name).write_bytes(body)
    os.utime(folder / name, (NOW.timestamp(), NOW.timestamp()))
    return from_uploads(COLLECTOR, replace(SOURCE, address=name, options=options), folder)


def test_a_home_page_gives_profile_and_posts_as_of_the_saving(tmp_path: Path) -> None:
    page = home((3, "2小时前"), (2, "02-20 10:00"), (1, "Mon Feb 01 10:00:00 +0800 2021"))
    outcome = collect(tmp_path, "主页.html", page)
    assert [(post.key, post.at) for post in outcome.posts] == [
        ("3", NOW - timedelta(hours=2)),
        ("2", datetime(2021, 2, 20, 2, tzinfo=UTC)),
        ("1", datetime(2021, 2, 1, 2, tzinfo=UTC)),
    ]
    assert (outcome.profile.followers, outcome.profile.subject) == (123_000, "吉林省人民政府")
    assert outcome.end.complete
    assert outcome.end.shown == {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.PROFILE, Shows.FOLLOWERS}


def test_a_page_says_itself_when_it_was_saved(tmp_path: Path) -> None:
    mark = b"<!--\n Page saved with SingleFile \n url: https://m.weibo.cn/u/1 \n saved date: Thu Feb 25 2021 10:20:30 GMT+0800 (CST)\n-->"
    outcome = collect(tmp_path, "a.html", mark + home((3, "2小时前")))
    assert outcome.posts[0].at == datetime(2021, 2, 25, 0, 20, tzinfo=UTC)
    assert outcome.got[0].answer is not None
    assert outcome.got[0].answer.url == "https://m.weibo.cn/u/1"


def test_else_the_person_who_uploads_says_when(tmp_path: Path) -> None:
    assert collect(tmp_path, "a.html", home((3, "2小时前")), saved_at="2021-02-25 12:00").posts[
        0
    ].at == datetime(2021, 2, 25, 2, tzinfo=UTC)


def test_else_the_archive_says_when_its_files_were_written(tmp_path: Path) -> None:
    outcome = collect(tmp_path, "a.zip", archive(("a.html", home((3, "2小时前"))), at=ago(3)))
    assert outcome.posts[0].at == ago(3) - timedelta(hours=2)


def test_a_pinned_post_does_not_make_a_home_page_reach_back(tmp_path: Path) -> None:
    outcome = collect(
        tmp_path, "a.html", home((1, "2020-01-01"), (3, "2小时前"), (2, "02-27 10:00"), pinned=1)
    )
    assert not outcome.end.complete
    assert outcome.end.since == datetime(2021, 2, 27, 2, tzinfo=UTC)


def test_home_pages_of_several_days_that_join_reach_back_together(tmp_path: Path) -> None:
    new = archive(("new.html", home((3, "02-28 10:00"), (2, "02-20 10:00"))))
    both = archive(
        ("new.html", home((3, "02-28 10:00"), (2, "02-20 10:00"))),
        ("old.html", home((2, "02-20 10:00"), (1, "02-01 10:00"))),
    )
    gap = archive(
        ("new.html", home((3, "02-28 10:00"), (2, "02-20 10:00"))), ("old.html", home((1, "02-01 10:00")))
    )
    assert not collect(tmp_path, "a.zip", new).end.complete
    assert collect(tmp_path, "a.zip", both).end.complete
    assert not collect(tmp_path, "a.zip", gap).end.complete


def test_articles_alone_cannot_tell_whether_they_are_all(tmp_path: Path) -> None:
    outcome = collect(
        tmp_path, "a.zip", archive(("一.html", article(1, ago(1))), ("二.htm", article(2, ago(2))))
    )
    assert [post.key for post in outcome.posts] == ["1_1", "2_1"]
    assert outcome.profile.name == "吉林发布"
    assert not outcome.end.complete
    assert "没有发布列表" in outcome.end.reason
    assert Shows.PROFILE not in outcome.end.shown
    assert len({got.answer.digest for got in outcome.got if got.answer}) == 2


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_mhtml_is_opened(tmp_path: Path, coding: str) -> None:
    page = article(7, ago(1))
    packed = {
        "quoted-printable": quopri.encodestring(page),
        "base64": base64.encodebytes(page),
        "8bit": page,
    }[coding]
    body = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://mp.weixin.qq.com/s?mid=7&idx=1\r\nSubject: x\r\n"
        b"Date: Thu, 25 Feb 2021 02:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n"
        b"\tboundary=\"----B--x----\"\r\n\r\n\r\n------B--x----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: "
        + coding.encode() + b"\r\nContent-Location: https://mp.weixin.qq.com/s?mid=7&idx=1\r\n\r\n" + packed
        + b"\r\n------B--x----\r\nContent-Type: image/png\r\n\r\nx\r\n------B--x------\r\n"
    )  # fmt: skip
    (post,) = collect(tmp_path, "a.mhtml", body).posts
    assert (post.key, post.title, post.url) == ("7_1", "标题", "https://mp.weixin.qq.com/s?mid=7&idx=1")


def test_a_deleted_article_is_told_as_deleted(tmp_path: Path) -> None:
    page = (
        b"<!-- saved from url=(0060)https://mp.weixin.qq.com/s?__biz=M&mid=8&idx=1 --><html><div class='weui-msg'><h2>"
        + "该内容已被发布者删除".encode() + b"</h2></div></html>"
    )  # fmt: skip
    (post,) = collect(tmp_path, "a.html", page).posts
    assert (post.key, post.deleted) == ("8_1", True)


def test_an_article_of_any_other_site_is_read_too(tmp_path: Path, shared: Path) -> None:
    (post,) = collect(tmp_path, "a.html", (shared / "data/pages/001_fgw.zj.gov.cn.html").read_bytes()).posts
    assert post.title == "1-10月德清县固定资产投资结构趋稳趋优"
    assert post.at is not None


def test_one_page_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    outcome = collect(tmp_path, "a.zip", archive(("坏.html", b"<p>x"), ("好.html", article(1, ago(1)))))
    assert len(outcome.posts) == 1
    assert "坏.html" in outcome.end.reason


def test_names_of_archives_made_in_china_are_read(tmp_path: Path) -> None:
    body = bytearray(archive(("aaaa.html", b"<p>x"), ("b.html", article(1, ago(1)))))
    assert "坏页" in collect(tmp_path, "a.zip", bytes(body.replace(b"aaaa", "坏页".encode("gbk")))).end.reason


def lying(body: bytes, size: int) -> bytes:
    made = bytearray(body)
    struct.pack_into("<I", made, made.rfind(b"PK\x01\x02") + 24, size)
    return bytes(made)


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (archive(("a.html", b"\0" * 40_000_000)), Trouble.TOO_LARGE),
        (archive(*((f"{n}.html", b"") for n in range(MAX_FILES + 1))), Trouble.TOO_LARGE),
        (lying(archive(("a.html", b"<p>x")), 0xFFFFFFFE), Trouble.TOO_LARGE),
        (lying(archive(("a.html", b"<p>" + b"x" * 5000)), 100), Trouble.BROKEN),
        (archive(("../../etc/a.html", article(1, ago(1)))), Trouble.UNSUPPORTED),
        (archive(("/etc/a.html", article(1, ago(1)))), Trouble.UNSUPPORTED),
        (archive(("..\\a.html", article(1, ago(1)))), Trouble.UNSUPPORTED),
        (archive(("C:/a.html", article(1, ago(1)))), Trouble.UNSUPPORTED),
        (archive(("a.html", article(1, ago(1))))[:-30], Trouble.BROKEN),
        (archive(("a.zip", archive(("a.html", article(1, ago(1)))))), Trouble.UNSUPPORTED),
    ],
    ids=["bomb", "many files", "says it is huge", "says it is small", "up", "root", "up on Windows", "drive", "cut", "nested"],
)  # fmt: skip
def test_archives_built_to_hurt_are_refused(tmp_path: Path, body: bytes, trouble: Trouble) -> None:
    failure = collect(tmp_path, "a.zip", body).failure
    assert failure.trouble is trouble
    assert failure.message.endswith("。")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_page_to_sign_in_is_no_account(tmp_path: Path) -> None:
    page = b'<!-- saved from url=(0022)https://weibo.com/login --><form><input type="password"></form>'
    assert collect(tmp_path, "a.html", page).failure.trouble is Trouble.REFUSED


def test_every_way_of_this_folder_is_registered_and_shows_no_more_than_it_says(tmp_path: Path) -> None:
    assert {Way.FEED, Way.WECHAT_API, Way.FILE, Way.SAVED_PAGES} <= collectors().keys()
    assert all(collector.way is way for way, collector in collectors().items())
    assert Way.BY_HAND not in collectors()
    assert shown_by()[Way.SAVED_PAGES] == COLLECTOR.shows
    assert collect(tmp_path, "a.html", home((3, "2小时前"))).end.shown <= COLLECTOR.shows
