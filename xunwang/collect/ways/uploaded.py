"""What an office uploaded, read piece by piece: tables of posts, saved pages, archives of both.

A piece that can't be read is a problem that is told; the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import quote

import orjson

from xunwang.collect.interface import CollectError, Ending, Got, Memory, Source, Span, Steps, Trouble
from xunwang.collect.uploads import is_below, upload_request
from xunwang.collect.ways.answers import demand, unreadable
from xunwang.collect.ways.listing import dated, reach, within
from xunwang.engine.spreadsheet import RowError, SpreadsheetError, rows_of
from xunwang.fetch.records import Fetched
from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.records import Post, Profile, Shows, Way
from xunwang.posts.safe_json import read_json
from xunwang.posts.saved_file import open_saved
from xunwang.posts.saved_page import read_saved
from xunwang.posts.sheets import Sheet, read_sheet, rows_of_json
from xunwang.posts.times import read_when
from xunwang.posts.zipped import is_zip, members
from xunwang.words import CHINA

TABLES = (".xlsx", ".xls", ".ods", ".csv", ".tsv")
RECORDS = (".json", ".jsonl", ".ndjson")
PAGES = (".html", ".htm", ".mht", ".mhtml", ".shtml", ".xhtml")
MAX_PROBLEMS = 5
"""Problems that are told one by one; of the others their number."""


@dataclass(slots=True)
class Uploaded:
    """What was read so far."""

    source: Source
    span: Span
    posts: dict[str, Post] = field(default_factory=dict)
    answers: dict[str, Fetched] = field(default_factory=dict)
    profile: Got | None = None
    listings: list[tuple[datetime, list[Post]]] = field(default_factory=list)
    """Lists of home pages: when they were saved, and posts in their order without pinned ones."""
    tables: int = 0
    pieces: int = 0
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0
    error: CollectError | None = None
    """The first error of a piece."""

    def complain(self, words: str, count: int = 1) -> None:
        """Note a problem."""
        self.problem_count += count
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(words)

    def add(self, posts: list[Post], answer: Fetched) -> None:
        """Take posts in; of two of one key the one that tells more."""
        for post in dated(posts, self.span.now):
            known = self.posts.get(post.key)
            if known is None or _told(post) > _told(known):
                self.posts[post.key], self.answers[post.key] = post, answer


def _told(post: Post) -> tuple[bool, bool, bool, int]:
    return post.deleted, post.has_body, post.at is not None, len(post.text)


@dataclass(frozen=True, slots=True)
class UploadCollector:
    """Reads the file at the source's address below the folder of uploads."""

    way: Way
    what: str
    """How messages call the file, in Chinese."""
    endings: tuple[str, ...]
    """Of the files that are read, and of those in archives."""
    shows: frozenset[Shows] = frozenset(
        {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.ENGAGEMENT, Shows.PROFILE, Shows.FOLLOWERS}
    )

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Ask for the file, and give what it holds."""
        answer = yield upload_request(address_of(source))
        upload = Uploaded(source, span)
        read_upload(upload, demand(answer, self.what), self.endings)
        yield from give(upload)
        return ending(upload)


def address_of(source: Source) -> str:
    """The path of the file, which must stay below the folder of uploads. Raises :class:`CollectError`."""
    address = source.address.strip()
    if not is_below(address):
        raise CollectError(Trouble.NOT_FOUND, "文件路径无效。请重新上传文件。")
    return address


def read_upload(upload: Uploaded, answer: Fetched, endings: tuple[str, ...]) -> None:
    """Read the file of an answer. Raises :class:`CollectError` where nothing in it can be read."""
    name = PurePosixPath(upload.source.address.strip().replace("\\", "/")).name
    try:
        if is_zip(answer.body) and not name.lower().endswith(TABLES):
            for piece in _pieces(answer, endings, upload.span.now):
                _read_piece(upload, piece.request.tag, piece)
            if not upload.pieces:
                raise UnreadableError(
                    Flaw.UNSUPPORTED, f"压缩包中没有可读取的文件（{'、'.join(endings)}）。请检查后重新上传。"
                )
        elif name.lower().endswith(endings):
            _read_piece(upload, name, answer)
        else:
            raise UnreadableError(
                Flaw.UNSUPPORTED, f"不支持的文件类型。请上传{'、'.join(endings)}或zip文件。"
            )
    except UnreadableError as error:
        if not upload.posts:
            raise unreadable(error, f"“{name[:80]}”") from error
        upload.complain(error.message)
    if upload.error is not None and not upload.posts and upload.profile is None:
        raise upload.error


def _pieces(answer: Fetched, endings: tuple[str, ...], now: datetime) -> Iterator[Fetched]:
    """Files of an archive, each as an answer of its own that can be kept as evidence."""
    for member in members(answer.body, endings):
        yield replace(
            answer,
            request=replace(answer.request, tag=member.name),
            url=f"{answer.url}#{quote(member.name)}",
            at=min(member.at or answer.at, now),
            body=member.body,
            digest=sha256(member.body).hexdigest() if member.body else "",
        )


def _read_piece(upload: Uploaded, name: object, answer: Fetched) -> None:
    upload.pieces += 1
    label = f"“{PurePosixPath(str(name)).name[:80]}”"
    try:
        if str(name).lower().endswith(TABLES):
            _take_table(upload, rows_of(answer.body, PurePosixPath(str(name)).name), answer)
        elif str(name).lower().endswith(RECORDS):
            _take_table(upload, rows_of_json(_json(answer.body, str(name))), answer)
        else:
            _take_page(upload, answer)
    except UnreadableError as error:
        upload.error = upload.error or unreadable(error, label)
        upload.complain(f"{label}：{error.message}")
    except SpreadsheetError as error:
        upload.error = upload.error or CollectError(Trouble.BROKEN, str(error))
        upload.complain(str(error))


def _json(body: bytes, name: str) -> object:
    if name.lower().endswith(".json"):
        return read_json(body)
    try:
        return [orjson.loads(line) for line in body.splitlines() if line.strip()]
    except orjson.JSONDecodeError as error:
        raise UnreadableError(Flaw.BROKEN, "不是每行一个JSON对象。请重新导出。") from error


def _take_table(upload: Uploaded, rows: list[list[str]], answer: Fetched) -> None:
    sheet: Sheet = read_sheet(rows, min(answer.at, upload.span.now), upload.source.options.get("account", ""))
    upload.tables += 1
    upload.add(list(sheet.posts), answer)
    for flaw in sheet.flaws[:MAX_PROBLEMS]:
        upload.complain(str(RowError(*flaw)))
    upload.problem_count += max(0, sheet.flaw_count - MAX_PROBLEMS)
    if sheet.cut:
        upload.complain("表格行数过多，后面的行未读取。请分成几个文件。")


def _take_page(upload: Uploaded, answer: Fetched) -> None:
    file = open_saved(answer.body, upload.span.now)
    stated = read_when(upload.source.options.get("saved_at", ""), upload.span.now)
    saved = min(file.saved or stated or answer.at, upload.span.now)
    page = read_saved(file, saved)
    evidence = replace(answer, at=saved, url=file.url or answer.url)
    upload.add(list(page.posts), evidence)
    if page.kind == "home":
        upload.listings.append((saved, [post for post in page.posts if post.key not in page.pinned]))
    if page.profile is not None and _tells_more(page.profile, saved, upload.profile):
        upload.profile = Got(page.profile, evidence)


def _tells_more(profile: Profile, saved: datetime, known: Got | None) -> bool:
    """A closed account, then one with followers or subject, then the newer page."""
    if known is None or known.answer is None or not isinstance(known.what, Profile):
        return True
    new, old = _weight(profile), _weight(known.what)
    return new > old or (new == old and saved > known.answer.at)


def _weight(profile: Profile) -> tuple[bool, int]:
    told = (profile.followers, profile.subject, profile.introduction)
    return bool(profile.closed or profile.moved_to), sum(part is not None for part in told)


def give(upload: Uploaded) -> Iterator[Got]:
    """What was read, as collectors give it."""
    for post in within(upload.posts.values(), upload.span):
        yield Got(post, upload.answers.get(post.key))
    if upload.profile is not None:
        yield upload.profile


def ending(upload: Uploaded) -> Ending:
    """How it ended: what was shown, and how far back."""
    since = _since(upload)
    complete = since is not None and since <= upload.span.since
    posts = list(upload.posts.values())
    profile = (
        upload.profile.what if upload.profile and isinstance(upload.profile.what, Profile) else Profile()
    )
    shown = {Shows.POSTS} if posts or upload.tables or upload.listings else set()
    if complete:
        shown.add(Shows.HISTORY)
    if posts and all(post.has_body or post.deleted for post in posts):
        shown.add(Shows.BODY)
    if any(count is not None for post in posts for count in (post.reads, post.likes, post.forwards)):
        shown.add(Shows.ENGAGEMENT)
    if profile.subject is not None:
        shown.add(Shows.PROFILE)
    if profile.followers is not None:
        shown.add(Shows.FOLLOWERS)
    return Ending(frozenset(shown), complete, _reason(upload, since, complete), since)


def _since(upload: Uploaded) -> datetime | None:
    """How far back what was uploaded shows everything."""
    stated = read_when(upload.source.options.get("covers_since", ""), upload.span.now)
    if stated is not None:
        return stated
    if upload.tables:
        return min((post.at for post in upload.posts.values() if post.at), default=None)
    since: datetime | None = None
    for _, posts in sorted(upload.listings, key=lambda listing: listing[0], reverse=True):
        times = [post.at for post in posts if post.at]
        if times and (since is None or max(times) >= since):
            reached = reach(posts)
            since = min(filter(None, (since, reached)), default=None)
    return since


def _reason(upload: Uploaded, since: datetime | None, complete: bool) -> str:
    words = []
    if not complete:
        if since is not None:
            words.append(f"上传的内容只到{since.astimezone(CHINA):%Y年%m月%d日}，更早的发布内容看不到。")
        elif upload.listings or upload.tables:
            words.append("上传的内容没有发布时间，不能判断是否齐全。")
        else:
            words.append("上传的是单篇内容，没有发布列表，不能判断是否齐全。")
    if upload.problem_count:
        words.append(f"有{upload.problem_count}处问题：{'；'.join(upload.problems)}")
        if upload.problem_count > len(upload.problems):
            words.append("……")
    return "".join(words)
