"""Web pages as browsers save them: HTML, HTML of one file (SingleFile), and MHTML."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from datetime import datetime
from typing import NamedTuple

from xunwang.pages.urls import normalise
from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.times import read_when

MAX_BYTES = 32 * 1024 * 1024
_HEAD = 4096
_FROM = re.compile(rb"saved from url=\(\d{1,6}\)(\S{1,2000})")
_SINGLE_FILE = re.compile(rb"url:\s{0,4}(?P<url>\S{1,2000})\s{1,8}saved date:\s{0,4}(?P<date>[^\r\n]{8,80})")
_SAVED_DATE = re.compile(
    r"[A-Za-z]{3} (?P<month>[A-Za-z]{3}) (?P<day>\d\d) (?P<year>\d{4}) (?P<clock>\d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4})"
)
_MIME = re.compile(
    rb"(?:^|\n)(?:MIME-Version|Snapshot-Content-Location|Content-Type: multipart/related)", re.IGNORECASE
)
_BOUNDARY = re.compile(r"boundary=\"?(?P<mark>[^\s\";]{1,200})", re.IGNORECASE)
_CHARSET = re.compile(r"charset=\"?(?P<label>[\w.:-]{1,40})", re.IGNORECASE)
_MOST_PARTS = 2000


class SavedFile(NamedTuple):
    """A page as it was saved."""

    html: bytes
    url: str
    """Where it was opened, as the file says; else empty."""
    charset: str | None
    saved: datetime | None
    """When it was saved, as the file says."""


def open_saved(body: bytes, now: datetime) -> SavedFile:
    """Take the page out of the file. Raises :class:`UnreadableError`."""
    if len(body) > MAX_BYTES:
        raise UnreadableError(
            Flaw.TOO_LARGE, f"网页超过{MAX_BYTES // 1024 // 1024}MB。请只保存网页本身后重新上传。"
        )
    if not body.strip():
        raise UnreadableError(Flaw.BROKEN, "文件是空的。请重新保存网页后上传。")
    head = body[:_HEAD]
    if head.lstrip()[:1] != b"<" and _MIME.search(head):
        return _from_mhtml(body, now)
    single = _SINGLE_FILE.search(head)
    if single:
        saved = _saved_date(single["date"].decode("utf-8", "replace"), now)
        return SavedFile(body, _url(single["url"]), None, saved)
    found = _FROM.search(head)
    return SavedFile(body, _url(found[1]) if found else "", None, None)


def _url(raw: bytes) -> str:
    return normalise(raw.decode("utf-8", "replace").rstrip("->")) or ""


def _saved_date(text: str, now: datetime) -> datetime | None:
    found = _SAVED_DATE.search(text)
    if found is None:
        return read_when(text, now)
    return read_when("{day} {month} {year} {clock} {zone}".format(**found.groupdict()), now)


def _from_mhtml(body: bytes, now: datetime) -> SavedFile:
    """The first HTML part: the page itself comes first, then its frames, pictures and styles."""
    head, _, rest = body.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = _fields(head)
    found = _BOUNDARY.search(fields.get("content-type", ""))
    if found is None:
        return _part(fields, rest, fields, now)
    mark = b"\n--" + found["mark"].encode("utf-8", "replace")
    for part in (b"\n" + rest).split(mark, _MOST_PARTS)[1:]:
        inner, _, content = part.lstrip(b"\n").partition(b"\n\n")
        own = _fields(inner)
        if own.get("content-type", "").lower().startswith("text/html"):
            return _part(own, content, fields, now)
    raise UnreadableError(Flaw.BROKEN, "MHTML文件中没有网页。请在浏览器中另存为“网页，单个文件”后上传。")


def _fields(head: bytes) -> dict[str, str]:
    text = re.sub(r"\n[ \t]+", " ", head[:65_536].decode("utf-8", "replace").strip("\n"))
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        name, mark, value = line.partition(":")
        if mark:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _part(own: dict[str, str], content: bytes, whole: dict[str, str], now: datetime) -> SavedFile:
    coding = own.get("content-transfer-encoding", "").lower()
    try:
        if coding == "quoted-printable":
            content = quopri.decodestring(content)
        elif coding == "base64":
            content = base64.b64decode(content)
    except (binascii.Error, ValueError) as error:
        raise UnreadableError(Flaw.BROKEN, "MHTML文件已损坏。请重新保存网页后上传。") from error
    label = _CHARSET.search(own.get("content-type", ""))
    address = own.get("content-location") or whole.get("snapshot-content-location", "")
    return SavedFile(
        content,
        normalise(address) or "",
        label["label"] if label else None,
        read_when(whole.get("date", ""), now),
    )
